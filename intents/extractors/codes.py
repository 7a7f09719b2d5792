"""Finds unified social credit codes, right and wrong ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.extractors.span import Span
from knowledge import uscc
from knowledge.privacy import find_personal

__all__ = ["find_codes"]

# A group is not part of an address: nothing of a URL or e-mail stands next to it.
_GROUP = re.compile(r"(?<![0-9a-z./@_=])[0-9a-z]+(?![0-9a-z@_=])")
_LONGEST_TYPED = 26
# Registrar and kind (91 company, 92 sole trader, 51 association …), then the six digits of a region.
_OPENING = re.compile(r"(?:1[1239]|5[1-59]|9[123]|[any]1)[0-9oi]{6}")
_OLD_LENGTH = 15


def find_codes(text: str) -> list[Span]:
    """Find codes in a folded text, grouped by single spaces or hyphens or not at all."""
    groups = [m.span() for m in _GROUP.finditer(text)]
    taken = [*find_personal(text)]
    found: list[Span] = []
    for kind, meant in (("uscc", uscc.is_valid), ("uscc_invalid", _meant_as_code)):
        for start, end in _windows(text, groups):
            typed = text[start:end]
            if all(end <= s or e <= start for s, e in taken) and meant(typed):
                taken.append((start, end))
                found.append(Span(start, end, kind, uscc.compact(typed)))
    return found


def _windows(text: str, groups: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Neighbouring groups that may make one code, most groups first."""
    windows: list[tuple[int, int]] = []
    for i, (start, end) in enumerate(groups):
        windows.append((start, end))
        for following in groups[i + 1 :]:
            if text[end : following[0]] not in (" ", "-") or following[1] - start > _LONGEST_TYPED:
                break
            end = following[1]
            windows.append((start, end))
    yield from sorted(windows, key=lambda w: w[0] - w[1])


def _meant_as_code(typed: str) -> bool:
    code = uscc.compact(typed).lower()
    groups = re.split(r"[ -]", typed)
    if len(groups) > 1 and (max(map(len, groups)) > 10 or not _OPENING.match(code)):
        return False
    digits = sum(c.isdecimal() for c in code)
    if digits == len(code):
        return len(code) == _OLD_LENGTH or (16 <= len(code) <= 20 and bool(_OPENING.match(code)))
    if _OPENING.match(code):
        return 10 <= len(code) <= 24
    return 15 <= len(code) <= 20 and digits >= 8
