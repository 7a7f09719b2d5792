"""Claims about intents.extractors.numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.extractors.numbers import read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5000", "5000"), ("1.2亿", "120000000"), ("两万", "20000"), ("三千五", "3500"),
        ("3万5", "35000"), ("十二", "12"),
        ("二十", "20"), ("一百零五", "105"), ("1亿2千万", "120000000"), ("80w", "800000"),
        ("1,500", "1500"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_mean_them(text: str, number: str) -> None:
    expected = Decimal(number)
    assert read_number(text) == (expected if text != "1亿2千万" else Decimal(120_000_000))


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_number_or_none(text: str) -> None:
    assert read_number(text) is None or isinstance(read_number(text), Decimal)
