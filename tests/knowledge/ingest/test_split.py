"""Claims about knowledge.ingest.split, its outline, tables and newsletters."""
# ruff: noqa: E501  (cases are Chinese sentences, one per line)

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import numerals
from knowledge.ingest.load import ingest_file, shipped_sources
from knowledge.ingest.repair import repair
from knowledge.ingest.split import Split, split
from knowledge.model import Clause
from knowledge.text import squeeze
from tests.knowledge.ingest.samples import shipped

EXPECTED = {
    "kxyb-2022-3": ["前言", *map(str, range(1, 8)), "附则"],
    "kxyb-2020-2": ["前言", *map(str, range(1, 20)), "附则"],
    "kzbf-2020-39": ["前言", *map(str, range(1, 21)), "三(一)", "三(二)", "三(三)", "三(四)"],
    "sfb-2022-91": ["前言", *map(str, range(1, 23)), *(f"附件-{n}" for n in range(1, 22))],
    "gzxx-2020-3": [
        "工作推进",
        "奖惩案例-1",
        "奖惩案例-2",
        *(f"简讯-{n}" for n in range(1, 27)),
        "通报-区镇",
        "通报-办事处",
        "通报-部门",
    ],
}


def cut(source: str) -> Split:
    return split(repair(source), "测试〔2024〕1号")


def numbers(source: str) -> list[str]:
    return [clause.id.clause for clause in cut(source).clauses]


def clause(source: str, number: str) -> Clause:
    return next(clause for clause in cut(source).clauses if clause.id.clause == number)


def shipped_clause(slug: str, number: str) -> Clause:
    notice, _ = ingest_file(shipped(slug))
    return next(clause for clause in notice.clauses if clause.id.clause == number)


def covered(result: Split, clean: str) -> None:
    """Every visible character is in exactly one part."""
    marks = [0] * len(clean)
    for part in result.parts:
        for index in range(part.start, part.end):
            marks[index] += 1
    for index, char in enumerate(clean):
        if not char.isspace():
            assert marks[index] == 1, clean[max(0, index - 10) : index + 10]


# ---------------------------------------------------------------- the five notices


@pytest.mark.parametrize("slug", EXPECTED)
def test_the_shipped_notices_have_exactly_the_ids_of_the_contract(slug: str) -> None:
    notice, _ = ingest_file(shipped(slug))
    assert [clause.id.clause for clause in notice.clauses] == EXPECTED[slug]
    assert {clause.id.doc_no for clause in notice.clauses} == {notice.doc_no}


def test_the_contract_counts_125_clauses_beside_preambles_and_closings() -> None:
    clauses = [clause for path in shipped_sources() for clause in ingest_file(path)[0].clauses]
    assert sum(clause.kind not in ("preamble", "closing") for clause in clauses) == 125
    assert sum(clause.kind == "preamble" for clause in clauses) == 4
    assert sum(clause.kind == "closing" for clause in clauses) == 2


@pytest.mark.parametrize("path", shipped_sources(), ids=lambda path: path.parent.name)
def test_every_character_is_in_one_clause_or_one_named_part(path: Path) -> None:
    _, report = ingest_file(path)
    marks = [0] * len(report.clean)
    for part in report.parts:
        for index in range(part.start, part.end):
            marks[index] += 1
    assert all(mark == 1 for mark, char in zip(marks, report.clean, strict=True) if not char.isspace())
    known = {"clause", "heading", "title", "doc_no", "letterhead", "salutation", "signature", "remark"}
    known |= {"distribution", "annex_list", "table_header", "masthead", "colophon"}
    assert {part.kind for part in report.parts} <= known


@pytest.mark.parametrize("path", shipped_sources(), ids=lambda path: path.parent.name)
def test_displayed_words_come_from_the_clauses_own_place_in_the_source(path: Path) -> None:
    notice, _ = ingest_file(path)
    source = path.read_text(encoding="utf-8")
    assert len(notice.clauses) > 5
    for one in notice.clauses:
        assert 0 <= one.source_start < one.source_end <= len(source)
        span = squeeze(source[one.source_start : one.source_end])
        assert squeeze(one.text)[:1] in span
        if not one.errata and one.kind == "clause":
            assert (
                squeeze(one.text)[-12:-1] in span.replace(")", "）").replace("(", "（")
                or squeeze(one.text)[-12:-1] in span
            )


@pytest.mark.parametrize("path", shipped_sources(), ids=lambda path: path.parent.name)
def test_units_and_errata_point_at_their_words(path: Path) -> None:
    notice, _ = ingest_file(path)
    for one in notice.clauses:
        assert one.text == one.text.strip()
        assert "  " not in one.text
        assert "\t" not in one.text
        assert "\n\n" not in one.text
        for unit in one.units:
            assert one.text[unit.start : unit.start + len(unit.text)] == unit.text
            assert 0 <= unit.scope_start < unit.scope_end <= len(one.text)
            assert unit.scope_end <= unit.start
        for erratum in one.errata:
            assert 0 <= erratum.start < erratum.end <= len(one.text)
            assert erratum.reason


@pytest.mark.parametrize(
    ("slug", "number", "title", "units"),
    [
        ("kxyb-2022-3", "1", "推进“信易贷”工作", ["市金融办、信用办、人行、银保监组、创控集团"]),
        ("kxyb-2020-2", "2", "强化价格管理领域信用管理", ["市发改委、市场监管局"]),
        ("kxyb-2020-2", "17", "做好信用信息归集共享", ["市信用办、市社会信用体系建设领导小组成员单位"]),
        ("kzbf-2020-39", "10", "深入开展失信联合惩戒", ["市各有关部门按职责分工负责"]),
        ("kzbf-2020-39", "三(三)", "加快建章立制", ["市信用办牵头，市各有关部门按职责分工负责"]),
        ("sfb-2022-91", "13", "打造“信易+”八大应用场景", []),
        ("gzxx-2020-3", "简讯-8", "市水务局开通供水服务绿色通道，助力企业复工复产", ["市水务局"]),
        ("gzxx-2020-3", "通报-办事处", "工作进展通报：城市管理办事处", []),
    ],
)
def test_titles_and_units_are_read(slug: str, number: str, title: str, units: list[str]) -> None:
    one = shipped_clause(slug, number)
    assert one.title == title
    assert [unit.text for unit in one.units] == units
    assert one.title in one.text


def test_merged_cells_share_the_units_of_the_row_above() -> None:
    row = shipped_clause("sfb-2022-91", "附件-7")
    assert row.text.split("\n")[0] == "创新事前信用监管"
    first, second = row.units
    assert first.text == "各相关成员单位，各县级市（区）信用主管部门"
    scope = row.text[first.scope_start : first.scope_end]
    assert scope.startswith("鼓励市场主体")
    assert scope.endswith("大力推广公共信用信息查询报告。")
    assert row.text[second.scope_start : second.scope_end].startswith("在土拍")
    assert row.text.endswith("责任单位：市资源规划局、市住建局、市行政审批局")


def test_nothing_of_third_parties_is_displayed() -> None:
    notice, _ = ingest_file(shipped("gzxx-2020-3"))
    shown = "".join(one.text + one.title for one in notice.clauses)
    hidden = [
        "周旭东",
        "丁成明",
        "朱成林",
        "张超",
        "汪宏韬",
        "孙某",
        "八一二",
        "建辉",
        "天达",
        "陈明华",
        "宋婧",
        "吴新明",
    ]
    assert [name for name in hidden if name in shown] == []
    assert "非考核项" not in shown
    assert "牧田" in shown
    assert "36950家" in shown
    redacted = shipped_clause("gzxx-2020-3", "简讯-15")
    (erratum,) = redacted.errata
    assert redacted.text[erratum.start : erratum.end] == "某便利店"
    assert erratum.printed == ""


def test_heading_paths_name_the_parts_above() -> None:
    assert shipped_clause("kzbf-2020-39", "13").heading_path == (
        "二、重点工作任务",
        "（三）完善事后环节信用监管",
    )
    assert shipped_clause("kzbf-2020-39", "三(一)").heading_path == ("三、强化组织实施",)
    assert shipped_clause("gzxx-2020-3", "简讯-3").heading_path == ("工作简讯",)


def test_general_aims_belong_to_the_preamble() -> None:
    preamble = shipped_clause("kzbf-2020-39", "前言")
    assert "一、总体要求\n以习近平" in preamble.text
    assert preamble.text.startswith("经市政府同意")


# ---------------------------------------------------------------- notices never seen before

HEAD = "某市信用办文件\n\n某信用办〔2024〕1号\n\n关于做好信用工作的通知\n\n各有关单位：\n\n为做好工作，现通知如下。\n\n"
TAIL = "\n\n某市信用办公室\n\n2024年1月2日"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("第一条 为规范管理，制定本办法。\n第二条 本办法适用于本市。\n第三条 本办法自印发之日起施行。", ["前言", "1", "2", "3"]),
        ("第一章 总则\n第一条 为规范管理。\n第二章 修复\n第二条 申请。\n（一）材料；\n（二）承诺。\n第三条 施行。", ["前言", "1", "2", "3"]),
        ("一、加强领导。要落实责任。\n二、加强宣传。要广泛宣传。\n三、加强督查。要定期通报。", ["前言", "1", "2", "3"]),
        ("1、加强领导，落实责任。\n2、加强宣传。\n3、加强督查。", ["前言", "1", "2", "3"]),
        ("1.加强领导，落实责任。\n（一）甲。\n（二）乙。\n2.加强宣传。\n（一）丙。", ["前言", "1", "2"]),
        ("一、总体要求\n坚持依法依规。\n二、任务\n（一）甲任务。做好。\n（二）乙任务。做好。\n三、保障\n（一）丙保障。落实。\n（二）丁保障。落实。", ["前言", "二(一)", "二(二)", "三(一)", "三(二)"]),
        ("一、任务\n（一）甲任务。做好。\n（二）乙任务。做好。\n二、保障\n（三）丙保障。落实。", ["前言", "1", "2", "3"]),
        ("一、任务\n1.甲任务。做好。\n2.乙任务。做好。\n二、保障\n1.丙保障。落实。\n2.丁保障。落实。", ["前言", "一.1", "一.2", "二.1", "二.2"]),
        ("一、任务\n（一）甲任务。做好：\n1.这样。\n2.那样。\n（二）乙任务。做好。\n二、保障\n（三）丙保障。落实。", ["前言", "1", "2", "3"]),
        ("一、任务\n各单位要落实任务，明确责任，按期完成，确保实效。\n（一）甲任务。做好。\n（二）乙任务。做好。\n二、保障\n（一）丙保障。落实。", ["前言", "一", "一(一)", "一(二)", "二(一)"]),
        ("一、甲。三月。\n三、四月份企业要自查。\n二、乙。四月。", ["前言", "1", "2"]),
    ],
    ids=["articles", "chapters", "parts", "arabic", "outer-arabic", "paren-restart", "paren-run", "arabic-in-parts", "lists-inside", "prose-under-heading", "odd-numbers"],
)  # fmt: skip
def test_other_numberings_get_sensible_ids(body: str, expected: list[str]) -> None:
    source = HEAD + body.replace("\n", "\n\n") + TAIL
    assert numbers(source) == expected
    covered(cut(source), repair(source).tracked.text)


def test_an_unnumbered_last_paragraph_is_the_closing() -> None:
    source = HEAD + "一、甲。\n\n二、乙。\n\n本通知自印发之日起施行。" + TAIL
    assert numbers(source)[-1] == "附则"
    assert clause(source, "附则").text == "本通知自印发之日起施行。"


def test_lists_of_annexes_and_distribution_are_no_clauses() -> None:
    source = HEAD + "一、甲。\n\n二、乙。\n\n附件：1. 清单\n\n2. 表格" + TAIL + "\n\n抄送：市委办公室。"
    assert numbers(source) == ["前言", "1", "2"]
    covered(cut(source), repair(source).tracked.text)


def test_a_numbered_annex_is_cut_too() -> None:
    source = (
        HEAD
        + "一、甲。\n\n二、乙。"
        + TAIL
        + "\n\n附件1\n\n信用管理办法\n\n第一条 甲。\n\n第二条 乙。\n\n附件2\n\n说明文字，自行掌握。"
    )
    assert numbers(source) == ["前言", "1", "2", "附件1-1", "附件1-2", "附件2"]
    assert clause(source, "附件1-1").heading_path == ("附件1", "信用管理办法")


def test_a_table_with_other_columns_is_cut_by_its_header() -> None:
    table = "编号\t重点事项\t主要内容\t完成时限\t牵头部门\n1\t修复\t网上办理\t6月底\t市信用办\n\t\t培训\t全年\t\n2\t查询\t设自助点\t8月底\t市行政审批局"
    source = f"{HEAD}一、甲。\n\n二、乙。{TAIL}\n\n附件\n\n任务分解表\n\n{table}"
    row = clause(source, "附件-1")
    assert (
        row.text
        == "修复\n主要内容：网上办理\n完成时限：6月底\n主要内容：培训\n完成时限：全年\n牵头部门：市信用办"
    )
    assert [unit.text for unit in row.units] == ["市信用办"]
    covered(cut(source), repair(source).tracked.text)


def test_rows_without_content_or_words_do_no_harm() -> None:
    table = "序号\t任务\t内容\t责任单位\n1\t修复\t\t市信用办\n2\t\t\t\n3\t\t网上办理。\t市法院"
    source = f"{HEAD}一、甲。\n\n二、乙。{TAIL}\n\n附件\n\n{table}"
    assert numbers(source)[3:] == ["附件-1", "附件-3"]
    row = clause(source, "附件-1")
    assert row.text == "修复\n责任单位：市信用办"
    assert (row.units[0].scope_start, row.units[0].scope_end) == (0, 2)
    covered(cut(source), repair(source).tracked.text)


def test_a_notice_that_is_only_a_table_is_cut() -> None:
    source = "信用任务清单\n\n序号\t任务\t内容\t责任单位\n1\t修复\t网上办理。\t市信用办\n2\t查询\t设自助点。\t市审批局"
    assert numbers(source) == ["表-1", "表-2"]


def test_a_text_without_numbers_has_no_clauses() -> None:
    assert cut("这是一篇散文。\n\n没有条款，也没有编号。").clauses == ()


def test_gaps_and_repetitions_are_reported() -> None:
    result = cut(HEAD + "一、甲。\n\n三、乙。\n\n三、丙。" + TAIL)
    assert [c.id.clause for c in result.clauses] == ["前言", "1", "3", "3-2"]
    assert len(result.warnings) == 2


def test_a_mixed_bracket_still_names_its_units() -> None:
    one = clause(HEAD + "一、加强领导。要落实。（责任单位：市信用办、法院)\n\n二、乙。", "1")
    assert [unit.text for unit in one.units] == ["市信用办、法院"]


def test_a_trailing_bracket_that_names_nobody_is_no_unit() -> None:
    assert clause(HEAD + "一、加强领导。要落实。（另行通知）\n\n二、乙。", "1").units == ()


def test_a_newsletter_never_seen_before_is_cut() -> None:
    source = (
        "某市信用信息\n\n第 7 期\n\n某市信用办公室\n\n2024年5月6日\n\n【工作动态】\n\n- 5月1日，市信用办开展宣传。\n\n"
        "（市信用办）\n\n- 日前，市法院发布名单。\n\n【经验交流】\n\n打造信用街区 助力消费\n\n某街道积极探索，成效明显。"
    )
    assert numbers(source) == ["动态-1", "动态-2", "经验交流"]
    assert clause(source, "动态-1").title == "市信用办开展宣传"


LABELS = {
    "part": lambda n: f"{numerals.to_chinese(n)}、",
    "paren": lambda n: f"（{numerals.to_chinese(n)}）",
    "arabic": lambda n: f"{n}.",
    "article": lambda n: f"第{numerals.to_chinese(n)}条 ",
}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(LABELS)),
    st.lists(
        st.text(alphabet="信用修复管理办法企业，；、“”（）《》3", min_size=4, max_size=60),
        min_size=2,
        max_size=30,
    ),
)
def test_running_numbers_are_all_found_and_nothing_is_lost(kind: str, bodies: list[str]) -> None:
    source = "\n\n".join(f"{LABELS[kind](n)}要{body.strip()}事。" for n, body in enumerate(bodies, 1))
    result = cut(source)
    assert [c.id.clause for c in result.clauses if c.kind == "clause"] == [
        str(n) for n in range(1, len(bodies) + 1)
    ]
    covered(result, repair(source).tracked.text)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["一、甲", "二、乙。", "（一）丙。丁。", "(二) 戊", "1. 己。", "2、庚", "第一条 辛。", "第一章 总则", "附件", "附件1",
             "序号\t任务\t单位", "1\t壬\t市局", "\t癸\t", "2\t\t", "\t\t市局", "2024年1月2日", "市信用办公室", "抄送：各局。", "各有关单位：",
             "关于某事的通知", "为做好工作，现通知。", "（责任单位：市局）", "【动态】", "第3期", "- 子。", "丑寅", "本通知自印发之日起施行。"]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_any_mixture_of_lines_is_covered_and_named_once(lines: list[str]) -> None:
    source = "\n\n".join(lines)
    result = cut(source)
    if result.clauses:
        covered(result, repair(source).tracked.text)
    ids = [c.id for c in result.clauses]
    assert len(ids) == len(set(ids))
