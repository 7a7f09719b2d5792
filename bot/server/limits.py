"""How often one sender may ask: a token bucket each, bounded in memory."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

__all__ = ["SenderBuckets"]


class SenderBuckets:
    """Token buckets by sender; the senders silent for longest are forgotten first.

    A forgotten sender starts with a full bucket again, which is what silence would have given it.

    Args:
        rate_per_minute: Messages a minute, and the size of a burst.
        max_senders: Buckets kept in memory.
        clock: Seconds that never run backwards.
    """

    def __init__(
        self,
        rate_per_minute: int,
        max_senders: int = 20_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._size = float(rate_per_minute)
        self._per_second = rate_per_minute / 60
        self._max_senders = max_senders
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, sender: str) -> float:
        """Take one token.

        Args:
            sender: Who asks.

        Returns:
            0 when the message may pass, else the seconds to wait until one may.
        """
        now = self._clock()
        tokens, since = self._buckets.pop(sender, (self._size, now))
        tokens = min(self._size, tokens + (now - since) * self._per_second)
        passes = tokens >= 1
        self._buckets[sender] = (tokens - 1 if passes else tokens, now)
        if len(self._buckets) > self._max_senders:
            self._buckets.popitem(last=False)
        return 0.0 if passes else (1 - tokens) / self._per_second
