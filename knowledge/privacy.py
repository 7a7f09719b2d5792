"""Masks personal numbers in a text: mobile, personal ID, bank card, e-mail."""

from __future__ import annotations

import re
from datetime import date

from knowledge import uscc

__all__ = ["find_personal", "mask"]

_GROUP = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]+")
_GAP = re.compile(r"[ \u3000\-－—]")
_LONGEST = 21
_MAIL = re.compile(r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]+(?=[@＠][A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)")
# GB/T 2260 province codes, and 81–83 for residents of Hong Kong, Macao and Taiwan.
_PROVINCES = frozenset(
    map(
        str,
        (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71,
         81, 82, 83),
    )
)  # fmt: skip


def mask(text: str) -> str:
    """Hide personal numbers; lengths and everything else stay as typed.

    Mobile numbers keep 3 + 4 digits, personal IDs 3 + 4, bank cards the last 4, e-mail addresses their
    domain. A valid unified social credit code is never touched.
    """
    pieces: list[str] = []
    done = 0
    for start, end, kept_head, kept_tail in _findings(text):
        pieces += text[done:start], _stars(text[start:end], kept_head, kept_tail)
        done = end
    return "".join((*pieces, text[done:]))


def find_personal(text: str) -> tuple[tuple[int, int], ...]:
    """Spans that ``mask`` would change, in order."""
    return tuple((start, end) for start, end, _, _ in _findings(text))


def _findings(text: str) -> list[tuple[int, int, int, int]]:
    mails = [(m.start(), m.end(), 0, 0) for m in _MAIL.finditer(text)]
    runs = _runs(text)
    taken: set[int] = set()
    for start, end in runs:
        if uscc.is_valid(text[start:end]):
            taken.update(range(start, end))
    found = []
    for finding in (*mails, *((s, e, *kept) for s, e in runs if (kept := _kept(text[s:e])) is not None)):
        span = range(finding[0], finding[1])
        if taken.isdisjoint(span):
            taken.update(span)
            found.append(finding)
    return sorted(found)


def _runs(text: str) -> list[tuple[int, int]]:
    """Spans of neighbouring groups of letters and digits that may be one number, longest first."""
    groups = [m.span() for m in _GROUP.finditer(text)]
    spans = []
    for i, (start, end) in enumerate(groups):
        spans.append((start, end))
        for following in groups[i + 1 :]:
            if not (following[0] - end == 1 and _GAP.match(text[end])) or following[1] - start > 2 * _LONGEST:
                break
            end = following[1]
            spans.append((start, end))
    return sorted((s for s in spans if s[1] - s[0] >= 10), key=lambda s: s[0] - s[1])


def _kept(typed: str) -> tuple[int, int] | None:
    number = uscc.compact(typed)
    if not 11 <= len(number) <= _LONGEST:
        return None
    if re.fullmatch(r"(?:86)?1[3-9][0-9]{9}", number, re.ASCII):
        return len(number) - 8, 4
    if uscc.is_personal_id(number) or _looks_like_id(number):
        return 3, 4
    if 16 <= len(number) <= 19 and number.isdecimal() and _luhn(number):
        return 0, 4
    return None


def _looks_like_id(number: str) -> bool:
    # A mistyped ID is still personal; and so is one of the 15-digit form, issued until 1999.
    if number[:2] not in _PROVINCES:
        return False
    born = number[6:14] if len(number) == 18 else "19" + number[6:12] if len(number) == 15 else ""
    if not born.isdecimal():
        return False
    try:
        year = date(int(born[:4]), int(born[4:6]), int(born[6:])).year
    except ValueError:
        return False
    # From 1920 for the short form: a 15-digit business number often has 00 there.
    return (1900 if len(number) == 18 else 1920) <= year <= 2100


def _luhn(number: str) -> bool:
    # ISO/IEC 7812-1; the first digits 3–6 are those of bank cards.
    doubled = [int(d) * 2 for d in number[-2::-2]]
    total = sum(map(int, number[-1::-2])) + sum(d // 10 + d % 10 for d in doubled)
    return number[0] in "3456" and total % 10 == 0


def _stars(typed: str, head: int, tail: int) -> str:
    digits = [i for i, c in enumerate(typed) if not _GAP.match(c)]
    hidden = set(digits[head : len(digits) - tail])
    return "".join("*" if i in hidden else c for i, c in enumerate(typed))
