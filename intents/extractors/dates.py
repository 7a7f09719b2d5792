"""Finds dates, absolute and relative, and resolves them against a day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from intents.extractors.numbers import read_number
from intents.extractors.span import Span

__all__ = ["find_dates"]

_YEAR_WORDS = {
    "大前年": -3, "前年": -2, "去年": -1, "旧年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2,
}  # fmt: skip
_DAY_WORDS = {
    "大前天": -3, "大前日": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨儿": -1, "昨儿个": -1,
    "昨晚": -1, "昨夜": -1, "今天": 0, "今日": 0, "今儿": 0, "今儿个": 0, "今朝": 0, "今早": 0, "今晚": 0,
    "今夜": 0, "明天": 1, "明日": 1, "明儿": 1, "明儿个": 1, "明朝": 1, "明早": 1, "明晚": 1, "后天": 2,
    "后日": 2, "大后天": 3,
}  # fmt: skip
_SHIFTS = {"上上": -2, "上": -1, "这": 0, "本": 0, "当": 0, "下": 1, "下下": 2}
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}
_WEEKDAYS |= {str(i + 1): i for i in range(6)}

_YEAR = r"(?P<year>(?:19|20)[0-9]{2}|[一二][零九][零一二三四五六七八九]{2})"
_SHORT_YEAR = r"(?P<short>[12][0-9])"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?P<day>3[01]|[12][0-9]|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_PART = r"(?:上旬|中旬|下旬|[初底末]|中(?!旬|标|介|心|国|小|间))"
_HALF = r"(?:[上下]半年|第?[一二三四1-4]季度|年?[初底末](?!端)|年中)"
_YEAR_WORD = "(?P<year_word>" + "|".join(_YEAR_WORDS) + ")"
_NOON = r"(?:一早|早上|上午|中午|下午|傍晚|晚上|夜里|凌晨|早|晚)?"
# 8号文, 39号令, 3号楼 and the like number other things.
_NOT_NUMBERED = r"(?!文|令|楼|线|机|窗|公告|通知|店|厂|码|条|政|路|仓|车|院|桥|[0-9])"
_DAY_OF_MONTH = rf"{_DAY}(?:日|号{_NOT_NUMBERED})"
_BEFORE = r"(?<![0-9零一二三四五六七八九十\-./第])"

_ANY_YEAR = rf"{_BEFORE}(?:{_YEAR}|{_SHORT_YEAR}) ?年的?"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def find_dates(text: str, today: date) -> list[Span]:
    """Find dates in a folded text; durations and vague words are none.

    Args:
        text: Folded text.
        today: Day against which relative dates, and dates without a year, are resolved.

    Returns:
        Spans whose value is ISO 8601, as exact as what was typed: ``2022``, ``2022-04``,
        ``2022-W15`` or ``2022-04-08``; 4月中旬 is only as exact as its month.
    """
    found: list[Span] = []
    taken: set[int] = set()
    for pattern, resolve in _PATTERNS:
        for match in pattern.finditer(text):
            span = range(*match.span())
            if taken.isdisjoint(span):
                value = resolve(match, today)
                if value is not None:
                    taken.update(span)
                    found.append(Span(match.start(), match.end(), "date", value))
    return found


def _group(match: re.Match[str], name: str) -> str | None:
    return match.groupdict().get(name)


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if len(text) == 4 and not text.isdecimal():
        return int("".join(str("零一二三四五六七八九".index(c)) for c in text))
    number = read_number(text)
    return None if number is None else int(number)


def _iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if day <= monthrange(year, month)[1] else None


def _likely_year(today: date, month: int) -> int:
    # People speak of what was or will soon be: more than four months ahead means last year's.
    return today.year - (month - today.month > 4)


def _absolute(match: re.Match[str], today: date) -> str | None:
    year, month, day = (_number(_group(match, n)) for n in ("year", "month", "day"))
    short, word = _group(match, "short"), _group(match, "year_word")
    if year is None:
        if short is not None:
            year = 2000 + int(short)
        elif word is not None:
            year = today.year + _YEAR_WORDS[word]
        elif month is not None:
            year = _likely_year(today, month)
        else:
            year, month = today.year, today.month
    return _iso(year, month, day)


def _day_word(match: re.Match[str], today: date) -> str:
    return (today + timedelta(_DAY_WORDS[match["word"]])).isoformat()


def _month_word(match: re.Match[str], today: date) -> str | None:
    index = today.year * 12 + today.month - 1 + _SHIFTS[match["shift"]]
    return _iso(index // 12, index % 12 + 1, _number(_group(match, "day")))


def _month_part(match: re.Match[str], today: date) -> str:
    return f"{today.year:04d}-{today.month:02d}"


def _week_word(match: re.Match[str], today: date) -> str:
    monday = today - timedelta(today.weekday()) + timedelta(weeks=_SHIFTS[_group(match, "shift") or "本"])
    weekday = _group(match, "weekday")
    if weekday is None:
        year, week, _ = monday.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return (monday + timedelta(_WEEKDAYS[weekday])).isoformat()


def _this_year(match: re.Match[str], today: date) -> str:
    return f"{today.year:04d}"


# Longest readings first: what an earlier pattern has taken a later one leaves alone.
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], str | None]], ...] = (
    (_compile(rf"{_BEFORE}{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}(?![0-9])"), _absolute),
    (
        _compile(
            r"(?<![0-9a-z])(?P<year>20[0-2][0-9])(?P<month>0[1-9]|1[0-2])"
            r"(?P<day>[0-2][0-9]|3[01])(?![0-9a-z])"
        ),
        _absolute,
    ),
    (_compile(rf"(?:{_ANY_YEAR} ?|{_YEAR_WORD}的?){_MONTH} ?月份?的? ?{_DAY_OF_MONTH}"), _absolute),
    (_compile(rf"(?:{_ANY_YEAR} ?|{_YEAR_WORD}的?){_MONTH} ?月(?:{_PART}|份)?"), _absolute),
    (_compile(rf"(?:{_BEFORE}{_YEAR} ?年|{_YEAR_WORD}){_HALF}"), _absolute),
    (_compile(rf"{_BEFORE}(?:{_YEAR} ?年|(?P<short>1[89]|2[0-9])年(?=[的\s]|被|罚|处罚))"), _absolute),
    (_compile(_YEAR_WORD), _absolute),
    (_compile(rf"{_BEFORE}{_MONTH} ?月份?的? ?{_DAY_OF_MONTH}"), _absolute),
    (_compile(rf"{_BEFORE}(?<!个){_MONTH} ?月(?:{_PART}|份)?(?![饼季嫂结租薪供票卡息利])"), _absolute),
    (_compile(rf"(?P<word>{'|'.join(sorted(_DAY_WORDS, key=len, reverse=True))}){_NOON}"), _day_word),
    (
        _compile(rf"(?P<shift>上上|下下|[上这本下当])(?:个?月|个号头)(?:份?的?{_DAY_OF_MONTH}|{_PART}|份)?"),
        _month_word,
    ),
    (
        _compile(
            r"(?<!每)(?P<shift>上上|下下|[上这本下])个?(?:周|星期|礼拜)"
            r"(?P<weekday>[一二三四五六日天末1-6])?(?!转|市|庄|期|边|围)"
        ),
        _week_word,
    ),
    (
        _compile(
            r"(?<![每一二两三四五六七八九十0-9几整个半])(?:周|星期|礼拜)"
            r"(?P<weekday>[一二三四五六日天末])(?![家个条天年次])"
        ),
        _week_word,
    ),
    (_compile(r"(?<![个每半整0-9一二三四五六七八九十])月(?:[初底末]|中旬|下旬|上旬)"), _month_part),
    (_compile(r"(?<![每半整去今明前后周])(?:年[底末初](?!端)|[上下]半年)"), _this_year),
    (_compile(rf"(?<![0-9a-z\]第〕零一二三四五六七八九十月]){_DAY}号{_NOT_NUMBERED}"), _absolute),
)
