"""Claims about knowledge.citation."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.citation import DECISIVE, LISTED, ONE_ITEM, Extent, Quoter, Span
from knowledge.corpus import Corpus
from knowledge.model import Clause, ClauseId, Unit
from knowledge.questions import load_questions
from knowledge.retriever import Retriever

ID = ClauseId("某办〔2024〕1号", "1")
EXTENTS = (DECISIVE, LISTED, ONE_ITEM)
CUT = Extent(whole=0, budget=30, keep=0.9)


def clause(text: str, *units: Unit, title: str = "") -> Clause:
    return Clause(ID, "clause", "", title, (), text, units)


def unit(text: str, name: str, scope: str) -> Unit:
    start = text.index(scope)
    return Unit(name, text.index(name), start, start + len(scope))


def plain(*questions: str) -> Quoter:
    return Quoter(lambda term: 1.0, {ID: questions})


def quotes(made: Clause, question: str, extent: Extent = CUT, quoter: Quoter | None = None) -> list[str]:
    return [made.text[a:b] for a, b in (quoter or plain()).spans(made, question, (), extent)]


def assert_sound(made: Clause, spans: list[Span]) -> None:
    assert spans or not made.text
    for start, end in spans:
        assert 0 <= start < end <= len(made.text)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.fixture(scope="module")
def shipped(retriever: Retriever) -> Quoter:
    return Quoter(retriever.idf, load_questions())


FIVE = "第一句讲申请。第二句讲培训收费。第三句讲公示。\n第四句讲法院。第五句讲银行。"


def test_the_sentence_that_answers_is_quoted_alone() -> None:
    assert quotes(clause(FIVE), "培训收费吗") == ["第二句讲培训收费。"]


def test_a_short_clause_is_quoted_whole() -> None:
    assert quotes(clause(FIVE), "培训", DECISIVE) == FIVE.split("\n")


def test_neighbours_are_joined_within_a_paragraph_only() -> None:
    wide = Extent(whole=0, budget=99, keep=0.0)
    assert quotes(clause(FIVE), "第一句第二句第三句第四句", wide) == FIVE.split("\n")


def test_quotes_come_in_reading_order_whichever_is_best() -> None:
    wide = Extent(whole=0, budget=99, keep=0.4)
    assert quotes(clause(FIVE), "法院和申请，法院法院", wide) == ["第一句讲申请。", "第四句讲法院。"]


def test_a_sentence_is_quoted_even_when_it_is_longer_than_the_budget() -> None:
    long = "甲" * 50 + "。"
    assert quotes(clause(long + "乙。"), "甲甲") == [long]


def test_a_known_question_leads_to_the_sentence_it_is_nearest_to() -> None:
    made = clause("第一句讲银行。第二句讲行政审批事项免费办理。")
    assert quotes(made, "银行要掏钱伐") == ["第一句讲银行。"]
    assert quotes(made, "银行要掏钱伐", quoter=plain("行政审批免费吗，要掏钱伐，掏钱")) == [
        "第二句讲行政审批事项免费办理。"
    ]


def test_a_formal_term_for_a_lay_word_counts() -> None:
    spans = plain().spans(clause(FIVE), "老赖", ("法院",), CUT)
    assert spans == [(FIVE.index("第四"), FIVE.index("第五"))]


def test_neither_the_list_of_units_nor_the_heading_is_quoted() -> None:
    text = "强化信用管理\n对失信行为公示。（责任单位：市信用办、法院）"
    made = clause(text, unit(text, "市信用办、法院", "强化"), title="强化信用管理")
    assert quotes(made, "市信用办法院信用管理强化") == ["对失信行为公示。"]


def test_a_clause_of_nothing_but_its_units_is_quoted_whole() -> None:
    text = "（责任单位：市信用办、法院）"
    assert quotes(clause(text, unit(text, "市信用办、法院", text)), "谁") == [text]


TWO = "完善专栏。（市信用办）\n开展培训。（人社局）"


def test_the_units_of_the_quoted_item_are_picked() -> None:
    made = clause(TWO, unit(TWO, "市信用办", "完善专栏。"), unit(TWO, "人社局", "开展培训。"))
    at = TWO.index("开展")
    assert [u.text for u in plain().units(made, [(at, at + 5)])] == ["人社局"]
    assert [u.text for u in plain().units(made, [(0, 5)])] == ["市信用办"]
    assert [u.text for u in plain().units(made, [(0, len(TWO))])] == ["市信用办", "人社局"]


def test_all_units_are_named_where_none_answers_for_the_quoted_part_and_the_only_one_always_is() -> None:
    made = clause(TWO, unit(TWO, "市信用办", "完善专栏。"), unit(TWO, "人社局", "开展培训。"))
    assert len(plain().units(made, [])) == 2
    one = clause(TWO, unit(TWO, "市信用办", "完善专栏。"))
    assert len(plain().units(one, [(len(TWO) - 1, len(TWO))])) == 1
    assert plain().units(clause(TWO), [(0, 5)]) == ()


def test_a_question_for_a_list_gets_all_items(corpus: Corpus, shipped: Quoter) -> None:
    made = corpus.clause(ClauseId("苏府办〔2022〕91号", "22"))
    assert made is not None
    said = "".join(quotes(made, "诚信六进活动是进哪些地方", LISTED, shipped))
    for place in ("进商圈", "进农村"):
        assert place in said


def test_who_answers_for_one_item_of_an_annex_row(corpus: Corpus, shipped: Quoter) -> None:
    made = corpus.clause(ClauseId("苏府办〔2022〕91号", "附件-5"))
    assert made is not None
    assert len(made.units) > 1
    for one in made.units:
        item = made.text[one.scope_start : one.scope_end]
        spans = shipped.spans(made, item, (), ONE_ITEM)
        assert one in shipped.units(made, spans)


@pytest.mark.parametrize("extent", EXTENTS, ids=["decisive", "listed", "one_item"])
def test_every_known_question_gets_sound_quotes(corpus: Corpus, shipped: Quoter, extent: Extent) -> None:
    asked = 0
    for id, texts in load_questions().items():
        made = corpus.clause(id)
        assert made is not None
        lists = {made.text[u.start : u.start + len(u.text)] for u in made.units}
        for question in texts[::4]:
            spans = shipped.spans(made, question, (), extent)
            asked += 1
            assert_sound(made, spans)
            for start, end in spans:
                quote = made.text[start:end]
                assert quote == quote.strip()
                assert re.search(r"\w", quote)
                assert quote.strip("。（）()").removeprefix("责任单位：") not in lists
    assert asked > 500


PIECES = st.sampled_from(
    [
        "信用",
        "修复。",
        "公示；",
        "\n",
        "· ",
        "（责任单位：市信用办）",
        "“双公示”",
        " ",
        "3个",
        "《通知》",
        "！",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=12).map("".join) | st.text(min_size=1)


@settings(deadline=None)
@given(TEXTS, st.text() | TEXTS, st.sampled_from([*EXTENTS, CUT]), st.lists(st.text(), max_size=2))
def test_spans_are_inside_the_text_in_order_and_apart(
    text: str, question: str, extent: Extent, known: list[str]
) -> None:
    at = text.find("市信用办")
    units = (Unit("市信用办", at, 0, at),) if at > 0 else ()
    made = clause(text, *units)
    quoter = plain(*known)
    spans = quoter.spans(made, question, ("修复",), extent)
    assert_sound(made, spans)
    assert quoter.spans(made, question, ("修复",), extent) == spans
