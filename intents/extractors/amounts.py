"""Finds sums of money."""

from __future__ import annotations

import re

from intents.extractors.numbers import FIGURES, read_number
from intents.extractors.span import Span

__all__ = ["find_amounts"]

_CURRENCY = r"(?:元钱|元整|元|块钱|块|圆|人民币|rmb|大洋)"
_VAGUE = r"(?:几|好几|十几|几十|上)[十百千万亿]+"
# What makes a bare 20万 a count: 20万家, 3万人.
_COUNTED = (
    r"(?:多|余|来)?(?:家|个|人|名|户|条|件|份|次|平|只|吨|张|台|辆|字|分|步|里|公里|笔|箱|套|瓶|包|斤|亩|股|票|粉|"
    r"%|度|天|年|月|号|小时|分钟|岁|强|倍|点|米|种|项|页|句|级|级|期|届|楼|栋|路)"
)
_PATTERN = re.compile(
    rf"(?<![0-9a-z.])(?:¥|￥|rmb ?)?(?P<money>(?P<number>{FIGURES}|{_VAGUE})(?:多|余|来)?{_CURRENCY})"
    r"(?!地|石|砖|牌|表|头|肉|田|玻)"
    rf"|(?<![0-9a-z.第])(?P<round>(?=[0-9.,零一二两三四五六七八九十百千]+[万亿w]|[一二两三四五六七八九]千[一二三四五六七八九](?![百十]))(?>{FIGURES}))(?!{_COUNTED}|[0-9a-z])"
)
# A bare number is money only after words that want a sum.
_BARE = re.compile(
    r"(?:罚款|罚金|罚|贷款|贷|借款|借|欠款|欠|赔款|赔|金额|额度|缴|交|付|捐|款)"
    r"(?:了|过|我们|我|他们|他|咱|是|为|应该是|写的|写成|才|大概|大约|差不多|将近|共|:|,| )*"
    rf"(?P<number>{FIGURES})(?!{_COUNTED}|[0-9a-z.:/年月日号\-零一二两三四五六七八九十百千万亿])"
)
_TOGETHER = re.compile(r"[一二两三几]块")


def find_amounts(text: str) -> list[Span]:
    """Find sums in a folded text; values are in yuan, in plain figures."""
    found: dict[int, Span] = {}
    for match in _PATTERN.finditer(text):
        group = "money" if match["money"] else "round"
        if not _TOGETHER.fullmatch(match.group()):
            number = match["number"] or match["round"]
            found[match.start(group)] = Span(*match.span(group), "amount", _yuan(number))
    for match in _BARE.finditer(text):
        number = read_number(match["number"])
        if number is not None and number >= 50:
            found.setdefault(
                match.start("number"), Span(*match.span("number"), "amount", _yuan(match["number"]))
            )
    return list(found.values())


def _yuan(typed: str) -> str:
    number = read_number(typed)
    if number is None:
        return ""
    return f"{number.normalize():f}" if number else "0"
