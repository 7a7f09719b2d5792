"""Extractors by rule, one kind of entity each: folded text -> spans."""

from __future__ import annotations

from intents.extractors.span import Span

__all__ = ["Span"]
