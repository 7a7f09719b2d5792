"""The text of a web page, its headings and lists marked as in Markdown."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["html_text"]

_SKIPPED_TAGS = "script style noscript template head nav iframe object svg button select input textarea"
_BLOCK_TAGS = """
p div section article main header footer aside blockquote pre ul ol li dl dt dd h1 h2 h3 h4 h5 h6 table
tbody thead tr td th caption figure figcaption address center hr form
"""
_SKIPPED = frozenset(_SKIPPED_TAGS.split())
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACES = re.compile(r"[ \t\r\n\f]+")
# Deeper nesting than any real page has; the walk is recursive.
_MAX_DEPTH = 200


def html_text(html: str) -> str:
    """Read the visible text of a web page.

    Args:
        html: The page.

    Returns:
        Blocks parted by blank lines, table cells by tabs; ``#`` before headings, ``-`` or a number before
        list items.
    """
    root = LexborHTMLParser(html).body
    if root is None:
        return ""
    walk = _Walk()
    walk.visit(root, 0)
    walk.end_block()
    return "\n\n".join(walk.blocks)


class _Walk:
    """The blocks of a page, in the order they are met."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self._line: list[str] = []
        self._mark = ""

    def end_block(self) -> None:
        lines = [_SPACES.sub(" ", line).strip(" ") for line in "".join(self._line).split("\0")]
        text = "\n".join(line for line in lines if line.strip())
        if text:
            self.blocks.append(self._mark + text)
            self._mark = ""
        self._line.clear()

    def visit(self, node: LexborNode, depth: int) -> None:
        if depth > _MAX_DEPTH:
            self._line.append(node.text(deep=True))
            return
        number = 0
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag in _SKIPPED or tag == "-comment" or (tag != "-text" and _is_hidden(child)):
                continue
            if tag == "-text":
                self._line.append(child.text(deep=False))
            elif tag == "br":
                self._line.append("\0")
            elif tag == "table" and _is_data(child):
                self.end_block()
                self.blocks.append("\n".join(_rows(child)))
            elif tag in _BLOCKS:
                number += tag == "li"
                self.end_block()
                self._mark = _mark_of(child, tag, node, number) or self._mark
                self.visit(child, depth + 1)
                self.end_block()
                self._mark = ""
            else:
                self.visit(child, depth + 1)


def _mark_of(node: LexborNode, tag: str, parent: LexborNode, number: int) -> str:
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        return "#" * int(tag[1]) + " "
    if tag == "li":
        start = (parent.attributes.get("start") or "1") if parent.tag == "ol" else ""
        return f"{int(start) + number - 1}. " if start.isdecimal() else "- "
    return ""


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    style = attributes.get("style") or ""
    return "hidden" in attributes or bool(_HIDDEN.search(style)) or attributes.get("aria-hidden") == "true"


def _is_data(table: LexborNode) -> bool:
    """Whether a table holds data; many sites lay out whole pages with tables."""
    rows = table.css("tr")
    nested = len(table.css("table")) > 1
    return not nested and sum(len(row.css("td, th")) > 1 for row in rows) > 1


def _rows(table: LexborNode) -> list[str]:
    """Rows with tabs; a cell that spans several rows is empty in all but the first."""
    rows: list[str] = []
    spans: dict[int, int] = {}
    for row in table.css("tr"):
        cells: list[str] = []
        for cell in row.css("td, th"):
            while spans.get(len(cells), 0):
                spans[len(cells)] -= 1
                cells.append("")
            height, width = (_span(cell.attributes.get(name)) for name in ("rowspan", "colspan"))
            for offset in range(width):
                spans[len(cells)] = height - 1
                cells.append(_SPACES.sub(" ", cell.text(deep=True)).strip() if offset == 0 else "")
        while spans.get(len(cells), 0):
            spans[len(cells)] -= 1
            cells.append("")
        rows.append("\t".join(cells))
    return rows


def _span(value: str | None) -> int:
    return min(max(int(value), 1), 1000) if value and value.strip().isdecimal() else 1
