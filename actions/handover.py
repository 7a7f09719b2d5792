"""Handing the conversation to a person."""

from __future__ import annotations

from actions.interface import Answer, Turn
from knowledge.desks import Desks

__all__ = ["Handover"]


class Handover:
    """Says how to reach a person.

    Args:
        desks: What to say.
    """

    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    def run(self, turn: Turn) -> Answer:
        """Send the person to one within this turn."""
        sorry = "抱歉没能帮上忙。" if turn.failed_tries else ""
        return Answer(sorry + self._desks.handover, "handover", intent="handover")
