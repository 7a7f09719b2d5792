"""Finds document numbers."""

from __future__ import annotations

from intents.extractors.span import Span
from knowledge import doc_no

__all__ = ["find_doc_nos"]


def find_doc_nos(text: str) -> list[Span]:
    """Find document numbers in a folded text; values are canonical."""
    return [
        # In 2号文 the 文 says that it is a notice; it is no part of the number.
        Span(found.start, found.end - text[: found.end].endswith("文"), "doc_no", found.doc_no)
        for found in doc_no.find_all(text)
    ]
