"""Measures the NLU on a file of labelled utterances: ``python bench/nlu.py nlu.jsonl``."""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

_SOME_DAY = date(2022, 5, 20)
_ROUNDS = 5


def main() -> None:
    """Print intent accuracy and macro F1, entity F1 by exact span and type, latency and cost of starting."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path, help="JSON Lines with text, intent, entities")
    arguments.add_argument("-v", "--verbose", action="store_true", help="print each failed utterance")
    options = arguments.parse_args()
    lines = options.file.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]

    began = time.perf_counter()
    from intents import DefaultInterpreter

    interpreter = DefaultInterpreter(today=lambda: _SOME_DAY)
    interpreter.warm()
    ready_s = time.perf_counter() - began

    intents: Counter[tuple[str, str]] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    right: Counter[str] = Counter()
    times_ms: list[float] = []
    for _ in range(_ROUNDS):
        for row in rows:
            began = time.perf_counter()
            interpreter.parse(row["text"])
            times_ms.append((time.perf_counter() - began) * 1000)
    for row in rows:
        parse = interpreter.parse(row["text"])
        gold = Counter((e["type"], e["text"]) for e in row["entities"])
        got = Counter((e.type, e.text) for e in parse.entities)
        intents[row["intent"], parse.intent.name] += 1
        for counter, entities in ((wanted, gold), (found, got), (right, gold & got)):
            counter.update(kind for kind, _ in entities.elements())
        if options.verbose and (gold != got or parse.intent.name != row["intent"]):
            print(f"{row['text']}\n    {row['intent']} -> {parse.intent.name} {parse.intent.confidence:.2f}")
            print(f"    missed {sorted((gold - got).elements())}, extra {sorted((got - gold).elements())}")

    total = sum(intents.values())
    print(f"utterances        {total}")
    print(f"intent accuracy   {sum(n for (a, b), n in intents.items() if a == b) / total:.4f}")
    print(f"intent macro F1   {_macro_f1(intents):.4f}")
    print(f"entity F1         {_f1(right.total(), found.total(), wanted.total()):.4f}")
    for kind in sorted(wanted | found):
        print(f"  {kind:<14}  {_f1(right[kind], found[kind], wanted[kind]):.4f}  ({wanted[kind]})")
    times_ms.sort()
    print(f"latency p50       {statistics.median(times_ms):.3f} ms")
    print(f"latency p95       {times_ms[int(len(times_ms) * 0.95)]:.3f} ms")
    print(f"import and load   {ready_s:.2f} s")
    print(f"peak resident     {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _macro_f1(pairs: Counter[tuple[str, str]]) -> float:
    names = {gold for gold, _ in pairs}
    return statistics.mean(
        _f1(
            pairs[name, name],
            sum(n for (_, guess), n in pairs.items() if guess == name),
            sum(n for (gold, _), n in pairs.items() if gold == name),
        )
        for name in names
    )


def _f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / (found + wanted) if found + wanted else 1.0


if __name__ == "__main__":
    main()
