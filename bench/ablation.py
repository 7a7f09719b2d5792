"""What each part of retrieval contributes: parts are taken away one at a time, on case files.

python bench/ablation.py tests/data/cases/own_qa.jsonl tests/data/cases/own_oos.jsonl
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bot.evaluate import CaseFile, read_cases
from knowledge.corpus import Corpus
from knowledge.data import SHIPPED
from knowledge.dense import Encoder, load_encoder
from knowledge.evidence import supports
from knowledge.guides import load_guides
from knowledge.ingest.load import ingest, shipped_sources
from knowledge.model import ClauseId
from knowledge.questions import load_questions
from knowledge.retriever import Retriever
from knowledge.scope import load_places
from knowledge.silent import SilentTopic, load_silent_topics
from knowledge.thesaurus import Thesaurus
from knowledge.validity import ValidityRegister


@dataclass(frozen=True)
class Parts:
    """What a retriever is given; a variant leaves some of it out."""

    questions: dict[ClauseId, tuple[str, ...]]
    silent: dict[str, SilentTopic]
    triggers: dict[str, tuple[str, ...]]
    thesaurus: Thesaurus
    encoder: Encoder | None
    reports: frozenset[str]
    elsewhere: tuple[str, ...] = field(default_factory=load_places)


def without_words(folder: Path) -> Thesaurus:
    """A thesaurus that knows nothing."""
    (folder / "thesaurus.yml").write_text("synonyms: []\ntypos: {}\nterms: []\n", encoding="utf-8")
    return Thesaurus(folder)


def variants(parts: Parts, empty: Thesaurus) -> dict[str, Parts]:
    """The whole, the whole less one part, and the bare lexical search."""
    return {
        "全部": parts,
        "减去已知问法": replace(parts, questions={}),
        "减去同义词与错字": replace(parts, thesaurus=empty),
        "减去句向量": replace(parts, encoder=None),
        "减去“文件没有规定”的主题": replace(parts, silent={}),
        "减去刊物降权": replace(parts, reports=frozenset()),
        "只有词面检索": Parts({}, {}, {}, empty, None, frozenset(), ()),
    }


def row(name: str, retriever: Retriever, files: Sequence[CaseFile], progress: Callable[[], object]) -> str:
    """One row of the table: answers found, and questions declined, over all files."""
    found: dict[str, list[bool]] = {"hit@1": [], "hit@3": [], "lost": [], "declined": []}
    for file in files:
        for case in file.cases:
            progress()
            findings = retriever.search(case["question"])
            if file.kind == "qa":
                ranks = [_is_gold(hit.clause.id, case) for hit in findings.hits[:3]]
                found["hit@1"].append(any(ranks[:1]))
                found["hit@3"].append(any(ranks))
                found["lost"].append(not supports(findings))
            elif case["expect"] == "decline":
                found["declined"].append(not supports(findings))
    shares = (f"{sum(hits) / len(hits):.3f}" if hits else "" for hits in found.values())
    return f"| {name} | {' | '.join(shares)} |"


def _is_gold(clause_id: ClauseId, case: dict[str, Any]) -> bool:
    return any((g["doc_no"], g["clause"]) == (clause_id.doc_no, clause_id.clause) for g in case["gold"])


def main() -> None:
    """Print a Markdown table."""
    parser = argparse.ArgumentParser(description="逐项拿掉检索的一个部分，看用例上的变化。")
    parser.add_argument("cases", nargs="+", type=Path, help="qa 或 oos 用例文件")
    parser.add_argument("--encoder", default="static", help="static、none，或模型名、本地路径")
    chosen = parser.parse_args()
    files = [read_cases(path) for path in chosen.cases]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ingest(shipped_sources(), folder / "data")
        corpus = Corpus.open(folder / "data")
        guides = load_guides(corpus.clause)
        parts = Parts(
            load_questions(),
            load_silent_topics(),
            {guide.id: guide.triggers for guide in guides.values()},
            Thesaurus(SHIPPED),
            load_encoder(chosen.encoder),
            ValidityRegister().reports(),
        )
        table = variants(parts, without_words(folder))
        with tqdm(total=len(table) * sum(len(file.cases) for file in files), unit="问") as bar:
            rows = [
                row(
                    name,
                    Retriever(
                        corpus.notices(),
                        p.questions,
                        p.silent,
                        p.triggers,
                        p.thesaurus,
                        p.encoder,
                        p.reports,
                        p.elsewhere,
                    ),
                    files,
                    bar.update,
                )
                for name, p in table.items()
            ]
    print("| 方案 | hit@1 | hit@3 | 该答却谢绝 | 该谢绝的谢绝了 |")
    print("|---|---|---|---|---|")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
