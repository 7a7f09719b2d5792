"""Clauses by their words: BM25 over character unigrams plus BM25 over character bigrams."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import tantivy

__all__ = ["LexicalIndex", "bigrams", "distinct_terms", "search_copy", "unigrams"]

EXPANSION_WEIGHT = 0.3
"""Weight of a term that the thesaurus added, beside 1 for one that the person typed.

Known questions do most of its work already; more than this answers more questions that should be declined.
"""

POSTINGS_BUDGET = 1_000_000
"""Postings that one question may read, which bounds its time in a corpus of any size.

Where a corpus has as many passages as this, it costs 2 % of the MRR (docs/retrieval.md); in one of a tenth of
that size it is never reached.
"""

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:\.[0-9]+)?")
_COUNTED = re.compile(r"[一二两三四五六七八九十百]+(?=个|天|日|月|年|家|倍|场|条|次|类|项|期|分|大|进)")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_UNITS = {"十": 10, "百": 100}


def _arabic(match: re.Match[str]) -> str:
    total, current = 0, 0
    for char in match.group():
        if char in _UNITS:
            total += (current or 1) * _UNITS[char]
            current = 0
        else:
            current = _DIGITS[char]
    return str(total + current)


def search_copy(text: str) -> str:
    """Fold a text for search only: NFKC, lower case, counted Chinese numerals as figures (七天 → 7天)."""
    return _COUNTED.sub(_arabic, unicodedata.normalize("NFKC", text).lower())


def _runs(text: str) -> list[str]:
    return _RUN.findall(search_copy(text))


def unigrams(text: str) -> list[str]:
    """Single characters of the Chinese runs; Latin words and figures whole."""
    return [token for run in _runs(text) for token in (run if run[0] >= "\u3400" else [run])]


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of characters within each Chinese run; Latin words and figures whole."""
    tokens: list[str] = []
    for run in _runs(text):
        if run[0] >= "\u3400":
            tokens += [run[i : i + 2] for i in range(len(run) - 1)]
        else:
            tokens.append(run)
    return tokens


def distinct_terms(text: str) -> frozenset[str]:
    """The distinct unigrams and bigrams of a text."""
    return frozenset(bigrams(text)) | frozenset(unigrams(text))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("u", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("b", tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class LexicalIndex:
    """Passages named by an id, searched by words.

    The score is the sum of two BM25 scores (k1 = 1.2, b = 0.75), which measured better than words cut by
    jieba on three of four sets; tantivy computes both in one pass over the postings.
    """

    def __init__(self, directory: Path | None = None) -> None:
        """Open the index in ``directory``, or make an empty one there; in memory without it."""
        if directory is not None:
            directory.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(_schema(), path=str(directory) if directory else None)
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def add(
        self,
        passages: Iterable[tuple[str, str]],
        progress: Callable[[int], None] | None = None,
        heap_bytes: int = 64_000_000,
    ) -> None:
        """Add passages as (id, text); an id that is there already is replaced. All or nothing.

        Args:
            passages: Read once, so a generator will do.
            progress: Called with the number added so far, every thousand passages.
            heap_bytes: Memory the writer may use before it spills a segment.
        """
        writer = self._index.writer(heap_size=heap_bytes, num_threads=1)
        replace = len(self) > 0
        for count, (passage_id, text) in enumerate(passages, start=1):
            if replace:
                writer.delete_documents_by_term("id", passage_id)
            document = tantivy.Document()
            document.add_text("id", passage_id)
            document.add_text("u", " ".join(unigrams(text)))
            document.add_text("b", " ".join(bigrams(text)))
            writer.add_document(document)
            if progress and count % 1000 == 0:
                progress(count)
        self._commit(writer)

    def remove(self, passage_ids: Iterable[str]) -> None:
        """Remove passages; an id that is not there is ignored."""
        writer = self._index.writer(heap_size=15_000_000, num_threads=1)
        for passage_id in passage_ids:
            writer.delete_documents_by_term("id", passage_id)
        self._commit(writer)

    def _commit(self, writer: tantivy.IndexWriter) -> None:
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, text: str, limit: int, expansions: Sequence[str] = ()) -> list[tuple[str, float]]:
        """Find the best passages for a question.

        Args:
            text: The question.
            limit: How many to return at most.
            expansions: Further words, each counted at ``EXPANSION_WEIGHT``.

        Returns:
            (id, score), best first; passages that share no term are left out.
        """
        terms = [("u", *item) for item in _weights(unigrams, text, expansions).items()]
        terms += [("b", *item) for item in _weights(bigrams, text, expansions).items()]
        if not terms or not len(self):
            return []
        searcher = self._searcher
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._term_query(*term)) for term in self._affordable(terms)]
        )
        found = searcher.search(query, limit=min(limit, len(self)), count=False)
        return [(searcher.doc(address)["id"][0], float(score)) for score, address in found.hits]

    def _affordable(self, terms: list[tuple[str, str, float]]) -> list[tuple[str, str, float]]:
        """All terms in a corpus of ordinary size; in a very large one the most telling of them."""
        if len(terms) * len(self) <= POSTINGS_BUDGET:
            return terms
        counted = sorted((self._searcher.doc_freq(field, term), field, term, w) for field, term, w in terms)
        affordable: list[tuple[str, str, float]] = []
        spent = 0
        for frequency, field, term, weight in counted:
            spent += frequency
            if affordable and spent > POSTINGS_BUDGET:
                break
            affordable.append((field, term, weight))
        return affordable

    def _term_query(self, field: str, term: str, weight: float) -> tantivy.Query:
        query = tantivy.Query.term_query(self._schema, field, term, index_option="freq")
        return query if weight == 1 else tantivy.Query.boost_query(query, weight)

    def document_frequency(self, term: str) -> int:
        """In how many passages a character or a pair of characters occurs."""
        field = "b" if len(term) == 2 else "u"
        return int(self._searcher.doc_freq(field, term))


def _weights(tokens: Callable[[str], list[str]], text: str, expansions: Sequence[str]) -> dict[str, float]:
    weights: dict[str, float] = dict(Counter(tokens(text)))
    for expansion in expansions:
        for token in tokens(expansion):
            weights.setdefault(token, EXPANSION_WEIGHT)
    return weights
