"""The encoders and the vector index."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from knowledge import dense
from knowledge.dense import DenseIndex, Lexicon, SentenceEncoder, StaticEncoder, load_encoder
from knowledge.errors import EncoderError, MissingExtraError

DIMS = 12


def unit_vectors(count: int, seed: int = 0, dims: int = DIMS) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).standard_normal((count, dims)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def names(count: int) -> list[str]:
    return [f"条{n}" for n in range(count)]


@pytest.fixture(scope="module")
def static() -> StaticEncoder:
    return StaticEncoder()


class TestStaticEncoder:
    def test_rows_have_length_one(self, static: StaticEncoder) -> None:
        vectors = static.encode_passages(["信用修复怎么申请？", "公示期是多少天", "ABC 企业"])
        assert vectors.dtype == np.float32
        assert vectors.shape == (3, static.dims)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)

    @pytest.mark.parametrize("text", ["", " \n", "2020-39", "hello!", "\U0001f600"])
    def test_a_text_without_known_words_is_a_zero_vector(self, static: StaticEncoder, text: str) -> None:
        assert not static.encode_queries([text]).any()

    def test_no_texts_give_no_rows(self, static: StaticEncoder) -> None:
        assert static.encode_queries([]).shape == (0, static.dims)

    def test_a_text_has_one_vector_whatever_stands_beside_it(self, static: StaticEncoder) -> None:
        together = static.encode_passages(["严重失信主体名单", "如何移出名单"])
        assert np.array_equal(together[1], StaticEncoder().encode_queries(["如何移出名单"])[0])

    def test_width_forms_do_not_matter(self, static: StaticEncoder) -> None:
        plain, wide = static.encode_queries(["（信用）修复", "(信用)修复"])
        assert np.array_equal(plain, wide)

    @pytest.mark.parametrize(
        ("question", "near", "far"),
        [
            ("信用修复", "修复信用", "天气"),
            ("信用修复", "修复信用", "今天天气怎么样"),
            ("被罚款了怎么消除记录", "行政处罚信息的信用修复", "企业所得税汇算清缴"),
            ("老赖能坐高铁吗", "失信被执行人限制乘坐列车", "食品生产许可证的申请材料"),
        ],
    )
    def test_what_means_the_same_is_nearer(
        self, static: StaticEncoder, question: str, near: str, far: str
    ) -> None:
        asked, wanted, other = static.encode_queries([question, near, far])
        assert asked @ wanted > asked @ other + 0.1

    def test_the_shipped_table_says_where_it_comes_from(self) -> None:
        with np.load(dense.SHIPPED_TABLE, allow_pickle=False) as table:
            facts = json.loads(table["metadata"].tobytes())
        assert {source["licence"][:3] for source in facts["sources"]} == {"MIT", "out"}
        assert dense.SHIPPED_TABLE.stat().st_size < 4_500_000


class TestTableFiles:
    def test_a_pickle_in_the_file_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "bad.npz"
        np.savez(path, metadata=np.array([{"name": "x"}], dtype=object))
        with pytest.raises(EncoderError, match="读不出来"):
            StaticEncoder(path)

    @pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04damaged"])
    def test_a_damaged_file_is_named(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "bad.npz"
        path.write_bytes(content)
        with pytest.raises(EncoderError, match=r"bad\.npz"):
            StaticEncoder(path)

    def test_a_damaged_stretch_inside_is_noticed(self, tmp_path: Path) -> None:
        content = bytearray(dense.SHIPPED_TABLE.read_bytes())
        content[2_000_000:2_000_100] = bytes(100)
        path = tmp_path / "bad.npz"
        path.write_bytes(content)
        with pytest.raises(EncoderError, match=r"bad\.npz"):
            load_encoder(str(path))

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(EncoderError, match=r"none\.npz"):
            load_encoder(str(tmp_path / "none.npz"))


class TestLexicon:
    def test_it_cuts_as_jieba_does(self) -> None:
        jieba = pytest.importorskip("jieba")
        jieba.setLogLevel("WARNING")
        jieba.initialize()
        counts = {word: count for word, count in jieba.dt.FREQ.items() if count}
        lexicon = Lexicon(list(counts), list(counts.values()), jieba.dt.total)
        for text in [
            "行政处罚信息自公示之日起满三个月可以申请信用修复",
            "被列入严重失信主体名单的企业法定代表人能不能当董事",
            "南京市长江大桥研究生命起源",
            "老赖坐不了高铁咋办",
            "龘靐齉爩",
        ]:
            assert lexicon.cut(text) == jieba.lcut(text, HMM=False)

    def test_a_word_gives_its_characters_as_well(self) -> None:
        lexicon = Lexicon(["信", "用", "信用", "修"], [5, 5, 90, 5], 1000)
        assert lexicon.features("信用修复 2020") == [0, 1, 2, 3]


class TestLoading:
    def test_none_means_no_encoder(self) -> None:
        assert load_encoder("none") is None
        assert load_encoder(None) is None

    def test_static_is_the_shipped_table(self, static: StaticEncoder) -> None:
        encoder = load_encoder("static")
        assert isinstance(encoder, StaticEncoder)
        assert encoder.name == static.name == "static-g1s"

    def test_importing_the_module_loads_neither_models_nor_the_extra(self) -> None:
        script = (
            "import sys, knowledge.dense\n"
            "print(sorted({'torch', 'jieba', 'sentence_transformers'} & set(sys.modules)))"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert (done.stdout.strip(), done.stderr) == ("[]", "")

    def test_a_missing_extra_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "sentence_transformers", None)
        with pytest.raises(MissingExtraError, match=r"pip install 'xinda\[semantic\]'"):
            load_encoder("BAAI/bge-small-zh-v1.5")


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seeded BERT of one layer over single characters, in sentence-transformers' format."""
    pytest.importorskip("sentence_transformers")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("model")
    characters = sorted(set("为这个句子生成表示以用于检索相关文章：信用修复怎么申请？天气"))
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    torch.manual_seed(0)
    shape = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    BertModel(BertConfig(vocab_size=len(vocabulary), **shape)).save_pretrained(folder / "bert")
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    SentenceTransformer(str(folder / "bert"), local_files_only=True).save(str(folder / "bge-tiny-zh"))
    return folder


class TestSentenceEncoder:
    def test_a_local_model_is_loaded_by_its_path(self, model_folder: Path) -> None:
        encoder = load_encoder(str(model_folder / "bge-tiny-zh"))
        assert isinstance(encoder, SentenceEncoder)
        assert (encoder.name, encoder.dims) == ("bge-tiny-zh", 32)
        vectors = encoder.encode_passages(["信用修复", "天气"])
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
        assert np.array_equal(vectors, encoder.encode_passages(["信用修复", "天气"]))

    def test_a_chinese_bge_model_gets_its_instruction_before_questions(self, model_folder: Path) -> None:
        encoder = SentenceEncoder(str(model_folder / "bge-tiny-zh"))
        (asked,) = encoder.encode_queries(["信用修复"])
        (spelt_out,) = encoder.encode_passages(["为这个句子生成表示以用于检索相关文章：信用修复"])
        np.testing.assert_allclose(asked, spelt_out, atol=1e-5)

    def test_another_model_gets_none(self, model_folder: Path) -> None:
        encoder = SentenceEncoder(str(model_folder / "bert"))
        np.testing.assert_allclose(
            encoder.encode_queries(["信用修复"]), encoder.encode_passages(["信用修复"]), atol=1e-6
        )

    @pytest.mark.parametrize("model", ["/nowhere/model", "xinda/never-downloaded", "./模型"])
    def test_a_model_that_is_not_here_says_what_to_do(self, model: str) -> None:
        pytest.importorskip("sentence_transformers")
        with pytest.raises(EncoderError, match="填写模型目录的路径"):
            SentenceEncoder(model)

    def test_a_damaged_model_is_named(self, model_folder: Path, tmp_path: Path) -> None:
        shutil.copytree(model_folder / "bge-tiny-zh", tmp_path / "tiny")
        (tmp_path / "tiny" / "model.safetensors").write_bytes(b"damaged")
        with pytest.raises(EncoderError, match=r"模型目录.*tiny"):
            SentenceEncoder(str(tmp_path / "tiny"))

    def test_a_folder_without_a_model_is_named(self, tmp_path: Path) -> None:
        pytest.importorskip("sentence_transformers")
        with pytest.raises(EncoderError, match="模型目录"):
            SentenceEncoder(str(tmp_path))


def brute_force(vectors: dict[str, NDArray[np.float32]], query: NDArray[np.float32], k: int) -> list[str]:
    return sorted(vectors, key=lambda name: -float(vectors[name] @ query))[:k]


class TestDenseIndex:
    @settings(max_examples=40, deadline=None)
    @given(
        steps=st.lists(
            st.tuples(st.booleans(), st.lists(st.integers(0, 20), min_size=1, max_size=16)), max_size=8
        ),
        seed=st.integers(0, 1000),
    )
    def test_it_agrees_with_brute_force_whatever_is_added_and_removed(
        self, steps: list[tuple[bool, list[int]]], seed: int
    ) -> None:
        index, kept = DenseIndex(), dict[str, NDArray[np.float32]]()
        for step, (adding, numbers) in enumerate(steps):
            ids = [f"条{n}" for n in numbers]
            if adding:
                vectors = unit_vectors(len(ids), seed + step)
                index.add(ids, vectors)
                for name in set(ids):
                    kept[name] = vectors[[n for n, id_ in enumerate(ids) if id_ == name]]
            else:
                index.remove(ids)
                for name in ids:
                    kept.pop(name, None)
        query = unit_vectors(1, seed + 999)[0]
        size = sum(map(len, kept.values()))
        assert len(index) == size
        best = {name: float((vectors @ query).max()) for name, vectors in kept.items()}
        assert index.search(query, size + 1) == pytest.approx(best, abs=1e-5)
        nearest = index.search(query, 1)
        assert set(nearest) == ({max(best, key=best.__getitem__)} if best else set())

    def test_an_empty_index_finds_nothing(self) -> None:
        index = DenseIndex()
        index.remove(["条1"])
        assert len(index) == 0
        assert index.search(unit_vectors(1)[0], 3) == {}

    def test_a_zero_question_finds_nothing(self) -> None:
        index = DenseIndex()
        index.add(names(3), unit_vectors(3))
        assert index.search(np.zeros(DIMS, np.float32), 3) == {}

    def test_asking_for_more_than_there_is_gives_all(self) -> None:
        index = DenseIndex()
        index.add(names(3), unit_vectors(3))
        assert len(index.search(unit_vectors(1)[0], 10)) == 3

    def test_an_emptied_index_takes_vectors_of_another_length(self) -> None:
        index = DenseIndex()
        index.add(names(3), unit_vectors(3))
        index.remove(names(3))
        index.add(names(2), unit_vectors(2, dims=20))
        assert len(index.search(unit_vectors(1, dims=20)[0], 5)) == 2

    @pytest.mark.parametrize(
        ("ids", "vectors"),
        [
            (["a"], unit_vectors(2)),
            (["a"], unit_vectors(1, dims=DIMS + 1)),
            (["a"], unit_vectors(1)[0]),
        ],
    )
    def test_shapes_that_do_not_fit_are_a_bug(self, ids: list[str], vectors: NDArray[np.float32]) -> None:
        index = DenseIndex()
        index.add(names(3), unit_vectors(3))
        with pytest.raises(ValueError, match=r"dims|ids"):
            index.add(ids, vectors)
        assert len(index) == 3

    def test_progress_counts_up_to_the_number_of_vectors(self) -> None:
        seen: list[int] = []
        DenseIndex().add(names(25_000), unit_vectors(25_000), seen.append)
        assert seen == [10_000, 20_000, 25_000]

    @pytest.mark.parametrize(("flat", "one_byte"), [(10_000, 10_000), (10, 10_000), (10, 20)])
    def test_every_kind_finds_the_neighbours_after_changes(
        self, flat: int, one_byte: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(dense, "FLAT_LIMIT", flat)
        monkeypatch.setattr(dense, "SQ8_LIMIT", one_byte)
        ids, vectors = names(1500), unit_vectors(1500)
        index = DenseIndex()
        index.add(ids[:5], vectors[:5])
        index.add(ids[5:1000], vectors[5:1000])
        index.add(ids[1000:], vectors[1000:])
        index.remove(ids[::3])
        kept = {name: vector for n, (name, vector) in enumerate(zip(ids, vectors, strict=True)) if n % 3}
        right = 0
        for query in unit_vectors(50, seed=1):
            found = index.search(query, 10)
            assert found.keys() <= kept.keys()
            right += len(found.keys() & set(brute_force(kept, query, 10)))
        assert right / 500 > 0.9
