"""The folded copy of a message on which everything is matched: same length, one spelling."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from intents.traditional import SIMPLIFIED, TRADITIONAL

__all__ = ["fold"]

_SIMPLE = dict(zip(TRADITIONAL, SIMPLIFIED, strict=True))
_MARKS = {"“": '"', "”": '"', "‘": "'", "’": "'", "【": "[", "】": "]", "〔": "[", "〕": "]", "〇": "零"}


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower()
    if len(folded) != 1:
        return character
    if folded.isspace():
        return " "
    return _MARKS.get(folded, _SIMPLE.get(folded, folded))


def fold(text: str) -> str:
    """Fold width, case, traditional characters, blanks and quotation marks.

    Returns:
        Exactly one character for each of ``text``, so that spans hold in both.
    """
    return "".join(map(_fold_character, text))
