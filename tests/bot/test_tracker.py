"""Claims about bot.tracker."""

from __future__ import annotations

import threading
import time

from bot.message import Message, Reply
from bot.tracker import KEPT_TURNS, Exchange, Trackers
from intents.model import IntentScore


def exchange(text: str) -> Exchange:
    reply = Reply("id", text, "decline", IntentScore("out_of_scope", 1.0))
    return Exchange(Message("甲", text), reply, 0.0)


def say(trackers: Trackers, sender: str, text: str = "问") -> None:
    with trackers.conversation(sender) as tracker:
        tracker.exchanges.append(exchange(text))


def test_a_conversation_is_kept_oldest_first() -> None:
    trackers = Trackers(10)
    say(trackers, "甲", "一")
    say(trackers, "乙", "二")
    say(trackers, "甲", "三")
    assert [e.message.text for e in trackers.exchanges("甲")] == ["一", "三"]
    assert [e.message.text for e in trackers.exchanges("乙")] == ["二"]


def test_an_unknown_sender_has_said_nothing_and_asking_does_not_remember_it() -> None:
    trackers = Trackers(1)
    say(trackers, "甲")
    assert trackers.exchanges("乙") == ()
    assert len(trackers.exchanges("甲")) == 1


def test_a_new_conversation_has_nothing_to_point_back_to() -> None:
    with Trackers(1).conversation("甲") as tracker:
        assert (tracker.question, tracker.failed_tries, len(tracker.exchanges)) == ("", 0, 0)


def test_what_is_set_in_one_turn_is_there_in_the_next() -> None:
    trackers = Trackers(1)
    with trackers.conversation("甲") as tracker:
        tracker.question, tracker.failed_tries = "问", 2
    with trackers.conversation("甲") as tracker:
        assert (tracker.question, tracker.failed_tries) == ("问", 2)


def test_beyond_its_capacity_the_longest_silent_conversation_is_forgotten() -> None:
    trackers = Trackers(2)
    for sender in ("甲", "乙", "甲", "丙"):
        say(trackers, sender)
    assert trackers.exchanges("乙") == ()
    assert (len(trackers.exchanges("甲")), len(trackers.exchanges("丙"))) == (2, 1)


def test_many_senders_leave_only_as_many_as_fit() -> None:
    trackers = Trackers(5)
    for number in range(1000):
        say(trackers, f"人{number}")
    kept = [number for number in range(1000) if trackers.exchanges(f"人{number}")]
    assert kept == list(range(995, 1000))


def test_of_a_long_conversation_the_latest_turns_are_kept() -> None:
    trackers = Trackers(1)
    for number in range(KEPT_TURNS + 7):
        say(trackers, "甲", str(number))
    texts = [e.message.text for e in trackers.exchanges("甲")]
    assert texts == [str(number) for number in range(7, KEPT_TURNS + 7)]


def test_an_error_in_a_turn_frees_the_conversation() -> None:
    trackers = Trackers(1)
    try:
        with trackers.conversation("甲"):
            raise OSError("disk")
    except OSError:
        pass
    say(trackers, "甲")
    assert len(trackers.exchanges("甲")) == 1


def test_one_sender_is_held_by_one_thread_at_a_time() -> None:
    trackers, inside, most = Trackers(10), 0, 0

    def turn() -> None:
        nonlocal inside, most
        with trackers.conversation("甲") as tracker:
            inside += 1
            most = max(most, inside)
            time.sleep(0.001)
            tracker.failed_tries += 1
            inside -= 1

    threads = [threading.Thread(target=turn) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with trackers.conversation("甲") as tracker:
        assert (tracker.failed_tries, most) == (20, 1)
