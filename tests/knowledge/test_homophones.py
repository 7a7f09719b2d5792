"""Claims about knowledge.homophones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.homophones import Homophones
from knowledge.retriever import Retriever

READINGS = {
    "xiu": "修休秀",
    "fu": "复付富",
    "xin": "信新心",
    "yong": "用勇",
    "zhi": "治",
    "zi": "资",
    "gong": "公工",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "pinyin.json"
    file.write_text(json.dumps(READINGS, ensure_ascii=False), encoding="utf-8")
    return file


def mended(
    path: Path, text: str, terms: tuple[str, ...] = ("修复", "信用", "信用修复"), known: str = ""
) -> str:
    return Homophones(terms, lambda pair: pair in known, path).mend(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("休复", "修复"),
        ("怎么修付啊", "怎么修复啊"),
        ("新用休复", "信用修复"),
        ("心用", "信用"),
        ("信用", "信用"),
        ("", ""),
        ("你好😀", "你好😀"),
    ],
)
def test_a_wrong_character_of_the_same_sound_is_mended(path: Path, typed: str, meant: str) -> None:
    assert mended(path, typed) == meant


def test_sounds_that_southern_speakers_confuse_are_the_same(path: Path) -> None:
    assert mended(path, "工治", ("公资",)) == "工治"  # both characters differ
    assert mended(path, "公治", ("公资",)) == "公资"


def test_two_wrong_characters_of_two_are_another_word(path: Path) -> None:
    assert mended(path, "休付") == "休付"


def test_what_the_index_knows_is_no_slip(path: Path) -> None:
    assert mended(path, "休复", known="休复") == "休复"


def test_a_wrong_character_that_makes_a_word_with_its_neighbour_stays(path: Path) -> None:
    assert mended(path, "退休复工", known="退休") == "退休复工"
    assert mended(path, "修富人", known="富人") == "修富人"


def test_words_of_three_characters_are_left_alone(path: Path) -> None:
    assert mended(path, "信用付", ("信用复",)) == "信用付"


def test_a_term_with_an_unknown_character_is_left_out(path: Path) -> None:
    assert mended(path, "修龘", ("修龖",)) == "修龘"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("信用秀复怎么弄", "信用修复怎么弄"),
        ("心用报告", "信用报告"),
        ("信用审茶", "信用审查"),
        ("处伐怎么办", "处罚怎么办"),
        ("请问工示期", "请问公示期"),
    ],
)
def test_the_retriever_mends_slips_in_the_words_of_the_field(
    retriever: Retriever, typed: str, meant: str
) -> None:
    assert retriever.search(typed).question == meant


@pytest.mark.parametrize(
    "text",
    ["公示放在哪", "公示放", "公安拘留", "公安拘", "张守信", "王修复", "李新勇", "陈公平", "何静", "许可欣",
     "赵诚", "工资没发", "工伤", "新冠", "心情", "报高价", "处理", "在哪里办", "多少钱"],
)  # fmt: skip
def test_names_and_other_words_are_not_mended(retriever: Retriever, text: str) -> None:
    assert retriever.search(text).question == text


def test_no_sentence_of_a_notice_is_taken_for_a_slip(retriever: Retriever) -> None:
    for text in (
        "信用修复",
        "行政处罚信息",
        "严重失信主体名单",
        "分级分类监管",
        "双随机、一公开",
        "联合激励",
    ):
        assert retriever.search(text).question == text


@settings(deadline=None)
@given(text=st.text() | st.text(alphabet="修休复付信心新用公示工审查0a 😀"))
def test_mending_keeps_the_length(text: str) -> None:
    mend = Homophones(("修复", "信用", "信用修复", "公示"), lambda pair: False).mend
    assert len(mend(text)) == len(text)
