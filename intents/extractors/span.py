"""A stretch of a folded message that an extractor has recognised."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Span"]


class Span(NamedTuple):
    """What was found where.

    Attributes:
        start: First character.
        end: One past the last character.
        type: One of ``ENTITY_TYPES``.
        value: Canonical form; empty where the text itself is as good.
    """

    start: int
    end: int
    type: str
    value: str = ""
