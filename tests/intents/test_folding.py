"""Claims about intents.folding."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from intents.folding import fold
from intents.traditional import SIMPLIFIED, TRADITIONAL


@settings(deadline=None)
@given(st.text())
def test_the_length_never_changes_and_folding_twice_changes_nothing(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_width_case_script_and_marks_are_folded() -> None:
    assert fold("信用修復　怎麼辦理？ＡＢc〔２０２０〕“罰款”") == '信用修复 怎么办理?abc[2020]"罚款"'


def test_the_table_is_one_to_one_and_leaves_simplified_text_alone() -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert not set(TRADITIONAL) & set(SIMPLIFIED)
    assert not set(TRADITIONAL) & set("信用修复豁免处罚里面后来发布余额干净着急乾坤")
