"""The main pages with a slash too many."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from chatbot.web.slashes import add_redirects

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    add_redirects(app)
    return TestClient(app, follow_redirects=False)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("page", ["/documents", "/procedures", "/policies", "/compare"])
def test_a_page_is_found_with_a_slash_at_its_end(client: TestClient, prefix: str, page: str) -> None:
    response = client.get(f"{prefix}{page}/")
    assert (response.status_code, response.headers["location"]) == (308, f"{prefix}{page}")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("q=%E5%87%BA%E7%94%9F&sort=%2B1+x", "q=%E5%87%BA%E7%94%9F&sort=%2B1+x"),
        ("q=//evil.example/", "q=//evil.example/"),
        ("q=%0d%0aLocation:x", "q=%0d%0aLocation:x"),
    ],
)
def test_the_query_is_kept(client: TestClient, sent: str, kept: str) -> None:
    assert client.get(f"/compare/?{sent}").headers["location"] == f"/compare?{kept}"


def test_a_query_that_was_not_escaped_is(client: TestClient) -> None:
    import anyio

    answered: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        answered.append(message)

    scope = {"type": "http", "method": "GET", "path": "/compare/", "query_string": "q=出<".encode(), "headers": []}
    anyio.run(client.app, scope, receive, send)
    assert (b"location", b"/compare?q=%E5%87%BA%3C") in answered[0]["headers"]  # type: ignore[operator]


@pytest.mark.parametrize(
    "path",
    ["//evil.example/", "//documents/", "/documents//", "/documents//evil.example/", "/%2Fevil.example/", "/en//"],
)
def test_nothing_else_is_led_anywhere(client: TestClient, path: str) -> None:
    assert client.get(f"http://testserver{path}").headers.get("location") is None
