"""Claims about intents.train."""

from __future__ import annotations

from datetime import date

from intents import DefaultInterpreter
from intents.entities import EntityExtractor
from intents.examples import load_examples
from intents.features import Featurizer
from intents.train import train
from knowledge.thesaurus import Thesaurus


def test_the_shipped_model_is_what_the_shipped_examples_give(
    extractor: EntityExtractor, interpreter: DefaultInterpreter
) -> None:
    from intents.entities import load_lexicon

    retrained = train()
    featurizer = Featurizer(load_lexicon().synonyms, Thesaurus())
    differing = []
    for example in load_examples().utterances:
        entities = extractor.extract(example.text, date(2022, 5, 20))
        again = retrained.rank(featurizer.features(example.text, entities))[0].name
        shipped = interpreter.parse(example.text).intent
        # Between two intents as likely as each other one byte for a weight may decide.
        if again != shipped.name and shipped.confidence > 0.6:
            differing.append(example.text)
    assert differing == [], "run: python -m intents.train"
