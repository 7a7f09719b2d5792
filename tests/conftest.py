"""The shipped notices, published once, and what is built over them: building takes seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.assistant import Assistant, build_assistant
from bot.settings import KnowledgeSettings, Settings
from knowledge.corpus import Corpus
from knowledge.dense import load_encoder
from knowledge.guides import load_guides
from knowledge.ingest.load import ingest, shipped_sources
from knowledge.questions import load_questions
from knowledge.retriever import Retriever
from knowledge.scope import load_places
from knowledge.silent import load_silent_topics
from knowledge.thesaurus import Thesaurus
from knowledge.validity import ValidityRegister


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shipped notices are published; nobody publishes there again."""
    root = tmp_path_factory.mktemp("published")
    ingest(shipped_sources(), root)
    return root


@pytest.fixture(scope="session")
def corpus(data_dir: Path) -> Corpus:
    """The shipped notices."""
    return Corpus.open(data_dir)


@pytest.fixture(scope="session")
def retriever(corpus: Corpus) -> Retriever:
    """The retriever that the assistant uses; nobody adds to it."""
    return Retriever(
        corpus.notices(),
        load_questions(),
        load_silent_topics(),
        {guide.id: guide.triggers for guide in load_guides(corpus.clause).values()},
        Thesaurus(),
        load_encoder("static"),
        ValidityRegister().reports(),
        load_places(),
    )


@pytest.fixture(scope="session")
def settings(data_dir: Path) -> Settings:
    """Settings that name the published notices."""
    return Settings(KnowledgeSettings(data_dir))


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    """The real assistant; a test uses senders of its own."""
    return build_assistant(settings)
