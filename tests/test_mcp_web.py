"""The MCP server over HTTP: the SDK's own client behind the key, the limits and the names, and what is refused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from fake_assistant import PLAN, FakeAssistant
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from starlette.applications import Starlette
from starlette.testclient import TestClient

from chatbot.api.hosts import ANY_HOST, Hosts, hosts_of
from chatbot.api.limits import LONGEST_BODY, Limits
from chatbot.api.mcp_messages import needs_model
from chatbot.api.settings import Settings
from chatbot.mcp.web import mount_mcp
from chatbot.web.security import Guard

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}
ACCEPT = {"accept": "application/json, text/event-stream"}
NAMED = hosts_of("127.0.0.1", "127.0.0.1", Settings(hosts=("plans.example",)))
Build = Callable[..., Starlette]


@pytest.fixture(scope="module")
def worker() -> Iterator[Executor]:
    with ThreadPoolExecutor(max_workers=1) as executor:
        yield executor


@pytest.fixture
def build(worker: Executor, monkeypatch: pytest.MonkeyPatch) -> Build:
    """An application of MCP alone, behind what the whole one has in front of it."""

    def build(key: str = "", questions_per_minute: int = 0, hosts: Hosts = ANY_HOST) -> Starlette:
        monkeypatch.setenv("KEIKAKU_API_KEY", key)
        app = Starlette()
        app.add_middleware(Limits, questions_per_minute=questions_per_minute)
        app.add_middleware(Guard, hosts=hosts)
        mount_mcp(app, FakeAssistant(), worker, hosts)
        return app

    return build


def ask(app: Starlette, question: str = "出生届は？", times: int = 1, **headers: str) -> list[str]:
    """The outcomes of a question that the SDK's client asks so often in one session, or what it is told instead."""

    async def asked(client: Client) -> str:
        try:
            result = await client.call_tool("ask", {"question": question})
        except MCPError as error:
            return str(error)
        return str(result.structured_content["outcome"])

    async def conversation() -> list[str]:
        transport = httpx2.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx2.AsyncClient(transport=transport, headers=headers) as http,
            Client(streamable_http_client("http://127.0.0.1:7860/mcp", http_client=http)) as client,
        ):
            return [await asked(client) for _ in range(times)]

    return asyncio.run(conversation())


def told(message: str) -> pytest.RaisesGroup[MCPError]:
    """No session can begin, for the reason that the server gives."""
    reason = pytest.RaisesExc(MCPError, match=message)
    return pytest.RaisesGroup(reason, allow_unwrapped=True, flatten_subgroups=True)


def problem(response: Any) -> dict[str, Any]:
    """The problem that an error of JSON-RPC carries."""
    error = response.json()["error"]
    assert response.json()["jsonrpc"] == "2.0" and response.json()["id"] is None
    assert error["message"] == f"{error['data']['detail']} ({error['data']['detail_en']})"
    assert error["data"]["status"] == response.status_code
    return dict(error["data"])


# --- the key


@pytest.mark.parametrize("header", [{"x-api-key": "a"}, {"authorization": "Bearer a"}])
def test_a_client_with_the_key_is_answered(build: Build, header: dict[str, str]) -> None:
    assert ask(build(key="a"), **header) == ["answered"]


@pytest.mark.parametrize(
    "header", [{}, {"x-api-key": "b"}, {"x-api-key": ""}, {"authorization": "Basic a"}, {"authorization": "Bearer b"}]
)
def test_without_the_key_nothing_is_answered(build: Build, header: dict[str, str]) -> None:
    with TestClient(build(key="a")) as client:
        response = client.post("/mcp", json=HELLO, headers=ACCEPT | header)
    assert response.status_code == 401 and response.headers["www-authenticate"] == "Bearer"
    assert response.headers["cache-control"] == "no-store"
    assert problem(response)["type"] == "/api/docs#problem-no-key"


def test_a_client_without_the_key_is_told(build: Build) -> None:
    with told("x-api-key ヘッダーに正しい API キーを入れてください。"):
        ask(build(key="a"))


# --- the limits


def test_too_many_questions_are_told_to_wait(build: Build) -> None:
    said = ask(build(questions_per_minute=2), times=3)
    assert said[:2] == ["answered", "answered"]
    assert "少し待ってから、もう一度お試しください。 (Too many requests in a short time." in said[2]


def test_questions_and_other_messages_are_counted_apart(build: Build) -> None:
    read = call("document", doc_id=PLAN.doc_id)
    with TestClient(build(questions_per_minute=2)) as client:

        def status(message: dict[str, Any]) -> int:
            return client.post("/mcp", json=message, headers=ACCEPT).status_code

        assert [status(call("ask", question="出生届は？")) for _ in range(3)] == [200, 200, 429]
        assert [status(call("procedures")), status(read), status(HELLO)] == [429, 200, 200]
        assert [status(HELLO) for _ in range(3)] == [200, 200, 429]  # after the eighth message of all
        refused = client.post("/mcp", json=read, headers=ACCEPT)
    assert problem(refused)["type"] == "/api/docs#problem-too-many"
    assert 1 <= int(refused.headers["retry-after"]) <= 8
    assert refused.headers["x-content-type-options"] == "nosniff"


def test_a_wrong_key_counts(build: Build) -> None:
    with TestClient(build(key="a", questions_per_minute=1)) as client:
        statuses = [client.post("/mcp", json=HELLO, headers=ACCEPT).status_code for _ in range(5)]
    assert statuses == [401, 401, 401, 401, 429]


def test_a_body_that_is_too_large(build: Build) -> None:
    with TestClient(build()) as client:
        response = client.post("/mcp", json=call("ask", question="x" * LONGEST_BODY), headers=ACCEPT)
    assert response.status_code == 413 and problem(response)["type"] == "/api/docs#problem-too-large"


def test_a_client_is_told_that_its_question_is_too_large(build: Build) -> None:
    assert ask(build(), "x" * LONGEST_BODY) == [
        "送られた内容が大きすぎます。短くしてください。 (What was sent is too large. Please shorten it.)"
    ]


@pytest.mark.parametrize(
    ("body", "needs"),
    [
        (json.dumps(HELLO).encode(), False),
        (b'{"method": "tools/list"}', False),
        (b'{"method": "tools/call", "params": {"name": "ask"}}', True),
        (b'{"method": "tools\\u002fcall", "params": {"name": "search"}}', True),
        (b'{"method": "ping", "method": "tools/call"}', True),
        (b'{"method": "tools/call", "params": {"name": "document"}}', False),
        (b'{"method": "tools/call", "params": ["document"]}', True),
        (b'[{"method": "tools/list"}]', True),
        (b'{"n": ' + b"1" * 5000 + b', "method": "tools/list"}', True),
        (b"[" * 60_000, True),
        (b"\xff", True),
        (b"", True),
    ],
)
def test_which_messages_count_as_questions(body: bytes, needs: bool) -> None:
    assert needs_model(body) is needs


# --- the names


@pytest.mark.parametrize(
    ("url", "origin", "status"),
    [
        ("http://localhost:7860", None, 200),
        ("http://[::1]:7860", None, 200),
        ("http://plans.example", None, 200),
        ("http://plans.example", "https://plans.example", 200),
        ("http://localhost:7860", "http://localhost:6274", 200),
        ("http://evil.example", None, 421),
        ("http://localhost.evil.example:80", None, 421),
        ("http://localhost:7860", "http://evil.example", 403),
        ("http://localhost:7860", "http://localhost.evil.example", 403),
        ("http://localhost:7860", "null", 403),
        ("http://localhost:7860", "", 403),
        ("http://localhost:7860", "file://localhost", 403),
    ],
)
def test_only_known_hosts_and_origins_are_answered(build: Build, url: str, origin: str | None, status: int) -> None:
    headers = ACCEPT if origin is None else ACCEPT | {"origin": origin}
    with TestClient(build(hosts=NAMED), base_url=url) as client:
        response = client.post("/mcp", json=HELLO, headers=headers)
    assert response.status_code == status
    if status != 200:
        assert problem(response)["type"].endswith("unknown-host" if status == 421 else "foreign-page")


def test_a_server_of_any_name_serves_programs_and_no_pages_of_names_that_it_does_not_know(build: Build) -> None:
    with TestClient(build(), base_url="http://plans.example") as client:
        assert client.post("/mcp", json=HELLO, headers=ACCEPT).status_code == 200
        foreign = client.post("/mcp", json=HELLO, headers=ACCEPT | {"origin": "http://plans.example"})
    assert foreign.status_code == 403
    assert "環境変数 KEIKAKU_HOSTS に加えてください。" in problem(foreign)["detail"]


def test_a_session_from_a_page_of_another_site_is_refused(build: Build) -> None:
    with told("The header Origin is not a name of this server"):
        ask(build(), origin="http://evil.example")


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_only_posts_are_served(build: Build, method: str) -> None:
    with TestClient(build()) as client:
        response = client.request(method, "/mcp", headers=ACCEPT)
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert problem(response)["type"] == "/api/docs#problem-wrong-method"


# --- in the whole application


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # Gradio and Starlette
@pytest.mark.parametrize("switch", ["1", ""])
def test_the_web_application_serves_it_only_where_it_is_switched_on(
    monkeypatch: pytest.MonkeyPatch, switch: str
) -> None:
    from chatbot.web.app import build_app

    monkeypatch.delenv("KEIKAKU_API_KEY", raising=False)
    monkeypatch.setenv("KEIKAKU_MCP", switch)
    monkeypatch.setenv("KEIKAKU_QUESTIONS_PER_MINUTE", "1")
    with TestClient(build_app(FakeAssistant(), NAMED), base_url="http://plans.example:7860") as client:
        response = client.post("/mcp", json=HELLO, headers=ACCEPT)
        is_served = response.status_code == 200 and response.json()["result"]["serverInfo"]["name"] == "keikaku"
        assert is_served is bool(switch)
        assert response.headers["x-content-type-options"] == "nosniff"
        assert client.get("/").status_code == 200
        assert client.post("/api/ask", json={"question": "出生届は？"}).status_code == 200
        if switch:  # the questions of all doors are counted together
            asked = client.post("/mcp", json=call("ask", question="出生届は？"), headers=ACCEPT)
            assert asked.status_code == 429
            assert client.get("/mcp").status_code == 405


def call(tool: str, **arguments: Any) -> dict[str, Any]:
    """The message that calls a tool."""
    return {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}
