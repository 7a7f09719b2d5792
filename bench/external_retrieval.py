"""Measure retrieval on text and questions that nobody of this project wrote (STARD, NCP).

Passages are indexed as they are, without known questions, thesaurus or scope: the figures tell what the
lexical search, an encoder, and their fusion do by themselves. The shipped table has learnt from all STARD
questions: on STARD only a table trained with ``--half train`` says anything, and only on the test half.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import heapq
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from knowledge.dense import Encoder, load_encoder
from knowledge.errors import XindaError
from knowledge.lexical import LexicalIndex
from knowledge.retriever import fuse

CANDIDATES = 1000
"""How many of each search take part in the fusion."""

_BATCH = 256


@dataclass(frozen=True)
class Task:
    """Questions, the passages they are asked of, and the right ones.

    Attributes:
        name: Short name.
        passages: Indexed texts.
        questions: Texts of the questions.
        gold: For each question the positions of the passages that answer it.
    """

    name: str
    passages: Sequence[str]
    questions: Sequence[str]
    gold: Sequence[frozenset[int]]


@dataclass(frozen=True)
class Scores:
    """Figures of one way to search.

    Attributes:
        task: Name of the task.
        method: Name of the way to search.
        mrr: Mean reciprocal rank of the first right passage among the first ten.
        r1: Share of questions with a right passage in first place.
        r5: Share of questions with a right passage among the first five.
        gain_low: Lower end of the 95 % interval of the gain in MRR over the lexical search.
        gain_high: Upper end of it.
    """

    task: str
    method: str
    mrr: float
    r1: float
    r5: float
    gain_low: float
    gain_high: float

    def __str__(self) -> str:
        return (
            f"{self.task:<20} MRR@10 {self.mrr:.4f}  R@1 {self.r1:.4f}  R@5 {self.r5:.4f}  "
            f"较词面 [{self.gain_low:+.4f}, {self.gain_high:+.4f}]  {self.method}"
        )


def read_tsv(path: Path) -> list[dict[str, str]]:
    """Read a TSV file with a header line, gzipped if its name says so."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = data.decode("utf-8").split("\n")
    return list(csv.DictReader(filter(None, lines), delimiter="\t", quoting=csv.QUOTE_NONE))


def stard(folder: Path, half: str | None) -> Task:
    """Lay legal questions to statute articles, each with its law's title before it."""
    articles = read_tsv(folder / "stard_passages.tsv.gz")
    place = {article["pid"]: n for n, article in enumerate(articles)}
    rows = [r for r in read_tsv(folder / "stard_questions.tsv") if half in (None, r["half"])]
    return Task(
        f"stard-{half or 'all'}",
        [f"{article['law']}\n{article['text']}" for article in articles],
        [row["question"] for row in rows],
        [frozenset(place[pid] for pid in row["gold_pids"].split(",")) for row in rows],
    )


def ncp(folder: Path, least: int) -> Task:
    """Policy questions to answer spans of at least so many characters."""
    rows = [r for r in read_tsv(folder / "ncp_pairs.tsv.gz") if len(r["answer"]) >= least]
    answers = {row["aid"]: row["answer"] for row in reversed(rows)}
    place = {aid: n for n, aid in enumerate(answers)}
    return Task(
        f"ncp{least or ''}",
        list(answers.values()),
        [row["question"] for row in rows],
        [frozenset([place[row["aid"]]]) for row in rows],
    )


TASKS: dict[str, Callable[[Path], Task]] = {
    "stard-test": lambda folder: stard(folder, "test"),
    "stard-all": lambda folder: stard(folder, None),
    "ncp": lambda folder: ncp(folder, 0),
    "ncp40": lambda folder: ncp(folder, 40),
}


def sample(task: Task, passages: int, seed: int = 0) -> Task:
    """Keep the right passages and random others, so that a slow encoder can be measured."""
    kept = sorted(frozenset().union(*task.gold))
    others = np.setdiff1d(np.arange(len(task.passages)), kept)
    extra = np.random.default_rng(seed).permutation(others)[: max(0, passages - len(kept))]
    chosen = sorted([*kept, *extra.tolist()])
    place = {old: new for new, old in enumerate(chosen)}
    return Task(
        f"{task.name}/{len(chosen)}",
        [task.passages[n] for n in chosen],
        task.questions,
        [frozenset(place[n] for n in gold) for gold in task.gold],
    )


def batches(texts: Sequence[str], label: str) -> Iterator[Sequence[str]]:
    with tqdm(total=len(texts), desc=label, unit="条") as progress:
        for start in range(0, len(texts), _BATCH):
            yield texts[start : start + _BATCH]
            progress.update(len(texts[start : start + _BATCH]))


def lexical_scores(task: Task) -> list[dict[int, float]]:
    """The best candidates of the project's lexical search for each question, by position."""
    index = LexicalIndex()
    with tqdm(total=len(task.passages), desc=f"{task.name} 建索引", unit="条") as progress:
        index.add(
            ((str(n), text) for n, text in enumerate(task.passages)),
            lambda n: progress.update(n - progress.n),
        )
    return [
        {int(name): score for name, score in index.search(question, CANDIDATES)}
        for question in tqdm(task.questions, f"{task.name} 词面检索", unit="问")
    ]


def cosines(task: Task, encoder: Encoder) -> NDArray[np.float32]:
    """Cosine of every question with every passage."""
    passages = np.concatenate(
        [encoder.encode_passages(texts) for texts in batches(task.passages, f"{task.name} 条文向量")]
    )
    questions = np.concatenate(
        [encoder.encode_queries(texts) for texts in batches(task.questions, f"{task.name} 问题向量")]
    )
    return questions @ passages.T


def nearest(row: NDArray[np.float32]) -> dict[int, float]:
    """The passages with the greatest cosines, by position."""
    count = min(CANDIDATES, len(row))
    return {int(n): float(row[n]) for n in np.argpartition(-row, count - 1)[:count]}


def reciprocal_ranks(task: Task, ranking: Iterable[Mapping[int, float]]) -> NDArray[np.float64]:
    """1/rank of the first right passage of each question, 0 if it is not among the first ten."""
    found = np.zeros(len(task.gold))
    for question, (gold, scores) in enumerate(zip(task.gold, ranking, strict=True)):
        first = heapq.nsmallest(10, scores, key=lambda n: (-scores[n], n))
        found[question] = next((1 / rank for rank, n in enumerate(first, start=1) if n in gold), 0.0)
    return found


def summary(task: Task, method: str, found: NDArray[np.float64], base: NDArray[np.float64]) -> Scores:
    """Figures of one method, with the 95 % interval of its gain over ``base`` (paired bootstrap)."""
    random = np.random.default_rng(0)
    draws = random.integers(len(found), size=(2000, len(found)))
    low, high = np.quantile((found - base)[draws].mean(axis=1), (0.025, 0.975))
    return Scores(
        task.name, method, found.mean(), (found == 1).mean(), (found >= 0.2).mean(), float(low), float(high)
    )


def measure(task: Task, encoder: Encoder | None, weights: Sequence[float]) -> Iterator[Scores]:
    """Measure the lexical search, then the encoder alone, then their fusion at each weight."""
    lexical = lexical_scores(task)
    base = reciprocal_ranks(task, lexical)
    yield summary(task, "词面", base, base)
    if encoder is None:
        return
    rows = cosines(task, encoder)
    alone = (dict(enumerate(row.tolist())) for row in rows)
    yield summary(task, f"{encoder.name} 单独", reciprocal_ranks(task, alone), base)
    for weight in weights:
        fused = (
            fuse(scores, nearest(row), weight, encoder.floor)
            for scores, row in zip(lexical, rows, strict=True)
        )
        yield summary(task, f"混合 {weight:g}", reciprocal_ranks(task, fused), base)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="在外部数据集（STARD、NCP）上测量检索质量")
    parser.add_argument("folder", type=Path, help="存放 stard_*.tsv 与 ncp_pairs.tsv.gz 的目录")
    parser.add_argument("--task", choices=list(TASKS), action="append", help="可重复；默认全部")
    parser.add_argument("--encoder", default="static", help="static、none、.npz 文件、模型目录或名称")
    parser.add_argument(
        "--weight", type=float, action="append", help="向量的权重，可重复；默认取编码器自带的"
    )
    parser.add_argument("--passages", type=int, help="只留正确条文与随机条文共这么多条（供慢的编码器用）")
    parser.add_argument("--json", action="store_true", help="逐行输出 JSON")
    return parser.parse_args()


def main() -> None:
    """Print the figures that the command line asks for."""
    arguments = parse_arguments()
    try:
        encoder = load_encoder(arguments.encoder)
    except XindaError as error:
        sys.exit(str(error))
    weights = arguments.weight or ([encoder.weight] if encoder else [])
    for name in arguments.task or TASKS:
        task = TASKS[name](arguments.folder)
        if arguments.passages:
            task = sample(task, arguments.passages)
        for scores in measure(task, encoder, weights):
            print(json.dumps(asdict(scores), ensure_ascii=False) if arguments.json else scores)


if __name__ == "__main__":
    main()
