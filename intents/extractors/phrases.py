"""Finds the phrases of lookup tables, with spaCy's matcher over characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from intents.folding import fold

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher

__all__ = ["Phrases"]


class Phrases:
    """Phrases under labels, found wherever they stand.

    The tokens are characters: over words, 被市监局罚了 is cut 被市 | 监局 and hides 市监局. It also keeps
    spaCy's string store, which never shrinks, from growing with every new word that somebody types.

    Args:
        tables: Phrases by label.
    """

    def __init__(self, tables: Mapping[str, Iterable[str]]) -> None:
        from spacy.matcher import PhraseMatcher
        from spacy.vocab import Vocab

        self._vocab = Vocab()
        self._matcher: PhraseMatcher = PhraseMatcher(self._vocab)
        for label, phrases in tables.items():
            self._matcher.add(label, [self._doc(fold(phrase)) for phrase in phrases])

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """Find every phrase in a folded text.

        Returns:
            Label, start and end of each; they may overlap.
        """
        strings = self._vocab.strings
        return [(strings[label], start, end) for label, start, end in self._matcher(self._doc(text))]

    def _doc(self, text: str):  # type: ignore[no-untyped-def]
        from spacy.tokens import Doc

        return Doc(self._vocab, words=list(text), spaces=[False] * len(text))
