"""Clauses and parts while a text is being cut."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.ingest.compose import Composer, Numbers, Part, Span, first_phrase
from knowledge.ingest.repair import Repaired
from knowledge.model import Clause, ClauseId, ClauseKind

__all__ = ["Draft", "Work"]


@dataclass(slots=True)
class Draft:
    """A clause whose paragraphs are still being collected.

    Attributes:
        id: Its number; told apart from an equal one when it is finished.
        kind: What part of the notice it is.
        label: Its printed number; empty where it has none.
        path: Headings above it.
        spans: Its paragraphs, the label left out.
        title: Its heading; empty to take its first words.
        heading: Whether it is only a heading so far.
    """

    id: str
    kind: ClauseKind
    label: Span
    path: tuple[str, ...]
    spans: list[Span]
    title: str = ""
    heading: bool = False


@dataclass(slots=True)
class Work:
    """What the cutting of one text has produced so far.

    Attributes:
        doc_no: Document number for the clauses' names.
        repaired: The clean text.
        clauses: Finished ones, in reading order.
        parts: What each span was taken for.
        warnings: What a person should look at, in Chinese.
        numbers: Clause numbers in use.
    """

    doc_no: str
    repaired: Repaired
    clauses: list[Clause] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    numbers: Numbers = field(default_factory=Numbers)

    def part(self, span: Span, kind: str, clause: str = "") -> None:
        """Name what a span was taken for.

        Args:
            span: Of the clean text.
            kind: Name of the part.
            clause: Number of the clause it belongs to.
        """
        if span.end > span.start:
            self.parts.append(Part(span.start, span.end, kind, clause))

    def finish(self, draft: Draft) -> None:
        """Make a clause of its paragraphs.

        Args:
            draft: With all its paragraphs.
        """
        number = self.numbers.take(draft.id)
        composer = Composer(self.repaired)
        self.part(draft.label, "clause", number)
        for span in draft.spans:
            composer.paragraph(span)
            self.part(span, "clause", number)
        title = draft.title or first_phrase(composer.text)
        label = draft.label.text.strip()
        clause = composer.build(ClauseId(self.doc_no, number), draft.kind, label, title, draft.path)
        self.clauses.append(clause)
