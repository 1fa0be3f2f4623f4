"""The API as an application: below /api beside the chat window, or alone."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from chatbot.api.asking import asking_routes
from chatbot.api.assistance import Assistance
from chatbot.api.documents import document_routes
from chatbot.api.gennai import gennai_routes
from chatbot.api.health import health_routes
from chatbot.api.hosts import ANY_HOST, Hosts
from chatbot.api.keys import KeyCheck
from chatbot.api.limits import Limits
from chatbot.api.openapi import PREFIX, describe
from chatbot.api.problems import (
    FAILED,
    NOT_FOUND,
    NOT_JSON,
    UNREADABLE,
    WRONG_METHOD,
    ProblemRaised,
    problem_response,
)
from chatbot.api.questions import QuestionQueue
from chatbot.api.records import record_routes
from chatbot.api.reference import reference_page
from chatbot.api.settings import Settings
from chatbot.api.validation import invalid_request
from chatbot.web.security import Guard
from chatbot.web.site import SITES, STYLESHEET, stylesheet

_PROBLEMS = {problem.status: problem for problem in (UNREADABLE, NOT_FOUND, WRONG_METHOD)}


def build_api_app(assistant: Assistance, settings: Settings | None = None, hosts: Hosts = ANY_HOST) -> FastAPI:
    """The API without the window, under the names of `hosts`; Gradio is not imported."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_route(STYLESHEET, stylesheet)
    for site in SITES:
        app.add_route(f"{site.prefix}/", _to_its_page)
    worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answer")
    add_api(app, assistant, worker, settings, has_pages=False)
    app.add_middleware(Guard, hosts=hosts)  # the outermost: its headers are on refusals too
    return app


def _to_its_page(_: Request) -> RedirectResponse:
    return RedirectResponse(f".{PREFIX}/docs")  # in the same language


def add_api(
    app: FastAPI, assistant: Assistance, worker: Executor, settings: Settings | None = None, *, has_pages: bool = True
) -> None:
    """Adds the API and its page to `app`, and limits what a client may send to any part of it.

    `settings` are those of the environment unless given; ValueError where one cannot be used.
    """
    settings = settings or Settings.from_environment()
    app.add_middleware(Limits, questions_per_minute=settings.questions_per_minute)
    api = _api(assistant, worker, settings, has_pages)
    for site in SITES:
        app.add_route(f"{site.prefix}{PREFIX}/docs", reference_page(api, site, settings, has_pages))
    app.mount(PREFIX, KeyCheck(api, settings.key))


def _api(assistant: Assistance, worker: Executor, settings: Settings, has_pages: bool) -> FastAPI:
    api = FastAPI(docs_url=None, redoc_url=None, generate_unique_id_function=lambda route: route.name)
    queue = QuestionQueue(worker)
    api.include_router(asking_routes(assistant, queue))
    api.include_router(record_routes(assistant.corpus))
    api.include_router(document_routes(assistant.corpus))
    api.include_router(gennai_routes(assistant, queue, settings.public_url, has_pages))
    api.include_router(health_routes(assistant))
    schema: dict[str, Any] = {}
    api.openapi = lambda: schema or schema.update(describe(api, bool(settings.key))) or schema  # type: ignore[method-assign]
    api.add_exception_handler(ProblemRaised, _raised)
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(HTTPException, _refused)
    api.add_exception_handler(Exception, _failed)
    return api


def _raised(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemRaised)
    members = dict(error.members)
    if request.url.path.startswith(f"{PREFIX}/gennai"):  # 源内 shows what is in `outputs`
        members["outputs"] = members.get("detail", error.problem.detail)
    return problem_response(error.problem, error.headers, **members)


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if request.method == "POST" and kind != "application/json" and not kind.endswith("+json"):
        return _raised(request, ProblemRaised(NOT_JSON))
    return _raised(request, invalid_request(error.errors()))


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    problem = _PROBLEMS.get(error.status_code, FAILED)
    return _raised(request, ProblemRaised(problem, headers=error.headers))


def _failed(request: Request, _: Exception) -> JSONResponse:
    return _raised(request, ProblemRaised(FAILED))
