"""Claims about knowledge.scope."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.corpus import Corpus
from knowledge.errors import DataError
from knowledge.model import Clause, ClauseId, Notice
from knowledge.scope import Scope, affinity, load_places, names_clause, read_scope

HELD = ("昆信用办〔2022〕3号", "昆政办发〔2020〕39号")


def scope(question: str) -> Scope:
    return read_scope(question, HELD, ("昆山", "苏州"), ("北京", "太仓"))


def clause(number: str, doc_no: str = HELD[0], kind: str = "clause") -> Clause:
    return Clause(ClauseId(doc_no, number), kind, "", "", (), "文")  # type: ignore[arg-type]


def notice(
    doc_no: str = HELD[0], year: int | None = 2022, region: str = "昆山", kind: str = "通知"
) -> Notice:
    issued = date(year, 4, 29) if year else None
    return Notice(doc_no, "a", "题", "办", issued, region, kind, (), (), (), "a.txt", "0")


def test_a_question_that_names_nothing_has_an_empty_scope() -> None:
    assert not scope("信用报告在哪里查").says_something
    assert scope("").clauses == frozenset()


@pytest.mark.parametrize(
    "typed", ["昆信用办〔2022〕3号", "昆信用办[2022]3号", "昆信用办（2022）第3号", "昆信用办2022年3号"]
)
def test_a_number_in_full_is_known_in_any_style(typed: str) -> None:
    read = scope(f"{typed}第6条说什么")
    assert (read.doc_nos, read.unknown_doc_nos) == ({HELD[0]}, frozenset())
    assert read.numbers == frozenset()


def test_a_number_that_the_corpus_does_not_hold_is_set_apart() -> None:
    read = scope("昆信用办〔2019〕7号说什么")
    assert (read.doc_nos, read.unknown_doc_nos) == (frozenset(), {"昆信用办〔2019〕7号"})


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("第十五条", {"15"}),
        ("第15条", {"15"}),
        ("第１５条", {"15"}),
        ("第（十五）条", {"15"}),
        ("第 6 项和第七款", {"6", "7"}),
        ("第二十一条", {"21"}),
        ("第十十条", set()),
        ("第百百项", set()),
        ("第六个问题", set()),
        ("十五条建议", set()),
    ],
)
def test_clause_numbers_are_read_in_both_scripts(question: str, clauses: set[str]) -> None:
    assert scope(question).clauses == clauses


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2022年的通知", {2022}),
        ("20年和22年有什么不同", {2020, 2022}),
        ("2020", {2020}),
        ("２０２２年的通知", {2022}),
        ("20年前的处罚", set()),
        ("电话20221234567", set()),
        ("2022级", {2022}),
    ],
)
def test_years_are_read_with_two_or_four_figures(question: str, years: set[int]) -> None:
    assert scope(question).years == years


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("39号文讲什么", {"39"}),
        ("3号通知", {"3"}),
        ("91号", {"91"}),
        ("去3号窗口", set()),
        ("坐3号线", set()),
        ("4月3号被罚了", set()),
        ("4月 3号被罚了", set()),
    ],
)
def test_a_serial_number_alone_is_read_but_windows_and_days_are_not(question: str, numbers: set[str]) -> None:
    assert scope(question).numbers == numbers


def test_other_places_count_only_where_none_of_the_corpus_is_named() -> None:
    assert scope("北京的信用修复").elsewhere == {"北京"}
    both = scope("北京的处罚在昆山修复")
    assert (both.places, both.elsewhere) == ({"昆山"}, frozenset())


@pytest.mark.parametrize("question", ["附件里", "附表第3项", "任务分解表"])
def test_an_annex_is_recognised(question: str) -> None:
    assert scope(question).annex


@pytest.mark.parametrize("question", ["工作信息第三期", "简报里的案例", "区镇考核"])
def test_a_newsletter_is_recognised(question: str) -> None:
    assert scope(question).newsletter


@pytest.mark.parametrize(
    ("question", "agrees", "differs"),
    [
        ("昆信用办〔2022〕3号", notice(), notice(HELD[1])),
        ("3号文", notice(), notice(HELD[1])),
        ("2022年", notice(), notice(year=2020)),
        ("昆山的规定", notice(), notice(region="苏州")),
        ("工作信息", notice(kind="刊物"), notice()),
    ],
)
def test_what_is_named_weighs_more(question: str, agrees: Notice, differs: Notice) -> None:
    read = scope(question)
    assert affinity(read, clause("1"), agrees) > 0
    assert affinity(read, clause("1"), agrees) > affinity(read, clause("1"), differs)


def test_an_annex_row_weighs_more_when_an_annex_is_named() -> None:
    assert affinity(scope("附件"), clause("附件-1", kind="annex_row"), notice()) > 0
    assert affinity(scope("附件"), clause("1"), notice()) == 0


def test_nothing_named_weighs_nothing_and_an_undated_notice_is_of_no_year() -> None:
    assert affinity(scope("怎么修复"), clause("1"), notice()) == 0
    assert affinity(scope("2022年"), clause("1"), notice(year=None)) == 0


def test_a_clause_is_named_by_its_notice_and_its_number_together() -> None:
    assert names_clause(scope("昆信用办〔2022〕3号第六条"), clause("6"))
    assert names_clause(scope("3号文第6条"), clause("6"))
    assert not names_clause(scope("第6条"), clause("6"))
    assert not names_clause(scope("3号文第6条"), clause("7"))
    assert not names_clause(scope("3号文第6条"), clause("6", HELD[1]))


MANGLED = st.lists(
    st.sampled_from(["第", "十", "百", "一", "9", "９", "条", "（", "号", "年"]), max_size=9
).map("".join)


@settings(deadline=None, max_examples=300)
@given(st.text() | st.text(alphabet="第一二十百零〇条款项（）12０９²号文年月 昆信用办〔〕") | MANGLED)
def test_any_text_has_a_scope(question: str) -> None:
    read = scope(question)
    assert all(number.isascii() and number.isdecimal() for number in read.clauses)
    assert all(2000 <= year <= 2099 for year in read.years)


def test_shipped_places_are_all_outside_the_corpus(corpus: Corpus) -> None:
    places = load_places()
    assert len(places) == len(set(places)) > 50
    assert not {n.region for n in corpus.notices()} & set(places)


def test_a_file_without_places_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "places.yml").write_text("places: 北京", encoding="utf-8")
    with pytest.raises(DataError, match="地名列表"):
        load_places(tmp_path)
