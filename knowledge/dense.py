"""Nearest clauses by embedding."""

from __future__ import annotations

import json
import math
import os
import re
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.errors import EncoderError, MissingExtraError

__all__ = ["DenseIndex", "Encoder", "Lexicon", "SentenceEncoder", "StaticEncoder", "load_encoder"]

Vectors = NDArray[np.float32]

SHIPPED_TABLE = Path(__file__).with_name("encoder") / "static-g1s.npz"
"""The static table that comes with the package; its sources stand in ATTRIBUTION.md beside it."""

FLAT_LIMIT = 50_000
"""Up to here every vector is compared exactly."""

SQ8_LIMIT = 200_000
"""Up to here every vector is compared at one byte per dimension; above, a graph (HNSW) is searched."""

_BLOCK = 10_000
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_BGE_CHINESE = re.compile(r"bge-[^/\\]*zh", re.IGNORECASE)
# A neural encoder gives even such texts a cosine far above zero; how far tells where its scale begins.
_UNRELATED = (
    "企业信用修复的办理流程",
    "今天下午有雷阵雨",
    "红烧肉要炖一个小时",
    "这支球队昨晚输了比赛",
    "孩子发烧吃什么药",
    "地铁末班车几点",
)
_BGE_INSTRUCTION = "为这个句子生成表示以用于检索相关文章："


class Encoder(Protocol):
    """Texts to vectors.

    Both methods return float32, shape (n, ``dims``). A row has length 1, or is zero where the encoder knows
    nothing in the text.

    Attributes:
        name: What to call it in settings and reports.
        dims: Length of a vector.
        weight: Its share in the fusion with the lexical scores.
        floor: Cosine of texts that have nothing in common.
    """

    name: str
    dims: int
    weight: float
    floor: float

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode what is searched."""
        ...


class Lexicon:
    """The words of a static table, and how a text is cut into them.

    The cut is the most probable path of words, each as frequent as in jieba's dictionary: exactly what
    ``jieba.lcut(run, HMM=False)`` gives over the same words. Cutting here takes a third of jieba's time,
    spares its second of start and 70 MB, and no word that somebody adds to jieba can move a vector.

    Args:
        words: Single characters and words, distinct; the position is the row in the table.
        counts: Frequency of each word.
        total: Sum of the frequencies in the dictionary they come from.
    """

    def __init__(self, words: Sequence[str], counts: Sequence[int], total: int) -> None:
        self.rows = {word: row for row, word in enumerate(words)}
        self._unknown = -math.log(total)
        # The beginning of a word that is no word itself only says "read on", at a cost no path will pay.
        self._costs = {word[:n]: -math.inf for word in words for n in range(2, len(word))}
        self._costs |= zip(words, (np.log(np.maximum(counts, 1)) - math.log(total)).tolist(), strict=True)

    def cut(self, text: str) -> list[str]:
        """Cut the Chinese runs of a text into words; unknown characters stand alone, the rest is left out."""
        words: list[str] = []
        for run in _CHINESE.findall(unicodedata.normalize("NFKC", text)):
            ends = self._ends(run)
            start = 0
            while start < len(run):
                words.append(run[start : ends[start]])
                start = ends[start]
        return words

    def _ends(self, run: str) -> list[int]:
        """Where the first word of the best path from each position ends; on equal terms the longer word."""
        costs, unknown, size = self._costs, self._unknown, len(run)
        best = [0.0] * (size + 1)
        ends = list(range(1, size + 1))
        for start in range(size - 1, -1, -1):
            top = costs.get(run[start], unknown) + best[start + 1]
            for stop in range(start + 2, size + 1):
                cost = costs.get(run[start:stop])
                if cost is None:
                    break
                cost += best[stop]
                if cost >= top:
                    top, ends[start] = cost, stop
            best[start] = top
        return ends

    def features(self, text: str) -> list[int]:
        """Rows of a text: of every word, and of each character of a word that has more than one."""
        rows: list[int] = []
        for word in self.cut(text):
            parts = word if len(word) == 1 else (*word, word)
            rows += [self.rows[part] for part in parts if part in self.rows]
        return rows


class StaticEncoder:
    """Sums of the rows of a word table: no torch, some hundredths of a millisecond for a question.

    Args:
        path: The table, as ``scripts/train_encoder.py`` writes it.

    Raises:
        EncoderError: The file is missing, damaged, or not such a table.
    """

    # The greatest share that still helps on policy text that nobody of the project wrote (docs/retrieval.md).
    weight = 0.15
    floor = 0.0

    def __init__(self, path: Path = SHIPPED_TABLE) -> None:
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as table:
                facts = json.loads(table["metadata"].tobytes())
                words = table["words"].tobytes().decode().split("\n")
                rows = table["rows"] * table["scales"].astype(np.float32)[:, None]
                lexicon = Lexicon(words, table["counts"], facts["count_total"])
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise EncoderError(
                f"静态向量表“{path}”读不出来，请检查路径，或用 scripts/train_encoder.py 重新训练"
            ) from error
        self.name: str = facts["name"]
        self.dims: int = rows.shape[1]
        self._lexicon = lexicon
        self._table = _with_characters(words, lexicon.rows, rows)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions."""
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode passages; the same as questions."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dims), np.float32)
        row_of = self._lexicon.rows.get
        for number, text in enumerate(texts):
            rows = [row for word in self._lexicon.cut(text) if (row := row_of(word)) is not None]
            if rows:
                np.add.reduce(self._table.take(rows, axis=0), axis=0, out=vectors[number])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, lengths, out=vectors, where=lengths > 0)
        return vectors


def _with_characters(words: Sequence[str], row_of: Mapping[str, int], rows: Vectors) -> Vectors:
    """Add to each word's row those of its characters, so that a text needs one row per word."""
    pairs = [
        (row, row_of[char])
        for row, word in enumerate(words)
        if len(word) > 1
        for char in word
        if char in row_of
    ]
    table: Vectors = rows.copy()
    wholes, characters = np.array(pairs, dtype=np.intp).T
    np.add.at(table, wholes, rows[characters])
    return table


class SentenceEncoder:
    """A sentence-transformers model that is on this machine; nothing is downloaded.

    Args:
        model: Folder of the model, or its hub name if it is in the hub's local cache.

    Raises:
        MissingExtraError: sentence-transformers is not installed.
        EncoderError: The model is not there or cannot be loaded.
    """

    weight = 0.5

    def __init__(self, model: str) -> None:
        try:
            from safetensors import SafetensorError  # type: ignore[import-not-found, unused-ignore]
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise MissingExtraError(f"向量模型“{model}”", "semantic") from error
        folder = Path(model).expanduser()
        try:
            self._model = SentenceTransformer(
                str(folder) if folder.exists() else model,
                local_files_only=True,
                # Weights as pickle could run code.
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
            raise EncoderError(
                f"模型目录“{model}”加载不了，请确认其中是完整的 sentence-transformers 模型（safetensors）"
                if folder.exists()
                else f"本机没有向量模型“{model}”，请填写模型目录的路径，或联网运行：hf download {model}"
            ) from error
        self.name = folder.name if folder.exists() else model
        unrelated = self._encode(_UNRELATED, "")
        self.dims = unrelated.shape[1]
        self.floor = float(np.min(unrelated @ unrelated.T))
        prompts = self._model.prompts
        self._instruction = (_BGE_INSTRUCTION if _BGE_CHINESE.search(model) else prompts.get("query")) or ""
        self._heading = prompts.get("document") or ""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions, with the instruction that the model was trained with, if any."""
        return self._encode(texts, self._instruction)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode passages, with the heading that the model was trained with, if any."""
        return self._encode(texts, self._heading)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors = self._model.encode(
            list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)


def load_encoder(spec: str | None) -> Encoder | None:
    """Load the encoder that the settings name.

    Args:
        spec: ``static`` for the table that ships with the package, a path ending in ``.npz`` for another one,
            a sentence-transformers model (folder or hub name), or ``none``.

    Returns:
        The encoder; None if there is to be none.

    Raises:
        MissingExtraError: A sentence-transformers model is named and the package is not installed.
        EncoderError: What is named cannot be loaded.
    """
    if spec is None or spec == "none":
        return None
    if spec == "static":
        return StaticEncoder()
    if spec.endswith(".npz"):
        return StaticEncoder(Path(spec).expanduser())
    return SentenceEncoder(spec)


class DenseIndex:
    """Vectors by id, searched by cosine; an id may have several vectors and counts as its nearest.

    How they are kept follows their number: exact up to ``FLAT_LIMIT``, one byte per dimension up to
    ``SQ8_LIMIT``, a graph above. The addition that crosses a limit rebuilds the index; for the graph that
    takes tens of seconds. A removed vector is hidden until the hidden ones outnumber the others, because the
    graph cannot lose a node.
    """

    def __init__(self) -> None:
        self._index: faiss.Index = faiss.IndexFlatIP(0)
        self._dims = 0
        # Ids by number; number of the id of each place in the faiss index; places of each id.
        self._names: list[str] = []
        self._owners = np.zeros(0, np.intp)
        self._places: dict[str, list[int]] = {}
        self._hidden: list[int] = []
        self._parameters: faiss.SearchParameters | None = None

    def __len__(self) -> int:
        return len(self._owners) - len(self._hidden)

    def add(
        self, ids: Sequence[str], vectors: Vectors, progress: Callable[[int], None] | None = None
    ) -> None:
        """Add vectors; an id that is there already has the new ones instead.

        Args:
            ids: The id of each vector.
            vectors: Shape (len(ids), dims), rows of length 1 or zero.
            progress: Called with the number of vectors done so far, every ten thousand; a rebuild does
                those that are there as well.

        Raises:
            ValueError: The shapes do not fit each other or what is there.
        """
        if vectors.ndim != 2 or len(ids) != len(vectors):
            raise ValueError(f"{len(ids)} ids for vectors {vectors.shape}")
        if self and vectors.shape[1] != self._dims:
            raise ValueError(f"vectors of {vectors.shape[1]} dims for an index of {self._dims}")
        if not ids:
            return
        self._hide(set(ids))
        if not self._places:
            self._reset(vectors)
        elif len(self._owners) + len(ids) > _capacity(self._index):
            kept_ids, kept = self._kept()
            ids, vectors = [*kept_ids, *ids], np.concatenate([kept, vectors])
            self._reset(vectors)
        self._append(ids, vectors, progress)
        self._settle()

    def remove(self, ids: Iterable[str]) -> None:
        """Remove all vectors of some ids; one that is not there is ignored."""
        self._hide(ids)
        self._settle()

    def search(self, query: NDArray[np.float32], k: int) -> dict[str, float]:
        """Find what is nearest.

        Args:
            query: Shape (dims,), of length 1; a zero vector finds nothing.
            k: How many vectors to look at.

        Returns:
            Greatest cosine of each id that has one of these vectors, in no order.
        """
        k = min(k, len(self))
        if k < 1 or not query.any():
            return {}
        cosines, places = self._index.search(_padded(query[None]), k, params=self._parameters)
        # The graph fills up with place -1 when it finds fewer than k.
        found = places[0] >= 0
        owners, first = np.unique(self._owners[places[0][found]], return_index=True)
        # Nearest first, so the first vector of an id is its best.
        best = cosines[0][found][first]
        return {
            self._names[owner]: cosine for owner, cosine in zip(owners.tolist(), best.tolist(), strict=True)
        }

    def _reset(self, vectors: Vectors) -> None:
        """Begin anew with an index that suits these vectors."""
        self._dims = vectors.shape[1]
        self._index = _new_index(len(vectors), -(-self._dims // 8) * 8)
        self._index.train(_padded(vectors))
        self._names, self._places, self._hidden = [], {}, []
        self._owners = np.zeros(0, np.intp)

    def _append(
        self, ids: Sequence[str], vectors: Vectors, progress: Callable[[int], None] | None = None
    ) -> None:
        for start in range(0, len(ids), _BLOCK):
            self._index.add(_padded(vectors[start : start + _BLOCK]))
            if progress:
                progress(min(start + _BLOCK, len(ids)))
        numbers: dict[str, int] = {}
        for place, id_ in enumerate(ids, start=len(self._owners)):
            numbers.setdefault(id_, len(self._names) + len(numbers))
            self._places.setdefault(id_, []).append(place)
        self._names += numbers
        self._owners = np.concatenate([self._owners, np.array([numbers[id_] for id_ in ids], np.intp)])

    def _hide(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            self._hidden += self._places.pop(id_, ())

    def _settle(self) -> None:
        """Keep hidden vectors out of the answers; drop them once they are the majority."""
        if len(self._hidden) > len(self) > 0:
            ids, vectors = self._kept()
            self._reset(vectors)
            self._append(ids, vectors)
        self._parameters = _without(self._index, self._hidden) if self._hidden else None

    def _kept(self) -> tuple[list[str], Vectors]:
        ids = [id_ for id_, places in self._places.items() for _ in places]
        places = [place for places in self._places.values() for place in places]
        return ids, self._index.reconstruct_n(0, len(self._owners))[places, : self._dims]


def _new_index(size: int, dims: int) -> faiss.Index:
    """An empty index of the kind that suits the number of vectors (measured: design notes on retrieval)."""
    # Threads cost a small search more than they give; only the graph is slow enough to build.
    faiss.omp_set_num_threads((os.cpu_count() or 1) if size > SQ8_LIMIT else 1)
    kind = "Flat" if size <= FLAT_LIMIT else "SQ8" if size <= SQ8_LIMIT else "HNSW16_SQ8"
    index = faiss.index_factory(dims, kind, faiss.METRIC_INNER_PRODUCT)
    if isinstance(index, faiss.IndexHNSW):
        index.hnsw.efConstruction, index.hnsw.efSearch = 80, 64
    return index


def _capacity(index: faiss.Index) -> int:
    if isinstance(index, faiss.IndexFlat):
        return FLAT_LIMIT
    return SQ8_LIMIT if isinstance(index, faiss.IndexScalarQuantizer) else sys.maxsize


def _without(index: faiss.Index, places: Sequence[int]) -> faiss.SearchParameters:
    # The stubs of faiss know neither of these two signatures.
    selector = faiss.IDSelectorNot(faiss.IDSelectorBatch(np.array(places, np.int64)))
    if isinstance(index, faiss.IndexHNSW):
        return faiss.SearchParametersHNSW(sel=selector, efSearch=index.hnsw.efSearch)  # type: ignore
    return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]


def _padded(vectors: NDArray[np.float32]) -> Vectors:
    """With zeros up to a multiple of 8 dimensions: faiss is five times slower on the rest of a division."""
    padded = np.zeros((len(vectors), -(-vectors.shape[1] // 8) * 8), np.float32)
    padded[:, : vectors.shape[1]] = vectors
    return padded
