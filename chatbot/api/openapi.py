"""The OpenAPI document: what FastAPI reads off the routes, with the key, the problems and their examples."""

from __future__ import annotations

from importlib import metadata
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from chatbot.api import models
from chatbot.api.keys import HEADER, OPEN
from chatbot.api.problems import MEDIA_TYPE, NO_KEY, TOO_MANY, Problem

PREFIX = "/api"
TITLE = "keikaku API"
_DESCRIPTION = (
    "政府のデジタル計画に、原文の引用と出典で答えます。何も生成せず、質問も回答も保存しません。"
    " (Answers about Japan's digital government plans, made of verbatim quotations with their sources.)"
)
TAGS = [
    {"name": "質問", "description": "質問と検索 (Questions and search)"},
    {"name": "一覧", "description": "手続と施策 (Procedures and policies)"},
    {"name": "文書", "description": "文書とその本文 (Documents and their texts)"},
    {"name": "源内", "description": "源内（行政実務用 AI アプリ）の形 (The app API of 源内)"},
    {"name": "状態", "description": "動いているか (Health)"},
]


def documented(*problems: Problem) -> dict[int | str, dict[str, Any]]:
    """The responses of a route that may end with these problems, and with those that every route has."""
    by_status: dict[int | str, list[Problem]] = {}
    for problem in (*problems, NO_KEY, TOO_MANY):
        by_status.setdefault(problem.status, []).append(problem)
    return {status: _response(found) for status, found in sorted(by_status.items(), key=str)}


def version() -> str:
    """The version of the program as installed."""
    try:
        return metadata.version("keikaku")
    except metadata.PackageNotFoundError:
        return "0"


def describe(app: FastAPI, needs_key: bool) -> dict[str, Any]:
    """The OpenAPI document of `app`, which is served below PREFIX."""
    schema = get_openapi(
        title=TITLE,
        version=version(),
        description=_DESCRIPTION,
        routes=app.routes,
        tags=TAGS,
        servers=[{"url": PREFIX}],
    )
    components = schema.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem = models.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas |= problem.pop("$defs") | {"Problem": problem}
    components["securitySchemes"] = {
        "apiKey": {
            "type": "apiKey",
            "in": "header",
            "name": HEADER,
            "description": "サーバーに KEIKAKU_API_KEY があるときに要ります。Authorization: Bearer でも送れます "
            "(needed where the server sets one; Authorization: Bearer is taken too)",
        }
    }
    schema["security"] = [{"apiKey": []}] if needs_key else [{"apiKey": []}, {}]
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            _title(operation)
            _drop_undocumented(operation)
            if PREFIX + path in OPEN:
                _open(operation)
    return schema


def _title(operation: dict[str, Any]) -> None:
    """The first line of a route's docstring is its summary."""
    summary, _, description = operation.pop("description").partition("\n")
    operation["summary"] = summary
    if description.strip():
        operation["description"] = description.strip()


def _drop_undocumented(operation: dict[str, Any]) -> None:
    """FastAPI's own form of 422, which it adds where a route has a parameter that cannot be wrong."""
    if "application/json" in operation["responses"].get("422", {}).get("content", {}):
        del operation["responses"]["422"]


def _open(operation: dict[str, Any]) -> None:
    operation["security"] = []
    for problem in (NO_KEY, TOO_MANY):
        operation["responses"].pop(str(problem.status), None)


def _response(problems: list[Problem]) -> dict[str, Any]:
    headers = {
        "Retry-After": {"description": "待つ秒数 (seconds to wait)", "schema": {"type": "integer"}},
    }
    return {
        "description": f"{'。'.join(p.title for p in problems)} ({', '.join(p.name for p in problems)})",
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {problem.name: {"value": problem.as_dict()} for problem in problems},
            }
        },
        **({"headers": headers} if problems[0].status in (429, 503) else {}),
    }
