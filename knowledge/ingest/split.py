"""Clean text to clauses: head, numbered body, closing and annexes, each character in one named part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.ingest.annex import split_annex, split_table
from knowledge.ingest.body import split_body
from knowledge.ingest.compose import Part, Span
from knowledge.ingest.draft import Draft, Work
from knowledge.ingest.labels import (
    ANNEX,
    ARABIC,
    COLOPHON,
    DATE_LINE,
    OWN_DOC_NO,
    PROSE,
    REMARK,
    is_organisation,
    is_title,
)
from knowledge.ingest.newsletter import split_newsletter
from knowledge.ingest.outline import Outline, label_of, outline_of
from knowledge.ingest.repair import Repaired, is_periodical
from knowledge.model import Clause

__all__ = ["Split", "split"]

_PREAMBLE_PART = re.compile(r"总体(?:要求|思路|目标)|指导思想|工作目标|基本原则|目标要求")
_SALUTATION = re.compile(
    r"(?!为|根据|按照|依据|现|经|贯彻).*(?:各|单位|部门|政府|委员会|公司|院|局|处)[^。；]*[：:]$"
)


@dataclass(frozen=True, slots=True)
class Split:
    """A clean text cut into clauses and named parts.

    Attributes:
        clauses: In reading order.
        parts: Every visible character of the clean text is in exactly one of them.
        warnings: What a person should look at, in Chinese.
    """

    clauses: tuple[Clause, ...]
    parts: tuple[Part, ...]
    warnings: tuple[str, ...]


def split(repaired: Repaired, doc_no: str) -> Split:
    """Cut a clean text into clauses.

    Args:
        repaired: The clean text.
        doc_no: Document number for the clauses' names.

    Returns:
        Clauses and parts; without clauses where no numbering, section or table is recognised.
    """
    lines = _lines(repaired.tracked.text)
    if is_periodical(repaired.tracked.text):
        clauses, parts = split_newsletter(repaired, lines, doc_no)
        return Split(tuple(clauses), tuple(parts), ())
    work = Work(doc_no, repaired)
    main, annexes = _zones(lines)
    _split_main(work, main)
    for annex in annexes:
        _split_tail(work, split_annex(work, annex, several=len(annexes) > 1))
    if not any(clause.kind in ("clause", "annex_row") for clause in work.clauses):
        work.clauses.clear()
    parts = sorted(work.parts, key=lambda part: part.start)
    repeated = [f"编号重复：{number}" for number in work.numbers.repeated]
    return Split(tuple(work.clauses), tuple(parts), (*work.warnings, *repeated))


def _lines(text: str) -> list[Span]:
    lines = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(Span(start, start + len(line), line))
        start += len(line) + 1
    return lines


def _zones(lines: Sequence[Span]) -> tuple[list[Span], list[list[Span]]]:
    """The notice itself, and its annexes: each begins with a line that says 附件 and nothing else."""
    starts = [
        index
        for index, line in enumerate(lines)
        if (match := ANNEX.match(line.text)) and match.end() == len(line.text)
    ]
    ends = [*starts[1:], len(lines)] if starts else []
    main = list(lines[: starts[0]] if starts else lines)
    return main, [list(lines[start:end]) for start, end in zip(starts, ends, strict=True)]


def _split_main(work: Work, lines: list[Span]) -> None:
    first = _first_label(lines)
    tail = _tail_start(lines, first)
    body = lines[first:tail]
    outline = outline_of(body)
    preamble = _split_head(work, lines[:first])
    skip = _general_part(body, outline) if outline.clauses else 0
    if skip:
        preamble.spans += body[:skip]
    if preamble.spans:
        work.finish(preamble)
    work.warnings += outline.warnings
    if any("\t" in line.text for line in body) and not outline.clauses:
        split_table(work, body, "表", ())
        closing = []
    else:
        closing = split_body(work, body, outline, skip, prefix="", path=())
    if closing:
        work.finish(Draft("附则", "closing", Span(0, 0, ""), (), closing, "附则"))
    _split_tail(work, lines[tail:])


def _first_label(lines: Sequence[Span]) -> int:
    for index, line in enumerate(lines):
        label = label_of(line.text)
        if label is not None and label.number == 1 and "\t" not in line.text:
            return index
    table = next((i for i, line in enumerate(lines) if "\t" in line.text), None)
    return len(lines) if table is None else table


def _tail_start(lines: Sequence[Span], first: int) -> int:
    """Where signature, date, list of annexes and distribution begin.

    A date or a remark among the numbered clauses ends nothing.
    """
    labels = ((i, label_of(line.text)) for i, line in enumerate(lines) if not ANNEX.match(line.text))
    last = max((i for i, label in labels if label is not None and label.kind != "arabic"), default=0)
    for index in range(max(first, last), len(lines)):
        text = lines[index].text
        ahead = [line.text for line in lines[index + 1 : index + 3]]
        signed = is_organisation(text) and any(DATE_LINE.match(line) for line in ahead)
        if signed or any(mark.match(text) for mark in (DATE_LINE, COLOPHON, REMARK, ANNEX)):
            return index
    return len(lines)


def _split_head(work: Work, lines: Sequence[Span]) -> Draft:
    """Name the lines before the first clause; what is left is the preamble."""
    preamble = Draft("前言", "preamble", Span(0, 0, ""), (), [], "前言")
    for index, line in enumerate(lines):
        kind = _head_kind(line.text, [other.text for other in lines[index + 1 : index + 3]])
        if kind:
            work.part(line, kind)
        else:
            preamble.spans.append(line)
    return preamble


def _head_kind(text: str, ahead: Sequence[str]) -> str:
    if DATE_LINE.match(text) or (is_organisation(text) and any(DATE_LINE.match(line) for line in ahead)):
        return "signature"
    if OWN_DOC_NO.match(text):
        return "doc_no"
    if REMARK.match(text):
        return "remark"
    if is_title(text):
        return "title"
    if _SALUTATION.match(text):
        return "salutation"
    return "" if PROSE.search(text) or text.endswith(("：", ":")) else "letterhead"


def _general_part(body: Sequence[Span], outline: Outline) -> int:
    """Number of lines of a first part such as 一、总体要求, which states aims and belongs to the preamble."""
    starts = sorted([*outline.clauses, *outline.headings])
    first = outline.labels.get(0)
    if first is None or first.kind != "part" or 0 not in outline.clauses or len(starts) < 3:
        return 0
    title = body[0].text[first.length :]
    return starts[1] if len(title) <= 20 and _PREAMBLE_PART.search(title) else 0


def _split_tail(work: Work, lines: Sequence[Span]) -> None:
    """Name the lines after the last clause."""
    kind = "tail"
    for line in lines:
        if DATE_LINE.match(line.text) or is_organisation(line.text):
            kind = "signature"
        elif COLOPHON.match(line.text):
            kind = "distribution"
        elif REMARK.match(line.text):
            kind = "remark"
        elif ANNEX.match(line.text) or (kind == "annex_list" and ARABIC.match(line.text)):
            kind = "annex_list"
        work.part(line, kind)
