"""POST /ask and POST /search."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from chatbot.api import models
from chatbot.api.assistance import Assistance
from chatbot.api.openapi import documented
from chatbot.api.problems import BUSY, FAILED, INVALID, NOT_JSON, TOO_LARGE, UNREADABLE, ProblemRaised
from chatbot.api.questions import QuestionQueue
from chatbot.api.validation import invalid_value
from chatbot.api.why import why_of
from chatbot.assistant import LONGEST_QUESTION, QuestionError
from corpus.document import Document
from index.retriever import Hit

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")

OF_QUESTIONS = (UNREADABLE, TOO_LARGE, NOT_JSON, INVALID, FAILED, BUSY)
_log = logging.getLogger(__name__)


async def put(
    queue: QuestionQueue, work: Callable[_Given, _Result], *given: _Given.args, **named: _Given.kwargs
) -> _Result:
    """What `work` of the assistant gives in its turn; a problem where it refuses the question or fails."""
    try:
        return await queue.run(work, *given, **named)
    except (ProblemRaised, QuestionError) as refusal:
        raise refused(refusal) from None
    except Exception:  # the last boundary before the client; what was asked is not logged
        _log.exception("no answer could be prepared")
        raise ProblemRaised(FAILED) from None


def refused(refusal: ProblemRaised | QuestionError) -> ProblemRaised:
    """The problem of a question that is not taken."""
    if isinstance(refusal, ProblemRaised):
        return refusal
    english = f"The question must hold something, in at most {LONGEST_QUESTION:,} characters"
    return invalid_value("question", str(refusal), english)


def asking_routes(assistant: Assistance, queue: QuestionQueue) -> APIRouter:
    """The routes that need the model."""
    router = APIRouter(tags=["質問"], responses=documented(*OF_QUESTIONS))
    documents = {document.doc_id: document for document in assistant.corpus.documents}

    @router.post("/ask", response_model=models.Answer)
    async def ask(asked: models.Asked) -> JSONResponse:
        """質問に答える (Answer a question)

        計画の文をそのまま引用して答えます。`history` にこれまでの質問を渡すと、「それはいつ？」のような質問にも答えます。
        `why` が true なら、箇所が選ばれた理由と、質問をどう受け取ったかも返します。
        (The answer is made of sentences of the plans, quoted verbatim; `history` makes a follow-up understood. Where `why`
        is true, it also tells why each passage was chosen and how the question was understood.)
        """
        answer = await put(queue, assistant.answer_question, asked.question, asked.history)
        why = {"why": why_of(answer).model_dump()} if asked.why else {}
        return JSONResponse(answer.as_dict() | why)

    @router.post("/search", response_model=models.Hits)
    async def search(searched: models.Searched) -> JSONResponse:
        """検索する (Search)

        質問に近いまとまりを、近い順に返します。 (The passages nearest to the question, best first.)
        """
        hits = await put(queue, assistant.retrieve, searched.question, searched.history, searched.limit)
        found = [hit_dict(hit, documents[hit.passage.doc_id]) for hit in hits]
        return JSONResponse({"question": searched.question, "hits": found})

    return router


def hit_dict(hit: Hit, document: Document) -> dict[str, Any]:
    """The JSON form of a hit in `document`."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "cosine": round(hit.cosine, 4),
        "relevance": None if hit.relevance is None else round(hit.relevance, 4),
        "passage_id": passage.id,
        "kind": passage.kind,
        "record": passage.record,
        "doc_id": document.doc_id,
        "title": document.title,
        "published": document.published,
        "publisher": document.publisher,
        "status": document.status,
        "page": document.page_at(passage.spans[0][0]),
        "heading_path": list(passage.heading_path),
        "text": passage.text,
        "start": passage.spans[0][0],
        "end": passage.spans[-1][1],
        "spans": [list(span) for span in passage.spans],
    }
