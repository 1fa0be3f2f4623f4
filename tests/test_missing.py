"""The page for an address that nothing serves: who gets it, in which language, and where its links lead."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from chatbot.web.missing import MissingPage

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def _own(_: object) -> Response:
    return HTMLResponse("<p>no such document</p>", 404)


def _found(_: object) -> Response:
    return JSONResponse({"is": "there"})


client = TestClient(MissingPage(Starlette(routes=[Route("/own", _own), Route("/found", _found)])))


@pytest.mark.parametrize(
    ("path", "words"),
    [("/nothing", "お探しのページはありません"), ("/en/nothing", "There is no such page"), ("/ennui", "お探しの")],
)
def test_a_browser_gets_a_page_in_its_language(path: str, words: str) -> None:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 404
    assert f"<h1>{words}" in answer.text


@pytest.mark.parametrize(
    ("path", "headers"), [("/nothing", {"accept": "*/*"}), ("/api/nothing", BROWSER), ("/mcp", BROWSER)]
)
def test_a_program_gets_what_was_said(path: str, headers: dict[str, str]) -> None:
    assert client.get(path, headers=headers).text == "Not Found"


def test_what_is_there_and_a_page_that_says_why_not_are_left_alone() -> None:
    assert client.get("/found", headers=BROWSER).json() == {"is": "there"}
    assert client.get("/own", headers=BROWSER).text == "<p>no such document</p>"


@pytest.mark.parametrize("path", ["/en//evil.example", "/en/%5Cevil.example", "//evil.example/x"])
def test_no_link_leads_to_another_host(path: str) -> None:
    text = client.get(f"http://testserver{path}", headers=BROWSER).text
    assert 'href="//' not in text and 'href="\\' not in text
    assert "evil.example" in text  # in the link to the other language, as a path of this host


def test_the_address_is_not_markup() -> None:
    text = client.get("/%3Cscript%3E%22", headers=BROWSER).text
    assert "<script>&quot;" not in text and 'href="/en/%3Cscript%3E%22"' in text
