"""Claims about knowledge.guides."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from intents.model import TASKS
from knowledge.corpus import Corpus
from knowledge.errors import DataError
from knowledge.guides import Guide, load_guides
from knowledge.model import Clause, ClauseId

ID = ClauseId("某办〔2024〕1号", "1")
CLAUSES = {ID: Clause(ID, "clause", "一、", "修复", (), "企业向法院申请修复。\n法院3个工作日内办结。")}
GUIDE = """
guides:
  - id: repair
    title: 怎么修复
    topics: [repair_howto]
    triggers: [修复的流程]
    lead: " 分两步。 "
    steps:
      - say: 先申请。
        cite: {doc_no: 某办〔2024〕1号, clause: "1"}
        quote: 企业向法院申请修复
      - say: 再等。
        cite: {doc_no: 某办〔2024〕1号, clause: 1}
        quote: 修复。法院3个 工作日内
    caution: 以法院答复为准。
    next: 问法院。
"""


def loaded(folder: Path, text: str) -> dict[str, Guide]:
    (folder / "guides.yml").write_text(text, encoding="utf-8")
    return load_guides(CLAUSES.get, folder)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(DataError) as caught:
        loaded(folder, text)
    return caught.value.problems


def test_a_guide_is_read_with_the_words_of_the_clause_as_displayed(tmp_path: Path) -> None:
    guide = loaded(tmp_path, GUIDE)["repair"]
    assert (guide.topics, guide.triggers, guide.lead) == (("repair_howto",), ("修复的流程",), "分两步。")
    assert [step.quote for step in guide.steps] == ["企业向法院申请修复", "修复。\n法院3个工作日内"]
    assert all(step.quote in CLAUSES[step.clause].text for step in guide.steps)


def test_a_wrong_quote_fails_naming_guide_step_and_clause(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, GUIDE.replace("3个 工作日", "5个工作日"))
    assert problem.startswith("repair 第 2 步")
    assert "某办〔2024〕1号#1" in problem
    assert "5个工作日" in problem


def test_an_empty_quote_is_a_wrong_quote(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, GUIDE.replace("quote: 企业向法院申请修复", "quote: ' '"))
    assert problem.startswith("repair 第 1 步")


def test_a_clause_that_the_corpus_has_not_is_named(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, GUIDE.replace('clause: "1"', 'clause: "9"'))
    assert problem == "repair 第 1 步：没有条款 某办〔2024〕1号#9"


def test_every_problem_is_listed(tmp_path: Path) -> None:
    more = GUIDE.split("guides:\n")[1]
    listed = problems(
        tmp_path, f"{GUIDE.replace('title: 怎么修复', 'title:')}{more.replace('向法院申请', '办')}"
    )
    assert listed[:2] == ["repair 缺少 title", "repair 重复"]
    assert [p.partition("：")[0] for p in listed[2:]] == ["repair 第 1 步"]


def test_the_shipped_guides_load_and_serve_tasks(corpus: Corpus) -> None:
    guides = load_guides(corpus.clause)
    assert len(guides) >= 10
    for guide in guides.values():
        assert guide.topics
        assert set(guide.topics) <= set(TASKS), guide.id
        assert len(guide.triggers) >= 5, guide.id
        assert guide.caution, guide.id
        assert guide.next, guide.id
        for step in guide.steps:
            clause = corpus.clause(step.clause)
            assert clause is not None
            assert step.quote in clause.text


def test_no_trigger_belongs_to_two_shipped_guides(corpus: Corpus) -> None:
    counted = Counter(t for guide in load_guides(corpus.clause).values() for t in guide.triggers)
    assert [t for t, n in counted.items() if n > 1] == []


def test_no_shipped_step_cites_a_newsletter(corpus: Corpus) -> None:
    for guide in load_guides(corpus.clause).values():
        assert all(corpus.notice(step.clause.doc_no).kind != "刊物" for step in guide.steps)
