"""Claims about actions.handover."""

from __future__ import annotations

from datetime import date

import pytest

from actions.handover import Handover
from actions.interface import Turn
from actions.verify import verify
from intents.model import IntentScore, Parse
from knowledge.corpus import Corpus
from knowledge.desks import Desks


def turn(failed_tries: int = 0) -> Turn:
    asked = IntentScore("handover", 1.0)
    return Turn(Parse("转人工", asked, (asked,), ()), date(2026, 11, 21), failed_tries=failed_tries)


def test_a_person_is_told_within_this_turn_where_a_person_is() -> None:
    answer = Handover(Desks()).run(turn())
    assert (answer.kind, answer.intent, answer.citations) == ("handover", "handover", ())
    assert answer.text == Desks().handover
    assert "12345" in answer.text


@pytest.mark.parametrize("tries", [1, 2, 3])
def test_after_failed_tries_it_is_sorry(tries: int) -> None:
    assert Handover(Desks()).run(turn(tries)).text == f"抱歉没能帮上忙。{Desks().handover}"


@pytest.mark.parametrize("tries", [0, 2])
def test_it_passes_the_check(corpus: Corpus, tries: int) -> None:
    verify(Handover(Desks()).run(turn(tries)), corpus, Desks().sentences())
