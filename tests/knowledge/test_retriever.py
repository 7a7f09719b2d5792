"""Claims about knowledge.retriever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.dense import load_encoder
from knowledge.evidence import supports
from knowledge.model import Clause, ClauseId, Notice
from knowledge.retriever import Findings, Retriever, passage
from knowledge.silent import SilentTopic
from knowledge.thesaurus import Thesaurus

A, B = "某办〔2024〕1号", "某办〔2025〕2号"
SILENT = SilentTopic("fee", "收费", "没有规定收费。", "问窗口。", "decline", ("修复要交多少钱", "修复收费吗"))


def notice(doc_no: str, texts: dict[str, str], **more: object) -> Notice:
    year = int(doc_no[doc_no.index("〔") + 1 :][:4])
    clauses = tuple(
        Clause(ClauseId(doc_no, n), "preamble" if n == "前言" else "clause", "", "", (), text)
        for n, text in texts.items()
    )
    made = Notice(
        doc_no, doc_no[-2], "通知", "某办", date(year, 1, 2), "昆山", "通知", (), (), clauses, "a", "0"
    )
    return replace(made, **more)  # type: ignore[arg-type]


REPAIR = "企业通过网站申请信用修复，提交履行完毕证明。"
TRAINING = "举办信用修复培训班，组织企业参加学习。"


def made(*notices: Notice, encoder: str = "none", **more: object) -> Retriever:
    options = {"questions": {}, "silent": {}, "triggers": {}} | more
    return Retriever(notices, thesaurus=Thesaurus(), encoder=load_encoder(encoder), **options)  # type: ignore[arg-type]


def found(retriever: Retriever, question: str) -> list[str]:
    return [str(hit.clause.id) for hit in retriever.search(question).hits]


ENCODERS = pytest.mark.parametrize("encoder", ["none", "static"])


@ENCODERS
def test_the_clause_that_shares_the_words_comes_first(encoder: str) -> None:
    retriever = made(notice(A, {"1": REPAIR, "2": TRAINING}), encoder=encoder)
    assert found(retriever, "怎么申请修复")[0] == f"{A}#1"
    assert found(retriever, "有没有培训班")[0] == f"{A}#2"


def test_nothing_that_shares_no_word_is_found_by_words_alone() -> None:
    assert found(made(notice(A, {"1": REPAIR})), "桂花分") == []


def test_nothing_is_found_in_nothing() -> None:
    findings = made().search("信用修复")
    assert (findings.hits, findings.coverage, findings.named, findings.misplaced) == ((), 0.0, False, False)


def test_the_indexed_text_is_title_headings_and_words() -> None:
    one = notice(A, {"1": REPAIR})
    clause = replace(one.clauses[0], title="题", heading_path=("上", "中"))
    assert passage(one, clause).split("\n") == ["通知", "上", "中", "题", REPAIR]


def test_hits_come_best_first_and_at_most_as_many_as_wanted(retriever: Retriever) -> None:
    hits = retriever.search("信用修复怎么申请", limit=4).hits
    assert len(hits) == 4
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert hits == retriever.search("信用修复怎么申请", limit=9).hits[:4]


@ENCODERS
def test_an_added_notice_is_found(encoder: str) -> None:
    retriever = made(notice(A, {"1": REPAIR}), encoder=encoder)
    assert f"{B}#1" not in found(retriever, "桂花分有什么用")
    retriever.add([notice(B, {"1": "桂花分用于便民场景。"})])
    assert found(retriever, "桂花分有什么用")[0] == f"{B}#1"
    assert found(retriever, "怎么申请修复")[0] == f"{A}#1"


@ENCODERS
def test_a_notice_whose_number_is_there_takes_its_place(encoder: str) -> None:
    questions = {ClauseId(A, "2"): ("学习班在哪",)}
    retriever = made(notice(A, {"1": REPAIR, "2": TRAINING}), encoder=encoder, questions=questions)
    retriever.add([notice(A, {"1": "桂花分用于便民场景。"})])
    for question in ("怎么申请修复", "培训班", "学习班在哪", "桂花分"):
        assert set(found(retriever, question)) <= {f"{A}#1"}
    assert retriever.search("桂花分").hits[0].clause.text.startswith("桂花分")


@ENCODERS
def test_of_two_notices_of_one_number_the_later_counts(encoder: str) -> None:
    retriever = made(notice(A, {"1": REPAIR, "2": TRAINING}), notice(A, {"1": "桂花分。"}), encoder=encoder)
    for question in ("怎么申请修复", "培训班", "桂花分"):
        assert set(found(retriever, question)) <= {f"{A}#1"}


def test_a_known_question_finds_its_clause_by_lay_words() -> None:
    retriever = made(notice(A, {"1": REPAIR, "2": TRAINING}), questions={ClauseId(A, "1"): ("罚单怎么洗白",)})
    assert found(retriever, "罚单洗白")[0] == f"{A}#1"


TWINS = (notice(A, {"1": REPAIR}), notice(B, {"1": REPAIR}, region="苏州"))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (f"{A}怎么申请修复", A),
        (f"{B}怎么申请修复", B),
        ("某办[2025] 2 号怎么申请修复", B),
        ("1号文怎么申请修复", A),
        ("2号文怎么申请修复", B),
        ("2024年怎么申请修复", A),
        ("25年怎么申请修复", B),
        ("昆山怎么申请修复", A),
        ("苏州怎么申请修复", B),
    ],
)
def test_of_two_like_clauses_that_of_the_named_notice_comes_first(question: str, first: str) -> None:
    assert found(made(*TWINS), question)[0] == f"{first}#1"


def test_annex_rows_come_first_when_an_annex_is_named() -> None:
    one = notice(A, {"1": REPAIR, "附件-1": REPAIR})
    row = replace(one.clauses[1], kind="annex_row")
    retriever = made(replace(one, clauses=(one.clauses[0], row)))
    assert found(retriever, "附件里怎么申请修复")[0] == f"{A}#附件-1"


def test_a_clause_named_by_number_comes_first_and_is_said_to_be_named() -> None:
    retriever = made(notice(A, {"1": REPAIR, "2": TRAINING}))
    for question in (f"{A}第二条怎么申请修复", "1号文第2条怎么申请修复", f"{A}第２条"):
        findings = retriever.search(question)
        assert findings.named
        assert str(findings.hits[0].clause.id) == f"{A}#2"
    assert not retriever.search("怎么申请修复").named


def test_a_report_of_a_rule_comes_after_the_rule_unless_it_is_asked_for() -> None:
    report = notice("某刊〔2024〕1号", {"1": REPAIR}, kind="刊物", issued_on=None)
    retriever = made(report, notice(A, {"1": REPAIR}), reports=["某刊〔2024〕1号"])
    assert found(retriever, "怎么申请修复")[0] == f"{A}#1"
    assert found(retriever, "工作信息里怎么申请修复")[0] == "某刊〔2024〕1号#1"


def test_a_preamble_comes_after_a_clause_of_the_same_words() -> None:
    assert found(made(notice(A, {"前言": REPAIR, "1": REPAIR})), "怎么申请修复") == [f"{A}#1", f"{A}#前言"]


@ENCODERS
def test_a_silent_subject_is_told_from_a_clause(encoder: str) -> None:
    retriever = made(notice(A, {"1": REPAIR, "2": TRAINING}), encoder=encoder, silent={"fee": SILENT})
    silent = retriever.search("修复要交多少钱")
    assert silent.silent == SILENT
    assert silent.silent_score > silent.hits[0].score
    clear = retriever.search("企业怎么申请修复，提交什么证明")
    assert clear.hits[0].score > clear.silent_score


def test_a_subject_about_other_places_is_silent_only_where_one_is_named() -> None:
    there = replace(SILENT, elsewhere=True, questions=("外地修复要交多少钱",))
    retriever = made(notice(A, {"1": REPAIR}), silent={"fee": there}, elsewhere=["北京"])
    assert retriever.search("修复要交多少钱").silent is None
    assert retriever.search("北京修复要交多少钱").silent == there


def test_a_guide_is_found_by_its_triggers() -> None:
    retriever = made(notice(A, {"1": REPAIR}), triggers={"steps": ("修复从头到尾的流程",)})
    findings = retriever.search("修复的流程从头到尾讲一遍")
    assert findings.guide == "steps"
    assert findings.guide_score > findings.hits[0].score


def test_a_place_that_the_best_clause_does_not_name_is_misplaced() -> None:
    far = notice(A, {"1": REPAIR, "2": "太仓的企业参加学习，共建嘉昆太信用圈。"})
    retriever = made(far, elsewhere=["北京", "太仓"])
    assert retriever.search("北京怎么申请修复").misplaced
    assert not retriever.search("太仓的企业学习").misplaced
    assert not retriever.search("怎么申请修复").misplaced


@pytest.mark.parametrize("question", ["北京的信用修复在哪办", "杭州怎么申请信用修复", "深圳信用报告在哪里查"])
def test_the_shipped_notices_say_nothing_of_other_places(retriever: Retriever, question: str) -> None:
    assert retriever.search(question).misplaced
    assert not supports(retriever.search(question))


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("信用修附证明几天能开", "昆信用办〔2022〕3号#6"),
        ("信用秀复证明法院几天能开", "昆信用办〔2022〕3号#6"),
        ("心用报告在哪里查", "昆信用办〔2022〕3号#5"),
        ("法院几个工作日出具修复证明", "昆信用办〔2022〕3号#6"),
        ("天眼查上的处罚怎么去掉", "昆信用办〔2022〕3号#6"),
        ("昆信用办〔2020〕2号第十五条", "昆信用办〔2020〕2号#15"),
        ("39号文第13条讲什么", "昆政办发〔2020〕39号#13"),
        ("附件里桂花分是谁负责", "苏府办〔2022〕91号#附件-11"),
        ("六进是哪六进", "苏府办〔2022〕91号#22"),
    ],
)
def test_lay_words_slips_and_numbers_find_the_shipped_clause(
    retriever: Retriever, question: str, clause: str
) -> None:
    assert str(retriever.search(question).hits[0].clause.id) == clause


def test_coverage_is_the_share_of_the_question_that_the_best_clause_knows() -> None:
    retriever = made(notice(A, {"1": REPAIR, "2": TRAINING}))
    assert retriever.search("申请信用修复").coverage == pytest.approx(1)
    assert 0 < retriever.search("申请信用修复天气股票彩票").coverage < 0.6


@settings(deadline=None)
@given(
    question=st.text()
    | st.text(alphabet="第十百条号文年昆信用办〔〕20北京附件修复公示😀。？ ")
    | st.lists(st.sampled_from(["第", "十十", "百", "条", "昆信用办〔2022〕3号"])).map("".join)
)
def test_any_text_may_be_asked(retriever: Retriever, question: str) -> None:
    findings: Findings = retriever.search(question)
    assert 0 <= findings.coverage <= 1 + 1e-9
    assert len({hit.clause.id for hit in findings.hits}) == len(findings.hits) <= 10
    assert isinstance(supports(findings), bool)
