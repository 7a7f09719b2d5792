"""Wu words that people of Kunshan type, and what they are in the standard language."""

from __future__ import annotations

import re

__all__ = ["in_standard_words"]

_STANDARD = {
    "弗": "不", "勿": "不", "覅": "不要", "呒没": "没有", "呒不": "没有", "呒": "没", "伐是": "不是",
    "伐对": "不对", "伐要": "不要", "伐会": "不会", "侬": "你", "伊拉": "他们", "阿拉": "我们",
    "伲": "我们", "哉": "了", "啥人": "谁", "啥物事": "什么", "哪能": "怎么", "几钿": "多少钱",
    "铜钿": "钱", "辰光": "时候", "晓得": "知道", "格个": "这个", "搿个": "这个", "迭个": "这个",
    "埃个": "那个", "物事": "东西", "屋里厢": "家里", "清爽": "清楚", "弄脱": "弄掉", "老早": "早就",
    "下趟": "下次", "头一趟": "第一次", "上趟": "上次", "老灵": "很好", "蛮灵": "很好", "今朝": "今天",
    "明朝": "明天",
}  # fmt: skip
# 额 and 格 stand for 的 only at the end of a phrase, 阿 asks only before these words.
_PATTERN = re.compile(
    "|".join(sorted(_STANDARD, key=len, reverse=True))
    + r"|(?<=[是对好行灵])[格额](?![一-鿿])|阿(?P<asks>有|能|会|好|要|可以|是)(?=[一-鿿])"
)
_ASKS = {"可以": "可不可以", "有": "有没有"}


def in_standard_words(text: str) -> str:
    """Put the Wu words of a folded text into standard ones; its length may change."""
    return _PATTERN.sub(_standard, text)


def _standard(match: re.Match[str]) -> str:
    asks = match["asks"]
    if asks:
        return _ASKS.get(asks, f"{asks}不{asks}")
    return _STANDARD.get(match.group(), "的")
