"""One step of a conversation: a question goes to the assistant, and what the window then shows comes back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, wait
from dataclasses import dataclass
from typing import Protocol

from chatbot.answer import Answer
from chatbot.api.assistance import Assistance
from chatbot.assistant import QuestionError
from chatbot.side_by_side import SideBySide
from chatbot.web.text import Texts
from chatbot.web.turn import Turn

SETTLE_SECONDS = 0.25  # an answer or a refusal within this time is shown without a note that the search runs

_log = logging.getLogger(__name__)


class Answerer(Assistance, Protocol):
    """What the window and its pages need of an assistant."""

    def compare_documents(self, question: str) -> SideBySide:
        """What each document says of a question or topic; raises QuestionError, whose text is for the user."""
        ...


@dataclass(frozen=True, slots=True)
class View:
    """What the window shows after a step. `draft` replaces what the question box holds; None leaves it alone."""

    turns: tuple[Turn, ...]
    draft: str | None = None
    message: str = ""


def ask(
    assistant: Answerer,
    worker: Executor,
    question: str,
    turns: tuple[Turn, ...],
    texts: Texts,
    rephrase: bool = True,
    keep: Callable[[Answer], str] = lambda answer: "",
) -> Iterator[View]:
    """Views from the question to its answer. A refused question, or one that failed, stays in the box.

    `worker` runs one question at a time, whoever asks. `keep` keeps the 出典票 of the answer and gives its id.
    """
    history = [turn.question for turn in turns]
    future = worker.submit(assistant.answer_question, question, history, rephrase)
    searching = bool(wait([future], timeout=SETTLE_SECONDS).not_done)
    if searching:
        yield View((*turns, Turn(question, None, rephrase)), draft="")
    try:
        answer = future.result()
    except QuestionError as refusal:
        yield View(turns, draft=question, message=str(refusal))
    except Exception:  # the last boundary before the user: whatever it was, the question is not lost
        _log.exception("no answer could be prepared")
        yield View(turns, draft=question, message=texts.trouble)
    else:
        yield View((*turns, Turn(question, answer, rephrase, keep(answer))), draft=None if searching else "")
