"""Claims about intents.extractors.dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.extractors.dates import find_dates

A_FRIDAY = date(2022, 5, 20)


def _found(text: str, today: date = A_FRIDAY) -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.value) for s in sorted(find_dates(text, today))]


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("2020年2月被罚", "2020年2月", "2020-02"),
        ("2022年4月29日印发", "2022年4月29日", "2022-04-29"),
        ("2022/4/29提交", "2022/4/29", "2022-04-29"),
        ("20220429发的", "20220429", "2022-04-29"),
        ("二零二零年二月", "二零二零年二月", "2020-02"),
        ("22年4月", "22年4月", "2022-04"),
        ("2021年至今", "2021年", "2021"),
        ("3月份逾期", "3月份", "2022-03"),
        ("三月八号", "三月八号", "2022-03-08"),
        ("11月报的", "11月", "2021-11"),
        ("9月的课", "9月", "2022-09"),
        ("4月中旬", "4月中旬", "2022-04"),
        ("8号交的", "8号", "2022-05-08"),
        ("昨天晚上", "昨天晚上", "2022-05-19"),
        ("大后天", "大后天", "2022-05-23"),
        ("周一前", "周一", "2022-05-16"),
        ("下周三", "下周三", "2022-05-25"),
        ("上个礼拜五", "上个礼拜五", "2022-05-13"),
        ("上周", "上周", "2022-W19"),
        ("上上个月", "上上个月", "2022-03"),
        ("下个月15号", "下个月15号", "2022-06-15"),
        ("月底前", "月底", "2022-05"),
        ("去年底", "去年底", "2021"),
        ("去年12月份", "去年12月份", "2021-12"),
        ("前年", "前年", "2020"),
        ("今朝交的", "今朝", "2022-05-20"),
        ("明朝之前", "明朝", "2022-05-21"),
        ("上个号头", "上个号头", "2022-04"),
        ("旧年罚的", "旧年", "2021"),
    ],
)
def test_dates_are_found_and_resolved(text: str, phrase: str, value: str) -> None:
    assert _found(text) == [(phrase, value)]


@pytest.mark.parametrize(
    "text",
    [
        "当年", "一礼拜了", "两个月", "三个月", "3个月内", "一年", "20年了", "上次", "最近", "前几天",
        "一周五天", "每周一", "周市镇", "周转",
        "39号文", "3号楼", "19号令", "第5号", "月饼", "五一巾帼标兵", "13月", "32号", "2022-13-01", "中旬",
    ],
)  # fmt: skip
def test_durations_and_other_numbers_are_no_dates(text: str) -> None:
    assert _found(text) == []


def test_two_dates_are_two() -> None:
    assert [p for p, _ in _found("应为2021年11月3日不是12月3日")] == ["2021年11月3日", "12月3日"]


@settings(deadline=None)
@given(
    st.text("0123456789零一二三四五六七八九十年月日号上下个周去今明天底初/-. ", max_size=30),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
def test_any_text_on_any_day_gives_values_or_nothing(text: str, today: date) -> None:
    for span in find_dates(text, today):
        assert 0 <= span.start < span.end <= len(text)
        assert span.value


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_written_out_dates_resolve_to_themselves(day: date) -> None:
    assert _found(f"在{day.year}年{day.month}月{day.day}日前") == [
        (f"{day.year}年{day.month}月{day.day}日", day.isoformat())
    ]
