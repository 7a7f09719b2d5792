"""Claims about the public names of intents."""

from __future__ import annotations

import intents


def test_every_public_name_exists_and_is_listed() -> None:
    public = {n for n in vars(intents) if not n.startswith("_")}
    modules = {
        "classifier",
        "dialect",
        "entities",
        "examples",
        "extractors",
        "features",
        "folding",
        "interpreter",
        "model",
    }
    modules |= {"annotations", "parts", "rasa_interpreter", "traditional", "train", "words"}
    assert set(intents.__all__) <= public
    assert public - modules == set(intents.__all__)
