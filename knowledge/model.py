"""The values that describe what the notices say: frozen, without behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = [
    "Citation",
    "Clause",
    "ClauseId",
    "ClauseKind",
    "Erratum",
    "Hit",
    "Notice",
    "Status",
    "Unit",
    "Validity",
]

Status = Literal["in_force", "lapsed", "superseded", "expired", "unknown"]
ClauseKind = Literal["clause", "annex_row", "report", "preamble", "closing"]


@dataclass(frozen=True, slots=True, order=True)
class ClauseId:
    """Name of a clause: the notice's document number and the clause's own number in Arabic figures."""

    doc_no: str
    clause: str

    def __str__(self) -> str:
        return f"{self.doc_no}#{self.clause}"


@dataclass(frozen=True, slots=True)
class Erratum:
    """A span of a clause's displayed text that is not what the source file printed.

    Attributes:
        start: First character in ``Clause.text``.
        end: One past the last character.
        printed: What the source printed there; empty where a word is hidden for privacy.
        reason: Why it was replaced, in Chinese.
    """

    start: int
    end: int
    printed: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unit:
    """Responsible units (责任单位) as printed, and the part of the clause they answer for.

    Attributes:
        text: As printed, e.g. ``市信用办、法院、各行业监管部门``; a verbatim part of ``Clause.text``.
        start: Where ``text`` begins in ``Clause.text``.
        scope_start: First character of the text these units answer for (annex rows have several).
        scope_end: One past its last character.
    """

    text: str
    start: int
    scope_start: int
    scope_end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: the unit of retrieval, citation, validity and review.

    Attributes:
        id: Document number and clause number.
        kind: What part of a notice it is.
        label: Number as printed, e.g. ``（十五）`` or ``6.``; empty where none is printed.
        title: Its heading or first words, without the number.
        heading_path: Headings above it, outermost first.
        text: As displayed: paragraphs separated by ``\\n``, no hard wraps, the label not included.
        units: Responsible units named in it.
        errata: Spans of ``text`` that differ from the source, in order.
        source_start: First character of the clause in the source text.
        source_end: One past its last character.
    """

    id: ClauseId
    kind: ClauseKind
    label: str
    title: str
    heading_path: tuple[str, ...]
    text: str
    units: tuple[Unit, ...] = ()
    errata: tuple[Erratum, ...] = ()
    source_start: int = 0
    source_end: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice (政策文件) with its clauses in reading order.

    Attributes:
        doc_no: 文号, with 〔〕 brackets; the contract's name where the notice has none.
        slug: ASCII name used in addresses and file names.
        title: Title, without line breaks.
        issuer: Issuing body as printed.
        issued_on: Date of issue; None where none is printed.
        region: ``昆山`` or ``苏州``, or whatever place the issuer names.
        kind: e.g. ``通知``, ``实施方案``, ``工作要点``, ``刊物``.
        implements: Documents it says it carries out, as printed.
        cites: Other documents it names, as printed.
        clauses: In reading order.
        source_name: Name of the file it came from.
        sha256: Of the file's bytes.
        version: 1 for the first text of this document number, 2 for the next …
    """

    doc_no: str
    slug: str
    title: str
    issuer: str
    issued_on: date | None
    region: str
    kind: str
    implements: tuple[str, ...]
    cites: tuple[str, ...]
    clauses: tuple[Clause, ...]
    source_name: str
    sha256: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether a notice is in force on a day.

    Attributes:
        status: On that day.
        badge: Short Chinese label for a badge.
        note: What a person must know, in Chinese.
        basis: Why the register says so, in Chinese.
        checked_on: When a person last checked.
        normative: False for a publication that must not be cited as a rule.
        superseded_by: Names of later documents.
    """

    status: Status
    badge: str
    note: str
    basis: str
    checked_on: date
    normative: bool = True
    superseded_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause found for a question.

    Attributes:
        clause: The clause.
        score: Fused score; higher is better; comparable only within one question.
        lexical: BM25 score, unigrams plus bigrams.
        dense: Cosine of the best embedding; 0 where no encoder is loaded.
    """

    clause: Clause
    score: float
    lexical: float
    dense: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quotation of a clause, with the validity of its notice.

    Attributes:
        clause: The clause.
        notice: The notice it belongs to.
        quote: Verbatim part of ``clause.text``.
        validity: Of the notice on the day of the question.
        more_quotes: Further verbatim parts that the answer shows under the same mark.
        units: Responsible units that it shows, each a verbatim part too.
    """

    clause: Clause
    notice: Notice
    quote: str
    validity: Validity
    more_quotes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
