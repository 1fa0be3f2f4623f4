"""Requests that are answered later: kept in memory, so many and for so long, under an id that cannot be guessed."""

from __future__ import annotations

import datetime
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from chatbot.answer import Answer
from chatbot.api.problems import FAILED
from chatbot.assistant import QuestionError

KEPT_SECONDS = 3600.0  # after the answer has come
KEPT_REQUESTS = 256

_log = logging.getLogger(__name__)
State = Literal["PENDING", "IN_PROGRESS", "COMPLETED", "ERROR"]


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@dataclass(slots=True)
class Request:
    """A request and how it stands. `answer` is there once it is COMPLETED, `error` on ERROR."""

    id: str
    created: datetime.datetime
    updated: datetime.datetime
    state: State = "PENDING"
    answer: Answer | None = field(default=None, repr=False)
    error: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in ("COMPLETED", "ERROR")


class Requests:
    """The requests of the last hour. A request is made by the event loop and answered on the worker."""

    def __init__(self, clock: Callable[[], datetime.datetime] = _now) -> None:
        self._clock = clock
        self._requests: dict[str, Request] = {}

    def add(self) -> Request:
        """A new request; the oldest that are done make room for it."""
        self._forget()
        now = self._clock()
        request = Request(str(uuid.uuid4()), now, now)
        self._requests[request.id] = request
        return request

    def discard(self, request: Request) -> None:
        """Forget a request that could not be queued."""
        self._requests.pop(request.id, None)

    def find(self, request_id: str) -> Request | None:
        """The request of that id, if it is still kept."""
        self._forget()
        return self._requests.get(request_id)

    def answer(self, request: Request, ask: Callable[[], Answer]) -> None:
        """Answer `request` by `ask`; what goes wrong is said in it."""
        self._step(request, "IN_PROGRESS")
        try:
            request.answer = ask()
        except QuestionError as refusal:
            request.error = str(refusal)
        except Exception:  # the last boundary before the client; what was asked is not logged
            _log.exception("no answer could be prepared")
            request.error = FAILED.detail
        self._step(request, "ERROR" if request.error else "COMPLETED")

    def _step(self, request: Request, state: State) -> None:
        request.updated = self._clock()
        request.state = state

    def _forget(self) -> None:
        oldest = self._clock() - datetime.timedelta(seconds=KEPT_SECONDS)
        done = [request for request in self._requests.values() if request.is_done]
        done.sort(key=lambda request: request.updated)
        surplus = max(0, len(self._requests) - KEPT_REQUESTS + 1)
        for number, request in enumerate(done):
            if number < surplus or request.updated < oldest:
                del self._requests[request.id]
