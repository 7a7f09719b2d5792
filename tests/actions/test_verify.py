"""Claims about actions.verify: every way in which an answer can be wrong is caught."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from actions.interface import Answer
from actions.verify import verify
from knowledge.corpus import Corpus, publish
from knowledge.errors import UnverifiedAnswerError
from knowledge.model import Citation, Clause, ClauseId, Erratum, Notice, Unit, Validity

TEXT = "市法院应当在3个工作日内出具证明。\n  培训免费，每年五场。（责任单位：市信用办、法院）"
UNITS = Unit("市信用办、法院", TEXT.index("市信用办"), 0, 10)
CLAUSE = Clause(
    ClauseId("某办〔2024〕1号", "6"),
    "clause",
    "6.",
    "修复证明",
    (),
    TEXT,
    (UNITS,),
    (Erratum(0, 1, "5", "误"),),
)
NOTICE = Notice(
    doc_no="某办〔2024〕1号",
    slug="a",
    title="2024年工作要点",
    issuer="某办",
    issued_on=date(2024, 1, 2),
    region="昆山",
    kind="通知",
    implements=(),
    cites=(),
    clauses=(CLAUSE,),
    source_name="a.txt",
    sha256="0",
)
VALID = Validity("expired", "2024年已过期", "2025年起另有规定。", "登记", date(2026, 11, 21))
CITED = Citation(CLAUSE, NOTICE, "市法院应当在3个工作日内出具证明。", VALID)
GOOD = Answer(
    "关于“修复证明”：\n\n「市法院应当在3个工作日内出具证明。」[1]\n\n"
    "依据：\n[1] 某办〔2024〕1号，2024年1月2日，第6条“修复证明”〔2024年已过期〕\n\n"
    "时效提示：2025年起另有规定。\n\n下一步：拨打12345。",
    "answer",
    (CITED,),
)
KEPT = ("拨打12345。",)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    root: Path = tmp_path_factory.mktemp("data")
    publish(root, [NOTICE])
    return Corpus.open(root)


def problems(held: Corpus, answer: Answer) -> str:
    with pytest.raises(UnverifiedAnswerError) as caught:
        verify(answer, held, KEPT)
    return "\n".join(caught.value.problems)


def said(text: str, **changed: object) -> Answer:
    return replace(GOOD, text=f"{GOOD.text}\n{text}", **changed)


def test_a_true_answer_passes(held: Corpus) -> None:
    verify(GOOD, held, KEPT)


def test_a_quote_over_a_line_break_passes_as_it_is_shown(held: Corpus) -> None:
    quote = "出具证明。\n  培训免费，每年五场。"
    verify(
        said("「出具证明。\n培训免费，每年五场。」[1]", citations=(replace(CITED, more_quotes=(quote,)),)),
        held,
        KEPT,
    )


def test_a_part_of_a_quote_passes(held: Corpus) -> None:
    verify(said("原文写的是「3个工作日」[1]。"), held, KEPT)


def test_units_pass_as_printed(held: Corpus) -> None:
    verify(
        said("责任单位：「市信用办、法院」[1]", citations=(replace(CITED, units=("市信用办、法院",)),)),
        held,
        KEPT,
    )


@pytest.mark.parametrize("field", ["quote", "more_quotes", "units"])
@pytest.mark.parametrize("words", ["市法院应当在5个工作日内出具证明。", "法院 应当", "", "市公安局"])
def test_a_quote_that_the_clause_has_not_is_caught(held: Corpus, field: str, words: str) -> None:
    value = words if field == "quote" else (words,)
    answer = replace(GOOD, citations=(replace(CITED, **{field: value}),))
    assert f"引文不在原文中：{words!r}" in problems(held, answer)


def test_a_clause_that_the_corpus_has_not_is_caught(held: Corpus) -> None:
    gone = replace(CITED, clause=replace(CLAUSE, id=ClauseId("某办〔2024〕1号", "7")))
    assert "引文不在原文中" in problems(held, replace(GOOD, citations=(gone,)))


def test_a_clause_that_reads_otherwise_in_the_corpus_is_caught(held: Corpus) -> None:
    quote = "市法院应当在9个工作日内出具证明。"
    altered = replace(CITED, clause=replace(CLAUSE, text=quote), quote=quote)
    text = GOOD.text.replace("3个工作日", "9个工作日")
    assert "9个工作日" in problems(held, replace(GOOD, text=text, citations=(altered,)))


@pytest.mark.parametrize("shown", ["市法院可以不出具证明。", "市法院应当在3个工作日内出具证明！"])
def test_a_quotation_in_the_text_that_differs_from_its_citation_is_caught(held: Corpus, shown: str) -> None:
    assert shown in problems(held, said(f"「{shown}」[1]"))


def test_a_quotation_under_the_mark_of_another_clause_is_caught(held: Corpus) -> None:
    other = replace(CITED, quote="培训免费，每年五场。")
    answer = said("「培训免费，每年五场。」[1]", citations=(CITED, other))
    assert "培训免费" in problems(held, answer)
    verify(replace(answer, text=answer.text.replace("每年五场。」[1]", "每年五场。」[2]")), held, KEPT)


def test_an_answer_without_a_citation_is_caught(held: Corpus) -> None:
    assert "回答没有出处" in problems(held, Answer("可以的。", "answer"))


@pytest.mark.parametrize("kind", ["decline", "handover"])
def test_a_decline_or_handover_with_a_citation_is_caught(held: Corpus, kind: str) -> None:
    assert f"{kind} 不应带出处" in problems(held, replace(GOOD, kind=kind))
    verify(Answer("没有找到。拨打12345。", kind), held, KEPT)  # type: ignore[arg-type]


@pytest.mark.parametrize("mark", ["[0]", "[2]", "[99]"])
def test_a_mark_without_its_citation_is_caught(held: Corpus, mark: str) -> None:
    assert f"标注 {mark} 没有对应的出处" in problems(held, said(f"参看{mark}"))


@pytest.mark.parametrize(
    "stray",
    ["要5天", "要５天", "三个工作日", "十五天", "两个月", "三年", "二十家", "十倍", "五十元", "七日内",
     "九十分", "降低20%", "拨打96888", "2023年", "三家"],
)  # fmt: skip
def test_a_figure_outside_the_quotations_is_caught(held: Corpus, stray: str) -> None:
    assert "引文之外出现数字" in problems(held, said(f"一般{stray}。"))


@pytest.mark.parametrize("kind", ["decline", "handover", "chitchat"])
def test_no_kind_of_reply_may_state_a_figure(held: Corpus, kind: str) -> None:
    assert "引文之外出现数字" in problems(held, Answer("大约5天。", kind))  # type: ignore[arg-type]


def test_a_figure_that_a_quote_holds_may_not_be_repeated_in_our_own_words(held: Corpus) -> None:
    assert "引文之外出现数字" in problems(held, said("所以是3个工作日。"))


def test_a_kept_sentence_may_hold_a_figure_but_only_as_a_whole(held: Corpus) -> None:
    verify(Answer("拨打12345。", "decline"), held, KEPT)
    assert "数字" in problems(held, Answer("拨打12345", "decline"))


def test_words_that_are_no_figures_pass(held: Corpus) -> None:
    verify(Answer("一般由主管部门统一办理，万一不行再说，三思。", "decline"), held, KEPT)


def test_everything_that_is_wrong_is_listed(held: Corpus) -> None:
    wrong = Answer("要5天[3]。", "decline", (replace(CITED, quote="甲"),))
    listed = problems(held, wrong)
    for part in ("引文不在原文中：'甲'", "decline 不应带出处", "[3]", "引文之外出现数字"):
        assert part in listed
