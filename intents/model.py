"""What a person said, as values: intents and entities by their names in the contract."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ENTITY_TYPES", "INTENTS", "MOVES", "TASKS", "Entity", "IntentScore", "Parse"]

TASKS = (
    "repair_howto",
    "repair_progress",
    "report_query",
    "record_lookup",
    "exemption_check",
    "training",
    "objection",
    "incentive",
    "punishment",
    "credit_loan",
    "credit_commitment",
    "supervision",
    "responsible_unit",
    "batch_review",
)
"""Intents that ask for something the assistant does or knows."""

MOVES = ("handover", "greet", "goodbye", "thanks", "affirm", "deny", "cancel")
"""Intents that steer the conversation."""

INTENTS = (*TASKS, *MOVES, "out_of_scope")

ENTITY_TYPES = (
    "org_name",
    "uscc",
    "uscc_invalid",
    "date",
    "penalty_type",
    "list_type",
    "department",
    "doc_no",
    "behaviour",
    "amount",
)


@dataclass(frozen=True, slots=True)
class Entity:
    """A span of the message with a meaning.

    Attributes:
        type: One of ``ENTITY_TYPES``.
        text: As typed; ``message[start:end]``.
        value: Canonical form: a USCC in upper case without spaces, a date as ISO 8601 (``2020-02``,
            ``2020-02-28``), a department by its full name; ``text`` where there is none better.
        start: First character in the message as typed.
        end: One past its last character.
    """

    type: str
    text: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class IntentScore:
    """An intent with its calibrated probability."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Parse:
    """A message understood.

    Attributes:
        text: As typed.
        intent: The likeliest intent.
        ranking: All intents, likeliest first.
        entities: In order of appearance, not overlapping.
    """

    text: str
    intent: IntentScore
    ranking: tuple[IntentScore, ...]
    entities: tuple[Entity, ...]
