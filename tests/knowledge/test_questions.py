"""Claims about knowledge.questions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from knowledge.corpus import Corpus
from knowledge.data import SHIPPED
from knowledge.errors import DataError
from knowledge.model import ClauseId
from knowledge.questions import load_questions
from knowledge.retriever import Retriever


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).mkdir()
    (folder / name / "questions.yml").write_text(text, encoding="utf-8")


def test_questions_are_read_by_clause_from_every_folder(tmp_path: Path) -> None:
    write(tmp_path, "a", "doc_no: 甲\nquestions: {1: [问一, 问二], 三(一): [问三]}")
    write(tmp_path, "b", "doc_no: 乙\nquestions:\n")
    assert load_questions(tmp_path) == {
        ClauseId("甲", "1"): ("问一", "问二"),
        ClauseId("甲", "三(一)"): ("问三",),
    }


def test_a_folder_without_questions_is_empty(tmp_path: Path) -> None:
    assert load_questions(tmp_path) == {}


def test_every_problem_of_a_file_is_listed(tmp_path: Path) -> None:
    write(tmp_path, "a", "questions: {'1': 问一, '2': [问二, 3], '3': [问三]}")
    with pytest.raises(DataError) as caught:
        load_questions(tmp_path)
    assert caught.value.problems == [
        "缺少 doc_no（文号）",
        "questions.1 应为问句列表",
        "questions.2 应为问句列表",
    ]


def test_every_shipped_clause_has_at_least_five_questions(corpus: Corpus) -> None:
    known = load_questions()
    clauses = [clause for notice in corpus.notices() for clause in notice.clauses]
    assert len([c for c in clauses if c.kind not in ("preamble", "closing")]) == 125
    assert [str(c.id) for c in clauses if len(known.get(c.id, ())) < 5] == []


def test_no_shipped_question_names_a_clause_that_does_not_exist(corpus: Corpus) -> None:
    assert len(list(SHIPPED.glob("*/questions.yml"))) == len(corpus.notices())
    assert [str(id) for id in load_questions() if corpus.clause(id) is None] == []


def test_no_shipped_question_stands_twice() -> None:
    counted = Counter("".join(q.split()) for texts in load_questions().values() for q in texts)
    assert [q for q, n in counted.items() if n > 1] == []


def test_a_known_question_finds_its_clause(retriever: Retriever) -> None:
    sample = [(id, texts[n % len(texts)]) for n, (id, texts) in enumerate(load_questions().items())]
    found = [id in [h.clause.id for h in retriever.search(text).hits[:3]] for id, text in sample]
    assert sum(found) >= 0.97 * len(sample) > 0
