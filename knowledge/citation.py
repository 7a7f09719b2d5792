"""Clause and question to the verbatim words that decide, and the check that they are verbatim."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.lexical import distinct_terms
from knowledge.model import Clause, ClauseId, Unit
from knowledge.text import sentences

__all__ = ["DECISIVE", "LISTED", "ONE_ITEM", "Extent", "Quoter", "Span"]

Span = tuple[int, int]

QUESTION_SHARE = 0.6
"""Weight of what a question shares with a known question of a sentence, beside 1 for the sentence itself."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a clause to quote.

    Attributes:
        whole: Characters up to which it is quoted whole: cutting it would save no reading.
        budget: Characters quoted of a longer one at most, unless one sentence alone is longer.
        keep: A further sentence is quoted when it scores at least this share of the best one.
    """

    whole: int
    budget: int
    keep: float


DECISIVE = Extent(whole=220, budget=300, keep=0.45)
"""The words that decide."""

LISTED = Extent(whole=450, budget=450, keep=0.45)
"""All items of what was asked for as a list."""

ONE_ITEM = Extent(whole=0, budget=200, keep=0.9)
"""The one item that was asked about."""


class Quoter:
    """Chooses the sentences of a clause that answer a question.

    Args:
        idf: Information of a term, from the index.
        questions: Known questions by clause; each is credited to the sentence it is nearest to, so that
            lay wording finds the right sentence of a long clause.
    """

    def __init__(self, idf: Callable[[str], float], questions: Mapping[ClauseId, Sequence[str]]) -> None:
        self._idf = idf
        self._questions = questions
        self._profiles = lru_cache(maxsize=4096)(self._profile)

    def spans(
        self, clause: Clause, question: str, expansions: Sequence[str] = (), extent: Extent = DECISIVE
    ) -> list[Span]:
        """Spans of ``clause.text`` to quote, in reading order; neighbours are joined within a paragraph.

        Args:
            clause: The clause.
            question: What was asked.
            expansions: Formal terms for its lay words.
            extent: How much to quote.
        """
        profiles = self._profiles(clause)
        if not profiles:
            return [(0, len(clause.text))]
        if sum(end - start for (start, end), _, _ in profiles) <= extent.whole:
            return _joined([span for span, _, _ in profiles], clause.text)
        asked = distinct_terms(" ".join((question, *expansions)))
        scored = [(self._score(asked, own, lay), span) for span, own, lay in profiles]
        best = max(score for score, _ in scored)
        chosen: list[Span] = []
        room = extent.budget
        for score, span in sorted(scored, key=lambda item: (-item[0], item[1])):
            length = span[1] - span[0]
            if chosen and (score < extent.keep * best or length > room):
                continue
            chosen.append(span)
            room -= length
        return _joined(sorted(chosen), clause.text)

    def units(self, clause: Clause, spans: Sequence[Span]) -> tuple[Unit, ...]:
        """Units that answer for the quoted part; for a clause with one list of units, that list."""
        if len(clause.units) <= 1:
            return clause.units
        near = [
            unit
            for unit in clause.units
            if any(unit.scope_start < end and start < unit.scope_end for start, end in spans)
        ]
        return tuple(near or clause.units)

    def _score(self, asked: frozenset[str], own: frozenset[str], lay: Sequence[frozenset[str]]) -> float:
        """What the question shares with the sentence, or less surely with a known question of it."""
        best = max((self._shared(asked, question) for question in lay), default=0.0)
        return self._shared(asked, own) + QUESTION_SHARE * best

    def _shared(self, some: frozenset[str], others: frozenset[str]) -> float:
        # Sorted: a set's order differs between processes, and so would the last digit of the sum.
        return sum(self._idf(term) for term in sorted(some & others))

    def _profile(self, clause: Clause) -> list[tuple[Span, frozenset[str], list[frozenset[str]]]]:
        """Each sentence with its own terms and those of each known question nearest to it."""
        units = [(unit.start, unit.start + len(unit.text)) for unit in clause.units]
        spans = [s for s in sentences(clause.text) if not _is_unit_list(s, units, clause.text)]
        # A heading on a line of its own is named with the source and decides nothing.
        spans = [s for s in spans if clause.text[s[0] : s[1]].strip("。 ") != clause.title] or spans
        own = [distinct_terms(clause.text[start:end]) for start, end in spans]
        lay: list[list[frozenset[str]]] = [[] for _ in spans]
        for question in self._questions.get(clause.id, ()) if spans else ():
            asked = distinct_terms(question)
            scores = [self._shared(asked, terms) for terms in own]
            lay[scores.index(max(scores))].append(asked)
        return list(zip(spans, own, lay, strict=True))


def _is_unit_list(span: Span, units: Sequence[Span], text: str) -> bool:
    """Whether a sentence is only the printed list of responsible units, with its brackets."""
    for start, end in units:
        if span[0] <= start and end <= span[1]:
            return span[1] - span[0] - (end - start) <= len("（责任单位：）") + 1
    return False


def _joined(spans: Sequence[Span], text: str) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        between = text[joined[-1][1] : start] if joined else ""
        if joined and not between.strip() and "\n" not in between:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
