"""Trains the shipped classifier on the shipped examples: ``python -m intents.train``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from intents.classifier import SHIPPED as SHIPPED_MODEL
from intents.classifier import IntentClassifier, fit
from intents.entities import EntityExtractor, load_lexicon
from intents.examples import SHIPPED as SHIPPED_EXAMPLES
from intents.examples import load_examples
from intents.features import Featurizer, weight
from knowledge.thesaurus import Thesaurus

__all__ = ["train"]

# Any day does: features do not depend on what a date resolves to.
_SOME_DAY = date(2022, 4, 29)


def train(examples: Path = SHIPPED_EXAMPLES) -> IntentClassifier:
    """Train a classifier on a folder of examples; the same examples give the same classifier.

    Entities are those the extractor finds, as it will when the classifier is used, not those marked.

    Raises:
        DataError: With every problem of the examples.
    """
    utterances = load_examples(examples).utterances
    lexicon = load_lexicon(examples)
    extractor, featurizer = EntityExtractor(lexicon), Featurizer(lexicon.synonyms, Thesaurus())
    messages = [featurizer.features(u.text, extractor.extract(u.text, _SOME_DAY)) for u in utterances]
    return fit(messages, [u.intent for u in utterances], weight)


if __name__ == "__main__":
    train().save(SHIPPED_MODEL)
