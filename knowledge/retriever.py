"""Question to clauses: both searches, fused, weighed by what the question names, and judged for evidence."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from knowledge.dense import DenseIndex, Encoder
from knowledge.homophones import Homophones
from knowledge.lexical import LexicalIndex, distinct_terms
from knowledge.model import Clause, ClauseId, Hit, Notice
from knowledge.scope import Scope, affinity, names_clause, read_scope
from knowledge.silent import SilentTopic
from knowledge.thesaurus import Thesaurus

__all__ = ["Findings", "Retriever", "fuse", "passage"]

CANDIDATES = 60
"""Passages taken from the lexical search."""

NEAREST = 400
"""Vectors taken from the dense search; a clause has about twenty."""

AFFINITY_STEP = 0.12
"""Share of the score that one piece of agreement with the named notices adds or takes."""

REPORT_WEIGHT = 0.93
"""Factor for a publication that reports rules and is none, so that the rule itself comes first."""

FRAME_WEIGHT = 0.75
"""Factor for preambles and closing paragraphs, which name every subject of their notice and rule on none."""

_Key = TypeVar("_Key", bound=Hashable)

_SILENT = "silent"
_GUIDE = "guide"


@dataclass(frozen=True, slots=True)
class Findings:
    """What retrieval found for one question.

    Attributes:
        question: The question with typing slips mended.
        expansions: Formal terms for its lay words.
        hits: Clauses, best first.
        silent: The best subject on which the notices are silent, if one was found.
        silent_score: Its score, comparable with the hits' scores.
        guide: Name of the best guide, if one was found.
        guide_score: Its score, comparable with the hits' scores.
        coverage: Share of the question's information (idf mass) that the best clause accounts for.
        named: Whether the question names the best clause by its number.
        misplaced: Whether it is about a place that the best clause does not name, or about a clause number
            that the named notice does not have.
        scope: The notices that the question names.
    """

    question: str
    expansions: tuple[str, ...]
    hits: tuple[Hit, ...]
    silent: SilentTopic | None
    silent_score: float
    guide: str
    guide_score: float
    coverage: float
    named: bool
    misplaced: bool
    scope: Scope


def passage(notice: Notice, clause: Clause) -> str:
    """The indexed text of a clause, before its known questions: title, headings and text."""
    return "\n".join((notice.title, *clause.heading_path, clause.title, clause.text))


class Retriever:
    """Finds the clauses that answer a question.

    Args:
        notices: The notices to search; ``add`` takes further ones.
        questions: Known questions by clause.
        silent: Subjects on which the notices are silent.
        triggers: Questions that ask for a whole procedure, by name of the guide that answers them.
        thesaurus: Lay words and typing slips.
        encoder: For the dense side; None leaves the lexical side alone.
        reports: Document numbers of publications that must not be cited as rules.
        elsewhere: Places of which the corpus says nothing unless a clause names them.
    """

    def __init__(
        self,
        notices: Iterable[Notice],
        questions: Mapping[ClauseId, Sequence[str]],
        silent: Mapping[str, SilentTopic],
        triggers: Mapping[str, Sequence[str]],
        thesaurus: Thesaurus,
        encoder: Encoder | None,
        reports: Collection[str] = (),
        elsewhere: Collection[str] = (),
    ) -> None:
        self._questions = questions
        self._silent = silent
        self._thesaurus = thesaurus
        self._encoder = encoder
        self._share, self._floor = (encoder.weight, encoder.floor) if encoder else (0.0, 0.0)
        self._reports = frozenset(reports)
        self._elsewhere = tuple(elsewhere)
        self._notices: dict[str, Notice] = {}
        self._clauses: dict[str, Clause] = {}
        # Factor of each clause for the sort of text it is.
        self._standing: dict[str, float] = {}
        self._places: frozenset[str] = frozenset()
        self._lexical = LexicalIndex()
        self._dense = DenseIndex() if encoder else None
        self._homophones = Homophones(
            thesaurus.terms(), lambda pair: self._lexical.document_frequency(pair) > 0
        )
        groups: dict[str, Sequence[str]] = {
            f"{_SILENT}#{topic.id}": (topic.title, *topic.questions) for topic in silent.values()
        }
        groups |= {f"{_GUIDE}#{name}": texts for name, texts in triggers.items()}
        self._index(groups)
        self.add(notices)

    def add(self, notices: Iterable[Notice], progress: Callable[[int], None] | None = None) -> None:
        """Make notices searchable; one whose number is there already takes its place.

        Args:
            notices: With their clauses.
            progress: Called with the number of clauses added so far.
        """
        members: dict[str, Sequence[str]] = {}
        for notice in notices:
            if notice.doc_no in self._notices:
                self._drop(self._notices[notice.doc_no])
            self._notices[notice.doc_no] = notice
            for clause in notice.clauses:
                key = str(clause.id)
                self._clauses[key] = clause
                self._standing[key] = self._standing_of(clause)
                members[key] = (passage(notice, clause), *self._questions.get(clause.id, ()))
        self._index(members, progress)
        self._places = frozenset(notice.region for notice in self._notices.values())
        # What a term weighs, and what a clause's terms are, may have changed.
        self.idf = lru_cache(maxsize=65536)(self._idf)
        self._passage_terms = lru_cache(maxsize=4096)(self._terms_of)

    def _standing_of(self, clause: Clause) -> float:
        standing = REPORT_WEIGHT if clause.id.doc_no in self._reports else 1.0
        return standing * FRAME_WEIGHT if clause.kind in ("preamble", "closing") else standing

    def _drop(self, notice: Notice) -> None:
        keys = [str(clause.id) for clause in notice.clauses]
        self._lexical.remove(keys)
        if self._dense is not None:
            self._dense.remove(keys)
        for key in keys:
            del self._clauses[key], self._standing[key]

    def _index(
        self, members: Mapping[str, Sequence[str]], progress: Callable[[int], None] | None = None
    ) -> None:
        """Index passages: one lexical text each, and a vector for each of their members."""
        self._lexical.add(((key, "\n".join(texts)) for key, texts in members.items()), progress)
        if self._encoder is None or self._dense is None:
            return
        ids = [key for key, texts in members.items() for _ in texts]
        vectors = self._encoder.encode_passages([text for texts in members.values() for text in texts])
        self._dense.add(ids, vectors)

    def _terms_of(self, key: str) -> frozenset[str]:
        return distinct_terms(self._text_of(key))

    def _text_of(self, key: str) -> str:
        clause = self._clauses[key]
        questions = self._questions.get(clause.id, ())
        return "\n".join((passage(self._notices[clause.id.doc_no], clause), *questions))

    def search(self, question: str, limit: int = 10) -> Findings:
        """Find clauses for a question.

        Args:
            question: As typed.
            limit: Number of hits at most.
        """
        question = self._homophones.mend(self._thesaurus.correct(question))
        expansions = self._thesaurus.expand(question)
        scope = read_scope(question, self._notices.keys(), self._places, self._elsewhere)
        lexical = dict(self._lexical.search(question, CANDIDATES, expansions))
        dense = self._nearest(question)
        fused = fuse(lexical, dense, self._share, self._floor)
        silent_score, silent = self._best_silent(fused, scope)
        guide_score, guide = max(_of_kind(fused, _GUIDE), default=(0.0, ""))
        hits = [
            Hit(self._clauses[key], score, lexical.get(key, 0.0), dense.get(key, 0.0))
            for key, score in self._ranked(fused, scope)[:limit]
        ]
        best = hits[0].clause if hits else None
        return Findings(
            question=question,
            expansions=expansions,
            hits=tuple(hits),
            silent=self._silent.get(silent),
            silent_score=silent_score,
            guide=guide,
            guide_score=guide_score,
            coverage=self._coverage(question, expansions, best) if best else 0.0,
            named=best is not None and names_clause(scope, best),
            misplaced=best is not None and self._misplaced(best, scope),
            scope=scope,
        )

    def _ranked(self, fused: Mapping[str, float], scope: Scope) -> list[tuple[str, float]]:
        """Clauses with their scores, best first; those that the question names by number come before all."""
        standing = self._standing
        scores = {key: score * standing[key] for key, score in fused.items() if key in standing}
        if scope.says_something:
            scores = {key: score * self._agreement(scope, key) for key, score in scores.items()}
        top = 1 + max(scores.values(), default=0.0)
        for clause in self._named(scope):
            scores[str(clause.id)] = top
        return sorted(scores.items(), key=lambda item: (-item[1], item[0]))

    def _named(self, scope: Scope) -> list[Clause]:
        """The clauses that the question names by number."""
        if not scope.clauses:
            return []
        keys = (f"{doc_no}#{number}" for doc_no in self._notices for number in scope.clauses)
        clauses = (self._clauses[key] for key in keys if key in self._clauses)
        return [clause for clause in clauses if names_clause(scope, clause)]

    def _best_silent(self, fused: Mapping[str, float], scope: Scope) -> tuple[float, str]:
        """The best silent subject; those about other places only where the question names one."""
        subjects = _of_kind(fused, _SILENT)
        fitting = (s for s in subjects if scope.elsewhere or not self._silent[s[1]].elsewhere)
        return max(fitting, default=(0.0, ""))

    def _idf(self, term: str) -> float:
        """Information of a character or a pair of characters, from how many passages hold it."""
        return math.log1p(len(self._lexical) / (1 + self._lexical.document_frequency(term)))

    def _agreement(self, scope: Scope, key: str) -> float:
        """Factor for what the question names."""
        clause = self._clauses[key]
        return max(0.0, 1 + AFFINITY_STEP * affinity(scope, clause, self._notices[clause.id.doc_no]))

    def _nearest(self, question: str) -> dict[str, float]:
        """Best cosine for each clause or silent subject among the nearest vectors."""
        if self._encoder is None or self._dense is None:
            return {}
        return self._dense.search(self._encoder.encode_queries([question])[0], NEAREST)

    def _misplaced(self, clause: Clause, scope: Scope) -> bool:
        """Whether a place is asked about that the clause names neither itself nor by a word that stands for
        it (嘉昆太 for 太仓), or a clause by a number that its notice does not have."""
        if scope.clauses and (scope.doc_nos or scope.numbers) and not names_clause(scope, clause):
            return True
        text = self._text_of(str(clause.id)) if scope.elsewhere else ""
        return not all(
            any(word in text for word in (place, *self._thesaurus.expand(place))) for place in scope.elsewhere
        )

    def _coverage(self, question: str, expansions: Sequence[str], clause: Clause) -> float:
        known = self._passage_terms(str(clause.id))
        known |= distinct_terms(" ".join(expansions))
        # Sorted: a set's order differs between processes, and so would the last digit of the sums.
        asked = sorted(distinct_terms(question))
        total = sum(map(self.idf, asked))
        return sum(self.idf(term) for term in asked if term in known) / total if total else 0.0


def fuse(
    lexical: Mapping[_Key, float], dense: Mapping[_Key, float], weight: float = 0.0, floor: float = 0.0
) -> dict[_Key, float]:
    """Weighted min-max fusion; a candidate of only one search counts 0 in the other.

    The minima are those of sharing nothing at all: a BM25 score of 0, and the encoder's floor.

    Args:
        lexical: Scores of the lexical candidates.
        dense: Cosines of the nearest passages; where there are none, the lexical scores stand alone.
        weight: Share of the cosines, from 0 to 1.
        floor: Cosine of texts that have nothing in common.
    """
    weight = weight if dense else 0.0
    top = max(lexical.values(), default=0.0) or 1.0
    span = max(dense.values(), default=0.0) - floor
    scale = weight / span if span > 0 else 0.0
    return {
        key: (1 - weight) * lexical.get(key, 0.0) / top + scale * max(dense.get(key, floor) - floor, 0.0)
        for key in lexical.keys() | dense.keys()
    }


def _of_kind(fused: Mapping[str, float], kind: str) -> list[tuple[float, str]]:
    prefix = f"{kind}#"
    return [(score, key.removeprefix(prefix)) for key, score in fused.items() if key.startswith(prefix)]
