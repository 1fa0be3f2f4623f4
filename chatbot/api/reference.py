"""The page that explains the API, made from its OpenAPI document; no script, nothing from another host."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from chatbot.api.limits import LONGEST_BODY, LONGEST_CONVERSATION, READS_PER_QUESTION
from chatbot.api.openapi import PREFIX
from chatbot.api.problems import PROBLEMS
from chatbot.api.reference_text import TEXTS
from chatbot.api.settings import Settings, address_of
from chatbot.web.site import SiteTexts, alone, page

Schema = Mapping[str, Any]

_BOTH = re.compile(r"(?s)(?P<ja>.*?)\s*\((?P<en>[ -~\n“”’–…源内案「」]+)\)\s*")  # 日本語 (English)


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter or a member of a JSON object."""

    name: str
    type: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Form:
    """A JSON object that is sent or given: its name, its members, and an example as JSON, empty for none."""

    name: str
    description: str
    members: tuple[Member, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One call of the API."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Member, ...]
    sent: Form | None
    status: str
    given: Form
    problems: tuple[tuple[str, str], ...]  # status and what it means


@dataclass(frozen=True, slots=True)
class Group:
    """The calls on one matter."""

    name: str
    operations: tuple[Operation, ...]


def reference_page(api: FastAPI, site: SiteTexts, settings: Settings, has_pages: bool) -> Callable[[Request], Response]:
    """Serves the page in the language of `site`."""

    def reference(request: Request) -> Response:
        schema = api.openapi()
        return page(
            "api.html",
            site if has_pages else alone(site, f"{PREFIX}/docs", "API"),
            f"{PREFIX}/docs",
            t=TEXTS[site.language],
            address=settings.public_url or address_of(request) or "http://127.0.0.1:7860",
            prefix=PREFIX,
            version=schema["info"]["version"],
            about=in_language(schema["info"]["description"], site.language),
            needs_key=bool(settings.key),
            questions=settings.questions_per_minute,
            reads=settings.questions_per_minute * READS_PER_QUESTION,
            body_kb=LONGEST_BODY // 1024,
            conversation_kb=LONGEST_CONVERSATION // 1024,
            groups=list(groups(schema, site.language)),
            forms=list(forms(schema, site.language)),
            problems=PROBLEMS,
        )

    return reference


def in_language(text: str, language: str) -> str:
    """The Japanese or the English of a description that holds both, the English in brackets; else all of it."""
    found = _BOTH.fullmatch(text)
    return " ".join((found[language] if found else text).replace("`", "").split())


def groups(schema: Schema, language: str) -> Iterator[Group]:
    """The calls by their tags, in the order of the document."""
    calls = [
        (operation["tags"][0], _operation(schema, method, path, operation, language))
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    for tag in schema["tags"]:
        named = tuple(call for name, call in calls if name == tag["name"])
        yield Group(in_language(tag["description"], language), named)


def forms(schema: Schema, language: str) -> Iterator[Form]:
    """The JSON objects, by name."""
    for name in sorted(schema["components"]["schemas"]):
        yield _form(schema, name, language)


def _operation(schema: Schema, method: str, path: str, operation: Schema, language: str) -> Operation:
    statuses = operation["responses"]
    good = next(status for status in statuses if status.startswith("2"))
    body = operation.get("requestBody")
    return Operation(
        operation["operationId"],
        method.upper(),
        f"{PREFIX}{path}",
        in_language(operation["summary"], language),
        in_language(operation.get("description", ""), language),
        tuple(_parameter(parameter, language) for parameter in operation.get("parameters", [])),
        _content(schema, body, language) if body else None,
        good,
        _content(schema, statuses[good], language),
        tuple(
            (status, in_language(said["description"], language)) for status, said in statuses.items() if status != good
        ),
    )


def _content(schema: Schema, part: Schema, language: str) -> Form:
    return _form(schema, part["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1], language)


def _form(schema: Schema, name: str, language: str) -> Form:
    described = schema["components"]["schemas"][name]
    required = described.get("required", [])
    members = tuple(
        Member(member, _type(value), member in required, in_language(value.get("description", ""), language))
        for member, value in described.get("properties", {}).items()
    )
    examples = described.get("examples") or [_example(described)]
    example = json.dumps(examples[0], ensure_ascii=False, indent=2) if examples[0] else ""
    return Form(name, in_language(described.get("description", ""), language), members, example)


def _example(described: Schema) -> dict[str, Any]:
    """An example made of those of the members."""
    properties = described.get("properties", {}).items()
    return {name: value["examples"][0] for name, value in properties if value.get("examples")}


def _parameter(parameter: Schema, language: str) -> Member:
    value = parameter["schema"]
    text = parameter.get("description") or value.get("description", "")
    return Member(parameter["name"], _type(value), parameter.get("required", False), in_language(text, language))


def _type(value: Schema) -> str:
    """The type of a value in words of JSON Schema, with its limits."""
    if "$ref" in value:
        return str(value["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in value:
        return " | ".join(_type(choice) for choice in value["anyOf"])
    if value.get("type") == "array":
        return f"{_type(value['items'])}[]" if "items" in value else "array"
    if "enum" in value:
        return " | ".join(json.dumps(choice) for choice in value["enum"])
    if "const" in value:
        return json.dumps(value["const"])
    least, most = value.get("minimum"), value.get("maximum")
    limits = f" ({int(least):,}–{int(most):,})" if least is not None and most is not None else ""
    return f"{value.get('type', 'any')}{limits}"
