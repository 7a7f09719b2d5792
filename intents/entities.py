"""Finds the entities of a message: every extractor, then one reading of each stretch of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from intents.examples import SHIPPED, Examples, load_examples
from intents.extractors import Span
from intents.extractors.amounts import find_amounts
from intents.extractors.behaviours import Behaviours
from intents.extractors.codes import find_codes
from intents.extractors.compounds import Compounds
from intents.extractors.dates import find_dates
from intents.extractors.doc_nos import find_doc_nos
from intents.extractors.organisations import Organisations
from intents.extractors.phrases import Phrases
from intents.folding import fold
from intents.model import Entity
from intents.words import Words

__all__ = ["EntityExtractor", "load_lexicon"]

_LEXICON_FILES = "l*.yml"
_TABLES = ("department", "list_type", "penalty_type", "behaviour", "none")
_OWN_WORDS = ("word", "department", "list_type", "org_never")
# The table "none" holds longer words in which a shorter one stands by chance: 没收 in 没收到.
_NONE = "none"
# Numbers are sure; of the rest the longer reading wins, and of two as long the earlier named here.
_SURE = ("doc_no", "uscc", "uscc_invalid")
_RANK = (
    _NONE, "org_name", "list_type", "department", "penalty_type", "behaviour", "date", "amount",
)  # fmt: skip
_PLACE = re.compile(
    r"(?:(?:江苏省|江苏|省|苏州市|苏州|昆山市|昆山|太仓|常熟|张家港|吴江|上海|南京|无锡|常州|南通|杭州|北京|嘉定|青浦|"
    r"国家|玉山镇?|周市镇?|花桥镇?|陆家镇?|张浦镇?|巴城镇?|千灯镇?|淀山湖镇?|周庄镇?|锦溪镇?|开发区|高新区|区|县|市))+$"
)
_BRANCH = re.compile(
    r"(?:昆山|苏州|吴江|太仓|开发区|高新区|花桥|市)*(?:分局|支队|大队|中队|支行|稽查局|第[一二三]分局)"
)


def load_lexicon(folder: Path = SHIPPED) -> Examples:
    """Read the lookup tables and synonyms, without the utterances.

    Raises:
        DataError: With every problem found.
    """
    words, synonyms = load_examples(folder, _LEXICON_FILES), load_examples(folder, "synonyms.yml")
    return Examples((), synonyms.synonyms | words.synonyms, words.lookups | synonyms.lookups)


class EntityExtractor:
    """Extracts entities by rule.

    Args:
        lexicon: Lookup tables and synonyms.
    """

    def __init__(self, lexicon: Examples) -> None:
        tables = lexicon.lookups
        never = {label: {fold(w) for w in tables.get(f"{label}_never", ())} for label in _TABLES}
        self._phrases = Phrases(
            {label: [w for w in _phrases(tables, label) if fold(w) not in never[label]] for label in _TABLES}
        )
        words = Words((*lexicon.synonyms, *lexicon.synonyms.values(), *_flat(tables, _OWN_WORDS)))
        self._behaviours = Behaviours(tables, words)
        self._compounds = Compounds(tables)
        self._organisations = Organisations(tables, words)
        self._canonical = {fold(variant): value for variant, value in lexicon.synonyms.items()}

    def extract(self, text: str, today: date) -> tuple[Entity, ...]:
        """Find the entities of a message.

        Args:
            text: As typed.
            today: Day against which relative dates are resolved.

        Returns:
            In order of appearance, not overlapping; ``text[start:end]`` is each one's text.
        """
        folded = fold(text)
        spans = [
            *find_doc_nos(folded),
            *find_codes(folded),
            *find_dates(folded, today),
            *find_amounts(folded),
            *self._behaviours.find(folded),
            *self._compounds.find(folded),
            *self._organisations.find(folded),
            *self._lookups(folded),
        ]
        return tuple(self._entity(text, folded, span) for span in _one_reading(spans))

    def _lookups(self, folded: str) -> list[Span]:
        spans = []
        for label, start, end in self._phrases.find(folded):
            if label == "department":
                place = _PLACE.search(folded, max(0, start - 8), start)
                branch = _BRANCH.match(folded, end)
                start, end = place.start() if place else start, branch.end() if branch else end
            spans.append(Span(start, end, label))
        return spans

    def _entity(self, text: str, folded: str, span: Span) -> Entity:
        typed = text[span.start : span.end]
        value = span.value or self._canonical.get(folded[span.start : span.end], typed)
        return Entity(span.type, typed, value, span.start, span.end)


def _flat(tables: dict[str, tuple[str, ...]], names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from tables.get(name, ())


def _phrases(tables: dict[str, tuple[str, ...]], label: str) -> Sequence[str]:
    extra = tables.get("act_fixed", ()) if label == "behaviour" else ()
    return (*tables.get(label, ()), *extra)


def _one_reading(spans: Sequence[Span]) -> list[Span]:
    def order(span: Span) -> tuple[bool, int, int, int]:
        sure = span.type in _SURE
        return (not sure, span.start - span.end, 0 if sure else _RANK.index(span.type), span.start)

    kept: list[Span] = []
    for span in sorted(spans, key=order):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(span for span in kept if span.type != _NONE)
