"""One turn: a message and the state of its conversation to a reply and the state after it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from uuid import uuid4

from actions.interface import Action, Answer, Turn
from actions.verify import verify
from bot.message import Message, Reply
from bot.tracker import Exchange, Tracker, Trackers
from intents.interpreter import Interpreter
from intents.model import MOVES, IntentScore, Parse
from knowledge.corpus import Corpus
from knowledge.desks import Desks
from knowledge.errors import UnverifiedAnswerError
from knowledge.privacy import mask

__all__ = ["Engine"]

TRIES_BEFORE_HANDOVER = 3
"""Failed messages in a row after which a person is called."""

SURE_OF_MOVE = 0.5
"""Below this confidence a message is read as a question, not as a move of the conversation."""

SURE_OF_HANDOVER = 0.65
"""The same for calling a person, since a question taken for that is left unanswered."""

_log = logging.getLogger(__name__)


class Engine:
    """Answers messages.

    Args:
        interpreter: Text to intent and entities.
        actions: Action for each intent; ``""`` is the one for every intent that has none of its own.
        corpus: The published notices, for the check of every answer.
        desks: What to say when an answer fails that check.
        register: Further kept sentences that may hold figures.
        trackers: State of the conversations.
        today: The day of the question.
    """

    def __init__(
        self,
        interpreter: Interpreter,
        actions: Mapping[str, Action],
        corpus: Corpus,
        desks: Desks,
        register: Iterable[str],
        trackers: Trackers,
        today: Callable[[], date],
    ) -> None:
        self._interpreter = interpreter
        self._actions = actions
        self._corpus = corpus
        self._desks = desks
        self._register = (*desks.sentences(), *register)
        self._trackers = trackers
        self._today = today

    def ask(self, message: Message) -> Reply:
        """Answer one message; messages of one sender are answered one after the other."""
        with self._trackers.conversation(message.sender) as tracker:
            start = time.perf_counter()
            parse = self._interpreter.parse(message.text)
            parsed = time.perf_counter()
            answer = self._checked(self._answer(parse, tracker))
            end = time.perf_counter()
            reply = Reply(
                reply_id=uuid4().hex,
                text=answer.text,
                kind=answer.kind,
                intent=IntentScore(answer.intent, 1.0) if answer.intent else parse.intent,
                entities=parse.entities,
                asks_for=answer.asks_for,
                citations=answer.citations,
                buttons=answer.buttons,
                timing_ms={
                    "nlu": round(1000 * (parsed - start), 3),
                    "retrieve": round(1000 * (end - parsed), 3),
                    "total": round(1000 * (end - start), 3),
                },
            )
            _remember(tracker, message, answer, reply)
            return reply

    def _answer(self, parse: Parse, tracker: Tracker) -> Answer:
        turn = Turn(parse, self._today(), tracker.question, tracker.failed_tries)
        answer = self._actions.get(_move(parse), self._actions[""]).run(turn)
        failed = answer.kind == "decline" and tracker.failed_tries + 1 >= TRIES_BEFORE_HANDOVER
        # What sounds like a call for a person and turns out to be no question is one.
        called = answer.kind in ("decline", "chitchat") and parse.intent.name == "handover"
        return self._actions["handover"].run(turn) if failed or called else answer

    def _checked(self, answer: Answer) -> Answer:
        try:
            verify(answer, self._corpus, self._register)
        except UnverifiedAnswerError as error:
            _log.error("answer withheld: %s", error)
            return Answer(f"{self._desks.withheld}\n下一步：{self._desks.default}", "decline")
        return answer


def _move(parse: Parse) -> str:
    """The move of the conversation that a message makes; empty where it asks something."""
    least = SURE_OF_HANDOVER if parse.intent.name == "handover" else SURE_OF_MOVE
    return parse.intent.name if parse.intent.name in MOVES and parse.intent.confidence >= least else ""


def _remember(tracker: Tracker, message: Message, answer: Answer, reply: Reply) -> None:
    kept = Message(message.sender, mask(message.text), message.channel)
    tracker.exchanges.append(Exchange(kept, reply, time.time()))
    if reply.kind == "decline":
        tracker.failed_tries += 1
    else:
        tracker.failed_tries = 0
    if answer.about:
        tracker.question = mask(answer.about)
