"""Numbers as people type them, in Arabic or Chinese figures."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

__all__ = ["FIGURES", "read_number"]

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "仨": 3}
_UNITS = {"十": 10, "百": 100, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000, "亿": 100_000_000}

FIGURES = (
    r"(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?[十百千万亿kw]*(?:(?<=[千万亿kw])[0-9](?![0-9.])[百千]?)?"
    r"|[一二两三四五六七八九十零][零一二两三四五六七八九十百千万亿]*)"
)
"""Pattern of a number in folded text."""


def read_number(text: str) -> Decimal | None:
    """Read ``5000``, ``1.2亿``, ``两万``, ``三千五`` or ``3万5``.

    Returns:
        The number; None where it is none.
    """
    total, section, pending, last_unit = Decimal(0), Decimal(0), "", 1
    for character in text.replace(",", ""):
        unit = _UNITS.get(character)
        if unit is None:
            digit = _DIGITS.get(character)
            pending += character if digit is None else str(digit)
            continue
        try:
            number = Decimal(pending) if pending else Decimal(1 if unit == 10 and not section else 0)
        except InvalidOperation:
            return None
        if unit >= 10_000:
            total += (section + number) * unit
            section = Decimal(0)
        else:
            section += number * unit
        pending, last_unit = "", unit
    try:
        rest = Decimal(pending) if pending else Decimal(0)
    except InvalidOperation:
        return None
    # 三千五 is 3500, 3万5 is 35000: a last single digit counts tenths of the unit before it.
    if last_unit >= 100 and len(pending) == 1 and "零" not in text:
        rest *= last_unit // 10
    return total + section + rest
