"""Claims about actions.small_talk."""

from __future__ import annotations

from datetime import date

import pytest

from actions.interface import Answer, Turn
from actions.small_talk import STARTERS, SmallTalk
from actions.verify import verify
from intents.model import MOVES, IntentScore, Parse
from knowledge.corpus import Corpus

TALK = [move for move in MOVES if move != "handover"]


def said(intent: str, text: str = "嗯") -> Answer:
    score = IntentScore(intent, 1.0)
    return SmallTalk().run(Turn(Parse(text, score, (score,), ()), date(2026, 11, 21)))


@pytest.mark.parametrize("move", TALK)
def test_every_move_has_a_short_reply_without_policy_or_figure(corpus: Corpus, move: str) -> None:
    answer = said(move)
    assert (answer.kind, answer.citations) == ("chitchat", ())
    assert 0 < len(answer.text) <= 60
    verify(answer, corpus, ())


def test_the_replies_differ() -> None:
    assert len({said(move).text for move in TALK}) == len(TALK)


@pytest.mark.parametrize("move", TALK)
def test_questions_to_begin_with_are_offered_at_a_beginning_only(move: str) -> None:
    assert (said(move).buttons == STARTERS) == (move in ("greet", "cancel"))


@pytest.mark.parametrize(
    "text", ["你是真人吗", "你是机器人吧", "你是谁", "你叫什么", "你能做什么", "是不是人工智能"]
)
def test_it_says_that_it_is_a_machine(corpus: Corpus, text: str) -> None:
    answer = said("greet", text)
    assert "不是真人" in answer.text
    assert "转人工" in answer.text
    assert answer.buttons == STARTERS
    verify(answer, corpus, ())
