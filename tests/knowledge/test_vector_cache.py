"""The vector cache: same vectors, fewer encodings, and no harm from a damaged or read-only folder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.dense import StaticEncoder
from knowledge.vector_cache import KEPT, VectorCache

TEXTS = ["信用修复的办理流程", "信用报告在哪里查", ""]


class Counting(StaticEncoder):
    """A real encoder that counts what it is asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode_passages(self, texts):  # type: ignore[no-untyped-def]
        self.asked += texts
        return super().encode_passages(texts)


@pytest.fixture(scope="module")
def encoder() -> Counting:
    return Counting()


def test_the_second_start_encodes_nothing(encoder: Counting, tmp_path: Path) -> None:
    first = VectorCache(encoder, tmp_path / "vectors").encode_passages(TEXTS)
    encoder.asked.clear()
    second = VectorCache(encoder, tmp_path / "vectors").encode_passages(TEXTS)
    assert encoder.asked == []
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(first, StaticEncoder().encode_passages(TEXTS))


def test_changed_texts_are_encoded(encoder: Counting, tmp_path: Path) -> None:
    cache = VectorCache(encoder, tmp_path)
    cache.encode_passages(TEXTS)
    encoder.asked.clear()
    cache.encode_passages([*TEXTS[:2], "另一条"])
    assert encoder.asked == [*TEXTS[:2], "另一条"]


@pytest.mark.parametrize("damage", [b"", b"damaged", np.zeros((1, 2), np.float32).tobytes()])
def test_a_damaged_file_is_made_anew(encoder: Counting, tmp_path: Path, damage: bytes) -> None:
    cache = VectorCache(encoder, tmp_path)
    wanted = cache.encode_passages(TEXTS)
    (kept,) = tmp_path.glob("*.npy")
    kept.write_bytes(damage)
    np.testing.assert_array_equal(cache.encode_passages(TEXTS), wanted)
    np.testing.assert_array_equal(np.load(kept, allow_pickle=False), wanted)


def test_a_folder_that_cannot_be_made_is_done_without(encoder: Counting, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = VectorCache(encoder, tmp_path / "file" / "vectors")
    assert cache.encode_passages(TEXTS).shape == (len(TEXTS), encoder.dims)


def test_few_files_are_kept(encoder: Counting, tmp_path: Path) -> None:
    cache = VectorCache(encoder, tmp_path)
    for number in range(KEPT + 3):
        cache.encode_passages([f"第{number}条"])
    assert len(list(tmp_path.iterdir())) == KEPT


def test_it_passes_for_the_encoder(encoder: Counting, tmp_path: Path) -> None:
    cache = VectorCache(encoder, tmp_path)
    assert (cache.name, cache.dims, cache.weight, cache.floor) == (
        encoder.name,
        encoder.dims,
        encoder.weight,
        encoder.floor,
    )
    np.testing.assert_array_equal(cache.encode_queries(TEXTS), encoder.encode_queries(TEXTS))
