"""Numbered lines to clauses under their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.ingest.compose import Span
from knowledge.ingest.draft import Draft, Work
from knowledge.ingest.labels import CLOSING, PROSE
from knowledge.ingest.outline import Label, Outline

__all__ = ["split_body"]

_UNIT_CLOSED = re.compile(r"[）)]$")


def split_body(
    work: Work, body: Sequence[Span], outline: Outline, skip: int, prefix: str, path: tuple[str, ...]
) -> list[Span]:
    """Cut numbered lines into clauses.

    Args:
        work: Gets the clauses and parts.
        body: The lines.
        outline: Which of them begin a clause.
        skip: How many lines at the beginning belong elsewhere.
        prefix: Put before each clause number.
        path: Headings above all of them.

    Returns:
        Paragraphs after the last clause that close the whole.
    """
    open_path: list[tuple[Label, str]] = []
    draft: Draft | None = None
    closing: list[Span] = []
    last = max(outline.clauses, default=-1)
    for index in range(skip, len(body)):
        line, label = body[index], outline.labels.get(index)
        if label is not None:
            _finish(work, draft)
            open_path = [pair for pair in open_path if _above(pair[0], label)]
            above = (*path, *(text for _, text in open_path))
            number = outline.clauses.get(index) or outline.headings[index]
            rest = line.cut(label.length)
            mark = Span(line.start, rest.start, line.text[: label.length])
            draft = Draft(prefix + number, "clause", mark, above, [rest], _own_title(rest.text))
            if index in outline.headings:
                open_path.append((label, line.text.rstrip("。")))
                draft.heading = True
        elif draft is None:
            work.part(line, "heading")
        elif index > last and (closing or _closes(draft, line)):
            closing.append(line)
        else:
            draft.spans.append(line)
    _finish(work, draft)
    return closing


def _above(upper: Label, label: Label) -> bool:
    order = ("chapter", "article", "part", "paren", "arabic")
    return order.index(upper.kind) < order.index(label.kind)


def _own_title(text: str) -> str:
    """A heading that has its line to itself."""
    bare = text.rstrip("。")
    return bare if len(bare) <= 60 and not PROSE.search(bare) else ""


def _finish(work: Work, draft: Draft | None) -> None:
    """Store a clause; a heading with nothing of its own below it is a part only."""
    if draft is None:
        return
    if draft.heading and len(draft.spans) == 1 and _is_bare(draft.spans[0].text):
        work.part(draft.label, "heading")
        work.part(draft.spans[0], "heading")
    else:
        work.finish(draft)


def _is_bare(text: str) -> bool:
    """Whether a heading says no more than its name."""
    return len(text) <= 60 and "。" not in text.rstrip("。")


def _closes(draft: Draft, line: Span) -> bool:
    """Whether an unnumbered paragraph after the last clause speaks of the notice as a whole."""
    text = draft.spans[-1].text
    return bool(CLOSING.match(line.text) or (_UNIT_CLOSED.search(text) and PROSE.search(line.text)))
