"""Words of the field typed with the wrong character of the same sound (休复 for 修复)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

__all__ = ["Homophones"]

# Sounds that input methods and southern speakers do not tell apart.
_BLUR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"))
SHIPPED_READINGS = Path(__file__).with_name("pinyin.json")
"""Made by scripts/build_pinyin.py."""

# Three characters are often a word of two and a neighbour (公安+拘), so they are left alone.
_LENGTHS = (4, 2)


class Homophones:
    """Mends such words.

    Args:
        terms: Words of the field.
        is_known: Whether a pair of characters occurs in the indexed text; what occurs there is no slip.
        path: Characters by reading.
    """

    def __init__(
        self,
        terms: Iterable[str],
        is_known: Callable[[str], bool],
        path: Path = SHIPPED_READINGS,
    ) -> None:
        by_reading = json.loads(path.read_text(encoding="utf-8"))
        self._sound = {char: _blur(reading) for reading, chars in by_reading.items() for char in chars}
        self._is_known = is_known
        self._terms: dict[tuple[str, ...], str] = {}
        for term in terms:
            if len(term) in _LENGTHS and all(char in self._sound for char in term):
                self._terms.setdefault(tuple(self._sound[char] for char in term), term)

    def mend(self, text: str) -> str:
        """Replace each stretch that sounds like a word of the field and is no word the index knows."""
        sounds = [self._sound.get(char, "") for char in text]
        start = 0
        while start < len(text):
            for length in _LENGTHS:
                term = self._terms.get(tuple(sounds[start : start + length]))
                stretch = text[start : start + length]
                if term and term != stretch and self._is_slip(text, start, term):
                    text = text[:start] + term + text[start + length :]
                    start += length - 1
                    break
            start += 1
        return text

    def _is_slip(self, text: str, start: int, term: str) -> bool:
        """Few characters differ, the index knows no such stretch, and they make no word with a neighbour."""
        end = start + len(term)
        wrong = [at for at in range(start, end) if text[at] != term[at - start]]
        if len(wrong) > max(1, len(term) - 2):
            return False
        if all(self._is_known(text[at : at + 2]) for at in range(start, end - 1)):
            return False
        before = start in wrong and start > 0 and self._is_known(text[start - 1 : start + 1])
        after = end - 1 in wrong and end < len(text) and self._is_known(text[end - 1 : end + 1])
        return not (before or after)


def _blur(reading: str) -> str:
    for fine, coarse in _BLUR:
        reading = reading.replace(fine, coarse)
    return reading
