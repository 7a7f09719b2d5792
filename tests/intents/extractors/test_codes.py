"""Claims about intents.extractors.codes."""

from __future__ import annotations

import pytest

from intents.extractors.codes import find_codes


def _found(text: str) -> list[tuple[str, str]]:
    return [(s.type, text[s.start : s.end]) for s in sorted(find_codes(text))]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("代码91329999mat0000189查下", "91329999mat0000189"),
        ("9132 9999 mat0 000189 修复", "9132 9999 mat0 000189"),
        ("91329999-mat000018-9", "91329999-mat000018-9"),
        ("我们3家 91329999mat0000189 2月", "91329999mat0000189"),
    ],
)
def test_codes_are_found_however_they_are_grouped(text: str, typed: str) -> None:
    assert _found(text) == [("uscc", typed)]


@pytest.mark.parametrize(
    "typed",
    [
        "91329999mat000018", "91329999mat00001899", "91329999mta0000189", "91329999mato000189",
        "91329999mat0000188",
        "329999000012345", "91329999mat00", "9132 9999 mat0 00018",
    ],
)  # fmt: skip
def test_what_was_meant_as_a_code_is_found_too(typed: str) -> None:
    assert _found(f"查下{typed}吧") == [("uscc_invalid", typed)]


@pytest.mark.parametrize(
    "text",
    [
        "13812345678", "320583199001011234", "11010519491231002x", "6222021234567890128",
        "20220415123456", "abc", "kf2022",
        "https://www.example.cn/a91329999mat0000188", "a91329999@example.cn", "excel2016 word2019",
    ],
)  # fmt: skip
def test_other_numbers_are_not(text: str) -> None:
    assert _found(text) == []


def test_several_codes_are_several() -> None:
    assert _found("91329999mat0000189 92329999mat0000261") == [
        ("uscc", "91329999mat0000189"),
        ("uscc", "92329999mat0000261"),
    ]
