"""The queue in front of the model: one question at a time, whoever asks, and not too many waiting."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import ParamSpec, TypeVar

from chatbot.api.problems import BUSY, ProblemRaised

WAITING = 16  # questions of the API that wait or are being answered
RETRY_SECONDS = 5

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class QuestionQueue:
    """Runs what needs the model on the `worker` that the chat window uses too."""

    def __init__(self, worker: Executor, longest: int = WAITING) -> None:
        self._worker = worker
        self._longest = longest
        self._waiting = 0
        self._lock = threading.Lock()

    def submit(self, work: Callable[_Given, _Result], *given: _Given.args, **named: _Given.kwargs) -> Future[_Result]:
        """`work` in its turn; the problem BUSY where too many wait."""
        with self._lock:
            if self._waiting >= self._longest:
                raise ProblemRaised(BUSY, headers={"Retry-After": str(RETRY_SECONDS)})
            self._waiting += 1
        future = self._worker.submit(work, *given, **named)
        future.add_done_callback(self._done)
        return future

    async def run(self, work: Callable[_Given, _Result], *given: _Given.args, **named: _Given.kwargs) -> _Result:
        """As `submit`, and waits for the result; other requests are served meanwhile."""
        return await asyncio.wrap_future(self.submit(work, *given, **named))

    def _done(self, _: Future[_Result]) -> None:
        with self._lock:
            self._waiting -= 1
