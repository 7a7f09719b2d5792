"""Claims about intents.extractors.phrases."""

from __future__ import annotations

from intents.extractors.phrases import Phrases


def test_phrases_are_found_across_word_boundaries() -> None:
    phrases = Phrases({"department": ["市监局", "市监"], "list_type": ["黑名单"]})
    assert sorted(phrases.find("被市监局罚了进黑名单")) == [
        ("department", 1, 3),
        ("department", 1, 4),
        ("list_type", 7, 10),
    ]
    assert phrases.find("") == []
