"""What a browser keeps, and what is sent compressed."""

from __future__ import annotations

import re

import pytest
from fake_assistant import FakeAssistant
from starlette.testclient import TestClient

from chatbot.web.caching import ASK_AGAIN, FOR_GOOD, SITE

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # Gradio and Starlette, of each other
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def client() -> TestClient:
    from chatbot.web.app import build_app

    return TestClient(build_app(FakeAssistant()))


def test_every_file_that_the_window_begins_with_is_kept(client: TestClient) -> None:
    names = re.findall(r'(?:src|href)="\./(assets/[^"]+)"', client.get("/").text)
    assert names
    for name in names:
        for prefix in ("/", "/en/"):
            assert client.get(prefix + name).headers["cache-control"] == FOR_GOOD


@pytest.mark.parametrize("path", ["/", "/config", "/assets/none-12345678.js", "/documents"])
def test_nothing_else_is_kept(client: TestClient, path: str) -> None:
    assert "immutable" not in client.get(path).headers.get("cache-control", "")


def test_a_style_sheet_is_kept_by_its_version_only(client: TestClient) -> None:
    (address,) = re.findall(r'href="(/site\.css[^"]*)"', client.get("/documents").text)
    assert address == SITE.address
    assert client.get(address).headers["cache-control"] == FOR_GOOD
    for other in ("/site.css", "/site.css?v=0123456789ab"):
        assert client.get(other).headers["cache-control"] == ASK_AGAIN
    assert client.get(address).text == client.get("/site.css").text


@pytest.mark.parametrize("path", ["/", "/documents", "/site.css", "/config", "/nothing-here", "/api/openapi.json"])
def test_text_is_compressed_where_the_client_can_read_it(client: TestClient, path: str) -> None:
    sent = {"accept": "text/html", "accept-encoding": "gzip"}
    answer = client.get(path, headers=sent)
    assert answer.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get(path, headers={**sent, "accept-encoding": "identity"}).headers


def test_a_short_answer_is_not(client: TestClient) -> None:
    assert "content-encoding" not in client.get("/api/health", headers={"accept-encoding": "gzip"}).headers
