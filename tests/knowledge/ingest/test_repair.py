"""Claims about knowledge.ingest.repair and the layout rules below it."""
# ruff: noqa: E501  (cases are Chinese sentences, one per line)

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.ingest.errata import Correction
from knowledge.ingest.load import shipped_sources
from knowledge.ingest.repair import REPAIRS, repair
from knowledge.ingest.tracked import Tracked, apply_edits
from tests.knowledge.ingest.samples import shipped

LONG = "各相关部门要重点加强对食品药品等领域失信行为的惩戒力度，提高失信"
WRAPPED = """1. 推进信用贷款工作。鼓励银行在疫情防控期间通过线上金融超

市贷款等形式加强对重点企业的金融服务，以各类产品应用，增加信

用贷款支持。研发市场主体信用参考模型，将评价结果向合作银行共

享。（责任单位：市金融办）

2. 强化重点领域信息归集。引导市场主体强化承诺意识和责任意识，

实施正向激励。（责任单位：

市信用办、市各行业监管部门）

以上意见自发布之日起实施。"""


def clean(source: str) -> str:
    return repair(source).tracked.text


def kinds(source: str) -> set[str]:
    return {edit.kind for edit in repair(source).edits}


@pytest.mark.parametrize(
    ("kind", "source", "expected"),
    [
        ("line_ends", "甲。\r\n乙。\r丙。\f丁。", "甲。\n乙。\n丙。\n丁。"),
        ("invisible_characters", "信\u200b用\ufeff修\u00ad复\x07", "信用修复"),
        ("odd_spaces", "3\u00a0个工作日。", "3个工作日。"),
        ("page_numbers", "甲。\n\n— 3 —\n\n乙。\n- 4 -\n第 5 页 共 9 页\n丙。", "甲。\n乙。\n丙。"),
        ("page_breaks", f"{LONG}\n\n成本。", f"{LONG}成本。"),
        ("page_breaks", "市公共信用信息中心在收到法院送达的修复通知后，应当在1个\n\n工作日内撤下。", "市公共信用信息中心在收到法院送达的修复通知后，应当在1个工作日内撤下。"),
        ("page_breaks", "（责任单位：市疫情防控指挥\n\n部成员单位)", "（责任单位：市疫情防控指挥部成员单位）"),
        ("hard_wraps", WRAPPED, None),
        ("title_lines", "关于进一步做好疫情防控期间\n\n信用服务工作的通知\n\n各单位：", "关于进一步做好疫情防控期间信用服务工作的通知\n各单位："),
        ("markdown_breaks", "经市政府同意，现将方案印发给你们，请各单位结合实际  \n认真贯彻执行。", "经市政府同意，现将方案印发给你们，请各单位结合实际认真贯彻执行。"),
        ("unit_lines", "实现“一地失信，多地受限”。\n\n（市各有关部门按职责分工负责）", "实现“一地失信，多地受限”。（市各有关部门按职责分工负责）"),
        ("heading_markers", "# 标题甲\n\n---\n\n### （一）甲。\n\n**乙**丙。", "标题甲\n（一）甲。\n乙丙。"),
        ("edge_spaces", " 甲。  \n　　乙。\n\t丙。", "甲。\n乙。\n丙。"),
        ("edge_spaces", "一、\t推进工作。\n二、\t加强工作。", "一、推进工作。\n二、加强工作。"),
        ("title_spaces", "关于加快推进 信用体系建设的通知", "关于加快推进信用体系建设的通知"),
        ("digit_spaces", "2022 年收到后 3 个工作日，达到 98% 。", "2022年收到后3个工作日，达到98%。"),
        ("quote_spaces", "以银税贷等 “信易贷” 系列产品，支持。", "以银税贷等“信易贷”系列产品，支持。"),
        ("latin_spaces", "海关对 AEO 高级认证企业，试行。", "海关对AEO高级认证企业，试行。"),
        ("han_spaces", "加强 信用 修复，优化。", "加强信用修复，优化。"),
        ("bracket_spaces", "监测 (0.2分)", "监测(0.2分)"),
        ("mixed_brackets", "（市信用办)和(法院）", "（市信用办）和（法院）"),
        ("blank_lines", "\n\n甲。\n\n\n乙。\n", "甲。\n乙。"),
    ],
)  # fmt: skip
def test_each_kind_of_noise_is_repaired_under_its_name(kind: str, source: str, expected: str | None) -> None:
    assert kind in kinds(source)
    if expected is not None:
        assert clean(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "甲。\n乙。",
        "一、总体要求\n为贯彻落实有关精神，制定本方案。",
        "一、实施精准有效信用管理，全力助推疫情防控工作\n（一）强化管理。推动企业履行责任。",
        "昆山市人民政府办公室\n2020年4月2日",
        "1. 推进工作。\n2. 加强工作。",
        "“抗疫情 保运行 稳增长”企业大走访，效果好。",
        "守信激励·纳入“红名单” 致敬冲在抗疫前线的最美逆行者\n为激励干部，发挥作用。",
        "(责任单位：市应急管理局)",
        "序号\t任务\t单位\n1\t开展宣贯\t市发改委\n\t加强管理\t",
        "7. “√”代表已完成。",
        "邮箱 xinyong@example.org",
    ],
)
def test_what_is_no_noise_stays(source: str) -> None:
    assert clean(source) == source


def test_a_hard_wrapped_notice_becomes_paragraphs() -> None:
    lines = clean(WRAPPED).split("\n")
    assert [line[:4] for line in lines] == ["1. 推", "2. 强", "以上意见"]
    assert "金融超市贷款" in lines[0]
    assert "增加信用贷款支持" in lines[0]
    assert lines[1].endswith("（责任单位：市信用办、市各行业监管部门）")


def test_a_character_printed_twice_over_a_page_break_is_dropped_on_the_evidence_of_the_text() -> None:
    source = (
        "（一）大力推行政务服务信用承诺制度，积极引导各方参与，支持市\n\n市场主体开展信用承诺。引导市场主体公示。\n"
        "（二）将市场主体列入范围。"
    )
    assert "支持市场主体开展" in clean(source)
    assert "doubled_characters" in kinds(source)


def test_a_real_double_character_over_a_page_break_stays() -> None:
    source = (
        "（一）加强管理，落实责任，提高水平。（责任单位：市发改委、昆山市\n\n市场监管局）\n"
        "（二）加强监管。（责任单位：昆山市市场监管局、市场监管局）"
    )
    assert "昆山市市场监管局）" in clean(source)
    assert "doubled_characters" not in kinds(source)


def test_headers_repeated_on_each_page_are_dropped_though_misprinted() -> None:
    source = "序号\t任务\t责任单位\n1\t甲任务\t市信用办\n\n序号\t任 务\t责任单位\n2\t乙任务\t市法院"
    assert clean(source) == "序号\t任务\t责任单位\n1\t甲任务\t市信用办\n2\t乙任务\t市法院"
    assert "repeated_table_headers" in kinds(source)


def test_words_change_only_by_the_errata_list() -> None:
    source = "做好信用管理和 Service 工作，提高水平。"
    assert clean(source) == "做好信用管理和Service工作，提高水平。"
    fixed = repair(source, [Correction("Service", "Service", "服务", "机器译文", 1)])
    assert fixed.tracked.text == "做好信用管理和服务工作，提高水平。"
    (edit,) = fixed.corrected
    assert (edit.before, edit.after, edit.note) == ("Service", "服务", "机器译文")
    assert not fixed.missed


def test_a_count_that_does_not_hold_is_reported() -> None:
    missed = repair("服务。", [Correction("Service", "Service", "服务", "机器译文", 2)]).missed
    assert missed == ("“Service”应有 2 处，实际 0 处",)


def test_a_redaction_that_hides_nothing_is_reported_without_the_name() -> None:
    result = repair("某店。", (), [Correction("张三", "张三", "某某", "姓名")])
    assert len(result.unhidden) == 1
    assert "张三" not in result.unhidden[0]


def test_rows_of_a_newsletters_scorecard_are_redacted() -> None:
    source = "第3期\n2020年3月23日\n【通报】\n部门\t信用审查(0.1分)\t扣分\n公安局\t*\t无\n教育局\t√\t3\n说明：\n1. 扣分。"
    assert "公安局" not in clean(source)
    assert "信用审查(0.1分)" in clean(source)
    assert "redact_scorecard_rows" in kinds(source)
    assert "公安局" in clean(source.replace("第3期", "通知"))


@pytest.mark.parametrize("path", shipped_sources(), ids=lambda path: path.parent.name)
def test_shipped_notices_lose_no_character_but_by_a_named_repair(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    result = repair(source)
    assert apply_edits(source, result.edits) == result.tracked.text
    for index, char in enumerate(result.tracked.text):
        if result.tracked.marks[index] == ("", ""):
            assert source[result.tracked.offsets[index]] == char
    again = repair(result.tracked.text)
    assert again.tracked.text == result.tracked.text


@pytest.mark.parametrize(
    ("slug", "joined"),
    [
        ("kxyb-2020-2", ["1个工作日内撤下", "指挥部成员单位", "防范信用风险。采取", "国家、省、苏州市出台"]),
        (
            "kxyb-2022-3",
            ["增加信用贷款支持", "信用修复，推进", "社会信用体系建设", "后3个工作日内", "为基础的新型"],
        ),
        ("kzbf-2020-39", ["支持市场主体开展", "杜绝随意检查", "数据同步", "受限”。（市各有关部门"]),
        ("sfb-2022-91", ["网格化治理体系", "关注自身信用。", "2022年苏州市社会信用体系建设工作要点"]),
        ("gzxx-2020-3", ["精准有效信用管理", "“双随机、一公开”"]),
    ],
)
def test_observed_noise_of_the_shipped_notices_is_gone(slug: str, joined: list[str]) -> None:
    text = clean(shipped(slug).read_text(encoding="utf-8"))
    assert [words for words in joined if words not in text] == []
    assert not re.search(r"[一-鿿] \d|\d [一-鿿]|[一-鿿] “\S|  ", text)


NOISY = st.text(
    alphabet=st.sampled_from(
        "信用市场主体，。；：（）“”《》一二三、1.2 \u3000\n\n\t#-—*|\r\f\u200b\u00a0AEO第条附件【】"
    ),
    max_size=160,
)


@settings(max_examples=300, deadline=None)
@given(NOISY)
def test_any_text_is_its_source_minus_named_edits(source: str) -> None:
    result = repair(source)
    assert apply_edits(source, result.edits) == result.tracked.text
    assert all(edit.kind for edit in result.edits)


INLINE = [step for step in REPAIRS if step.__name__ not in ("joined_lines",)]


@settings(max_examples=200, deadline=None)
@given(NOISY, st.sampled_from(INLINE))
def test_a_repair_applied_twice_changes_nothing_more(source: str, step: object) -> None:
    assert callable(step)
    once = step(Tracked.of(source)).text
    assert step(Tracked.of(once)).text == once


SENTENCES = st.lists(
    st.sampled_from(
        ["推动企业履行依法经营的社会责任", "加强失信行为信息记录、归集和报送", "依据《江苏省社会信用条例》规范认定", "在3个工作日内核实", "对“双随机”检查对象"]
    ),
    min_size=2,
    max_size=6,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(SENTENCES, min_size=1, max_size=5), st.data())
def test_page_breaks_inside_paragraphs_heal(paragraphs: list[list[str]], data: st.DataObject) -> None:
    lines = [f"{n}. {'，'.join(parts)}。" for n, parts in enumerate(paragraphs, 1)]
    noisy = []
    for line in lines:
        cut = data.draw(st.integers(24, len(line) - 2)) if len(line) > 30 else 0
        safe = cut and not line[cut].isdigit() and not line[cut - 1].isdigit() and line[cut] != line[cut - 1]
        noisy.append(f"{line[:cut]}\n\n{line[cut:]}" if safe else line)
    assert clean("\n\n".join(noisy)) == "\n".join(lines)
    assert clean(clean("\n\n".join(noisy))) == clean("\n\n".join(noisy))


@pytest.mark.parametrize(
    "source",
    ["信用 " * 60_000, "（" * 100_000, "信用\n" * 50_000, "“" * 50_000 + " 信" * 50_000, "\n" * 200_000, "* " * 50_000],
    ids=["spaces", "brackets", "lines", "quotes", "blank", "stars"],
)  # fmt: skip
def test_hostile_texts_take_no_quadratic_time(source: str) -> None:
    started = time.perf_counter()
    repair(source)
    assert time.perf_counter() - started < 20
