"""Builds the assistant from settings: the one place that names concrete classes."""

from __future__ import annotations

from actions.clause_answer import ClauseAnswer
from actions.handover import Handover
from actions.interface import Action
from actions.small_talk import SmallTalk
from bot.engine import Engine
from bot.message import Message, Reply
from bot.settings import Settings
from bot.tracker import Exchange, Trackers
from intents.interpreter import DefaultInterpreter
from intents.model import MOVES, Parse
from knowledge.citation import Quoter
from knowledge.corpus import Corpus
from knowledge.dense import Encoder, load_encoder
from knowledge.desks import Desks
from knowledge.guides import load_guides
from knowledge.questions import load_questions
from knowledge.retriever import Retriever
from knowledge.scope import load_places
from knowledge.silent import load_silent_topics
from knowledge.thesaurus import Thesaurus
from knowledge.validity import ValidityRegister, today_in_china
from knowledge.vector_cache import VectorCache

__all__ = ["Assistant", "build_assistant"]


class Assistant:
    """The whole assistant, as its edges see it.

    Args:
        corpus: The published notices.
        validity: Knows what is in force.
        interpreter: Text to intent and entities.
        engine: Answers messages.
        trackers: State of the conversations.
    """

    def __init__(
        self,
        corpus: Corpus,
        validity: ValidityRegister,
        interpreter: DefaultInterpreter,
        engine: Engine,
        trackers: Trackers,
    ) -> None:
        self.corpus = corpus
        self.validity = validity
        self._interpreter = interpreter
        self._engine = engine
        self._trackers = trackers

    def ask(self, message: Message) -> Reply:
        """Answer one message."""
        return self._engine.ask(message)

    def warm(self) -> None:
        """Read now what would else be read at the first question."""
        self._interpreter.warm()

    def parse(self, text: str) -> Parse:
        """Understand one message, outside any conversation."""
        return self._interpreter.parse(text)

    def history(self, sender: str) -> tuple[Exchange, ...]:
        """The latest turns of a conversation, oldest first."""
        return self._trackers.exchanges(sender)


def build_assistant(settings: Settings, corpus: Corpus | None = None) -> Assistant:
    """Build the assistant over the published notices.

    Args:
        settings: All settings.
        corpus: The notices, where they are open already.

    Raises:
        XindaError: A curated file, the encoder or the corpus is not usable; the message says what to do.
    """
    corpus = corpus or Corpus.open(settings.knowledge.data_dir)
    curated = settings.knowledge.curated_dir
    validity = ValidityRegister(curated)
    desks = Desks(curated)
    silent = load_silent_topics(curated)
    questions = load_questions(curated)
    encoder: Encoder | None = load_encoder(settings.knowledge.encoder)
    if encoder is not None:
        encoder = VectorCache(encoder, settings.knowledge.data_dir / "vectors")
    guides = load_guides(corpus.clause, curated)
    triggers = {guide.id: guide.triggers for guide in guides.values()}
    retriever = Retriever(
        corpus.notices(),
        questions,
        silent,
        triggers,
        Thesaurus(curated),
        encoder,
        validity.reports(),
        load_places(curated),
    )
    clause_answer = ClauseAnswer(corpus, retriever, Quoter(retriever.idf, questions), validity, desks, guides)
    actions: dict[str, Action] = {"": clause_answer, "handover": Handover(desks)}
    actions |= {move: SmallTalk() for move in MOVES if move != "handover"}
    said = [text for topic in silent.values() for text in (topic.say, topic.route)]
    said += [text for guide in guides.values() for text in (guide.lead, guide.caution, guide.next)]
    interpreter = DefaultInterpreter(today=today_in_china)
    trackers = Trackers(settings.server.max_conversations)
    engine = Engine(interpreter, actions, corpus, desks, said, trackers, today_in_china)
    return Assistant(corpus, validity, interpreter, engine, trackers)
