"""Claims about intents.dialect."""

from __future__ import annotations

import pytest

from intents.dialect import in_standard_words


@pytest.mark.parametrize(
    ("typed", "standard"),
    [
        ("弗是格", "不是的"),
        ("阿拉今朝哪能弄", "我们今天怎么弄"),
        ("阿有银行肯借", "有没有银行肯借"),
        ("阿是，是格", "阿是，是的"),
        ("阿可以修复", "可不可以修复"),
        ("阿强修车铺的价格", "阿强修车铺的价格"),
        ("行格式不对", "行格式不对"),
    ],
)
def test_dialect_becomes_standard_and_the_rest_stays(typed: str, standard: str) -> None:
    assert in_standard_words(typed) == standard
