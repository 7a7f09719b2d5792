"""All that the author of an action reads: Turn in, Answer out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from intents.model import Parse
from knowledge.model import Citation

__all__ = ["Action", "Answer", "Button", "Kind", "Turn"]

Kind = Literal["answer", "ask", "lookup", "chitchat", "decline", "handover"]


@dataclass(frozen=True, slots=True)
class Button:
    """A quick reply.

    Attributes:
        title: What the person reads.
        payload: The text that is sent when it is pressed.
    """

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an action says; declining is an answer too, not an exception.

    Attributes:
        text: Plain text; ``[n]`` marks the n-th citation.
        kind: What sort of answer it is.
        citations: Best first. An ``answer`` has at least one; a ``decline`` or ``handover`` none.
        buttons: Quick replies.
        asks_for: Slot asked for when ``kind`` is ``ask``.
        intent: Name of the task it serves, where that differs from the parsed intent.
        about: The question it answers, for a later message that points back to it.
    """

    text: str
    kind: Kind
    citations: tuple[Citation, ...] = ()
    buttons: tuple[Button, ...] = ()
    asks_for: str | None = None
    intent: str | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What an action may know of the message it answers.

    Attributes:
        parse: The message understood.
        today: The day of the question, in China's time zone.
        context: The last question of this conversation that was answered; a message that says too
            little by itself (那要多久, 省级的呢) is read together with it.
        failed_tries: Messages in a row, before this one, that could not be answered.
    """

    parse: Parse
    today: date
    context: str = ""
    failed_tries: int = 0


class Action(Protocol):
    """One thing the assistant can do."""

    def run(self, turn: Turn) -> Answer:
        """Answer one turn. States no policy fact without a citation."""
        ...
