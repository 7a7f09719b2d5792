"""One extractor and one interpreter for all tests, as loading them takes seconds."""

from __future__ import annotations

from datetime import date

import pytest

from intents import DefaultInterpreter
from intents.entities import EntityExtractor, load_lexicon

A_FRIDAY = date(2022, 5, 20)


@pytest.fixture(scope="session")
def extractor() -> EntityExtractor:
    """The extractor over the shipped lexicon."""
    return EntityExtractor(load_lexicon())


@pytest.fixture(scope="session")
def interpreter() -> DefaultInterpreter:
    """The shipped interpreter, on a Friday."""
    return DefaultInterpreter(today=lambda: A_FRIDAY)
