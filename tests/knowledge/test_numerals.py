"""Claims about knowledge.numerals."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import numerals


@settings(deadline=None)
@given(st.integers(1, 9999))
def test_numerals_survive_the_round_trip(number: int) -> None:
    written = numerals.to_chinese(number)
    assert numerals.parse(written) == number
    assert re.fullmatch(numerals.NUMERAL, written)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("九十九", 99),
        ("一百零二", 102),
        ("一百一十", 110),
        ("一百", 100),
        ("二〇二〇", 2020),
        ("二○二二", 2022),
        ("15", 15),
        ("１５", 15),
        ("两", 2),
    ],
)
def test_known_numerals_are_read(text: str, number: int) -> None:
    assert numerals.parse(text) == number


@pytest.mark.parametrize("text", ["", "甲", "十十", "一二十", "1a", "百", "三千五六", "-3", "1.5"])
def test_other_words_are_no_numerals(text: str) -> None:
    with pytest.raises(ValueError, match="not a numeral"):
        numerals.parse(text)


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_numbers_out_of_range_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        numerals.to_chinese(number)
