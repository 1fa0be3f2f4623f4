"""The comparison page: `/compare?q=…` as a page and `/compare.csv?q=…` as a file, in both languages."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from chatbot.answer import shown_text
from chatbot.api.problems import ProblemRaised
from chatbot.api.questions import QuestionQueue
from chatbot.assistant import LONGEST_QUESTION, QuestionError
from chatbot.side_by_side import SideBySide
from chatbot.topics import topics
from chatbot.web.compare_text import COMPARE_TEXTS, CompareTexts
from chatbot.web.compare_view import View, csv_rows, told_since, view
from chatbot.web.conversation import Answerer
from chatbot.web.record_pages import csv_file
from chatbot.web.site import page

if TYPE_CHECKING:
    from fastapi import FastAPI

PATH = "/compare"
WAITING = 16  # comparisons that may wait for the model; further ones are told that it is busy
RETRY_SECONDS = 20

_log = logging.getLogger(__name__)


class Refused(Exception):
    """The question is not looked up; the text is for the user, `status` is that of the response."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


def add_compare(app: FastAPI, assistant: Answerer, worker: Executor) -> None:
    """Adds the page and the file in both languages."""
    desk = Desk(assistant, worker)
    for texts in COMPARE_TEXTS:
        app.add_route(f"{texts.site.prefix}{PATH}", compare_page(desk, texts))
        app.add_route(f"{texts.site.prefix}{PATH}.csv", compare_csv(desk, texts))


class Desk:
    """Takes questions to the worker, which answers one at a time whoever asks, and remembers none."""

    def __init__(self, assistant: Answerer, worker: Executor) -> None:
        self._assistant = assistant
        self._queue = QuestionQueue(worker, WAITING)
        self.topics = cache(lambda: topics(assistant.corpus))

    async def compared(self, question: str, texts: CompareTexts) -> SideBySide:
        """What each document says of `question`; Refused where it cannot be looked up now."""
        _check(question, texts)
        if self._assistant.state == "loading":
            raise Refused(texts.loading, 503)
        try:
            return await self._queue.run(self._assistant.compare_documents, question)
        except ProblemRaised as busy:
            raise Refused(texts.busy, 503) from busy
        except QuestionError as refusal:
            raise Refused(str(refusal), 400) from refusal
        except Exception as error:  # the last boundary before the user
            _log.exception("no comparison could be prepared")
            raise Refused(texts.trouble, 500) from error


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: a comparison, its refusal in the chat's words, or a message why there is none."""

    question: str = ""
    view: View | None = None
    refusal: str = ""
    message: str = ""
    retry: str = ""  # the address to open again


def compare_page(desk: Desk, texts: CompareTexts) -> Callable[[Request], Awaitable[Response]]:
    """The handler of the page in one language."""

    async def respond(request: Request) -> Response:
        asked = request.query_params.get("q")
        question = (asked or "").strip()
        if asked is None:
            return _page(texts, Shown(), desk.topics())
        try:
            found = await desk.compared(question, texts)
        except Refused as refusal:
            retry = f"{texts.site.prefix}{address(question)}" if refusal.status == 503 else ""
            shown = Shown(question[:LONGEST_QUESTION], message=str(refusal), retry=retry)
            return _page(texts, shown, desk.topics(), refusal.status)
        return _page(texts, Shown(question, view(found, texts), shown_text(found.refusal)), desk.topics())

    return respond


def compare_csv(desk: Desk, texts: CompareTexts) -> Callable[[Request], Awaitable[Response]]:
    """The handler of the file in one language."""

    async def respond(request: Request) -> Response:
        question = request.query_params.get("q", "").strip()
        try:
            found = await desk.compared(question, texts)
        except Refused as refusal:
            return _page(texts, Shown(question[:LONGEST_QUESTION], message=str(refusal)), (), refusal.status)
        return csv_file("compare.csv", texts.columns, csv_rows(found, texts))

    return respond


def address(question: str, path: str = PATH) -> str:
    """The address of a comparison, without the language."""
    return f"{path}?{urlencode({'q': question})}" if question else path


def _check(question: str, texts: CompareTexts) -> None:
    """Refused, in the reader's language, for a question that the assistant would not read."""
    if not question:
        raise Refused(texts.empty, 400)
    if len(question) > LONGEST_QUESTION:
        raise Refused(texts.too_long.format(length=len(question), longest=LONGEST_QUESTION), 400)


def _page(texts: CompareTexts, shown: Shown, offered: tuple[str, ...], status: int = 200) -> Response:
    response = page(
        "compare.html",
        texts.site,
        PATH,
        query=urlencode({"q": shown.question}) if shown.question else "",
        status=status,
        texts=texts,
        shown=shown,
        since=lambda name: told_since(name, texts),
        longest=LONGEST_QUESTION,
        offered=[(topic, f"{texts.site.prefix}{address(topic)}") for topic in offered],
        csv_address=f"{texts.site.prefix}{address(shown.question, PATH + '.csv')}",
    )
    if status == 503:
        response.headers["retry-after"] = str(RETRY_SECONDS)
    return response
