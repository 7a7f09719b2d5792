"""A notice as its page shows it: headings, paragraphs, marked errata and responsible units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.server.shapes import clause_anchor
from knowledge.model import Clause, Erratum, Notice

__all__ = ["Block", "ClauseBlock", "Heading", "Piece", "blocks", "clause_name"]

_DEEPEST_HEADING = 6
_AFTER_A_TITLE = ("。", "：", "\n")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the notice; ``level`` is that of the HTML element."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a paragraph.

    Attributes:
        text: As displayed.
        erratum: Where it is not what the source printed.
        unit: Whether it names responsible units.
    """

    text: str
    erratum: Erratum | None = None
    unit: bool = False


@dataclass(frozen=True, slots=True)
class ClauseBlock:
    """A clause.

    Attributes:
        clause: The clause.
        anchor: Its id on the page.
        number: Its number as printed, or its name where none is printed.
        level: Of its heading's HTML element.
        lead: First words of the text that are its title; they stand in the heading.
        title: Its title, where the text does not contain it.
        paragraphs: The text after ``lead``.
        units: Responsible units, where the text does not call them so.
    """

    clause: Clause
    anchor: str
    number: str
    level: int
    lead: tuple[Piece, ...]
    title: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    units: tuple[str, ...]


Block = Heading | ClauseBlock


def blocks(notice: Notice) -> Iterator[Block]:
    """Walk through a notice in reading order: each new heading before its first clause."""
    path: tuple[str, ...] = ()
    for clause in notice.clauses:
        shared = 0
        while clause.heading_path[: shared + 1] == path[: shared + 1] and shared < len(path):
            shared += 1
        for depth in range(shared, len(clause.heading_path)):
            yield Heading(clause.heading_path[depth], min(depth + 2, _DEEPEST_HEADING))
        path = clause.heading_path
        yield _clause_block(clause)


def clause_name(clause: str) -> str:
    """Name a clause as a person would: ``6`` is 第6条, ``附件-9`` is 附件 第9项."""
    if clause.isdecimal():
        return f"第{clause}条"
    part, dash, number = clause.rpartition("-")
    return f"{part} 第{number}项" if dash and number.isdecimal() else clause


def _clause_block(clause: Clause) -> ClauseBlock:
    name = clause_name(clause.id.clause)
    lead_end = _lead_end(clause)
    return ClauseBlock(
        clause=clause,
        anchor=clause_anchor(clause),
        number=name if clause.kind == "annex_row" else clause.label or name,
        level=min(len(clause.heading_path) + 2, _DEEPEST_HEADING),
        lead=tuple(_pieces(clause, 0, lead_end)),
        title="" if clause.title in clause.text or clause.title == name else clause.title,
        paragraphs=tuple(_paragraphs(clause, lead_end)),
        units=() if "责任单位" in clause.text else tuple(unit.text for unit in clause.units),
    )


def _lead_end(clause: Clause) -> int:
    if not clause.title or not clause.text.startswith(clause.title):
        return 0
    end = len(clause.title)
    following = clause.text[end : end + 1]
    if following not in _AFTER_A_TITLE:
        return 0
    return end if following == "\n" else end + 1


def _paragraphs(clause: Clause, start: int) -> Iterator[tuple[Piece, ...]]:
    for line in clause.text[start:].split("\n"):
        end = start + len(line)
        if line:
            yield tuple(_pieces(clause, start, end))
        start = end + 1


def _pieces(clause: Clause, start: int, end: int) -> Iterator[Piece]:
    spans = [(e.start, e.end) for e in clause.errata]
    spans += [(u.start, u.start + len(u.text)) for u in clause.units]
    cuts = {start, end} | {cut for span in spans for cut in span if start < cut < end}
    for left, right in pairwise(sorted(cuts)):
        erratum = next((e for e in clause.errata if e.start <= left and right <= e.end), None)
        unit = any(u.start <= left and right <= u.start + len(u.text) for u in clause.units)
        yield Piece(clause.text[left:right], erratum, unit)
