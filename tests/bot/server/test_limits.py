"""One sender's rate is limited, and memory with it."""

from __future__ import annotations

from bot.server.limits import SenderBuckets


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_then_one_message_per_interval() -> None:
    clock = Clock()
    buckets = SenderBuckets(rate_per_minute=6, clock=clock)
    assert [buckets.take("a") for _ in range(6)] == [0.0] * 6
    assert buckets.take("a") == 10.0
    clock.now += 9.0
    assert round(buckets.take("a"), 6) == 1.0
    clock.now += 1.0
    assert buckets.take("a") == 0.0
    assert buckets.take("a") > 0


def test_refusals_do_not_lengthen_the_wait() -> None:
    clock = Clock()
    buckets = SenderBuckets(rate_per_minute=60, clock=clock)
    for _ in range(60):
        buckets.take("a")
    waits = [buckets.take("a") for _ in range(5)]
    assert waits == [1.0] * 5


def test_silence_never_saves_more_than_a_burst() -> None:
    clock = Clock()
    buckets = SenderBuckets(rate_per_minute=2, clock=clock)
    buckets.take("a")
    clock.now += 3600
    assert [buckets.take("a") > 0 for _ in range(3)] == [False, False, True]


def test_the_longest_silent_senders_are_forgotten() -> None:
    buckets = SenderBuckets(rate_per_minute=1, max_senders=3, clock=Clock())
    for sender in ("a", "b", "c", "a", "d"):
        buckets.take(sender)
    assert len(buckets) == 3
    assert buckets.take("a") > 0
    assert buckets.take("b") == 0.0
