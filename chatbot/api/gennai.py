"""The app API of 源内 over the answers of the assistant: at once, or taken now and asked for later."""

from __future__ import annotations

import base64
import datetime
import json
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse

from chatbot.answer import Answer
from chatbot.api import gennai_models as models
from chatbot.api.asking import OF_QUESTIONS, put
from chatbot.api.assistance import Assistance
from chatbot.api.markdown import markdown
from chatbot.api.openapi import PREFIX, documented
from chatbot.api.problems import NO_REQUEST, ProblemRaised
from chatbot.api.questions import QuestionQueue
from chatbot.api.requests import Request as Pending
from chatbot.api.requests import Requests
from chatbot.api.settings import address_of

ACCEPTED = "リクエストを受け付けました"
_PROGRESS = {
    "PENDING": "順番を待っています",
    "IN_PROGRESS": "文書を調べています",
    "COMPLETED": "回答できました",
    "ERROR": "回答できませんでした",
}
_ID = Path(
    description="受け付けたときの request_id (as it was given)", examples=["a1b2c3d4-e5f6-4890-8234-567890abcdef"]
)


def gennai_routes(assistant: Assistance, queue: QuestionQueue, public_url: str, has_pages: bool) -> APIRouter:
    """The routes of 源内. Answers link to the pages of documents where the server `has_pages`."""
    router = APIRouter(tags=["源内"])
    requests = Requests()

    def shown(answer: Answer, request: Request) -> str:
        pages = (public_url or address_of(request)) if has_pages else ""
        return markdown(answer, assistant.corpus, pages)

    @router.post("/gennai", response_model=models.Outputs, responses=documented(*OF_QUESTIONS))
    async def gennai(body: models.GennaiRequest, request: Request) -> JSONResponse:
        """源内の依頼に答える (Answer a request of 源内)"""
        answer = await put(queue, assistant.answer_question, body.inputs.asked, body.inputs.history)
        return JSONResponse({"outputs": shown(answer, request)})

    async def gennai_request(body: models.GennaiRequest) -> JSONResponse:
        """源内の依頼を受け付ける (Take a request of 源内)

        すぐに受け付け、答えは `status_url` で返します。 (Taken at once; the answer is at `status_url`.)
        """
        asked, history = body.inputs.asked, body.inputs.history
        pending = requests.add()
        try:
            queue.submit(requests.answer, pending, lambda: assistant.answer_question(asked, history))
        except ProblemRaised:
            requests.discard(pending)
            raise
        return JSONResponse(
            {
                "outputs": ACCEPTED,
                "request_id": pending.id,
                "status": "PENDING",
                "status_url": f"{PREFIX}/gennai/status/{pending.id}",
            },
            status_code=202,
        )

    taken: dict[str, Any] = {
        "methods": ["POST"],
        "status_code": 202,
        "response_model": models.Accepted,
        "responses": documented(*OF_QUESTIONS),
    }
    router.add_api_route("/gennai/requests", gennai_request, **taken)
    # As the instructions of 源内 write it; a redirect would not be followed.
    router.add_api_route("/gennai/requests/", gennai_request, include_in_schema=False, **taken)

    @router.get(
        "/gennai/status/{request_id}",
        response_model=models.Status,
        response_model_exclude_none=True,
        responses=documented(NO_REQUEST),
    )
    async def gennai_status(request_id: Annotated[str, _ID], request: Request) -> JSONResponse:
        """源内の依頼の状態 (How a request of 源内 stands)"""
        pending = requests.find(request_id)
        if pending is None:
            raise ProblemRaised(NO_REQUEST)
        outputs = shown(pending.answer, request) if pending.answer else ""
        return JSONResponse(status(pending, outputs))

    return router


def status(pending: Pending, outputs: str) -> dict[str, Any]:
    """How a request stands, with its answer, of which `outputs` is the Markdown, or its error."""
    state = pending.state
    known: dict[str, Any] = {
        "request_id": pending.id,
        "status": state,
        "progress": _PROGRESS[state],
        "created_at": _time(pending.created),
        "updated_at": _time(pending.updated),
    }
    if state == "COMPLETED" and pending.answer:
        known |= {"outputs": outputs, "artifacts": [_artifact(pending.answer)]}
    if state == "ERROR":
        known["error"] = {"message": pending.error, "details": _PROGRESS[state]}
    return known


def _artifact(answer: Answer) -> dict[str, str]:
    text = json.dumps(answer.as_dict(), ensure_ascii=False, indent=2)
    contents = base64.b64encode(text.encode()).decode()
    return {"display_name": "keikaku-answer.json", "mime_type": "application/json", "contents": contents}


def _time(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
