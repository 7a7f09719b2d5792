"""Claims about intents.extractors.span."""

from __future__ import annotations

from intents.extractors import Span


def test_spans_sort_by_place() -> None:
    assert sorted([Span(4, 6, "date"), Span(0, 2, "amount")]) == [Span(0, 2, "amount"), Span(4, 6, "date")]
