"""Vectors of passages kept on disk, so that a start does not encode again what has not changed."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from knowledge.dense import Encoder, Vectors

__all__ = ["VectorCache"]

KEPT = 4
"""Files kept, the newest: an assistant encodes the notices in one call and the rest in another."""


class VectorCache:
    """An encoder that remembers what it encoded last.

    Args:
        encoder: Makes the vectors.
        folder: Where they are kept; made if need be. A file that cannot be read is made anew, one that
            cannot be written is done without.
    """

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self._folder = folder
        self.name = encoder.name
        self.dims = encoder.dims
        self.weight = encoder.weight
        self.floor = encoder.floor

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions."""
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode passages, or read what these very texts gave before."""
        path = self._folder / f"{self._digest(texts)}.npy"
        try:
            vectors: Vectors = np.load(path, allow_pickle=False)
            if vectors.shape == (len(texts), self.dims) and vectors.dtype == np.float32:
                return vectors
        except (OSError, ValueError, EOFError, zipfile.BadZipFile):
            pass
        vectors = self._encoder.encode_passages(texts)
        self._keep(path, vectors)
        return vectors

    def _digest(self, texts: Sequence[str]) -> str:
        digest = hashlib.sha256(self.name.encode())
        for text in texts:
            digest.update(b"\0" + text.encode())
        return digest.hexdigest()[:32]

    def _keep(self, path: Path, vectors: Vectors) -> None:
        draft = path.with_suffix(f".{os.getpid()}.draft")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as stream:
                np.save(stream, vectors, allow_pickle=False)
            draft.replace(path)
            files = sorted(self._folder.glob("*.npy"), key=lambda file: file.stat().st_mtime)
            for old in files[:-KEPT]:
                old.unlink(missing_ok=True)
        except OSError:
            with suppress(OSError):
                draft.unlink()
