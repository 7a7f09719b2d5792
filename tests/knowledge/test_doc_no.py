"""Claims about knowledge.doc_no."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import doc_no, numerals

PREFIXES = ["昆信用办", "昆政办发", "苏府办", "苏发改信用发", "国办发", "中办发", "昆委", "昆应急"]
BRACKETS = ["〔〕", "[]", "()", "（）", "【】", "{}", "［］", "﹝﹞"]


@settings(deadline=None)
@given(
    st.sampled_from(PREFIXES),
    st.integers(1990, 2030),
    st.integers(1, 99),
    st.sampled_from(BRACKETS),
    st.booleans(),
)
def test_every_style_comes_to_the_same_number(
    prefix: str, year: int, number: int, pair: str, chinese: bool
) -> None:
    digits = "".join("〇一二三四五六七八九"[int(d)] for d in str(year))
    shown_year = digits if chinese else str(year)
    shown_number = numerals.to_chinese(number) if chinese else f" {number} "
    written = f"{prefix}{pair[0]}{shown_year}{pair[1]}{shown_number}号"
    canonical = doc_no.format(prefix, year, number)
    assert doc_no.compact(written) == canonical
    assert doc_no.validate(canonical) == canonical
    found = doc_no.find_all(f"请问{written}说了什么，")
    assert [f.doc_no for f in found] == [canonical]


@pytest.mark.parametrize(
    "text",
    [
        "昆信用办〔2020〕2号",
        "昆信用办[2020]2号",
        "昆信用办(2020) 2 号",
        "昆信用办（2020）第2号",
        "昆信用办二〇二〇年2号文",
        "昆信用办2020年2号",
        "昆信用办〔２０２０〕２号",
        "昆信用办{2020}2号",
        " 昆信用办【2020】2号 ",
    ],
)
def test_known_spellings_are_understood(text: str) -> None:
    assert doc_no.compact(text) == "昆信用办〔2020〕2号"
    assert doc_no.is_valid(text)


@pytest.mark.parametrize(
    "text",
    ["", "你好", "2020年2号文", "昆信用办2号", "昆信用办〔2020〕号", "昆信用办〔1020〕2号", "公司2020年3号"],
)
def test_other_texts_are_no_document_numbers(text: str) -> None:
    assert not doc_no.is_valid(text)
    with pytest.raises(ValueError, match="not a document number"):
        doc_no.validate(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("根据昆信用办〔2020〕2号和苏府办〔2022〕91号", ["昆信用办〔2020〕2号", "苏府办〔2022〕91号"]),
        ("江苏省苏政办发〔2020〕10号", ["苏政办发〔2020〕10号"]),
        ("昆山市昆政办发〔2020〕39号", ["昆政办发〔2020〕39号"]),
        ("按照国办发〔2020〕49号", ["国办发〔2020〕49号"]),
        ("今年3号去办理，2020年2月", []),
        ("《通知》（昆信用办〔2020〕2号，以下简称《通知》）", ["昆信用办〔2020〕2号"]),
    ],
)
def test_numbers_are_found_in_running_text(text: str, found: list[str]) -> None:
    assert [f.doc_no for f in doc_no.find_all(text)] == found


def test_a_found_number_keeps_its_place() -> None:
    text = "请看昆信用办 [2020] 2 号的规定"
    (found,) = doc_no.find_all(text)
    assert text[found.start : found.end] == "昆信用办 [2020] 2 号"


@settings(deadline=None)
@given(st.text(alphabet="昆信用办〔〕[]2020年号文二〇 第1", max_size=40))
def test_whatever_is_found_is_valid(text: str) -> None:
    for found in doc_no.find_all(text):
        assert doc_no.is_valid(found.doc_no)
        assert 0 <= found.start < found.end <= len(text)
