"""Claims about intents.entities."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.entities import EntityExtractor
from intents.examples import load_examples
from intents.model import ENTITY_TYPES
from tests.intents.conftest import A_FRIDAY
from tests.knowledge.test_uscc import codes

PIECES = """
昆山 澄漪 包装 有限公司 的 信用 修复 罚了 5000块 3万 上个月 2022年4月 周五 黑名单 城管局 法院 罚款 合同
没按时 交货 逾期 91329999MAT0000189 9132 9999 ， 。 ？ （ ） ( 〔2020〕2号 昆信用办 便利店 老徐 被 和 1 一 号
年 月 ＡＢ 😀
"""
pieces = st.sampled_from([*PIECES.split(), " ", "\u3000", "\n"])
messages = st.one_of(st.text(max_size=60), st.lists(pieces, max_size=12).map("".join))


@settings(deadline=None, max_examples=300)
@given(messages)
def test_spans_point_into_the_text_and_never_overlap(extractor: EntityExtractor, text: str) -> None:
    entities = extractor.extract(text, A_FRIDAY)
    for entity in entities:
        assert entity.text == text[entity.start : entity.end] != ""
        assert entity.type in ENTITY_TYPES
        assert entity.value
    for before, after in pairwise(entities):
        assert before.end <= after.start


@settings(deadline=None)
@given(st.text("帮我查下的是在吗，。 ", max_size=6), codes, st.text("有没有处罚呢，。？ ", max_size=6))
def test_a_valid_code_is_found_wherever_it_stands(
    extractor: EntityExtractor, before: str, code: str, after: str
) -> None:
    found = [e for e in extractor.extract(before + code.lower() + after, A_FRIDAY) if e.type == "uscc"]
    assert [(e.start, e.end, e.value) for e in found] == [(len(before), len(before) + 18, code)]


@settings(deadline=None)
@given(codes, st.integers(0, 17))
def test_a_code_with_a_character_missing_is_never_a_code(
    extractor: EntityExtractor, code: str, position: int
) -> None:
    typed = code[:position] + code[position + 1 :]
    assert [e for e in extractor.extract(typed, A_FRIDAY) if e.type == "uscc"] == []


@pytest.mark.parametrize("text", ["身份证320583199001011234", "我手机13812345678", "11010519491231002X"])
def test_personal_numbers_are_no_entities(extractor: EntityExtractor, text: str) -> None:
    assert extractor.extract(text, A_FRIDAY) == ()


def test_values_are_canonical(extractor: EntityExtractor) -> None:
    text = "市监局去年12月罚了三万元，代码９１32 9999 mat0 0001 89，见昆信用办（二〇二〇）2号"
    values = {e.type: e.value for e in extractor.extract(text, A_FRIDAY)}
    assert values == {
        "department": "市场监管局",
        "date": "2021-12",
        "amount": "30000",
        "uscc": "91329999MAT0000189",
        "doc_no": "昆信用办〔2020〕2号",
    }


@pytest.mark.parametrize(
    "text",
    [
        "短信没收到", "处罚金额是多少", "我是个体户，个人社保断了", "走人行道", "信用办理流程", "办公安全",
        "首次轻微违法", "无违法违规证明", "信用昆山打不开", "企查查上的记录", "上次交的",
        "一礼拜了", "30家企业", "千万别", "万一呢",
        "这家公司靠谱吗", "我们厂怎么办", "开个小吃店", "老赖能坐飞机吗",
    ],
)  # fmt: skip
def test_words_that_only_look_like_entities_are_left_alone(extractor: EntityExtractor, text: str) -> None:
    assert extractor.extract(text, A_FRIDAY) == ()


def test_relative_dates_follow_the_day_given(extractor: EntityExtractor) -> None:
    assert [e.value for e in extractor.extract("今天", date(2020, 2, 29))] == ["2020-02-29"]
    assert [e.value for e in extractor.extract("上个月", date(2020, 1, 31))] == ["2019-12"]


def test_what_the_examples_mark_is_what_the_extractor_finds(extractor: EntityExtractor) -> None:
    """The examples are written by others than the rules; both read a message the same way."""
    right = wanted = found = 0
    for example in load_examples().utterances:
        gold = Counter((e.type, e.text) for e in example.entities)
        got = Counter((e.type, e.text) for e in extractor.extract(example.text, A_FRIDAY))
        right, wanted, found = right + (gold & got).total(), wanted + gold.total(), found + got.total()
    assert wanted > 500
    assert 2 * right / (wanted + found) >= 0.96
