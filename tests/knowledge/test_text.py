"""Claims about knowledge.text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.text import find_verbatim, fold, fold_with_offsets, matching_brackets, sentences, squeeze

CHINESE = st.text(alphabet="信用修复，。；！？（）《》“”()‘’ \n3个A１ｂ", max_size=60)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＥＯ 认证", "aeo认证"),
        ("３ 个\n工作日", "3个工作日"),
        ("（一）", "(一)"),
        ("e-Mail", "e-mail"),
        ("㎏", "kg"),
        ("", ""),
    ],
)
def test_fold_ignores_width_case_and_space(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(deadline=None)
@given(st.text(max_size=80))
def test_every_folded_character_comes_from_its_offset(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.text) == len(folded.offsets)
    for char, offset in zip(folded.text, folded.offsets, strict=True):
        assert char in fold(text[offset])
    assert list(folded.offsets) == sorted(folded.offsets)


def test_a_folded_span_maps_back_to_the_display_text() -> None:
    text = "收到申请后 ３ 个工作日"
    folded = fold_with_offsets(text)
    start = folded.text.index("3个工作日")
    assert text[slice(*folded.span(start, start + 5))] == "３ 个工作日"


def test_find_verbatim_ignores_whitespace_on_both_sides() -> None:
    text = "收到申请后 3 个\n工作日内核实"
    span = find_verbatim("后3个工作日 内", text)
    assert span is not None
    assert text[slice(*span)] == "后 3 个\n工作日内"


@pytest.mark.parametrize("needle", ["", "  \n", "5个工作日"])
def test_find_verbatim_finds_nothing_where_nothing_is(needle: str) -> None:
    assert find_verbatim(needle, "3个工作日") is None


@settings(deadline=None)
@given(CHINESE, CHINESE, CHINESE)
def test_what_find_verbatim_finds_is_the_needle(before: str, needle: str, after: str) -> None:
    span = find_verbatim(needle, before + needle + after)
    if squeeze(needle):
        assert span is not None
        assert squeeze((before + needle + after)[slice(*span)]) == squeeze(needle)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("甲。乙！丙", ["甲。", "乙！", "丙"]),
        ("他说“好。”然后走了。", ["他说“好。”然后走了。"]),
        ("见《甲。乙》。丙；丁", ["见《甲。乙》。", "丙；", "丁"]),
        ("（如有。等）可以。第二句", ["（如有。等）可以。", "第二句"]),
        ("第一行\n第二行。", ["第一行", "第二行。"]),
        ("未闭合“引号。后面", ["未闭合“引号。", "后面"]),
        ("真的？！好。", ["真的？！", "好。"]),
        ("好。）乙。", ["好。）", "乙。"]),
        ("  \n ", []),
    ],
)
def test_sentences_end_at_stops_and_line_ends_outside_brackets(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == parts


@settings(deadline=None)
@given(CHINESE)
def test_sentences_hold_every_visible_character_once(text: str) -> None:
    spans = sentences(text)
    assert squeeze("".join(text[a:b] for a, b in spans)) == squeeze(text)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_mixed_width_brackets_pair() -> None:
    assert matching_brackets("（市信用办)") == {0: 5}
    assert matching_brackets("“甲（乙”丙）") == {0: 4}


def test_a_line_of_opening_brackets_takes_no_quadratic_time() -> None:
    assert sentences("（" * 100_000 + "》" * 100_000) == [(0, 200_000)]
