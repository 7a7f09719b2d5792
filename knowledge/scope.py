"""Which notices a question names: by document number, year, issuing place or part of a document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from knowledge import doc_no, numerals
from knowledge.data import SHIPPED, read_yaml
from knowledge.errors import DataError
from knowledge.model import Clause, Notice

__all__ = ["Scope", "affinity", "load_places", "names_clause", "read_scope"]

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?=年|\D|$)|(?<!\d)(\d{2})年(?!级|级?前)")
_SHORT_NUMBER = re.compile(r"(?<!\d)(\d{1,3})号?(?:文|通知)|(?<![\d月])(?<!月\s)(\d{1,3})号(?!楼|窗|店|线)")
_CLAUSE_NUMBER = re.compile(r"第\s*[（(]?(\d{1,3}|[一二三四五六七八九十百]{1,5})[)）]?\s*[条项款]")
_ANNEX = re.compile(r"附件|附表|任务(?:分解)?表|分解表")
_NEWSLETTER = re.compile(r"工作信息|简报|简讯|通报|刊物|考核|第[3三]期")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question says about where its answer stands.

    Attributes:
        doc_nos: Document numbers of the corpus named in full, canonical.
        unknown_doc_nos: Document numbers named that the corpus does not hold.
        numbers: Serial numbers named alone (39号文).
        clauses: Clause numbers named (第十五条), in Arabic figures.
        years: Years named.
        places: Issuing places of the corpus that are named.
        elsewhere: Other places that are named, where none of the corpus' own is.
        annex: It speaks of an annex or a task table.
        newsletter: It speaks of a bulletin or a scorecard.
    """

    doc_nos: frozenset[str]
    unknown_doc_nos: frozenset[str]
    numbers: frozenset[str]
    clauses: frozenset[str]
    years: frozenset[int]
    places: frozenset[str]
    elsewhere: frozenset[str]
    annex: bool
    newsletter: bool

    @property
    def says_something(self) -> bool:
        """Whether it favours some clauses over others."""
        return bool(
            self.doc_nos or self.numbers or self.years or self.places or self.annex or self.newsletter
        )


def read_scope(
    question: str, doc_nos: Collection[str], places: Collection[str], elsewhere: Collection[str]
) -> Scope:
    """Find what a question says of documents.

    Args:
        question: As typed.
        doc_nos: Document numbers of the corpus.
        places: Issuing places that occur in the corpus.
        elsewhere: Names of other places.
    """
    question = unicodedata.normalize("NFKC", question)
    named = frozenset(found.doc_no for found in doc_no.find_all(question))
    years = set()
    for full, short in _YEAR.findall(question):
        year = int(full) if full else 2000 + int(short)
        if 2000 <= year <= 2099:
            years.add(year)
    numbers = {a or b for a, b in _SHORT_NUMBER.findall(question)} if not named else set()
    own = frozenset(place for place in places if place in question)
    return Scope(
        frozenset(number for number in named if number in doc_nos),
        frozenset(number for number in named if number not in doc_nos),
        frozenset(numbers),
        frozenset(_clause_numbers(question)),
        frozenset(years),
        own,
        frozenset(place for place in elsewhere if place in question) if not own else frozenset(),
        bool(_ANNEX.search(question)),
        bool(_NEWSLETTER.search(question)),
    )


def _clause_numbers(question: str) -> Iterator[str]:
    for numeral in _CLAUSE_NUMBER.findall(question):
        # 第十十条 is no number, and so names no clause.
        with suppress(ValueError):
            yield str(numerals.parse(numeral))


def load_places(folder: Path = SHIPPED) -> tuple[str, ...]:
    """Names of places outside the corpus' own, from ``places.yml``.

    Raises:
        DataError: The file holds no list of names.
    """
    path = folder / "places.yml"
    places = read_yaml(path).get("places")
    if not isinstance(places, list):
        raise DataError(path, ["places 应为地名列表"])
    return tuple(map(str, places))


def affinity(scope: Scope, clause: Clause, notice: Notice) -> float:
    """Agreement of a clause with what the question names.

    Returns:
        Positive where they agree, negative where they contradict, 0 where nothing is named. One unit is
        one piece of evidence.
    """
    total = 0.0
    if scope.doc_nos:
        total += 3 if notice.doc_no in scope.doc_nos else -3
    if scope.numbers:
        serial = re.search(r"(\d+)号$", notice.doc_no)
        total += 2 if serial and serial.group(1) in scope.numbers else -1
    if scope.years and notice.issued_on:
        total += 1 if notice.issued_on.year in scope.years else -1
    if scope.places:
        total += 0.5 if notice.region in scope.places else -0.5
    if scope.annex:
        total += 1 if clause.kind == "annex_row" else 0
    if scope.newsletter:
        total += 1 if notice.kind == "刊物" else 0
    return total


def names_clause(scope: Scope, clause: Clause) -> bool:
    """Whether the question names this very clause: a notice and a clause number in it."""
    if clause.id.clause not in scope.clauses:
        return False
    serial = re.search(r"(\d+)号$", clause.id.doc_no)
    return clause.id.doc_no in scope.doc_nos or bool(serial and serial.group(1) in scope.numbers)
