"""Claims about intents.examples."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from intents.examples import load_examples, parse_example
from intents.model import INTENTS
from knowledge import uscc
from knowledge.errors import DataError

GOOD = """version: "3.1"
nlu:
- intent: repair_howto
  examples: |
    - 被[城管局](department)罚了[200]{"entity": "amount", "value": "200"}
    - 怎么修复
- intent: greet
  examples:
  - text: |
      - 你好
  - text: 在吗
    metadata: {source: desk}
- synonym: 城市管理局
  examples: |
    - 城管局
- lookup: department
  examples: |
    # 市级
    - 城管局
    - 城管局
- regex: amount
  examples: |
    - \\d+元
"""

BAD = """nlu:
- intent: repair_howto
  examples: |
    - 怎么修复
    - 被[城管局](office)罚了
    - 被[罚款](penalty_type
    不带横线
- intent: no_such
  examples: |
    - 你好
- intent: greet
  examples: |
    - 怎么修复
- regex: amount
  examples: |
    - (
- story: x
"""


def test_every_form_of_rasas_examples_is_read(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(GOOD, encoding="utf-8")
    examples = load_examples(tmp_path)
    assert [(e.intent, e.text) for e in examples.utterances] == [
        ("repair_howto", "被城管局罚了200"),
        ("repair_howto", "怎么修复"),
        ("greet", "你好"),
        ("greet", "在吗"),
    ]
    first = examples.utterances[0]
    assert [(e.type, e.text, e.value, first.text[e.start : e.end]) for e in first.entities] == [
        ("department", "城管局", "城管局", "城管局"),
        ("amount", "200", "200", "200"),
    ]
    assert first.where == "nlu.yml:5"
    assert examples.synonyms == {"城管局": "城市管理局"}
    assert examples.lookups == {"department": ("城管局",)}
    assert examples.regexes == {"amount": ("\\d+元",)}


def test_all_problems_are_listed_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(BAD, encoding="utf-8")
    (tmp_path / "b.yml").write_text("nlu: [", encoding="utf-8")
    (tmp_path / "c.yml").write_text("rules: []", encoding="utf-8")
    with pytest.raises(DataError) as raised:
        load_examples(tmp_path)
    assert [p.split(" ")[0] for p in raised.value.problems] == [
        "a.yml:5", "a.yml:6", "a.yml:7", "a.yml:8", "a.yml:13", "a.yml:16", "a.yml:17",
        "b.yml：无法读取，while", "c.yml:1",
    ]  # fmt: skip
    assert "未知意图：no_such" in str(raised.value)
    assert "已在 a.yml:4 归入 repair_howto" in str(raised.value)


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="没有找到"):
        load_examples(tmp_path)


def test_marks_carry_type_and_value() -> None:
    text, entities = parse_example("[市监局](department:市场监管局)罚了")
    assert text == "市监局罚了"
    assert (entities[0].type, entities[0].value, entities[0].start, entities[0].end) == (
        "department", "市场监管局", 0, 3,
    )  # fmt: skip


@pytest.mark.parametrize("marked", ["[x](y)", "[x]{bad}", "[罚款](penalty_type"])
def test_wrong_marks_are_refused(marked: str) -> None:
    with pytest.raises(ValueError, match="实体"):
        parse_example(marked)


def test_the_shipped_examples_hold_together() -> None:
    examples = load_examples()
    counts = Counter(example.intent for example in examples.utterances)
    assert set(counts) == set(INTENTS)
    assert min(counts.values()) >= 40
    codes = [e for u in examples.utterances for e in u.entities if e.type in ("uscc", "uscc_invalid")]
    assert len(codes) > 20
    assert [c.text for c in codes if uscc.is_valid(c.text) != (c.type == "uscc")] == []
