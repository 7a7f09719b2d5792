"""Turns a message into the features of the intent classifier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from intents.dialect import in_standard_words
from intents.folding import fold
from intents.model import ENTITY_TYPES, Entity
from knowledge.thesaurus import Thesaurus

__all__ = ["Featurizer", "weight"]

_LONGEST = 4
# Of these the name says nothing about the intent, only that there is one.
_OPAQUE = frozenset({"org_name", "uscc", "uscc_invalid", "date", "amount", "doc_no"})
# One private character for each type, so that 被⟨department⟩罚 is one n-gram.
_MARK = {kind: chr(0xE000 + i) for i, kind in enumerate(ENTITY_TYPES)}
_NOISE = re.compile(r"[\s,，。.、;；:：!！~…\"'()\[\]<>《》\-_?]+")
_PARTICLES = re.compile(r"[啊呀哦噢哈嘛呐哟喔额唉诶欸]+")


class Featurizer:
    """Character n-grams, kinds of entities, and the formal terms that lay words stand for.

    Args:
        synonyms: From a wording to its canonical term.
        thesaurus: Typing slips to mend first, and further lay words.
    """

    def __init__(self, synonyms: Mapping[str, str], thesaurus: Thesaurus) -> None:
        self._thesaurus = thesaurus
        terms = {term: term for term in synonyms.values()} | dict(synonyms)
        self._terms = {fold(wording): term for wording, term in terms.items() if len(wording) > 1}
        ordered = sorted(map(re.escape, self._terms), key=len, reverse=True)
        self._wordings = re.compile("|".join(ordered) if ordered else "(?!)")

    def features(self, text: str, entities: Sequence[Entity]) -> set[str]:
        """Name the features of a message.

        Args:
            text: As typed.
            entities: What was found in it, in order.

        Returns:
            Names; whether a feature is there matters, not how often.
        """
        marked = self._marked(text, entities)
        found = set(_grams(marked))
        found.update(f"e:{entity.type}" for entity in entities)
        kinds = sorted({entity.type for entity in entities})
        found.update(f"e:{a}+{b}" for i, a in enumerate(kinds) for b in kinds[i + 1 :])
        found.update(f"e:{entity.type}*" for entity in entities if _repeated(entity, entities))
        found.update(f"t:{self._terms[m.group()]}" for m in self._wordings.finditer(marked))
        found.update(f"t:{term}" for term in self._thesaurus.expand(marked))
        found.add(f"l:{min(len(marked) // 4, 6)}")
        return found

    def _marked(self, text: str, entities: Sequence[Entity]) -> str:
        pieces: list[str] = []
        done = 0
        for entity in entities:
            if entity.type in _OPAQUE:
                pieces += text[done : entity.start], _MARK[entity.type]
                done = entity.end
        folded = in_standard_words(self._thesaurus.correct(fold("".join((*pieces, text[done:])))))
        spoken = _NOISE.sub(" ", folded).strip()
        return _PARTICLES.sub("", spoken) or spoken


def weight(feature: str) -> float:
    """How much a feature counts before training; long n-grams repeat what their parts say."""
    if feature[:2] in ("e:", "t:"):
        return 2.0
    return 0.5 if len(feature.strip("^$")) > 2 and feature[:2] != "l:" else 1.0


def _grams(text: str) -> Iterable[str]:
    bounded = f"^{text}$"
    for size in range(1, _LONGEST + 1):
        for start in range(len(bounded) - size + 1):
            gram = bounded[start : start + size]
            if " " not in gram:
                yield gram


def _repeated(entity: Entity, entities: Sequence[Entity]) -> bool:
    return any(other is not entity and other.type == entity.type for other in entities)
