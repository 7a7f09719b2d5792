"""How the cost of retrieval grows with the corpus: notices recombined from the sentences of the shipped ones.

python bench/scale.py 125 10000 100000
python bench/scale.py 1000000 --encoder none
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tqdm import tqdm

from knowledge.corpus import Corpus
from knowledge.dense import load_encoder
from knowledge.ingest.load import ingest, shipped_sources
from knowledge.model import Clause, ClauseId, Notice
from knowledge.questions import load_questions
from knowledge.retriever import Retriever
from knowledge.text import sentences
from knowledge.thesaurus import Thesaurus

CLAUSES_PER_NOTICE = 25
SENTENCES_PER_CLAUSE = 3
ASKED = 500


def shipped() -> tuple[Notice, ...]:
    """The shipped notices, ingested."""
    with tempfile.TemporaryDirectory() as folder:
        ingest(shipped_sources(), Path(folder))
        return Corpus.open(Path(folder)).notices()


def recombined(count: int, notices: Sequence[Notice], seed: int = 7) -> Iterator[Notice]:
    """Notices with ``count`` clauses in all, each of sentences drawn from the shipped ones."""
    drawn = random.Random(seed)
    pool = [c.text[start:end] for n in notices for c in n.clauses for start, end in sentences(c.text)]
    for number in range(-(-count // CLAUSES_PER_NOTICE)):
        doc_no = f"合信办〔{2000 + number % 26}〕{number}号"
        clauses = tuple(
            Clause(
                ClauseId(doc_no, str(n)),
                "clause",
                f"{n}.",
                "",
                (),
                "".join(drawn.choices(pool, k=SENTENCES_PER_CLAUSE)),
            )
            for n in range(1, 1 + min(CLAUSES_PER_NOTICE, count - number * CLAUSES_PER_NOTICE))
        )
        yield replace(
            notices[0], doc_no=doc_no, slug=f"n{number}", issued_on=date(2020, 1, 1), clauses=clauses
        )


def measure(count: int, encoder_spec: str, notices: Sequence[Notice]) -> str:
    """Build, ask, add one notice; a row of the table."""
    encoder = load_encoder(encoder_spec)
    questions = [text for texts in load_questions().values() for text in texts]
    asked = random.Random(1).sample(questions, ASKED)
    before = _resident_mb()
    start = time.perf_counter()
    retriever = Retriever([], {}, {}, {}, Thesaurus(), encoder)
    with tqdm(total=count, desc=f"{count} 条", unit="条") as bar:
        retriever.add(recombined(count, notices), lambda done: bar.update(done - bar.n))
    built = time.perf_counter() - start
    memory = _resident_mb() - before
    seconds = []
    for question in asked[:100] + asked:
        start = time.perf_counter()
        retriever.search(question)
        seconds.append(time.perf_counter() - start)
    ordered = sorted(seconds[100:])
    p50, p95 = (1000 * ordered[int(share * len(ordered))] for share in (0.5, 0.95))
    new = replace(notices[0], doc_no="新信办〔2026〕1号", slug="new")
    start = time.perf_counter()
    retriever.add([new])
    added = 1000 * (time.perf_counter() - start)
    cells = (
        f"{built:.1f}",
        f"{count / built:.0f}",
        f"{memory:.0f}",
        f"{p50:.1f}",
        f"{p95:.1f}",
        f"{added:.0f}",
    )
    return f"| {count} | {encoder_spec} | {' | '.join(cells)} |"


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Print a Markdown table, one row for each size."""
    parser = argparse.ArgumentParser(description="检索成本随条款数的增长（由随附文件的句子重新组合而成）。")
    parser.add_argument("sizes", nargs="*", type=int, default=[125, 10_000, 100_000], help="条款数")
    parser.add_argument("--encoder", default="static", help="static、none，或模型名、本地路径")
    chosen = parser.parse_args()
    notices = shipped()
    rows = [measure(size, chosen.encoder, notices) for size in chosen.sizes]
    print(
        "| 条款 | 句向量 | 建索引（秒） | 条/秒 | 内存（MB） | p50（毫秒） | p95（毫秒） | 增加一份（毫秒） |"
    )
    print("|---|---|---|---|---|---|---|---|")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
