"""Scores over case files, through the same code path as ``POST /api/v1/ask``."""

from __future__ import annotations

import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from bot.message import Message, Reply
from intents.model import Parse
from knowledge.errors import DataError

__all__ = ["Assistant", "CaseFile", "Failure", "Scores", "below_gate", "evaluate", "read_cases"]

Case = dict[str, Any]

_REQUIRED = {
    "qa": {"id", "question", "gold", "must"},
    "dialogues": {"id", "turns"},
    "nlu": {"id", "text", "intent", "entities"},
    "oos": {"id", "question", "expect"},
}


class Assistant(Protocol):
    """What an evaluation needs of the assistant."""

    def ask(self, message: Message) -> Reply:
        """Answer one message."""
        ...

    def parse(self, text: str) -> Parse:
        """Understand one message, outside any conversation."""
        ...


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of cases of one kind: qa, oos, nlu or dialogues."""

    name: str
    kind: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that failed: what was asked, what was expected, what came."""

    case: str
    measure: str
    said: str
    expected: str
    got: str


@dataclass(slots=True)
class Scores:
    """Figures of one file.

    Attributes:
        file: Name of the file.
        kind: qa, oos, nlu or dialogues.
        figures: Measure → share between 0 and 1, or milliseconds where the name ends in ``_ms``.
        groups: The same by difficulty, kind of message or entity type.
        failures: Every case that failed.
    """

    file: str
    kind: str
    figures: dict[str, float] = field(default_factory=dict)
    groups: dict[str, dict[str, float]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)


def read_cases(path: Path) -> CaseFile:
    """Read a JSON Lines file and tell its kind by its fields.

    Raises:
        DataError: The file is missing, a line is not JSON, or its fields fit no kind.
    """
    cases, problems = [], []
    try:
        # Only at line feeds: splitlines() would also cut at a separator within a question.
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(path, [f"读不出来：{error}"]) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except json.JSONDecodeError as error:
            problems.append(f"第 {number} 行不是 JSON：{error}")
            continue
        if isinstance(case, dict):
            cases.append(case)
        else:
            problems.append(f"第 {number} 行应为 JSON 对象，现为 {case!r}")
    kind = next((k for k, need in _REQUIRED.items() if cases and all(need <= c.keys() for c in cases)), None)
    if kind is None and not problems:
        problems.append("字段不属于 qa、oos、nlu、dialogues 中的任何一种，格式见 docs/evaluation.md")
    if problems:
        raise DataError(path, problems)
    return CaseFile(path.name, str(kind), tuple(cases))


def evaluate(assistant: Assistant, file: CaseFile, progress: Callable[[], None] = lambda: None) -> Scores:
    """Run every case of a file.

    Args:
        assistant: The assistant to ask.
        file: The cases.
        progress: Called after each case.
    """
    run = {"qa": _qa, "oos": _oos, "nlu": _nlu, "dialogues": _dialogues}[file.kind]
    return run(assistant, file, progress)


def below_gate(all_scores: Iterable[Scores], path: Path) -> list[str]:
    """Compare scores with the least figures of a gate file.

    Args:
        all_scores: Of the files that were run; a file without a gate passes.
        path: JSON: file name → measure → least share.

    Returns:
        A sentence for each figure below its gate.

    Raises:
        DataError: The gate is not JSON, or names a measure that was not taken.
    """
    try:
        gates = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise DataError(path, [f"不是有效的 JSON：{error}"]) from error
    below = []
    for scores in all_scores:
        for measure, least in gates.get(scores.file, {}).items():
            if measure not in scores.figures:
                raise DataError(path, [f"{scores.file} 没有 {measure} 这项"])
            if scores.figures[measure] < least:
                below.append(f"{scores.file} {measure}：{scores.figures[measure]:.3f}，应不低于 {least:.3f}")
    return below


class _Tally:
    """Counts hits of each measure, in total and by group."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])

    def add(self, measure: str, group: str, passed: bool) -> bool:
        for key in (("", measure), (group, measure)):
            self._counts[key][0] += passed
            self._counts[key][1] += 1
        return passed

    def write(self, scores: Scores) -> None:
        for (group, measure), (hits, total) in self._counts.items():
            target = scores.figures if not group else scores.groups.setdefault(group, {})
            target[measure] = hits / total


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _has_facts(text: str, case: Case) -> bool:
    squeezed = _squeeze(text)
    found = all(any(_squeeze(s) in squeezed for s in group) for group in case.get("must", ()))
    return found and not any(_squeeze(s) in squeezed for s in case.get("must_not", ()))


def _cited(reply: Reply, gold: Iterable[dict[str, str]], first: int) -> bool:
    wanted = {(g["doc_no"], g["clause"]) for g in gold}
    return any((c.clause.id.doc_no, c.clause.id.clause) in wanted for c in reply.citations[:first])


def _shown(reply: Reply) -> str:
    marks = "、".join(str(c.clause.id) for c in reply.citations[:3])
    return f"[{reply.kind}] {marks} {reply.text[:160]}"


def _latency(scores: Scores, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)
    for name, share in (("p50_ms", 0.5), ("p95_ms", 0.95)):
        scores.figures[name] = 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _qa(assistant: Assistant, file: CaseFile, progress: Callable[[], None]) -> Scores:
    scores, tally, seconds = Scores(file.name, file.kind), _Tally(), []
    for case in file.cases:
        start = time.perf_counter()
        reply = assistant.ask(Message(f"eval-{uuid4()}", case["question"]))
        seconds.append(time.perf_counter() - start)
        results = {
            "hit@1": _cited(reply, case["gold"], 1),
            "hit@3": _cited(reply, case["gold"], 3),
            "fact_recall": _has_facts(reply.text, case),
            "answered": reply.kind == "answer",
        }
        gold = "、".join(f"{g['doc_no']}#{g['clause']}" for g in case["gold"])
        for measure, passed in results.items():
            if not tally.add(measure, case.get("difficulty", ""), passed):
                expected = gold if measure.startswith("hit") else f"must={case['must']}"
                scores.failures.append(
                    Failure(case["id"], measure, case["question"], expected, _shown(reply))
                )
        progress()
    tally.write(scores)
    _latency(scores, seconds)
    return scores


def _oos(assistant: Assistant, file: CaseFile, progress: Callable[[], None]) -> Scores:
    scores, tally, seconds = Scores(file.name, file.kind), _Tally(), []
    for case in file.cases:
        sender = f"eval-{uuid4()}"
        start = time.perf_counter()
        for _ in range(case.get("repeat", 1)):
            reply = assistant.ask(Message(sender, case["question"]))
        seconds.append(time.perf_counter() - start)
        results = {
            "as_expected": reply.kind == case["expect"],
            "not_answered": reply.kind in ("decline", "handover", "chitchat") and not reply.citations,
        }
        for measure, passed in results.items():
            if not tally.add(measure, case.get("kind", ""), passed):
                scores.failures.append(
                    Failure(case["id"], measure, case["question"], case["expect"], _shown(reply))
                )
        progress()
    tally.write(scores)
    _latency(scores, seconds)
    return scores


def _nlu(assistant: Assistant, file: CaseFile, progress: Callable[[], None]) -> Scores:
    scores, tally, seconds = Scores(file.name, file.kind), _Tally(), []
    intents: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    entities: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for case in file.cases:
        start = time.perf_counter()
        parse = assistant.parse(case["text"])
        seconds.append(time.perf_counter() - start)
        if not tally.add("intent_accuracy", case["intent"], parse.intent.name == case["intent"]):
            scores.failures.append(
                Failure(case["id"], "intent", case["text"], case["intent"], parse.intent.name)
            )
        _count(intents, {case["intent"]}, {parse.intent.name}, by=lambda name: name)
        want = {(e["type"], e["text"]) for e in case["entities"]}
        got = {(e.type, e.text) for e in parse.entities}
        if want != got:
            scores.failures.append(
                Failure(case["id"], "entities", case["text"], str(sorted(want)), str(sorted(got)))
            )
        _count(entities, want, got, by=lambda entity: entity[0])
        progress()
    tally.write(scores)
    scores.figures["intent_macro_f1"] = sum(map(_f1, intents.values())) / max(1, len(intents))
    scores.figures["entity_f1"] = _f1([sum(c[i] for c in entities.values()) for i in range(3)])
    for name, counts in entities.items():
        scores.groups.setdefault(name, {})["entity_f1"] = _f1(counts)
    _latency(scores, seconds)
    return scores


def _count(counts: dict[str, list[int]], want: set[Any], got: set[Any], by: Callable[[Any], str]) -> None:
    """Add to [true positives, false positives, false negatives] of each label."""
    for item in want | got:
        counts[by(item)][0 if item in want & got else 1 if item in got else 2] += 1


def _f1(counts: Sequence[int]) -> float:
    hits, false, missed = counts
    return 2 * hits / (2 * hits + false + missed) if hits + false + missed else 1.0


def _dialogues(assistant: Assistant, file: CaseFile, progress: Callable[[], None]) -> Scores:
    scores, tally, seconds = Scores(file.name, file.kind), _Tally(), []
    for case in file.cases:
        sender, passed_all = f"eval-{uuid4()}", True
        scenario = case.get("scenario", "").partition(":")[0]
        for number, turn in enumerate(case["turns"], start=1):
            start = time.perf_counter()
            reply = assistant.ask(Message(sender, turn["user"]))
            seconds.append(time.perf_counter() - start)
            missing = _unmet(reply, turn["expect"])
            passed_all &= tally.add("turns", scenario, not missing)
            if missing:
                scores.failures.append(
                    Failure(
                        f"{case['id']}#{number}", missing, turn["user"], str(turn["expect"]), _shown(reply)
                    )
                )
        tally.add("dialogues", scenario, passed_all)
        progress()
    tally.write(scores)
    _latency(scores, seconds)
    return scores


def _unmet(reply: Reply, expect: Case) -> str:
    """Names of the expectations of a turn that the reply does not meet; empty when all are met."""
    unmet = []
    if "intent" in expect and reply.intent.name != expect["intent"]:
        unmet.append(f"intent={reply.intent.name}")
    if not _has_facts(reply.text, expect):
        unmet.append("facts")
    if "citations" in expect and not _cited(reply, expect["citations"], len(reply.citations)):
        unmet.append("citations")
    if "asks_for" in expect and reply.asks_for not in expect["asks_for"]:
        unmet.append(f"asks_for={reply.asks_for}")
    return " ".join(unmet)
