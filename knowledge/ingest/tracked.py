"""A text under repair that knows where each of its characters came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

__all__ = ["Change", "Edit", "Tracked", "apply_edits"]

_KEPT = ("", "")


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference between the source and the clean text.

    Attributes:
        kind: Name of the repair that made it.
        start: First source character replaced; where nothing was removed, the place of insertion.
        end: One past the last source character replaced.
        before: What the source has there.
        after: What the clean text has instead.
        note: Why, where a person decided it; empty for repairs by rule.
        at: Where ``after`` begins in the clean text.
    """

    kind: str
    start: int
    end: int
    before: str
    after: str
    note: str
    at: int


@dataclass(frozen=True, slots=True)
class Change:
    """A replacement asked for, in offsets of the text as it is now.

    Attributes:
        kind: Name of the repair.
        start: First character to replace.
        end: One past the last character to replace.
        after: What to put there.
        note: Why, in Chinese; empty for repairs by rule.
    """

    kind: str
    start: int
    end: int
    after: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tracked:
    """A text, the source it came from, and the repair behind every difference.

    Attributes:
        source: Text as read from the file.
        text: Text as it is now.
        offsets: For each character, its source offset; for an inserted one, the offset it stands before.
        marks: For each character, empty strings if it is the source's, else the repair that inserted it
            and why.
        removed: Source offset -> the repair that removed the character there and why.
    """

    source: str
    text: str
    offsets: tuple[int, ...]
    marks: tuple[tuple[str, str], ...]
    removed: dict[int, tuple[str, str]]

    @classmethod
    def of(cls, source: str) -> Tracked:
        """Start from a text as read.

        Args:
            source: Text as read from the file.

        Returns:
            The text without any repair.
        """
        return cls(source, source, tuple(range(len(source))), (_KEPT,) * len(source), {})

    def changed(self, changes: Iterable[Change]) -> Tracked:
        """Apply changes.

        Args:
            changes: In order, without overlap.

        Returns:
            The repaired text.

        Raises:
            ValueError: The changes overlap or are out of order.
        """
        text: list[str] = []
        offsets: list[int] = []
        marks: list[tuple[str, str]] = []
        removed = dict(self.removed)
        done = 0
        for change in changes:
            if change.start < done or change.end < change.start or change.end > len(self.text):
                raise ValueError(f"bad change {change}")
            text.append(self.text[done : change.start])
            offsets.extend(self.offsets[done : change.start])
            marks.extend(self.marks[done : change.start])
            mark = (change.kind, change.note)
            for index in range(change.start, change.end):
                if self.marks[index] == _KEPT:
                    removed[self.offsets[index]] = mark
            text.append(change.after)
            offsets.extend([self._anchor(change.start)] * len(change.after))
            marks.extend([mark] * len(change.after))
            done = change.end
        if not text:
            return self
        text.append(self.text[done:])
        return Tracked(
            self.source,
            "".join(text),
            (*offsets, *self.offsets[done:]),
            (*marks, *self.marks[done:]),
            removed,
        )

    def sub(
        self, kind: str, pattern: re.Pattern[str], after: str | Callable[[re.Match[str]], str | None] = ""
    ) -> Tracked:
        """Replace every match of a pattern.

        Args:
            kind: Name of the repair.
            pattern: What to replace.
            after: Replacement, or a function of the match; None from it keeps the match.

        Returns:
            The repaired text.
        """
        changes = []
        for match in pattern.finditer(self.text):
            put = after if isinstance(after, str) else after(match)
            if put is not None and put != match[0]:
                changes.append(Change(kind, match.start(), match.end(), put))
        return self.changed(changes)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Map a non-empty span of the text to the source.

        Args:
            start: First character.
            end: One past the last character.

        Returns:
            The source span, end exclusive.
        """
        last, mark = self.offsets[end - 1], self.marks[end - 1]
        if mark == _KEPT:
            return self.offsets[start], last + 1
        while self.removed.get(last) == mark:
            last += 1
        return self.offsets[start], last

    def edits(self) -> list[Edit]:
        """List every difference from the source.

        Returns:
            In source order, without overlap; applying them to the source gives the text.
        """
        edits: list[Edit] = []
        position = index = 0
        while index < len(self.text) or position < len(self.source):
            kept = index < len(self.text) and self.marks[index] == _KEPT
            if kept and self.offsets[index] == position:
                position, index = position + 1, index + 1
                continue
            inserted = self._inserts_at(index, position)
            mark = self.marks[index] if inserted else self.removed[position]
            start, at = position, index
            while index < len(self.text) and self.marks[index] == mark and self.offsets[index] == position:
                index += 1
            while self.removed.get(position) == mark and not self._inserts_at(index, position):
                position += 1
            edits.append(
                Edit(mark[0], start, position, self.source[start:position], self.text[at:index], mark[1], at)
            )
        return edits

    def _inserts_at(self, index: int, position: int) -> bool:
        """Whether the character at an index was inserted before a source offset."""
        return index < len(self.text) and self.marks[index] != _KEPT and self.offsets[index] == position

    def _anchor(self, index: int) -> int:
        if index < len(self.offsets):
            return self.offsets[index]
        return len(self.source)


def apply_edits(source: str, edits: Iterable[Edit]) -> str:
    """Apply edits to the source again.

    Args:
        source: Text as read from the file.
        edits: As from `Tracked.edits`.

    Returns:
        The clean text.
    """
    parts: list[str] = []
    done = 0
    for edit in edits:
        parts += [source[done : edit.start], edit.after]
        done = edit.end
    return "".join([*parts, source[done:]])
