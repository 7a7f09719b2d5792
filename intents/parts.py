"""A message with several questions in it, cut into its parts."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Part", "question_parts"]

_BREAK = re.compile(r"[？?！!；;。\n]+|[，,]+|\s+(?=\S{4,})")
_ASKS = re.compile(
    r"[吗么嘛呢伐呀][？?]?$|(?:[不没]|没有)$|啥|什么|怎么|怎样|咋|哪|谁|几|多[少久大长高重远]|如何|何时|"
    r"(.)[不没]\1|能不能|可不可以|会不会|是不是|要不要|有没有|算不算|行不行|还是|是否|能否|可否|为何|为啥"
)
_MIN_CHARS = 4
MAX_PARTS = 3


class Part(NamedTuple):
    """One of the questions of a message.

    Attributes:
        asked: The question, after what was told just before it.
        full: The same; where nothing was told since the question before it, after what that one was about.
    """

    asked: str
    full: str


def question_parts(text: str) -> tuple[Part, ...]:
    """Cut a message into the questions it asks.

    Returns:
        The parts, at most ``MAX_PARTS``; the whole message alone where it asks one thing.
    """
    told: list[str] = []
    subject: list[str] = []
    parts: list[Part] = []
    for segment in filter(None, (s.strip() for s in _BREAK.split(text))):
        if len(segment) < _MIN_CHARS or not _ASKS.search(segment):
            told.append(segment)
            continue
        subject = told or subject
        parts.append(Part("，".join((*told, segment)), "，".join((*subject, segment))))
        told = []
    if len(parts) < 2:
        return (Part(text, text),)
    return tuple(parts[:MAX_PARTS])
