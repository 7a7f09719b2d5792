"""JSON shapes of the API, made from replies and notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from typing_extensions import TypedDict

from bot.message import Reply
from intents.model import Entity
from knowledge.model import Citation, Clause, Notice, Status, Validity

__all__ = [
    "AskReply",
    "NoticeFull",
    "NoticeSummary",
    "ask_reply",
    "clause_anchor",
    "notice_full",
    "notice_summary",
    "notice_url",
]


class IntentShape(TypedDict):
    """An intent with its probability."""

    name: str
    confidence: float


class EntityShape(TypedDict):
    """A span of the message with a meaning."""

    type: str
    text: str
    value: str


class CitationShape(TypedDict):
    """A verbatim quotation; ``n`` is its mark in the text, ``title`` and ``issued_on`` the notice's."""

    n: int
    doc_no: str
    clause: str
    title: str
    issued_on: str | None
    quote: str
    status: Status
    status_note: str
    url: str


class ButtonShape(TypedDict):
    """A quick reply: what is read, and what is sent."""

    title: str
    payload: str


class AskReply(TypedDict):
    """Reply of ``POST /api/v1/ask``."""

    reply_id: str
    text: str
    kind: str
    intent: IntentShape
    entities: list[EntityShape]
    asks_for: str | None
    citations: list[CitationShape]
    buttons: list[ButtonShape]
    timing_ms: Mapping[str, float]


class NoticeSummary(TypedDict):
    """A notice without its clauses."""

    doc_no: str
    slug: str
    title: str
    issuer: str
    issued_on: str | None
    region: str
    kind: str
    version: int
    status: Status
    badge: str
    status_note: str
    normative: bool
    superseded_by: list[str]
    checked_on: str
    url: str


class ErratumShape(TypedDict):
    """A span of a clause's text that differs from the source; offsets count code points."""

    start: int
    end: int
    printed: str
    reason: str


class UnitShape(TypedDict):
    """Responsible units, and the span of the text they answer for; offsets count code points."""

    text: str
    scope_start: int
    scope_end: int


class ClauseShape(TypedDict):
    """A clause as displayed."""

    clause: str
    kind: str
    label: str
    title: str
    heading_path: list[str]
    text: str
    units: list[UnitShape]
    errata: list[ErratumShape]
    url: str


class NoticeFull(NoticeSummary):
    """A notice with its clauses in reading order, and the numbers of its versions."""

    implements: list[str]
    cites: list[str]
    versions: list[int]
    clauses: list[ClauseShape]


def notice_url(notice: Notice, current: bool = True) -> str:
    """Address of a notice's page; a version that is not current is named in it."""
    return f"/notices/{notice.slug}" + ("" if current else f"?version={notice.version}")


def clause_anchor(clause: Clause) -> str:
    """Id of a clause on its notice's page: the clause's own number, not percent-encoded."""
    return f"clause-{clause.id.clause}"


def ask_reply(reply: Reply) -> AskReply:
    """Give a reply the shape of the contract.

    Args:
        reply: Of the assistant.

    Returns:
        The shape; citations are numbered from 1 in their order.
    """
    return {
        "reply_id": reply.reply_id,
        "text": reply.text,
        "kind": reply.kind,
        "intent": {"name": reply.intent.name, "confidence": reply.intent.confidence},
        "entities": [_entity(entity) for entity in reply.entities],
        "asks_for": reply.asks_for,
        "citations": [_citation(n, citation) for n, citation in enumerate(reply.citations, start=1)],
        "buttons": [{"title": button.title, "payload": button.payload} for button in reply.buttons],
        "timing_ms": dict(reply.timing_ms),
    }


def notice_summary(notice: Notice, validity: Validity, current: bool = True) -> NoticeSummary:
    """Describe a notice with its validity."""
    return {
        "doc_no": notice.doc_no,
        "slug": notice.slug,
        "title": notice.title,
        "issuer": notice.issuer,
        "issued_on": notice.issued_on.isoformat() if notice.issued_on else None,
        "region": notice.region,
        "kind": notice.kind,
        "version": notice.version,
        "status": validity.status,
        "badge": validity.badge,
        "status_note": validity.note,
        "normative": validity.normative,
        "superseded_by": list(validity.superseded_by),
        "checked_on": validity.checked_on.isoformat(),
        "url": notice_url(notice, current),
    }


def notice_full(notice: Notice, validity: Validity, versions: Sequence[int], current: bool) -> NoticeFull:
    """Describe a notice with its clauses.

    Args:
        notice: The version shown.
        validity: Of the notice today.
        versions: Numbers of all its versions, oldest first.
        current: Whether answers are taken from this version.

    Returns:
        The shape of ``GET /api/v1/notices/{slug}``.
    """
    url = notice_url(notice, current)
    return {
        **notice_summary(notice, validity, current),
        "implements": list(notice.implements),
        "cites": list(notice.cites),
        "versions": list(versions),
        "clauses": [_clause(clause, url) for clause in notice.clauses],
    }


def _entity(entity: Entity) -> EntityShape:
    return {"type": entity.type, "text": entity.text, "value": entity.value}


def _citation(n: int, citation: Citation) -> CitationShape:
    clause, notice = citation.clause, citation.notice
    return {
        "n": n,
        "doc_no": clause.id.doc_no,
        "clause": clause.id.clause,
        "title": notice.title,
        "issued_on": notice.issued_on.isoformat() if notice.issued_on else None,
        "quote": citation.quote,
        "status": citation.validity.status,
        "status_note": citation.validity.note,
        "url": f"{notice_url(notice)}#{clause_anchor(clause)}",
    }


def _clause(clause: Clause, url: str) -> ClauseShape:
    return {
        "clause": clause.id.clause,
        "kind": clause.kind,
        "label": clause.label,
        "title": clause.title,
        "heading_path": list(clause.heading_path),
        "text": clause.text,
        "units": [
            {"text": unit.text, "scope_start": unit.scope_start, "scope_end": unit.scope_end}
            for unit in clause.units
        ],
        "errata": [
            {"start": e.start, "end": e.end, "printed": e.printed, "reason": e.reason} for e in clause.errata
        ],
        "url": f"{url}#{clause_anchor(clause)}",
    }
