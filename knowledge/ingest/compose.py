"""A clause put together from spans of the clean text, with its units, errata and source offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.ingest.repair import Repaired
from knowledge.model import Clause, ClauseId, ClauseKind, Erratum, Unit
from knowledge.text import matching_brackets

__all__ = ["Composer", "Numbers", "Part", "Span", "first_phrase", "units_in"]

_UNIT_LABEL = re.compile(r"\s*(?:责任|牵头|负责|主办|承办|落实)(?:单位|部门)\s*[:：]\s*")
_BODY_WORD = re.compile(
    r"负责|牵头|(?:[局办委院部厅署处会组镇区]|中心|公司|政府|单位|部门|银行|支行|海关|大队|指挥部|总社|办公室)"
    r"(?:$|[、，；等及和])"
)
_LONGEST_TITLE = 60
_SHORT_SENTENCE = 40
_CIRCUMSTANCE = re.compile(r"(?:为了?|根据|按照|依据|自|随着|针对)(?!主|由|愿|治|然)")
_LEAD = re.compile(
    r"(?:(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?份?(?:上午|下午)?|日前|近日|目前|近期|今年|(?:新冠肺炎)?疫情(?:防控)?期间)[，,]"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A line of the clean text, or a part of one.

    Attributes:
        start: First character.
        end: One past the last character.
        text: What it holds.
    """

    start: int
    end: int
    text: str

    def cut(self, length: int) -> Span:
        """Leave out the first characters.

        Args:
            length: How many.

        Returns:
            The rest.
        """
        return Span(self.start + length, self.end, self.text[length:])


@dataclass(frozen=True, slots=True)
class Part:
    """What a span of the clean text was taken for.

    Attributes:
        start: First character in the clean text.
        end: One past the last character.
        kind: ``clause``, or a named part that is no clause: ``letterhead``, ``salutation``, ``heading`` …
        clause: Number of the clause; empty where it is none.
    """

    start: int
    end: int
    kind: str
    clause: str = ""


class Numbers:
    """The clause numbers that a text has used; equal ones are told apart."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}
        self.repeated: list[str] = []

    def take(self, number: str) -> str:
        """Use a number.

        Args:
            number: As the text gives it.

        Returns:
            The same; with ``-2``, ``-3`` … where the text gave it before.
        """
        if number not in self._taken:
            self._taken[number] = 1
            return number
        self.repeated.append(number)
        while True:
            self._taken[number] += 1
            other = f"{number}-{self._taken[number]}"
            if other not in self._taken:
                self._taken[other] = 1
                return other


class Composer:
    """Builds one clause's displayed text and remembers where each of its characters came from.

    Args:
        repaired: The clean text.
    """

    def __init__(self, repaired: Repaired) -> None:
        self._repaired = repaired
        self._text: list[str] = []
        self._length = 0
        self._pieces: list[tuple[int, int, int]] = []
        self._units: list[Unit] = []

    @property
    def length(self) -> int:
        """Length of the text so far."""
        return self._length

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._text)

    @property
    def pieces(self) -> list[tuple[int, int, int]]:
        """Clean start, clean end and place in the text of every span added."""
        return self._pieces

    def add(self, span: Span) -> int:
        """Append a span of the clean text.

        Args:
            span: What to append.

        Returns:
            Where it begins in the text.
        """
        self._pieces.append((span.start, span.end, self._length))
        return self.literal(span.text)

    def paragraph(self, span: Span) -> int:
        """Append a span as a paragraph of its own.

        Args:
            span: What to append.

        Returns:
            Where it begins in the text.
        """
        if self._length:
            self.literal("\n")
        return self.add(span)

    def literal(self, text: str) -> int:
        """Append words that the source does not print there.

        Args:
            text: What to append.

        Returns:
            Where it begins in the text.
        """
        start = self._length
        self._text.append(text)
        self._length += len(text)
        return start

    def unit(self, unit: Unit) -> None:
        """Name responsible units that the text itself does not bracket.

        Args:
            unit: Units of a table row.
        """
        self._units.append(unit)

    def build(
        self, id: ClauseId, kind: ClauseKind, label: str, title: str, heading_path: tuple[str, ...]
    ) -> Clause:
        """Finish the clause.

        Args:
            id: Its name.
            kind: What part of the notice it is.
            label: Number as printed.
            title: Without number.
            heading_path: Headings above it, outermost first.

        Returns:
            The clause.

        Raises:
            ValueError: No span was added.
        """
        if not self._pieces:
            raise ValueError(f"clause {id} has no text")
        spans = [self._repaired.tracked.source_span(a, b) for a, b, _ in self._pieces if b > a]
        text = self.text
        units = tuple(self._units) if self._units or kind not in ("clause", "report") else units_in(text)
        return Clause(
            id=id,
            kind=kind,
            label=label,
            title=title,
            heading_path=heading_path,
            text=text,
            units=units,
            errata=tuple(self._errata()),
            source_start=min(start for start, _ in spans),
            source_end=max(end for _, end in spans),
        )

    def _errata(self) -> Iterable[Erratum]:
        pieces = sorted(self._pieces)
        starts = [piece[0] for piece in pieces]
        found = []
        for edit in self._repaired.corrected:
            index = bisect_right(starts, edit.at) - 1
            if index < 0 or edit.at + len(edit.after) > pieces[index][1]:
                continue
            start = pieces[index][2] + edit.at - pieces[index][0]
            printed = edit.before if edit.kind == "errata" else ""
            found.append(Erratum(start, start + len(edit.after), printed, edit.note))
        return sorted(found, key=lambda erratum: erratum.start)


def units_in(text: str) -> tuple[Unit, ...]:
    """Read the responsible units from the brackets of a clause.

    A bracket counts where it says 责任单位, or where it closes the text after a full stop and names bodies.

    Args:
        text: The clause as displayed.

    Returns:
        Units in order; each answers for the text since the units before it.
    """
    units: list[Unit] = []
    scope = 0
    for opener, closer in sorted(matching_brackets(text).items()):
        if text[opener] not in "（(" or opener < scope:
            continue
        inside = text[opener + 1 : closer]
        label = _UNIT_LABEL.match(inside)
        last = closer == len(text) - 1 and opener > 0 and text[opener - 1] in "。！？；\n"
        if label is None and not (last and _BODY_WORD.search(inside)):
            continue
        start = opener + 1 + (label.end() if label else 0)
        units.append(Unit(text[start:closer].rstrip(), start, scope, len(text[:opener].rstrip())))
        scope = closer + 1
        while scope < len(text) and text[scope] in "。\n":
            scope += 1
    return tuple(units)


def first_phrase(text: str) -> str:
    """Name a clause that has no heading by its first words.

    Args:
        text: The clause as displayed.

    Returns:
        Its first sentence, or so much of it as fits a title, without a leading date or final stop.
    """
    line = text.split("\n", 1)[0]
    lead = _LEAD.match(line)
    line = line[lead.end() :] if lead else line
    sentence = _until(line, "。！？；")
    if 2 <= len(sentence) <= _SHORT_SENTENCE:
        return sentence
    phrase = _until(sentence, "，：")
    last = sentence[_last_phrase(sentence) :]
    if _CIRCUMSTANCE.match(phrase) and 4 <= len(last) <= _SHORT_SENTENCE:
        return last
    return phrase if len(phrase) <= _LONGEST_TITLE else phrase[:_LONGEST_TITLE]


def _last_phrase(sentence: str) -> int:
    """Where the words after the last comma outside brackets begin."""
    pairs = matching_brackets(sentence)
    start = index = 0
    while index < len(sentence):
        index = pairs.get(index, index) + 1
        if sentence[index - 1] == "，":
            start = index
    return start


def _until(line: str, marks: str) -> str:
    """The line up to the first of some marks outside brackets."""
    pairs = matching_brackets(line)
    index = 0
    while index < len(line) and line[index] not in marks:
        index = pairs.get(index, index) + 1
    return line[:index].strip()
