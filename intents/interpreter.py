"""From a message to its Parse: the Interpreter protocol and the embedded default."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Protocol

from intents.classifier import SHIPPED as SHIPPED_MODEL
from intents.classifier import IntentClassifier
from intents.entities import EntityExtractor, load_lexicon
from intents.examples import SHIPPED as SHIPPED_EXAMPLES
from intents.features import Featurizer
from intents.model import Parse
from knowledge.thesaurus import Thesaurus

__all__ = ["DefaultInterpreter", "Interpreter"]


class Interpreter(Protocol):
    """Understands messages."""

    def parse(self, text: str) -> Parse:
        """Understand one message.

        Args:
            text: As typed; any text, also an empty one.

        Returns:
            Its intent, with the ranking of all intents, and its entities in order of appearance.
        """
        ...


class DefaultInterpreter:
    """Rules for the entities, the embedded classifier for the intent.

    Nothing is read before the first ``warm`` or ``parse``. Threads may share one.

    Args:
        examples: Folder of the lookup tables and synonyms.
        model: File of the classifier.
        today: Tells the day against which relative dates are resolved.
    """

    def __init__(
        self,
        examples: Path = SHIPPED_EXAMPLES,
        model: Path = SHIPPED_MODEL,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._examples = examples
        self._model = model
        self._today = today
        self._lock = RLock()

    def warm(self) -> None:
        """Read everything now, so that the first message does not wait."""
        with self._lock:
            self._parts[0].extract("昆山澜舟电子有限公司上个月因为违规排放被环保局罚了", self._today())

    def parse(self, text: str) -> Parse:
        """Understand one message.

        Args:
            text: As typed; any text, also an empty one.

        Returns:
            Its intent, with the ranking of all intents, and its entities in order of appearance.
        """
        extractor, featurizer, classifier = self._loaded()
        entities = extractor.extract(text, self._today())
        ranking = classifier.rank(featurizer.features(text, entities))
        return Parse(text, ranking[0], ranking, entities)

    def _loaded(self) -> tuple[EntityExtractor, Featurizer, IntentClassifier]:
        if "_parts" not in self.__dict__:
            self.warm()
        return self._parts

    @cached_property
    def _parts(self) -> tuple[EntityExtractor, Featurizer, IntentClassifier]:
        lexicon = load_lexicon(self._examples)
        return (
            EntityExtractor(lexicon),
            Featurizer(lexicon.synonyms, Thesaurus()),
            IntentClassifier.load(self._model),
        )
