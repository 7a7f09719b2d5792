"""Claims about intents.parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.parts import MAX_PARTS, Part, question_parts


def asked(text: str) -> list[str]:
    return [part.asked for part in question_parts(text)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "😀",
        "信用报告在哪里查？",
        "我们公司被罚了，怎么修复信用",
        "信用修复",
        "你好，谢谢。",
        "信用报告在哪里查，谢谢",
        "？？？",
        "能不能？",
    ],
)
def test_a_message_that_asks_one_thing_stays_whole(text: str) -> None:
    assert question_parts(text) == (Part(text, text),)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("信用报告在哪里查？要收费吗？", ["信用报告在哪里查", "要收费吗"]),
        ("信用报告在哪里查，要多少钱", ["信用报告在哪里查", "要多少钱"]),
        ("处罚怎么修复 多久能撤下来", ["处罚怎么修复", "多久能撤下来"]),
        ("处罚怎么修复；\n找哪个部门办", ["处罚怎么修复", "找哪个部门办"]),
        ("能不能豁免啊！找谁去办呢。", ["能不能豁免啊", "找谁去办呢"]),
    ],
)
def test_each_question_is_a_part(text: str, parts: list[str]) -> None:
    assert asked(text) == parts


def test_what_was_told_before_is_the_subject_of_all_questions_after_it() -> None:
    assert question_parts("我们厂被环保局罚了，怎么修复？多久能好？") == (
        Part("我们厂被环保局罚了，怎么修复", "我们厂被环保局罚了，怎么修复"),
        Part("多久能好", "我们厂被环保局罚了，多久能好"),
    )


def test_what_is_told_later_is_the_subject_from_then_on() -> None:
    first, second, third = question_parts("公司被罚了，怎么修复？我还欠银行钱，能不能豁免？找谁去办？")
    assert first.full == "公司被罚了，怎么修复"
    assert second == Part("我还欠银行钱，能不能豁免", "我还欠银行钱，能不能豁免")
    assert third == Part("找谁去办", "我还欠银行钱，找谁去办")


def test_a_question_is_no_subject_of_the_next_one() -> None:
    assert question_parts("报告在哪里查？培训在哪里报名？")[1].full == "培训在哪里报名"


@pytest.mark.parametrize("question", ["能不能豁免", "要不要钱的", "培训有没有", "行业有多大"])
def test_questions_without_a_question_word_are_told_by_their_form(question: str) -> None:
    assert asked(f"{question}。报告在哪里查。") == [question, "报告在哪里查"]


@pytest.mark.parametrize("told", ["我们有很多企业", "多部门联合惩戒"])
def test_many_is_no_question(told: str) -> None:
    assert asked(f"{told}。报告在哪里查。") == [f"{told}。报告在哪里查。"]


def test_a_word_or_two_are_no_question() -> None:
    assert asked("信用报告在哪里查？是吗？") == ["信用报告在哪里查？是吗？"]


def test_a_long_list_of_questions_is_cut() -> None:
    text = "？".join(f"第{n}件事怎么办" for n in "一二三四五六")
    assert asked(text) == ["第一件事怎么办", "第二件事怎么办", "第三件事怎么办"]


@given(st.text() | st.text(alphabet="怎么办哪里吗？，。；\n 信用修复多少"))
def test_the_questions_of_any_text_stand_in_it_in_order(text: str) -> None:
    parts = question_parts(text)
    assert 1 <= len(parts) <= MAX_PARTS
    at = 0
    for part in parts:
        assert part.full.endswith(part.asked)
        question = text if len(parts) == 1 else part.asked.rpartition("，")[2]
        at = text.index(question, at) + len(question)
