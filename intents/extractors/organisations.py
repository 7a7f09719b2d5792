"""Finds names of companies and shops, full or short."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from intents.extractors.span import Span
from intents.words import Words

__all__ = ["Organisations"]

_LONGEST = 26
_RUN = re.compile(r"[一-鿿0-9a-z()·&\-]+$")
_LEGAL = "有限责任公司|股份有限公司|集团有限公司|集团股份有限公司|有限公司|股份公司|有限合伙|合伙企业|专业合作社|合作社|事务所"
_AND = ("和", "与", "及", "跟", "同")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢唐冯董程曹袁邓许沈彭吕苏卢蒋蔡贾丁薛阎余潘杜戴钟汪姜范姚谭廖邹陆孔崔邱秦顾侯邵孟龙段钱汤尹"
_NICKNAME = re.compile(
    rf"(?:(?P<sure>[老阿小][{_SURNAMES}]|[{_SURNAMES}][记氏])|[老阿][一-鿿]|[一-鿿][记氏]|[{_SURNAMES}][一-鿿]{{2}})$"
)
_INTRODUCED = re.compile(
    r"(?:是|们|叫)(?P<brand>[一-鿿]{2,5})的"
    r"(?:新?(?:行政|会计|财务|出纳|老板|法人|负责人|人事|文员|经办人?|经理|员工|职工|办公室|工作人员)"
    r"|[老小][一-鿿](?![一-鿿]))"
)
# Chinese characters met this often stand in ordinary sentences rather than in made-up brands.
_COMMON = 6000
_RARE = 3000


class Organisations:
    """Names put together from region, brand, trade and legal form.

    Args:
        lists: The ``org_…`` tables of ``lexicon.yml``.
        words: Tells brands from words.
    """

    def __init__(self, lists: Mapping[str, Sequence[str]], words: Words) -> None:
        self._words = words
        region, trade = _any(lists["org_region"]), _any(lists["org_industry"])
        note = rf"\((?:{region}|个体户|个体工商户|有限合伙|普通合伙|特殊普通合伙|筹)\)"
        branch = rf"(?:{note})?(?:[一-鿿]{{0,4}}(?:分公司|分店|分厂))?"
        self._legal = re.compile(rf"(?:{note})?(?:{_LEGAL}){branch}")
        form = _any(lists["org_form"])
        # Most characters begin neither, which this lookahead settles at once.
        begins = "".join({word[0] for word in (*lists["org_industry"], *lists["org_form"])})
        self._shop = re.compile(
            rf"(?=[小大旗总{begins}])(?:小|大|旗舰|总)?(?:(?:{trade})*?(?P<form>{form})|{trade}(?:行(?![业情政为动])|铺(?!子)|坊)){branch}"
        )
        self._trade = re.compile(rf"{trade}+(?:{note})?")
        self._region = re.compile(rf"(?:{region})+")
        self._lead_in = re.compile(rf"(?:{_any(lists['org_lead_in'])})+")
        self._never = frozenset(lists["org_never"])
        self._stops = (frozenset(lists["org_lead"]) | self._never) - frozenset(lists["org_industry"])
        self._soft = frozenset(lists["org_soft"])
        self._plain = frozenset(lists["org_descriptor"]) | frozenset(lists["org_industry"])
        self._generic = frozenset(lists["org_generic"])
        self._weak = frozenset(lists["org_industry_weak"])

    def find(self, text: str) -> list[Span]:
        """Find names in a folded text."""
        found: list[Span] = []
        for pattern, brand_start in (
            (self._legal, self._legal_start),
            (self._shop, self._shop_start),
            (self._trade, self._trade_start),
        ):
            for tail in pattern.finditer(text):
                before = max((s.end for s in found if s.end <= tail.start()), default=0)
                # In 甲公司和乙公司 the 和 is no part of the second name.
                before += before > 0 and text[before : before + 1] in _AND
                earliest = max(before, tail.start() - _LONGEST)
                run = _RUN.search(text, earliest, tail.start())
                start = brand_start(text, run.start() if run else tail.start(), tail)
                if start is not None and all(tail.end() <= s.start or s.end <= start for s in found):
                    found.append(Span(start, tail.end(), "org_name"))
        for match in self._region.finditer(text):
            end = self._bare_brand_end(text, match.end())
            if end is not None and all(end <= s.start or s.end <= match.start() for s in found):
                found.append(Span(match.start(), end, "org_name"))
        for match in _INTRODUCED.finditer(text):
            start, end = match.span("brand")
            named = self._a_name(match["brand"]) and self._soft.isdisjoint(match["brand"])
            if named and all(end <= s.start or s.end <= start for s in found):
                found.append(Span(start, end, "org_name"))
        return [span for span in found if text[span.start : span.end] not in self._never]

    def _legal_start(self, text: str, earliest: int, tail: re.Match[str]) -> int | None:
        """昆山澄漪塑胶制品 | 有限公司."""
        region = self._last_region(text, earliest, tail.start())
        if region is not None and region.end() < tail.start():
            return region.start()
        start, _ = self._walk(text, earliest, tail.start(), limit=16)
        brand = text[start : tail.start()]
        described = all(word in self._plain for word in self._words.cut(brand))
        return start if len(brand) >= 2 and not described else None

    def _shop_start(self, text: str, earliest: int, tail: re.Match[str]) -> int | None:
        """周市老徐 | 便利店."""
        region = self._last_region(text, earliest, tail.start())
        after = region.end() if region else self._skip_lead_in(text, earliest, tail.start())
        start, clean = self._walk(text, after, tail.start(), limit=6)
        brand = text[start : tail.start()]
        generic = tail["form"] in self._generic and not tail.group().startswith("小")
        if len(brand) < 2 or (not clean and any(w in self._soft for w in self._words.cut(brand))):
            return None
        if generic and not region:
            return start if self._made_up(brand) else None
        if not self._unusual(brand):
            return None
        return region.start() if region and start == after else start

    def _trade_start(self, text: str, earliest: int, tail: re.Match[str]) -> int | None:
        """鹿跃 | 物流."""
        if re.match(r"[局部厅委处所类业行]|法(?!人)", text[tail.end() :]):
            return None
        region = self._last_region(text, earliest, tail.start())
        start, _ = self._walk(text, region.end() if region else earliest, tail.start(), limit=4)
        brand = text[start : tail.start()]
        if not 2 <= len(brand) <= 4 or not (self._made_up(brand) or self._words.is_name(brand)):
            return self._nickname_start(text, earliest, tail, region)
        if (tail.group() in self._weak or not self._ends_word(text, tail)) and not self._rare(brand):
            return None
        return region.start() if region and start == region.end() else start

    def _nickname_start(
        self, text: str, earliest: int, tail: re.Match[str], region: re.Match[str] | None
    ) -> int | None:
        """张记 | 木业."""
        nickname = _NICKNAME.search(text, earliest, tail.start())
        if nickname is None or not self._ends_word(text, tail):
            return None
        if not (nickname["sure"] or self._a_name(nickname.group())):
            return None
        return region.start() if region and region.end() == nickname.start() else nickname.start()

    def _bare_brand_end(self, text: str, start: int) -> int | None:
        """昆山 | 邺鲤."""
        following = re.compile(r"[一-鿿]{1,8}").match(text, start)
        if following is None:
            return None
        end = start
        for word in self._words.cut(following.group()):
            if len(word) > 1 or word in self._stops or word in self._soft or end - start == 3:
                break
            end += 1
        brand = text[start:end]
        return end if 2 <= len(brand) <= 3 and self._rare(brand) else None

    def _last_region(self, text: str, earliest: int, latest: int) -> re.Match[str] | None:
        """The region that a name before ``latest`` begins with."""
        region = None
        for match in self._region.finditer(text, earliest, latest):
            if text[match.start() - 1 : match.start()] != "(":
                region = match
        if region is None or text.startswith("的", region.end()):
            return None
        start, clean = self._walk(text, region.end(), latest, limit=16)
        return region if clean and start == region.end() else None

    def _skip_lead_in(self, text: str, earliest: int, latest: int) -> int:
        lead_in = self._lead_in.match(text, earliest, latest)
        return lead_in.end() if lead_in else earliest

    def _walk(self, text: str, earliest: int, latest: int, limit: int) -> tuple[int, bool]:
        """Walk left over words that may belong to a brand.

        Returns:
            Where the brand begins, and whether that is ``earliest``. A word that a brand may hold and a
            sentence may too (下, 好, 家) belongs to it only if the brand then begins at ``earliest``.
        """
        start = strict = latest
        met_soft = False
        for word in reversed(self._words.cut(text[earliest:latest])):
            begins = start - len(word)
            if word in self._stops or latest - begins > limit:
                return strict, False
            met_soft = met_soft or word in self._soft
            start = begins
            if not met_soft:
                strict = start
        return start, True

    def _ends_word(self, text: str, tail: re.Match[str]) -> bool:
        # 电子 does not end a word in 电子版.
        length = 0
        for word in self._words.cut(text[tail.start() : tail.end() + 3]):
            length += len(word)
            if length >= len(tail.group()):
                break
        return length == len(tail.group())

    def _unusual(self, brand: str) -> bool:
        """Whether a brand holds more than words that describe, and no verb."""
        words = self._words.cut(brand)
        verbal = any(len(word) > 1 and self._words.is_of_sentences(word) for word in words)
        return not verbal and any(word not in self._plain for word in words)

    def _made_up(self, brand: str) -> bool:
        """Whether a brand is no known word, and not made of such."""
        words = self._words.cut(brand)
        return all(len(word) == 1 for word in words) and not all(self._common(word) for word in words)

    def _a_name(self, brand: str) -> bool:
        """Whether a brand of common characters, where a name is expected, is one."""
        words = self._words.cut(brand)
        return all(len(word) == 1 for word in words) and not self._stops.intersection(words)

    def _rare(self, brand: str) -> bool:
        frequencies = [self._words.frequency(character) for character in brand]
        return max(frequencies) < _COMMON and min(frequencies) < _RARE and self._made_up(brand)

    def _common(self, character: str) -> bool:
        return self._words.frequency(character) >= _COMMON


def _any(items: Sequence[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, items), key=len, reverse=True)) + ")"
