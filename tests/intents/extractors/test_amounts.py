"""Claims about intents.extractors.amounts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.extractors.amounts import find_amounts


def _found(text: str) -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.value) for s in sorted(find_amounts(text))]


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("罚了5000块", "5000块", "5000"),
        ("罚了3万,整改了", "3万", "30000"),
        ("罚款2000的", "2000", "2000"),
        ("被罚200,改了", "200", "200"),
        ("两万元", "两万元", "20000"),
        ("1.2亿", "1.2亿", "120000000"),
        ("1,500元", "1,500元", "1500"),
        ("欠了三千五", "三千五", "3500"),
        ("捐了20万物资", "20万", "200000"),
        ("额度300万", "300万", "3000000"),
        ("2万多块钱", "2万多块钱", "20000"),
        ("一百块", "一百块", "100"),
        ("罚了三万二,交了", "三万二", "32000"),
        ("借3万5", "3万5", "35000"),
        ("3万5千", "3万5千", "35000"),
        ("其实是两千五", "两千五", "2500"),
    ],
)
def test_sums_are_found_in_yuan(text: str, phrase: str, value: str) -> None:
    assert _found(text) == [(phrase, value)]


@pytest.mark.parametrize(
    "text",
    [
        "20万家企业",
        "两千五人",
        "3万人",
        "30家",
        "罚了两次",
        "罚款3天",
        "万一逾期",
        "千万别",
        "一块审",
        "500强",
        "扣3分",
        "3.85%",
        "贷款8月到期",
        "第5条",
    ],
)
def test_counts_are_no_sums(text: str) -> None:
    assert _found(text) == []


@settings(deadline=None)
@given(st.integers(1, 99_999_999))
def test_any_sum_is_read_as_written(yuan: int) -> None:
    assert _found(f"罚了{yuan}元") == [(f"{yuan}元", str(yuan))]
