"""Where to draw the line between answering and declining.

Two questions: how the limit on silent subjects trades answers lost against wrong answers, on case files;
and how often a question on a silent subject is declined when that subject is not in the index at all.

    python bench/abstention.py tests/data/cases/own_qa.jsonl tests/data/cases/own_oos.jsonl
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tqdm import tqdm

from bot.evaluate import read_cases
from knowledge.corpus import Corpus
from knowledge.dense import load_encoder
from knowledge.evidence import SILENCE, supports
from knowledge.guides import load_guides
from knowledge.ingest.load import ingest, shipped_sources
from knowledge.model import Notice
from knowledge.questions import load_questions
from knowledge.retriever import Findings, Retriever
from knowledge.scope import load_places
from knowledge.silent import SilentTopic, load_silent_topics
from knowledge.thesaurus import Thesaurus
from knowledge.validity import ValidityRegister

LIMITS = (0.85, 0.9, 0.94, SILENCE, 1.0, 1.05, 1.1, 1.2)
FOLDS = 10


class Bench:
    """Builds retrievers that differ in their silent subjects."""

    def __init__(self, folder: Path) -> None:
        ingest(shipped_sources(), folder)
        corpus = Corpus.open(folder)
        self._notices: tuple[Notice, ...] = corpus.notices()
        self._triggers = {guide.id: guide.triggers for guide in load_guides(corpus.clause).values()}
        self._encoder = load_encoder("static")

    def retriever(self, silent: Mapping[str, SilentTopic]) -> Retriever:
        """A retriever that knows these silent subjects."""
        reports = ValidityRegister().reports()
        return Retriever(
            self._notices,
            load_questions(),
            silent,
            self._triggers,
            Thesaurus(),
            self._encoder,
            reports,
            load_places(),
        )


def silence(findings: Findings) -> float:
    """Score of the best silent subject as a share of what would be answered from."""
    best = findings.hits[0].score if findings.hits else 0.0
    return findings.silent_score / max(best, findings.guide_score, 1e-9)


def print_limits(retriever: Retriever, paths: list[Path]) -> None:
    """Answers lost and questions answered that should be declined, for each limit."""
    wanted, unwanted = [], []
    for path in paths:
        file = read_cases(path)
        for case in tqdm(file.cases, file.name, unit="问"):
            if file.kind == "qa":
                wanted.append(silence(retriever.search(case["question"])))
            elif case["expect"] == "decline" and case.get("kind") != "hostile":
                unwanted.append(silence(retriever.search(case["question"])))
    print("| 界限 | 该答却谢绝 | 该谢绝却作答 |\n|---|---|---|")
    for limit in LIMITS:
        lost = sum(share > limit for share in wanted)
        leaked = sum(share <= limit for share in unwanted)
        mark = "（现用）" if limit == SILENCE else ""
        print(f"| {limit:.2f}{mark} | {lost} / {len(wanted)} | {leaked} / {len(unwanted)} |")


def print_left_out(bench: Bench) -> None:
    """Share declined when the subject itself is left out of the index, a tenth of the subjects at a time."""
    topics = {name: topic for name, topic in load_silent_topics().items() if topic.action == "decline"}
    declined = asked = 0
    for fold in tqdm(range(FOLDS), "留出主题", unit="组"):
        held = {name for place, name in enumerate(topics) if place % FOLDS == fold}
        retriever = bench.retriever({name: t for name, t in load_silent_topics().items() if name not in held})
        for name in held:
            for question in topics[name].questions:
                asked += 1
                declined += not supports(retriever.search(question))
    print(f"\n主题不在索引里时仍被谢绝：{declined / asked:.3f}（{asked} 问，{len(topics)} 个主题）")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description="作答与谢绝之间的界限。")
    parser.add_argument("cases", nargs="+", type=Path, help="qa 与 oos 用例文件")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        print_limits(bench.retriever(load_silent_topics()), chosen.cases)
        print_left_out(bench)


if __name__ == "__main__":
    main()
