"""An issue of a newsletter to clauses: 【】 sections with reports, cases, bullets and scorecards."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from knowledge.ingest.compose import Composer, Numbers, Part, Span, first_phrase
from knowledge.ingest.labels import BULLET, COLOPHON, NOTES, SECTION
from knowledge.ingest.repair import Repaired
from knowledge.ingest.tables import cells_of
from knowledge.model import Clause, ClauseId

__all__ = ["split_newsletter"]

_SENTENCE = re.compile(r"[，。；：]")
_SOURCE = re.compile(r"[（(][^（()）]+[）)]$")
_GROUP = re.compile(r"(?:办事处|区镇|部门|单位|企业|镇|街道)$")
_FILLER = re.compile(r"^工作(?:进展)?(?=..)")


def split_newsletter(
    repaired: Repaired, lines: Sequence[Span], doc_no: str
) -> tuple[list[Clause], list[Part]]:
    """Cut a newsletter into clauses.

    A section with bullets gives one clause per bullet, one with tables a clause per scorecard, one with
    several headlines a clause per report; any other section is one clause.

    Args:
        repaired: The clean text.
        lines: Its lines.
        doc_no: Document number for the clauses' names.

    Returns:
        Clauses in reading order, and the part that every line belongs to.
    """
    issue = _Issue(repaired, doc_no)
    starts = [index for index, line in enumerate(lines) if SECTION.match(line.text)]
    end = next((i for i, line in enumerate(lines) if i > starts[0] and COLOPHON.match(line.text)), len(lines))
    for line in lines[: starts[0]]:
        issue.part(line, "masthead")
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        issue.section(lines[start], lines[start + 1 : stop])
    for line in lines[end:]:
        issue.part(line, "colophon")
    return issue.clauses, issue.parts


class _Issue:
    """One issue while it is being cut."""

    def __init__(self, repaired: Repaired, doc_no: str) -> None:
        self.repaired = repaired
        self.doc_no = doc_no
        self.clauses: list[Clause] = []
        self.parts: list[Part] = []
        self.numbers = Numbers()

    def part(self, span: Span, kind: str, clause: str = "") -> None:
        self.parts.append(Part(span.start, span.end, kind, clause))

    def section(self, head: Span, lines: Sequence[Span]) -> None:
        self.part(head, "heading")
        match = SECTION.match(head.text)
        name = match["name"] if match else head.text
        short = _FILLER.sub("", name)
        bullets = [i for i, line in enumerate(lines) if BULLET.match(line.text)]
        tables = _first_of_run(lines, _is_row)
        headlines = _first_of_run(lines, _is_headline)
        starts = bullets or tables or headlines or [0][: len(lines)]
        if starts and starts[0]:
            self.report(name, name, lines[: starts[0]])
        stops = [*starts[1:], len(lines)][: len(starts)]
        for number, (start, stop) in enumerate(zip(starts, stops, strict=True), 1):
            if bullets:
                self.report(f"{short}-{number}", name, lines[start:stop])
            elif tables:
                self.scorecard(short, number, name, lines[start:stop])
            else:
                self.report(f"{name}-{number}" if len(starts) > 1 else name, name, lines[start:stop])

    def report(self, id: str, section: str, lines: Sequence[Span]) -> None:
        """One bullet, case or article."""
        id = self.numbers.take(id)
        composer = Composer(self.repaired)
        mark = BULLET.match(lines[0].text)
        cut = mark.end() if mark else 0
        headline = "" if mark or not _is_headline(lines[0]) else lines[0].text
        for index, line in enumerate(lines):
            composer.paragraph(line.cut(cut) if index == 0 else line)
            self.part(line, "clause", id)
        title = headline or first_phrase(composer.text)
        self.clauses.append(composer.build(ClauseId(self.doc_no, id), "report", "", title, (section,)))

    def scorecard(self, short: str, number: int, section: str, lines: Sequence[Span]) -> None:
        """The indicators of a scorecard and the notes below it; its rows per unit are redacted before."""
        cells = [cell for cell in cells_of(lines[0].text, lines[0].start) if cell.text]
        group = _GROUP.search(cells[0].text)
        id = self.numbers.take(f"{short}-{group[0] if group else number}")
        composer = Composer(self.repaired)
        composer.literal(f"{section}：")
        composer.add(Span(cells[0].start, cells[0].end, cells[0].text))
        title = composer.text
        for cell in cells[1:]:
            composer.literal("\n· ")
            composer.add(Span(cell.start, cell.end, cell.text))
        self.part(lines[0], "clause", id)
        for line in lines[1:]:
            self.part(line, "clause", id)
            if "\t" not in line.text:
                composer.paragraph(line)
        self.clauses.append(composer.build(ClauseId(self.doc_no, id), "report", "", title, (section,)))


def _first_of_run(lines: Sequence[Span], opens: Callable[[Span], bool]) -> list[int]:
    """Indexes of lines that open something, each the first of its run."""
    return [i for i, line in enumerate(lines) if opens(line) and not (i and opens(lines[i - 1]))]


def _is_row(line: Span) -> bool:
    return "\t" in line.text


def _is_headline(line: Span) -> bool:
    return not (_SENTENCE.search(line.text) or _SOURCE.match(line.text) or NOTES.match(line.text))
