"""How often each client may call: a bucket of tokens, filled again evenly."""

from __future__ import annotations

import time
from collections.abc import Callable

_CLIENTS = 10_000  # kept at a time; beyond, those whose bucket is full again are forgotten


class TokenBuckets:
    """A bucket of `per_minute` tokens for each client; so many calls are let through at once, and so many a minute."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`per_minute` is at least 1; `clock` counts seconds."""
        self._size = float(per_minute)
        self._refill = per_minute / 60
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}  # tokens left, and when

    def take(self, client: str) -> float:
        """Takes a token: 0.0 if there was one, else the seconds until there is."""
        now = self._clock()
        left = self._left(client, now)
        if left < 1:
            return (1 - left) / self._refill
        self._buckets[client] = (left - 1, now)
        if len(self._buckets) > _CLIENTS:
            self._forget(now)
        return 0.0

    def _left(self, client: str, now: float) -> float:
        tokens, since = self._buckets.get(client, (self._size, now))
        return min(self._size, tokens + (now - since) * self._refill)

    def _forget(self, now: float) -> None:
        self._buckets = {client: kept for client, kept in self._buckets.items() if self._left(client, now) < self._size}
        while len(self._buckets) > _CLIENTS:
            del self._buckets[next(iter(self._buckets))]
