"""Chinese numerals and full-width digits to integers, and back."""

from __future__ import annotations

import re

__all__ = ["NUMERAL", "parse", "to_chinese"]

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_PLACES = ("", "十", "百", "千")

NUMERAL = r"[0-9０-９]+|[零〇○一二两三四五六七八九十百千]+"
"""Pattern of one numeral in either script."""

_BY_PLACE = re.compile(
    r"(?:(?P<千>[一二两三四五六七八九])千)?"
    r"(?:零?(?P<百>[一二两三四五六七八九])百)?"
    r"(?:零?(?P<十>[一二三四五六七八九])?(?P<ten>十))?"
    r"(?:[零〇]?(?P<一>[一二三四五六七八九]))?"
)


def parse(text: str) -> int:
    """Read a numeral.

    Args:
        text: ``十五``, ``二十``, ``一百零二``, ``二〇二〇`` (digit by digit), ``15`` or ``１５``.

    Returns:
        Its value.

    Raises:
        ValueError: It is not a numeral.
    """
    text = text.strip()
    if text.isdecimal():
        return int(text)
    if not text or not all(char in _DIGITS or char in _UNITS for char in text):
        raise ValueError(f"not a numeral: {text!r}")
    if not any(char in _UNITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    match = _BY_PLACE.fullmatch(text)
    if match is None:
        raise ValueError(f"not a numeral: {text!r}")
    tens = _DIGITS[match["十"]] if match["十"] else int(bool(match["ten"]))
    places = (match["千"], match["百"], match["一"])
    thousands, hundreds, ones = (_DIGITS[digit] if digit else 0 for digit in places)
    return thousands * 1000 + hundreds * 100 + tens * 10 + ones


def to_chinese(number: int) -> str:
    """Write an integer as a Chinese numeral.

    Args:
        number: 1 to 9999.

    Returns:
        E.g. ``十五``, ``二十``, ``一百零二``.

    Raises:
        ValueError: It is out of range.
    """
    if not 1 <= number <= 9999:
        raise ValueError(f"out of range: {number}")
    digits = "零一二三四五六七八九"
    out = ""
    gap = False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(out)
            continue
        out += ("零" if gap else "") + digits[digit] + _PLACES[place]
        gap = False
    return out[1:] if out.startswith("一十") else out
