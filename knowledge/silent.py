"""Subjects on which the notices are silent, so that they are declined and sent to the right desk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from knowledge.data import SHIPPED, read_yaml
from knowledge.errors import DataError

__all__ = ["SilentTopic", "load_silent_topics"]


@dataclass(frozen=True, slots=True)
class SilentTopic:
    """A subject that people ask about and no notice answers.

    Attributes:
        id: Short name.
        title: What it is, for a person.
        say: One sentence: what the notices do not say.
        route: Where to ask.
        action: ``handover`` where a person has to act, ``chitchat`` for small talk, else ``decline``.
        questions: Lay wordings, indexed and never shown.
        elsewhere: Whether it is only about places outside the corpus' own.
    """

    id: str
    title: str
    say: str
    route: str
    action: Literal["decline", "handover", "chitchat"]
    questions: tuple[str, ...]
    elsewhere: bool = False


def load_silent_topics(folder: Path = SHIPPED) -> dict[str, SilentTopic]:
    """Read the topics of ``silent.yml`` by id.

    Raises:
        DataError: With every problem of the file.
    """
    path = folder / "silent.yml"
    topics: dict[str, SilentTopic] = {}
    problems: list[str] = []
    for number, raw in enumerate(read_yaml(path).get("topics") or (), start=1):
        where = f"topics[{number}]"
        missing = [k for k in ("id", "title", "say", "route", "questions") if not raw.get(k)]
        if missing:
            problems.append(f"{where} 缺少 {'、'.join(missing)}")
            continue
        if raw.get("action", "decline") not in ("decline", "handover", "chitchat"):
            problems.append(f"{where}.action 应为 decline、handover 或 chitchat，现为 {raw['action']!r}")
        if raw["id"] in topics:
            problems.append(f"{where}.id 重复：{raw['id']}")
        topics[raw["id"]] = SilentTopic(
            raw["id"],
            raw["title"],
            raw["say"],
            raw["route"],
            raw.get("action", "decline"),
            tuple(map(str, raw["questions"])),
            bool(raw.get("elsewhere", False)),
        )
    if problems:
        raise DataError(path, problems)
    return topics
