"""The page that explains the API, made from its OpenAPI document; no script, nothing from another host."""

from __future__ import annotations

import json
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
    description: str
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
            about=schema["info"]["description"],
            needs_key=bool(settings.key),
            questions=settings.questions_per_minute,
            reads=settings.questions_per_minute * READS_PER_QUESTION,
            body_kb=LONGEST_BODY // 1024,
            conversation_kb=LONGEST_CONVERSATION // 1024,
            groups=list(groups(schema)),
            forms=list(forms(schema)),
            problems=PROBLEMS,
        )

    return reference


def groups(schema: Schema) -> Iterator[Group]:
    """The calls by their tags, in the order of the document."""
    calls = [
        (operation["tags"][0], _operation(schema, method, path, operation))
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    for tag in schema["tags"]:
        yield Group(tag["name"], tag["description"], tuple(call for name, call in calls if name == tag["name"]))


def forms(schema: Schema) -> Iterator[Form]:
    """The JSON objects, by name."""
    for name in sorted(schema["components"]["schemas"]):
        yield _form(schema, name)


def _operation(schema: Schema, method: str, path: str, operation: Schema) -> Operation:
    statuses = operation["responses"]
    good = next(status for status in statuses if status.startswith("2"))
    body = operation.get("requestBody")
    return Operation(
        operation["operationId"],
        method.upper(),
        f"{PREFIX}{path}",
        operation["summary"],
        operation.get("description", ""),
        tuple(_parameter(parameter) for parameter in operation.get("parameters", [])),
        _content(schema, body) if body else None,
        good,
        _content(schema, statuses[good]),
        tuple((status, said["description"]) for status, said in statuses.items() if status != good),
    )


def _content(schema: Schema, part: Schema) -> Form:
    return _form(schema, part["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1])


def _form(schema: Schema, name: str) -> Form:
    described = schema["components"]["schemas"][name]
    required = described.get("required", [])
    members = tuple(
        Member(member, _type(value), member in required, value.get("description", ""))
        for member, value in described.get("properties", {}).items()
    )
    examples = described.get("examples") or [_example(described)]
    example = json.dumps(examples[0], ensure_ascii=False, indent=2) if examples[0] else ""
    return Form(name, described.get("description", ""), members, example)


def _example(described: Schema) -> dict[str, Any]:
    """An example made of those of the members."""
    properties = described.get("properties", {}).items()
    return {name: value["examples"][0] for name, value in properties if value.get("examples")}


def _parameter(parameter: Schema) -> Member:
    value = parameter["schema"]
    text = parameter.get("description") or value.get("description", "")
    return Member(parameter["name"], _type(value), parameter.get("required", False), text)


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
    limits = f" ({least:,}–{most:,})" if least is not None and most is not None else ""
    return f"{value.get('type', 'any')}{limits}"
