"""Display text and its folded search copy, with offsets back into the display text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = [
    "Folded",
    "find_verbatim",
    "fold",
    "fold_with_offsets",
    "matching_brackets",
    "sentences",
    "squeeze",
]

_SPACE = re.compile(r"\s+")
_OPEN = {"《": "》", "（": "）", "“": "”", "(": ")", "〔": "〕", "【": "】", "‘": "’"}
_CLOSE = {closer: opener for opener, closer in _OPEN.items()}
# A half-width bracket may close a full-width one: scanned notices mix them.
_SAME = {"(": "（", ")": "）"}
# No text nests deeper; without a bound, a line of opening brackets would take quadratic time.
_DEEPEST = 50
_SENTENCE_END = frozenset("。！？；")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded copy of a text.

    Attributes:
        text: NFKC, lower case, without whitespace.
        offsets: For each folded character, the index of the display character it came from.
    """

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a non-empty span of the folded text to the display text.

        Args:
            start: First folded character.
            end: One past the last folded character.

        Returns:
            The span of the display text, end exclusive.
        """
        return self.offsets[start], self.offsets[end - 1] + 1


def fold_with_offsets(text: str) -> Folded:
    """Fold a text for search and keep where each character came from.

    Args:
        text: Display text.

    Returns:
        The folded copy.
    """
    chars: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        for folded in unicodedata.normalize("NFKC", char).lower():
            if not folded.isspace():
                chars.append(folded)
                offsets.append(index)
    return Folded("".join(chars), tuple(offsets))


def fold(text: str) -> str:
    """Fold a text for search: NFKC, lower case, no whitespace.

    Character by character, so that it agrees with `fold_with_offsets`.

    Args:
        text: Any text.

    Returns:
        The folded text.
    """
    if text.isascii():
        return squeeze(text.lower())
    return fold_with_offsets(text).text


def squeeze(text: str) -> str:
    """Remove all whitespace.

    Args:
        text: Any text.

    Returns:
        The text without whitespace.
    """
    return _SPACE.sub("", text)


def find_verbatim(needle: str, haystack: str) -> tuple[int, int] | None:
    """Find a quotation in a text, whitespace in either ignored.

    Args:
        needle: The quotation.
        haystack: The text it should be in.

    Returns:
        Its span in ``haystack``, without surrounding whitespace; None where it does not occur or is blank.
    """
    wanted = squeeze(needle)
    if not wanted:
        return None
    start = haystack.find(wanted)
    if start >= 0:
        return start, start + len(wanted)
    offsets = [i for i, char in enumerate(haystack) if not char.isspace()]
    start = "".join(haystack[i] for i in offsets).find(wanted)
    if start < 0:
        return None
    return offsets[start], offsets[start + len(wanted) - 1] + 1


def matching_brackets(text: str) -> dict[int, int]:
    """Pair the brackets and quotation marks of a text, line by line.

    An opening mark without its partner on the same line pairs with nothing.

    Args:
        text: Any text.

    Returns:
        Index of each paired opening mark -> index of its closing mark.
    """
    pairs: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    for index, char in enumerate(text):
        if char == "\n":
            stack.clear()
        elif char in _OPEN:
            stack.append((_SAME.get(char, char), index))
        elif char in _CLOSE:
            opener = _CLOSE[_SAME.get(char, char)]
            deepest = max(-1, len(stack) - _DEEPEST - 1)
            depth = next((d for d in range(len(stack) - 1, deepest, -1) if stack[d][0] == opener), None)
            if depth is not None:
                pairs[stack[depth][1]] = index
                del stack[depth:]
    return pairs


def sentences(text: str) -> list[tuple[int, int]]:
    """Split a text into sentences, at 。！？； and line ends.

    Closing quotation marks and brackets stay with their sentence; nothing is split inside 《》, （） or “”.

    Args:
        text: Display text.

    Returns:
        Spans in order, without surrounding whitespace; together they hold every visible character.
    """
    pairs = matching_brackets(text)
    spans: list[tuple[int, int]] = []
    start = index = 0
    while index < len(text):
        if index in pairs:
            index = pairs[index] + 1
            continue
        char = text[index]
        index += 1
        if char in _SENTENCE_END:
            while index < len(text) and (text[index] in _CLOSE or text[index] in _SENTENCE_END):
                index += 1
        elif char != "\n":
            continue
        spans.append((start, index))
        start = index
    spans.append((start, len(text)))
    return [span for span in (_trim(text, *span) for span in spans) if span[0] < span[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
