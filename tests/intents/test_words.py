"""Claims about intents.words."""

from __future__ import annotations

import pytest

from intents.words import Words


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(["信易贷", "信用修复"])


def test_words_of_the_field_are_kept_whole(words: Words) -> None:
    assert words.cut("信易贷怎么申请") == ["信易贷", "怎么", "申请"]


def test_characters_of_unknown_words_stand_alone(words: Words) -> None:
    assert words.cut("查澄漪包装") == ["查", "澄", "漪", "包装"]


def test_a_text_is_its_words(words: Words) -> None:
    text = "帮我查下 91329999MAT0000189，谢谢！"
    assert "".join(words.cut(text)) == text
    assert words.cut("") == []


def test_common_words_are_known_by_frequency_and_kind(words: Words) -> None:
    assert words.frequency("公司") > words.frequency("砚") > words.frequency("澄漪") == 0
    assert words.is_name("宏达")
    assert words.is_of_sentences("推荐")
    assert not words.is_of_sentences("公司")
