"""Finds names of lists and of penalties, put together from small word lists."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from intents.extractors.span import Span

__all__ = ["Compounds"]

# What may stand between 吊销 and 许可证: words for its kind, no pronoun and no grammar.
_KIND = r"(?:(?![的了过我你您他她它们被后和与及或])[一-鿿]){0,6}?"


class Compounds:
    """Compound names.

    Args:
        lists: The ``list_…`` and ``penalty_…`` tables of ``lexicon.yml``.
    """

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        field, mark, holder = (_any(lists[f"list_{part}"]) for part in ("field", "mark", "holder"))
        self._patterns = (
            # 安全生产 | “红黄牌” | 警示 | 管理 | 名单
            ("list_type", re.compile(rf'{field}*(?:"?{mark}"?{holder}*)+(?:名单|名录|清单)')),
            # 暂扣 | 建筑业企业 | 资质证书
            ("penalty_type", re.compile(_any(lists["penalty_verb"]) + _KIND + _any(lists["penalty_object"]))),
        )

    def find(self, text: str) -> list[Span]:
        """Find names in a folded text."""
        return [
            Span(*match.span(), kind) for kind, pattern in self._patterns for match in pattern.finditer(text)
        ]


def _any(items: Sequence[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, items), key=len, reverse=True)) + ")"
