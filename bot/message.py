"""Message in, Reply out: all that channels and the engine share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from actions.interface import Button, Kind
from intents.model import Entity, IntentScore
from knowledge.model import Citation

__all__ = ["Message", "Reply"]


@dataclass(frozen=True, slots=True)
class Message:
    """What a person sent.

    Attributes:
        sender: Names the conversation; the same sender continues it.
        text: 1 to 500 characters.
        channel: Where it came from, e.g. ``web``, ``api``, ``wechat``.
    """

    sender: str
    text: str
    channel: str = "api"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the assistant answers; ``bot/server/api.py`` gives it the shape of the contract.

    Attributes:
        reply_id: Unique; names the answer in logs and feedback.
        text: Plain text with ``[1]`` marks.
        kind: answer, ask, lookup, chitchat, decline or handover.
        intent: The task active after this turn, or the move.
        entities: Found in the message.
        asks_for: Slot asked for when ``kind`` is ``ask``.
        citations: Best first; the mark ``[n]`` is the n-th of them.
        buttons: Quick replies.
        timing_ms: Milliseconds spent, by step (``nlu``, ``retrieve``, ``total``).
    """

    reply_id: str
    text: str
    kind: Kind
    intent: IntentScore
    entities: tuple[Entity, ...] = ()
    asks_for: str | None = None
    citations: tuple[Citation, ...] = ()
    buttons: tuple[Button, ...] = ()
    timing_ms: Mapping[str, float] = field(default_factory=dict)
