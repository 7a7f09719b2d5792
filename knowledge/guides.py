"""Curated guides: step-by-step advice whose every step quotes a clause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.data import SHIPPED, read_yaml
from knowledge.errors import DataError
from knowledge.model import Clause, ClauseId
from knowledge.text import find_verbatim

__all__ = ["Guide", "Step", "load_guides"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a guide.

    Attributes:
        say: What to do, in our words; states no figure and nothing beyond the quote.
        clause: The clause it rests on.
        quote: Verbatim part of the clause's displayed text.
    """

    say: str
    clause: ClauseId
    quote: str


@dataclass(frozen=True, slots=True)
class Guide:
    """How to get one thing done, from the clauses.

    Attributes:
        id: Short name.
        title: What it is about.
        topics: Intents it serves.
        triggers: Questions that ask for the whole procedure; indexed, never shown.
        lead: First sentence of the answer.
        steps: In order.
        caution: What a person must be warned of.
        next: Where to go.
    """

    id: str
    title: str
    topics: tuple[str, ...]
    triggers: tuple[str, ...]
    lead: str
    steps: tuple[Step, ...]
    caution: str
    next: str


def load_guides(find: Callable[[ClauseId], Clause | None], folder: Path = SHIPPED) -> dict[str, Guide]:
    """Read the guides of ``guides.yml`` by id, and check every quotation against its clause.

    Args:
        find: The clause of an id; None when the corpus has none.
        folder: Where the file is.

    Raises:
        DataError: With every step whose clause is missing or whose quote is not in it.
    """
    path = folder / "guides.yml"
    guides: dict[str, Guide] = {}
    problems: list[str] = []
    for raw in read_yaml(path).get("guides") or ():
        name = str(raw.get("id", "?"))
        problems += [
            f"{name} 缺少 {key}" for key in ("title", "triggers", "lead", "steps") if not raw.get(key)
        ]
        if name in guides:
            problems.append(f"{name} 重复")
        steps = [
            _step(f"{name} 第 {n} 步", s, find, problems) for n, s in enumerate(raw.get("steps") or (), 1)
        ]
        guides[name] = Guide(
            name,
            str(raw.get("title", "")),
            tuple(raw.get("topics") or ()),
            tuple(raw.get("triggers") or ()),
            str(raw.get("lead", "")).strip(),
            tuple(step for step in steps if step),
            str(raw.get("caution") or "").strip(),
            str(raw.get("next") or "").strip(),
        )
    if problems:
        raise DataError(path, problems)
    return guides


def _step(
    where: str, raw: dict[str, Any], find: Callable[[ClauseId], Clause | None], problems: list[str]
) -> Step | None:
    cite = raw.get("cite") or {}
    clause_id = ClauseId(str(cite.get("doc_no")), str(cite.get("clause")))
    clause = find(clause_id)
    if clause is None:
        problems.append(f"{where}：没有条款 {clause_id}")
        return None
    span = find_verbatim(str(raw.get("quote", "")), clause.text)
    if span is None:
        problems.append(f"{where}：引文不在 {clause_id} 原文中：{raw.get('quote')!r}")
        return None
    return Step(str(raw.get("say", "")).strip(), clause_id, clause.text[span[0] : span[1]])
