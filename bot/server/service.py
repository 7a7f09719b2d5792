"""What the server asks of the assistant it serves, as protocols."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.message import Message, Reply
from intents.model import Parse
from knowledge.model import Notice, Validity

__all__ = ["Limits", "NoticeShelf", "Register", "Service", "Version"]


class Version(Protocol):
    """One version of a notice."""

    @property
    def version(self) -> int:
        """Its number, from 1."""
        ...


class NoticeShelf(Protocol):
    """The notices that the server shows."""

    def notices(self) -> Sequence[Notice]:
        """List the current version of every notice."""
        ...

    def notice(self, name: str, /, version: int | None = None) -> Notice:
        """Find a notice by document number or slug, or raise ``UnknownNoticeError``."""
        ...

    def versions(self, doc_no: str, /) -> Sequence[Version]:
        """List all versions of a notice, the current one among them, oldest first."""
        ...


class Register(Protocol):
    """The register of validity."""

    def on(self, doc_no: str, day: date, /) -> Validity:
        """Status of a notice on a day."""
        ...


class Service(Protocol):
    """An assistant; ``bot.assistant.Assistant`` is one."""

    @property
    def corpus(self) -> NoticeShelf:
        """The notices it answers from."""
        ...

    @property
    def validity(self) -> Register:
        """Whether they are in force."""
        ...

    def ask(self, message: Message, /) -> Reply:
        """Answer one message and remember the turn."""
        ...

    def parse(self, text: str, /) -> Parse:
        """Understand a text without answering or remembering it."""
        ...

    def history(self, sender: str, /) -> Sequence[tuple[Message, Reply, float]]:
        """Turns of one conversation, oldest first, each with its time in epoch seconds."""
        ...


class Limits(Protocol):
    """What the server accepts; ``bot.settings.ServerSettings`` has these."""

    @property
    def max_body_bytes(self) -> int:
        """Largest request body."""
        ...

    @property
    def rate_per_minute(self) -> int:
        """Messages one sender may send in a minute."""
        ...
