"""Raw text to clean text: one named function per kind of noise.

Every character that a repair removes, replaces or inserts is recorded under the repair's name, so that the
source minus the edits is the clean text, and every clean character knows its place in the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.ingest import layout
from knowledge.ingest.errata import Correction
from knowledge.ingest.labels import LABEL, is_title
from knowledge.ingest.tables import is_repeated_header, is_scorecard
from knowledge.ingest.tracked import Change, Edit, Tracked
from knowledge.text import matching_brackets

__all__ = ["REPAIRS", "Repaired", "repair"]

_HAN = r"[一-鿿〇]"
_PROSE = re.compile(r"[，。；：！？]")
_LINE_ENDS = re.compile(r"\r\n?|[\f\v\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_ODD_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_PAGE_NUMBER = re.compile(
    r"^[ \t　]*(?:[-—–－_]{1,2}[ ]*\d{1,4}[ ]*[-—–－_]{1,2}"
    r"|第[ ]*\d{1,4}[ ]*页(?:[ ，,/]*共[ ]*\d{1,4}[ ]*页)?)[ \t　]*$",
    re.M,
)
_HEADING_MARK = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+(?=\S)", re.M)
_RULE = re.compile(r"^[ ]{0,3}(?:-{3,}|\*{3,}|_{3,}|={3,})[ \t]*(?:\n|\Z)", re.M)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)([^*_\n]+?)(?<=\S)\1")
_LONGEST_LABEL = 12
_LINE = re.compile(r"[^\n]+")
_LINE_EDGE = re.compile(
    r"^[ 　\t]+|(?<=\S)[ 　\t]+$"
    r"|(?:(?<=^.[、.．])|(?<=^..[、.．])|(?<=^[（(].[）)])|(?<=^[（(]..[）)])|(?<=^第.条)|(?<=^第..条))\t+"
)
_CELL_EDGE = re.compile(r"^[ 　]+|[ 　]+$|(?<=\t)[ 　]+|[ 　]+(?=\t)")
_DIGIT_SPACES = re.compile(
    r"(?<=[一-鿿〇，。、；：（）“”《》])[ 　]+(?=\d)|(?<=[\d%])[ 　]+(?=[一-鿿〇，。、；：（）“”《》%])"
)
_LATIN_SPACES = re.compile(rf"(?<={_HAN})[ 　]+(?=[A-Za-z])|(?<=[A-Za-z])[ 　]+(?={_HAN})")
_QUOTE_SPACES = re.compile(r"[ 　]+(?=[“‘”’])|(?<=[“‘”’])[ 　]+")
_HAN_SPACES = re.compile(r"(?<=[一-鿿〇，。、；：！？（）《》])[ 　]+(?=[一-鿿〇，。、；：！？（）《》])")
_BRACKET_SPACES = re.compile(
    r"(?<=[一-鿿〇])[ 　]+(?=[（(])|(?<=[（(])[ 　]+|[ 　]+(?=[）)])|(?<=[）)])[ 　]+(?=[一-鿿])"
)
_SCORES_HIDDEN = "按单位公布的考核明细，不作政策依据"
_BLANK_LINES = re.compile(r"\A\n+|\n+\Z|(?<=\n)\n+")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A clean text and what was done to it.

    Attributes:
        tracked: The clean text with its way back to the source.
        edits: Every difference from the source.
        corrected: Those of them that a person decided: errata and redactions that left something to show.
        missed: Corrections that did not occur as often as they say, in Chinese.
        unhidden: Redactions that did not occur at all, in Chinese.
    """

    tracked: Tracked
    edits: tuple[Edit, ...]
    corrected: tuple[Edit, ...]
    missed: tuple[str, ...]
    unhidden: tuple[str, ...]


def line_ends(text: Tracked) -> Tracked:
    """Bring every kind of line end, form feeds included, to a newline."""
    return text.sub("line_ends", _LINE_ENDS, "\n")


def invisible_characters(text: Tracked) -> Tracked:
    """Remove zero-width, direction and control characters."""
    return text.sub("invisible_characters", _INVISIBLE)


def odd_spaces(text: Tracked) -> Tracked:
    """Bring no-break and typographic spaces to plain ones."""
    return text.sub("odd_spaces", _ODD_SPACES, " ")


def page_numbers(text: Tracked) -> Tracked:
    """Remove lines that hold nothing but a page number, such as ``— 3 —``."""
    return text.sub("page_numbers", _PAGE_NUMBER)


def joined_lines(text: Tracked) -> Tracked:
    """Join lines that carry on the one above: hard wraps, page breaks, split titles, Markdown breaks.

    A character that a page break printed twice is removed with it.
    """
    return text.changed(layout.joins(text.text))


def repeated_table_headers(text: Tracked) -> Tracked:
    """Remove the header row that a table prints again on each page."""
    changes: list[Change] = []
    header: str | None = None
    for line in layout.lines_of(text.text):
        if not line.table:
            header = None
            continue
        start = text.text.rfind("\n", 0, line.start) + 1
        end = text.text.find("\n", line.end)
        end = len(text.text) if end < 0 else end
        row = text.text[start:end]
        if header is not None and is_repeated_header(header, row):
            changes.append(Change("repeated_table_headers", start, min(end + 1, len(text.text))))
        else:
            header = header or row
    return text.changed(changes)


def heading_markers(text: Tracked) -> Tracked:
    """Remove Markdown's heading marks, rules and emphasis."""
    text = text.sub("heading_markers", _HEADING_MARK).sub("heading_markers", _RULE)
    changes = []
    for match in _EMPHASIS.finditer(text.text):
        mark = len(match[1])
        changes.append(Change("heading_markers", match.start(), match.start() + mark))
        changes.append(Change("heading_markers", match.end() - mark, match.end()))
    return text.changed(changes)


def edge_spaces(text: Tracked) -> Tracked:
    """Remove spaces at the edges of lines and table cells, and the tab after a label."""
    rows = {text.text.rfind("\n", 0, line.start) + 1 for line in layout.lines_of(text.text) if line.table}
    changes = []
    for match in _LINE.finditer(text.text):
        pattern = _CELL_EDGE if match.start() in rows else _LINE_EDGE
        changes += [
            Change("edge_spaces", match.start() + edge.start(), match.start() + edge.end())
            for edge in pattern.finditer(match[0])
        ]
    return text.changed(changes)


def title_spaces(text: Tracked) -> Tracked:
    """Remove the spaces that a title's line breaks left behind."""
    return _in_lines(text, "title_spaces", _HAN_SPACES, lambda line: is_title(line.replace(" ", "")), False)


def digit_spaces(text: Tracked) -> Tracked:
    """Remove spaces between ideographs and figures: 3 个工作日."""

    def after(match: re.Match[str]) -> str | None:
        before = text.text[max(0, match.start() - 4) : match.start()].rpartition("\n")[2]
        label = before.isdigit() and len(before) < 4
        return None if label and text.text[match.end()] not in "年月日个第" else ""

    return text.sub("digit_spaces", _DIGIT_SPACES, after)


def quote_spaces(text: Tracked) -> Tracked:
    """Remove spaces beside quotation marks in running text: 等 “信易贷” 系列."""
    return _in_lines(text, "quote_spaces", _QUOTE_SPACES, _is_running)


def latin_spaces(text: Tracked) -> Tracked:
    """Remove spaces between ideographs and Latin words in running text: 对 AEO 高级认证企业."""
    return _in_lines(text, "latin_spaces", _LATIN_SPACES, _is_running)


def han_spaces(text: Tracked) -> Tracked:
    """Remove spaces between ideographs in running text, except inside “”, where they part slogans."""
    return _in_lines(text, "han_spaces", _HAN_SPACES, _is_running, False)


def bracket_spaces(text: Tracked) -> Tracked:
    """Remove spaces beside brackets: 监测 (0.2分)."""
    return text.sub("bracket_spaces", _BRACKET_SPACES)


def mixed_brackets(text: Tracked) -> Tracked:
    """Make a half-width bracket full-width where its partner is, and a full-width comma of an ASCII one
    between ideographs; pairs that agree stay as printed."""
    changes = []
    for opener, closer in sorted(matching_brackets(text.text).items()):
        match text.text[opener] + text.text[closer]:
            case "（)":
                changes.append(Change("mixed_brackets", closer, closer + 1, "）"))
            case "(）":
                changes.append(Change("mixed_brackets", opener, opener + 1, "（"))
    return text.changed(sorted(changes, key=lambda change: change.start))


def blank_lines(text: Tracked) -> Tracked:
    """Remove blank lines: a clean text has one paragraph per line."""
    return text.sub("blank_lines", _BLANK_LINES)


def redact_scorecard_rows(text: Tracked) -> Tracked:
    """Remove the rows of tables that score named units by marks; their header stays."""
    changes: list[Change] = []
    rows: list[tuple[int, int]] = []
    for line in [*layout.lines_of(text.text), None]:
        if line is not None and line.table:
            start = text.text.rfind("\n", 0, line.start) + 1
            end = text.text.find("\n", line.end)
            rows.append((start, len(text.text) if end < 0 else end + 1))
            continue
        if is_scorecard([text.text[start:end] for start, end in rows]):
            changes += [
                Change("redact_scorecard_rows", start, end, note=_SCORES_HIDDEN) for start, end in rows[1:]
            ]
        rows = []
    return text.changed(changes)


REPAIRS: tuple[Callable[[Tracked], Tracked], ...] = (
    line_ends,
    invisible_characters,
    odd_spaces,
    page_numbers,
    joined_lines,
)
"""Repairs before the notice's own corrections, in order."""

_AFTER_ERRATA: tuple[Callable[[Tracked], Tracked], ...] = (
    repeated_table_headers,
    heading_markers,
    edge_spaces,
    title_spaces,
    digit_spaces,
    quote_spaces,
    latin_spaces,
    han_spaces,
    bracket_spaces,
    mixed_brackets,
    blank_lines,
)


def repair(source: str, errata: Sequence[Correction] = (), redactions: Sequence[Correction] = ()) -> Repaired:
    """Clean a raw text.

    Args:
        source: Text as read from the file.
        errata: Words the notice's own errata list says were misprinted.
        redactions: Third-party personal data to hide.

    Returns:
        The clean text, one paragraph or table row per line, with every edit.
    """
    missed: list[str] = []
    unhidden: list[str] = []
    text = Tracked.of(source)
    for step in REPAIRS:
        text = step(text)
    text = _corrected(text, "errata", errata, missed, [])
    for step in _AFTER_ERRATA:
        text = step(text)
    text = _corrected(text, "redactions", redactions, missed, unhidden)
    if is_periodical(text.text):
        text = redact_scorecard_rows(text)
    edits = tuple(text.edits())
    corrected = tuple(edit for edit in edits if edit.kind in ("errata", "redactions") and edit.after)
    return Repaired(text, edits, corrected, tuple(missed), tuple(unhidden))


def is_periodical(text: str) -> bool:
    """Tell whether a text is an issue of a newsletter rather than a notice.

    Args:
        text: Raw or clean text.

    Returns:
        Whether its head names an issue (第 3 期) and 【】 sections follow.
    """
    issue = re.search(r"^[ 　#]*(?:\d{4}年)?第[ ]*\d+[ ]*期|（第[ ]*\d+[ ]*期）", text[:500], re.M)
    return bool(issue) and len(re.findall(r"^[ 　#]*【[^【】\n]+】[ 　]*$", text, re.M)) >= 1


def _corrected(
    text: Tracked, kind: str, corrections: Sequence[Correction], missed: list[str], absent: list[str]
) -> Tracked:
    for correction in corrections:
        found = [
            Change(kind, match.start(), match.end(), correction.correct, correction.reason)
            for match in re.finditer(correction.pattern, text.text)
        ]
        if correction.occurrences is not None and len(found) != correction.occurrences:
            missed.append(f"“{correction.shown}”应有 {correction.occurrences} 处，实际 {len(found)} 处")
        elif not found:
            missed.append(f"“{correction.shown}”没有出现")
        if not found:
            absent.append(
                f"要隐去的第 {corrections.index(correction) + 1} 项没有出现，请核对个人信息是否都已隐去"
            )
        text = text.changed(found)
    return text


def _in_lines(
    text: Tracked,
    kind: str,
    pattern: re.Pattern[str],
    concerns: Callable[[str], bool],
    quoted: bool = True,
) -> Tracked:
    """Remove matches in the lines that a repair concerns, the space after a label excepted."""
    changes = []
    for line in _LINE.finditer(text.text):
        found = list(pattern.finditer(line[0])) if concerns(line[0]) else []
        quotes = [] if quoted or not found else _quotes(line[0])
        for match in found:
            if LABEL.match(line[0][: match.end()]) if match.end() < _LONGEST_LABEL else False:
                continue
            if not any(opener < match.start() < closer for opener, closer in quotes):
                changes.append(Change(kind, line.start() + match.start(), line.start() + match.end()))
    return text.changed(changes)


def _is_running(line: str) -> bool:
    """Whether a line holds a sentence, or is a table row."""
    return bool(_PROSE.search(line)) or "\t" in line


def _quotes(line: str) -> list[tuple[int, int]]:
    """Spans in quotation marks, the outermost only."""
    spans: list[tuple[int, int]] = []
    for opener, closer in sorted(matching_brackets(line).items()):
        if line[opener] in "“‘" and not (spans and closer < spans[-1][1]):
            spans.append((opener, closer))
    return spans
