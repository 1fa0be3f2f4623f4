"""One sweep over every page of the site: wide and at 400% zoom, light and dark, by keyboard, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from every_page import clipped, obscured, sideways, unreached, violations
from fake_comparison import FakeComparer
from serving import IN_BROWSER, serving, visits
from starlette.routing import Mount
from starlette.testclient import TestClient

from corpus.document import Corpus
from eval.benchmarks.site_pages import FILES, PAGES, QUESTION_BOX, UNKNOWN, WINDOW, SitePage

pytestmark = IN_BROWSER
STOPS = 24  # of the Tab key, for each page


@dataclass(frozen=True, slots=True)
class View:
    """How a page is looked at. 400% zoom of 1280 × 1024 is a window of 320 × 256 CSS pixels (WCAG 1.4.10)."""

    prefix: str
    scheme: str
    width: int
    height: int
    zoom: int = 1


VIEWS = (
    View("", "light", 1280, 720),
    View("", "dark", 320, 256, zoom=4),
    View("/en", "light", 320, 256, zoom=4),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A page in the browser."""

    entry: SitePage
    view: View
    page: Any


@pytest.fixture(scope="module")
def app(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The whole application over the real plans, with the buttons for feedback; its answers are made by hand."""
    from chatbot.web.app import build_app

    assistant = FakeComparer()
    assistant.corpus = corpus
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KEIKAKU_FEEDBACK", str(tmp_path_factory.mktemp("feedback") / "feedback.db"))
        return build_app(assistant)


@pytest.fixture(scope="module")
def address(app: Any) -> Iterator[str]:
    with serving(app) as address:
        yield address


@pytest.fixture(
    scope="module",
    params=[(entry, view) for entry in PAGES for view in VIEWS],
    ids=lambda param: f"{param[0].name}-{param[1].prefix or 'ja'}-{param[1].scheme}-{param[1].width}",
)
def opened(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """A page, once for all tests of it. At the end it has asked no other host for anything."""
    entry, view = request.param
    with visits(browser, address, schemes=("data:", "blob:"), errors_may_be=entry.status != 200) as open_page:
        page = open_page(
            entry.address(view.prefix),
            viewport={"width": view.width, "height": view.height},
            device_scale_factor=view.zoom,
            color_scheme=view.scheme,
            bypass_csp=True,
        )
        page.locator(entry.controls[0]).first.wait_for()
        for turn, question in enumerate(entry.asks, 1):
            ask(page, question, turn)
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        yield Opened(entry, view, page)


def ask(page: Any, question: str, turn: int) -> None:
    page.locator(QUESTION_BOX).fill(question)
    page.locator("#send").click()
    page.locator(f"#turn-{turn} .reply" if question else "#message .message-text").wait_for()
    page.wait_for_timeout(300)  # until the answer is brought into view


def test_nothing_is_wider_than_the_window(opened: Opened) -> None:
    assert sideways(opened.page) == []
    dark = opened.page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark is (opened.view.scheme == "dark")


def test_its_controls_are_reached_and_not_covered(opened: Opened) -> None:
    assert unreached(opened.page, opened.entry.controls) == []


def test_the_focus_is_seen_at_every_stop(opened: Opened) -> None:
    assert obscured(opened.page, STOPS) == []


def test_axe_finds_nothing(opened: Opened) -> None:
    assert violations(opened.page) == []


def test_more_space_in_the_text_cuts_nothing_off(opened: Opened) -> None:
    assert clipped(opened.page) == []
    assert sideways(opened.page) == []


def test_no_page_is_forgotten(app: Any) -> None:
    """Every route that answers GET is one of a page in the list or of a file, in both languages."""
    served = set()
    for route in app.routes:
        if isinstance(route, Mount):
            served.add(route.path or WINDOW)
        elif "GET" in route.methods:
            served.add(route.path)
    windows = {"/en": "/", "": "/"}
    listed = {page.route for page in PAGES} - {UNKNOWN}
    paths = {prefix + path for prefix in windows for path in listed - {WINDOW}}
    assert served - {"/api", "/en", WINDOW} - set(FILES) - {f"/en{path}" for path in FILES} == paths


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_each_is_a_page_in_its_language(app: Any, entry: SitePage, prefix: str) -> None:
    answer = TestClient(app).get(entry.address(prefix), headers={"accept": "text/html"})
    assert answer.status_code == entry.status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    if entry.route != WINDOW:  # there a script sets it
        assert f'<html lang="{"en" if prefix else "ja"}">' in answer.text


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_no_page(app: Any, path: str) -> None:
    answer = TestClient(app).get(path, params={"q": "出生届"})
    assert answer.status_code == 200 and "html" not in answer.headers["content-type"]
