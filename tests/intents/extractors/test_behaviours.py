"""Claims about intents.extractors.behaviours, through the extractor that hands it its words."""

from __future__ import annotations

import pytest

from intents.entities import EntityExtractor
from tests.intents.conftest import A_FRIDAY


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("货款没按约定付会不会上失信", "货款没按约定付"),
        ("年报忘了报算不算失信", "年报忘了报"),
        ("公积金没给员工交会怎样", "公积金没给员工交"),
        ("没给工人上意外险，没给工人做安全教育", "没给工人做安全教育"),
        ("卖过期牛奶会被罚吗", "卖过期牛奶"),
        ("封控期间发不了货怎么办", "发不了货"),
        ("增值税申报晚了", "增值税申报晚了"),
        ("门口摆摊被罚", "门口摆摊"),
        ("垃圾乱倒怎么罚", "垃圾乱倒"),
        ("伪造检测报告会吊销吗", "伪造检测报告"),
        ("擅自改变用地性质", "擅自改变用地性质"),
        ("消防通道堵了", "消防通道堵了"),
        ("拖欠工人工资三个月", "拖欠工人工资"),
        ("无证行医归谁管", "无证行医"),
    ],
)
def test_acts_never_listed_are_put_together(extractor: EntityExtractor, text: str, act: str) -> None:
    assert [e.text for e in extractor.extract(text, A_FRIDAY) if e.type == "behaviour"] == [act]


@pytest.mark.parametrize(
    "text",
    [
        "签了承诺没做到",
        "培训还没报名",
        "贷款没放下来",
        "处罚没撤",
        "没收到通知",
        "没有违法行为",
        "身份被冒用了",
        "信用差怎么办",
    ],
)
def test_plain_negations_are_no_acts(extractor: EntityExtractor, text: str) -> None:
    assert [e.text for e in extractor.extract(text, A_FRIDAY) if e.type == "behaviour"] == []
