"""Claims about intents.extractors.compounds."""

from __future__ import annotations

import pytest

from intents.entities import load_lexicon
from intents.extractors.compounds import Compounds
from intents.folding import fold


@pytest.fixture(scope="module")
def compounds() -> Compounds:
    return Compounds(load_lexicon().lookups)


@pytest.mark.parametrize(
    ("text", "kind", "phrase"),
    [
        ("进了黑名单", "list_type", "黑名单"),
        ("在安全生产“黄牌”警示管理名单里", "list_type", "安全生产“黄牌”警示管理名单"),
        ("食品药品严重违法企业黑名单", "list_type", "食品药品严重违法企业黑名单"),
        ("移出重大税收违法失信主体名录", "list_type", "重大税收违法失信主体名录"),
        ("被暂扣建筑业资质证书了", "penalty_type", "暂扣建筑业资质证书"),
        ("吊销排污许可证", "penalty_type", "吊销排污许可证"),
    ],
)
def test_names_are_put_together(compounds: Compounds, text: str, kind: str, phrase: str) -> None:
    assert [(s.type, text[s.start : s.end]) for s in compounds.find(fold(text))] == [(kind, phrase)]


@pytest.mark.parametrize(
    "text", ["免罚清单", "补贴企业名单", "安全生产管理", "名单上有谁", "吊销了", "撤销处罚"]
)
def test_other_lists_and_bare_verbs_are_none(compounds: Compounds, text: str) -> None:
    assert compounds.find(text) == []
