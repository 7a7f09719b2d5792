"""State of the conversations, bounded in number and in length."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple

from bot.message import Message, Reply

__all__ = ["Exchange", "Tracker", "Trackers"]

KEPT_TURNS = 50
"""Turns of one conversation kept for its tracker; older ones are forgotten."""


class Exchange(NamedTuple):
    """One message and its reply.

    Attributes:
        message: With personal numbers masked.
        reply: As sent.
        at: Seconds since the epoch.
    """

    message: Message
    reply: Reply
    at: float


@dataclass(slots=True)
class Tracker:
    """One conversation.

    Attributes:
        exchanges: The latest turns, oldest first.
        question: The last question that was answered, with what it pointed back to.
        failed_tries: Messages in a row that could not be answered.
    """

    exchanges: deque[Exchange] = field(default_factory=lambda: deque(maxlen=KEPT_TURNS))
    question: str = ""
    failed_tries: int = 0


class Trackers:
    """Conversations by sender; beyond ``capacity`` the longest silent one is forgotten."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._trackers: OrderedDict[str, tuple[Lock, Tracker]] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def conversation(self, sender: str) -> Iterator[Tracker]:
        """Hold one conversation, so that a sender's messages are answered one after the other."""
        with self._lock:
            entry = self._trackers.setdefault(sender, (Lock(), Tracker()))
            self._trackers.move_to_end(sender)
            self._forget()
        lock, tracker = entry
        with lock:
            yield tracker

    def _forget(self) -> None:
        """Forget the longest silent conversations beyond capacity, but none whose turn is under way."""
        over = len(self._trackers) - self._capacity
        silent = (
            [sender for sender, (lock, _) in self._trackers.items() if not lock.locked()] if over > 0 else []
        )
        # The newest is about to be used.
        for sender in silent[: min(over, len(silent) - 1)]:
            del self._trackers[sender]

    def exchanges(self, sender: str) -> tuple[Exchange, ...]:
        """The latest turns of a conversation, oldest first; empty for an unknown sender."""
        with self._lock:
            entry = self._trackers.get(sender)
        return tuple(entry[1].exchanges) if entry else ()
