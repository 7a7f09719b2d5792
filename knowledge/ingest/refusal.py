"""Why a reader refuses a file, before the file's name is known to it."""

from __future__ import annotations

__all__ = ["Refusal"]


class Refusal(Exception):
    """A reader cannot use the bytes; `knowledge.ingest.read` adds the file and raises UnreadableFileError.

    Args:
        reason: Why, in Chinese.
        advice: What to do, in Chinese.
    """

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason}。{advice}")
        self.reason = reason
        self.advice = advice
