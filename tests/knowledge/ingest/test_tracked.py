"""Claims about knowledge.ingest.tracked."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.ingest.tracked import Change, Tracked, apply_edits


@st.composite
def edited(draw: st.DrawFn) -> Tracked:
    text = Tracked.of(draw(st.text(alphabet="ab中\n", max_size=20)))
    for kind in draw(st.lists(st.sampled_from(["one", "two"]), max_size=4)):
        cuts = sorted(draw(st.lists(st.integers(0, len(text.text)), max_size=6)))
        pairs = zip(cuts[::2], cuts[1::2], strict=False)
        text = text.changed([Change(kind, a, b, draw(st.text(alphabet="xy", max_size=2))) for a, b in pairs])
    return text


@settings(deadline=None)
@given(edited())
def test_the_source_with_its_edits_is_the_text(text: Tracked) -> None:
    edits = text.edits()
    assert apply_edits(text.source, edits) == text.text
    assert all(a.end <= b.start for a, b in pairwise(edits))
    for edit in edits:
        assert edit.kind in ("one", "two")
        assert text.source[edit.start : edit.end] == edit.before
        assert text.text[edit.at : edit.at + len(edit.after)] == edit.after


@settings(deadline=None)
@given(edited())
def test_every_kept_character_maps_to_itself(text: Tracked) -> None:
    assert list(text.offsets) == sorted(text.offsets)
    for index, char in enumerate(text.text):
        if text.marks[index] == ("", ""):
            assert text.source[text.offsets[index]] == char
            assert text.source_span(index, index + 1) == (text.offsets[index], text.offsets[index] + 1)


def test_a_replaced_word_maps_to_what_was_printed() -> None:
    text = Tracked.of("信用Service工作").sub("errata", re.compile("Service"), "服务")
    assert text.text == "信用服务工作"
    assert text.source_span(2, 4) == (2, 9)
    (edit,) = text.edits()
    assert (edit.kind, edit.before, edit.after, edit.at) == ("errata", "Service", "服务", 2)


def test_overlapping_changes_are_a_bug() -> None:
    with pytest.raises(ValueError, match="bad change"):
        Tracked.of("abc").changed([Change("x", 1, 3), Change("x", 2, 3)])
