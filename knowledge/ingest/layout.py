"""Which lines of a raw text belong together: hard wraps, page breaks, split titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from knowledge.ingest.labels import (
    ARABIC,
    CLOSERS,
    CLOSING,
    ORGANISATION_END,
    PAREN,
    PART,
    UNIT_LINE,
    is_title,
    stands_alone,
    starts_block,
)
from knowledge.ingest.tracked import Change
from knowledge.text import matching_brackets

__all__ = ["Line", "joins", "lines_of"]

_HEADING = re.compile(r"#{1,6}\s+\S")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|={3,})$")
_LABEL_TAB = re.compile(r"(?:[（(]?[一-鿿\d]{1,4}[）)、.．]|第[一-鿿\d]+条|[-•●])\t[^\t]*$")
_TERMINAL = re.compile(rf"[。！？；：:…][{CLOSERS}]*$")
_AFTER_SENTENCE = re.compile(r"(?:^|[。！？；])[（(][^（()）]*(?:[（(][^（()）]*[）)][^（()）]*)*[）)]$")
_OPEN_END = re.compile(r"[，、,（(“‘《〔+—/]$")
_CARRIES_ON = re.compile(rf"[，。、；：！？,{CLOSERS}]")
_PUNCTUATION = re.compile(r"[，。；：、！？]")
_HAN_GAP = re.compile(r"[一-鿿”][ 　]+[一-鿿“]")
_TITLE_BEGINS = re.compile(r"关于|^\d{4}\s*年")
_OPENERS = "（(“‘《〔【"
# A page's last line is a full one; no wrapped line of official type is shorter than this.
_LEAST_FULL_LINE = 20
_WIDEST_PAGE = 60
# Characters of a joined paragraph that are looked back at; bounds the time on a text without any stop.
_MEMORY = 1000
# A paragraph's first line lacks its indent of two; punctuation and figures vary by four.
_SLACK = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A visible line of a raw text.

    Attributes:
        start: First visible character.
        end: One past the last visible character.
        text: Its visible part.
        indent: Spaces before it; an ideographic space counts twice.
        blank_before: Blank lines between it and the line above.
        hard_break: Whether it ends in Markdown's two spaces.
        table: Whether it is a row of a table.
        heading: Whether it carries a Markdown heading mark or is a rule.
    """

    start: int
    end: int
    text: str
    indent: int
    blank_before: int
    hard_break: bool
    table: bool
    heading: bool

    @property
    def width(self) -> float:
        """Width in ideographs."""
        return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in self.text)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two neighbouring lines that may belong together."""

    above: str
    last: Line
    below: Line
    after: tuple[Line, ...]
    page_width: float | None


def lines_of(text: str) -> list[Line]:
    """List the visible lines of a text.

    Args:
        text: Raw text with ``\\n`` line ends.

    Returns:
        In order; blank lines are only counted.
    """
    rows = text.split("\n")
    tabs = [0 if _LABEL_TAB.match(row.strip()) else row.count("\t") for row in rows]
    lines: list[Line] = []
    start = blank = 0
    for index, row in enumerate(rows):
        visible = row.strip()
        if visible:
            left = len(row) - len(row.lstrip())
            lines.append(
                Line(
                    start + left,
                    start + left + len(visible),
                    visible,
                    sum(2 if char in "　\t" else 1 for char in row[:left]),
                    blank,
                    row.endswith("  "),
                    _is_row(index, tabs, visible),
                    bool(_HEADING.match(visible) or _RULE.match(visible)),
                )
            )
        blank = 0 if visible else blank + 1
        start += len(row) + 1
    return lines


def _is_row(index: int, tabs: list[int], visible: str) -> bool:
    if not tabs[index]:
        return False
    if visible.count("\t") > 1:
        return True
    around = tabs[max(0, index - 2) : index] + tabs[index + 1 : index + 3]
    return tabs[index] in around and ("\t" in visible or tabs[index] > 1)


def joins(text: str) -> list[Change]:
    """Decide which lines carry on the line above.

    Args:
        text: Raw text with ``\\n`` line ends.

    Returns:
        For each of them, the removal of the line end, named after its cause.
    """
    lines = lines_of(text)
    width = _page_width(lines)
    changes: list[Change] = []
    above = lines[0].text[-_MEMORY:] if lines else ""
    for index in range(1, len(lines)):
        last, below = lines[index - 1], lines[index]
        kind = _cause(_Pair(above, last, below, tuple(lines[index + 1 : index + 4]), width))
        if kind is None:
            above = below.text[-_MEMORY:]
            continue
        changes.append(Change(kind, last.end, below.start))
        if kind == "page_breaks" and _is_doubled(above, below.text, text):
            changes.append(Change("doubled_characters", below.start, below.start + 1))
            above += below.text[1:]
        else:
            above += below.text
        above = above[-_MEMORY:]
    return changes


def _page_width(lines: list[Line]) -> float | None:
    """Width of the page if the text is hard wrapped, else None."""
    open_lines = [
        above.width
        for above, below in pairwise(lines)
        if not (above.table or above.heading or below.table or below.heading)
        and not _ends(above.text)
        and not starts_block(below.text)
        and not is_title(above.text)
    ]
    if len(open_lines) < 3:
        return None
    widest = max(open_lines)
    full = [width for width in open_lines if width >= widest - _SLACK]
    if widest > _WIDEST_PAGE or widest < _LEAST_FULL_LINE - 4 or len(full) * 2 < len(open_lines):
        return None
    return widest


def _cause(pair: _Pair) -> str | None:
    """Name of the repair that joins two lines; None where they stay apart."""
    above, below = pair.last, pair.below
    if above.table or below.table or above.heading or below.heading:
        return None
    if starts_block(below.text) or stands_alone(pair.above):
        return None
    return next((kind for kind, belongs in _CAUSES if belongs(pair)), None)


def _is_unit_line(pair: _Pair) -> bool:
    """A bracket with the responsible units on a line of its own."""
    return bool(UNIT_LINE.match(pair.below.text)) and pair.above.endswith(("。", "；"))


def _is_title_line(pair: _Pair) -> bool:
    """A title broken over two or three lines."""
    parts = [pair.above, pair.below.text]
    if _PUNCTUATION.search(pair.above) or not _TITLE_BEGINS.search(pair.above) or is_title(pair.above):
        return False
    for line in (None, *pair.after[:2]):
        if line is not None:
            parts.append(line.text)
        if line is not None and (line.heading or line.table or starts_block(line.text)):
            return False
        if len(parts[-1]) > 40 or _PUNCTUATION.search(parts[-1]):
            return False
        if is_title("".join(parts)):
            return True
    return False


def _is_markdown_break(pair: _Pair) -> bool:
    """A line end forced by Markdown's two spaces inside a sentence."""
    return pair.last.hard_break and not pair.below.blank_before and _is_open(pair)


def _is_wrap(pair: _Pair) -> bool:
    """A line end of a text that is wrapped at the width of its page.

    A full line may end with a sentence and the paragraph still go on, unless paragraphs are indented.
    """
    if pair.page_width is None:
        return False
    full = pair.last.width >= pair.page_width - 1 and pair.above.endswith("。")
    apart = CLOSING.match(pair.below.text) or ORGANISATION_END.search(pair.below.text)
    return _is_open(pair) or (full and not apart and pair.below.indent < 4)


def _is_page_break(pair: _Pair) -> bool:
    """A line end inside a sentence where the page ended."""
    return bool(pair.below.blank_before) and _is_open(pair)


def _is_open(pair: _Pair) -> bool:
    """Whether the line above cannot be the end of a paragraph."""
    above, below = pair.above, pair.below.text
    if _is_left_open(above, pair):
        return True
    if _ends(above):
        return False
    if _OPEN_END.search(above) or _CARRIES_ON.match(below):
        return True
    if pair.below.indent >= 4 or is_title(above) or _is_heading(above):
        return False
    full = pair.page_width is not None and pair.last.width >= pair.page_width - _SLACK
    return full or len(above) >= _LEAST_FULL_LINE


def _is_left_open(above: str, pair: _Pair) -> bool:
    """Whether a bracket of the line above closes in one of the lines below."""
    pairs = matching_brackets(above)
    closed = set(pairs.values())
    depth = [i for i, char in enumerate(above) if char in _OPENERS and i not in pairs and i not in closed]
    if not depth:
        return False
    ahead = pair.below.text + "".join(line.text for line in pair.after)
    joined = matching_brackets(above[depth[-1] :] + ahead)
    return 0 in joined


def _ends(text: str) -> bool:
    return bool(_TERMINAL.search(text) or _AFTER_SENTENCE.search(text))


def _is_heading(text: str) -> bool:
    """Whether a line without a mark reads as a heading."""
    if len(text) > _WIDEST_PAGE or "。" in text:
        return False
    if PART.match(text) or PAREN.match(text):
        return text.count("，") < 2
    if _PUNCTUATION.search(ARABIC.sub("", text, count=1)):
        return False
    return bool(ARABIC.match(text) or _HAN_GAP.search(text))


def _is_doubled(above: str, below: str, text: str) -> bool:
    """Whether the page break printed one character twice, judged by the rest of the text."""
    if above[-1] != below[0] or len(above) < 2 or len(below) < 3 or not above[-2:].isalpha():
        return False
    twice, once = above[-1] + below[:3], below[:4]
    return twice not in text and text.count(once) > 1


_CAUSES: tuple[tuple[str, Callable[[_Pair], bool]], ...] = (
    ("unit_lines", _is_unit_line),
    ("title_lines", _is_title_line),
    ("markdown_breaks", _is_markdown_break),
    ("hard_wraps", _is_wrap),
    ("page_breaks", _is_page_break),
    ("hard_wraps", _is_open),
)
