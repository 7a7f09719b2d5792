"""Claims about actions.compose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from actions.compose import basis, clause_name, dated, quoted, tidy, validity_warnings
from knowledge.corpus import Corpus
from knowledge.model import Citation, Clause, ClauseId, Erratum, Notice, Validity

CLAUSE = Clause(
    ClauseId("某办〔2024〕1号", "6"), "clause", "6.", "修复证明", (), "先申请修复。\n 再出具证明。"
)
NOTICE = Notice(
    "某办〔2024〕1号", "a", "通知", "某办", date(2024, 1, 2), "昆山", "通知", (), (), (CLAUSE,), "a.txt", "0"
)
VALID = Validity("in_force", "现行", "现行有效。", "", date(2026, 1, 1))
LAPSED = Validity("lapsed", "已失效", "已经失效。", "", date(2026, 1, 1))
CITED = Citation(CLAUSE, NOTICE, "先申请修复。", VALID)


def of(doc_no: str, validity: Validity) -> Citation:
    clause = replace(CLAUSE, id=ClauseId(doc_no, "6"))
    return Citation(clause, replace(NOTICE, doc_no=doc_no), "先申请修复。", validity)


@pytest.mark.parametrize(
    ("number", "label", "name"),
    [
        ("6", "6.", "第6条"),
        ("15", "（十五）", "第（十五）条"),
        ("7", "", "第7条"),
        ("附件-9", "9", "附件第9项"),
        ("简讯-3", "", "工作简讯第3条"),
        ("奖惩案例-2", "", "奖惩案例第2则"),
        ("三(四)", "（四）", "第三部分（四）"),
        ("通报-区镇", "", "“通报：区镇”"),
        ("前言", "", "“前言”"),
    ],
)
def test_a_clause_is_named_in_words(number: str, label: str, name: str) -> None:
    assert clause_name(replace(CLAUSE, id=ClauseId("甲", number), label=label)) == name


def test_every_shipped_clause_has_a_name_of_its_own(corpus: Corpus) -> None:
    for notice in corpus.notices():
        names = [clause_name(clause) for clause in notice.clauses]
        assert len(set(names)) == len(names) > 0
        assert not any("-" in name for name in names)


def test_a_source_is_named_with_its_day_where_one_is_printed() -> None:
    assert dated(CITED) == "某办〔2024〕1号，2024年1月2日"
    assert dated(replace(CITED, notice=replace(NOTICE, issued_on=None))) == "某办〔2024〕1号"


def test_every_quote_and_list_of_units_carries_the_mark() -> None:
    full = replace(CITED, more_quotes=("再出具证明。",), units=("市信用办",))
    assert quoted(full, 2).split("\n") == [
        "「先申请修复。」[2]",
        "「再出具证明。」[2]",
        "责任单位：「市信用办」[2]",
    ]


def test_a_quote_is_shown_without_blanks_around_its_line_breaks() -> None:
    assert tidy(" 甲 \n\n 乙 ") == "甲\n乙"
    assert tidy("甲 乙") == "甲 乙"


def test_a_corrected_word_inside_the_quote_is_owned_up_to_once() -> None:
    errata = (Erratum(1, 3, "审请", "误字"), Erratum(3, 4, "审请", "误字"), Erratum(8, 9, "在", "误字"))
    shown = quoted(replace(CITED, clause=replace(CLAUSE, errata=errata)), 1)
    assert shown == "「先申请修复。」[1]（原文印作“审请”，已按勘误更正）"


def test_a_hidden_name_is_no_correction() -> None:
    hidden = replace(CLAUSE, errata=(Erratum(1, 3, "", "隐去姓名"),))
    assert quoted(replace(CITED, clause=hidden), 1) == "「先申请修复。」[1]"


def test_sources_that_are_quoted_stand_before_those_worth_a_look() -> None:
    assert basis([CITED, of("某办〔2023〕2号", LAPSED)], 1).split("\n") == [
        "依据：",
        "[1] 某办〔2024〕1号，2024年1月2日，第6条“修复证明”〔现行〕",
        "另可参看：",
        "[2] 某办〔2023〕2号，2024年1月2日，第6条“修复证明”〔已失效〕",
    ]
    assert "另可参看" not in basis([CITED], 1)


def test_a_clause_without_title_is_named_by_its_number_alone() -> None:
    untitled = replace(CITED, clause=replace(CLAUSE, title=""))
    assert basis([untitled], 1).endswith("第6条〔现行〕")


def test_a_notice_in_force_needs_no_warning() -> None:
    assert validity_warnings([CITED]) == ""


def test_each_notice_is_warned_of_once_and_named_where_there_are_several() -> None:
    one, two = of("某办〔2023〕2号", LAPSED), of("某办〔2022〕3号", replace(LAPSED, note="早已失效。"))
    assert validity_warnings([one, CITED, one]) == "时效提示：已经失效。"
    assert validity_warnings([one, two]) == (
        "时效提示（某办〔2023〕2号）：已经失效。\n时效提示（某办〔2022〕3号）：早已失效。"
    )


@pytest.mark.parametrize("status", ["lapsed", "superseded", "expired", "unknown"])
def test_every_status_but_in_force_is_warned_of(status: str) -> None:
    warned = validity_warnings([of("甲", replace(LAPSED, status=status))])  # type: ignore[arg-type]
    assert warned == "时效提示：已经失效。"
