"""The numbers that Word prints before paragraphs by itself: 一、（一）1. as text."""

from __future__ import annotations

import re
from typing import Any

from docx.text.paragraph import Paragraph

from knowledge import numerals

__all__ = ["Numbering"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "ideographDigital",
    )
)
_PLACE = re.compile(r"%([1-9])")


class Numbering:
    """Counts the automatic numbers of one Word document, paragraph by paragraph.

    Args:
        document: As opened by python-docx.
    """

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, Any]] = {}
        self._starts: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")),
            None,
        )
        if part is not None:
            self._read(part.element)

    def label(self, paragraph: Paragraph) -> str:
        """The number before a paragraph; to be asked once for each, in order.

        Args:
            paragraph: The paragraph.

        Returns:
            E.g. ``（一）``; ``- `` for a bullet; empty where it has none.
        """
        num, depth = self._numbering_of(paragraph)
        abstract = self._starts.get(num, "")
        level = self._levels.get(abstract, {}).get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        counts[depth] = counts.get(depth, _value(level, "start", 1) - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if _attribute(level, "numFmt") in ("bullet", "none"):
            return "- " if _attribute(level, "numFmt") == "bullet" else ""
        return _PLACE.sub(
            lambda place: self._number(abstract, int(place[1]) - 1), _attribute(level, "lvlText")
        )

    def _read(self, root: Any) -> None:
        for abstract in root.iter(f"{_W}abstractNum"):
            levels = {int(level.get(f"{_W}ilvl", "0")): level for level in abstract.iter(f"{_W}lvl")}
            self._levels[abstract.get(f"{_W}abstractNumId", "")] = levels
        for num in root.iter(f"{_W}num"):
            self._starts[num.get(f"{_W}numId", "")] = _attribute(num, "abstractNumId")

    def _numbering_of(self, paragraph: Paragraph) -> tuple[str, int]:
        """Number and level of a paragraph, its own or its style's."""
        holders = [paragraph._p.pPr]
        style: Any = paragraph.style
        while style is not None and len(holders) < 10:
            holders.append(style.element.find(f"{_W}pPr"))
            style = style.base_style
        for holder in holders:
            found = holder.find(f"{_W}numPr") if holder is not None else None
            if found is not None:
                return _attribute(found, "numId"), _value(found, "ilvl", 0)
        return "", 0

    def _number(self, abstract: str, depth: int) -> str:
        level = self._levels[abstract].get(depth)
        value = self._counts[abstract].get(depth, 1)
        if level is not None and _attribute(level, "numFmt") in _CHINESE and 1 <= value <= 9999:
            return numerals.to_chinese(value)
        return str(value)


def _attribute(element: Any, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return (child.get(f"{_W}val") or "") if child is not None else ""


def _value(element: Any, name: str, default: int) -> int:
    text = _attribute(element, name)
    return int(text) if text.isdecimal() else default
