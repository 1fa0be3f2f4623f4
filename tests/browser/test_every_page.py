"""One sweep over every page of the site: wide and at 400% zoom, light and dark, by keyboard, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from every_page import clipped, obscured, sideways, unreached, violations
from fake_comparison import FakeComparer
from serving import IN_BROWSER, Profiles, serving, visits
from starlette.routing import Mount
from starlette.testclient import TestClient

from corpus.document import Corpus
from eval.benchmarks.site_pages import FILES, PAGES, QUESTION_BOX, UNKNOWN, WINDOW, SitePage

pytestmark = IN_BROWSER
STOPS = 24  # of the Tab key, for each view
IS_DARK = """(dark) => (getComputedStyle(document.body).backgroundColor !== "rgb(255, 255, 255)") === dark
  && !document.getAnimations().some((animation) => animation instanceof CSSTransition)"""


@dataclass(frozen=True, slots=True)
class View:
    """How a page is looked at. 400% zoom of 1280 × 1024 is a window of 320 × 256 CSS pixels (WCAG 1.4.10)."""

    scheme: str
    width: int
    height: int


VIEWS = {
    "": (View("light", 1280, 720), View("dark", 320, 256)),
    "/en": (View("light", 320, 256),),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A page in the browser, in the language of `prefix`."""

    page: Any
    prefix: str
    controls: tuple[str, ...]

    def faults(self, look: Callable[[Any], list[Any]]) -> dict[View, list[Any]]:
        """What `look` finds in the page, by view; only views in which it finds something."""
        found = {}
        width = self.page.viewport_size["width"]
        for view in sorted(
            VIEWS[self.prefix], key=lambda view: view.width != width
        ):  # the one that is shown comes first
            show(self.page, view)
            found[view] = look(self.page)
        return {view: faults for view, faults in found.items() if faults}


def show(page: Any, view: View) -> None:
    """Brings the page into that view, and waits until its colours are those of the scheme."""
    page.set_viewport_size({"width": view.width, "height": view.height})
    page.emulate_media(color_scheme=view.scheme)
    page.wait_for_function(IS_DARK, arg=view.scheme == "dark")


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
    params=[(entry, prefix) for entry in PAGES for prefix in VIEWS],
    ids=lambda param: f"{param[0].name}-{param[1].strip('/') or 'ja'}",
)
def opened(profiles: Profiles, address: str, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """A page, once for all tests of it. At the end it has asked no other host for anything."""
    entry, prefix = request.param
    with visits(profiles, address, schemes=("data:", "blob:"), errors_may_be=entry.status != 200) as open_page:
        page = open_page(entry.address(prefix), bypass_csp=True)
        page.locator(entry.controls[0]).first.wait_for()
        for turn, question in enumerate(entry.asks, 1):
            ask(page, question, turn)
        if entry.presses:
            page.locator(entry.presses).first.click()
            page.locator(".said:not(:empty)").wait_for()
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        yield Opened(page, prefix, entry.controls)


def ask(page: Any, question: str, turn: int) -> None:
    page.locator(QUESTION_BOX).fill(question)
    page.locator("#send").click()
    page.locator(f"#turn-{turn} .reply" if question else "#message .message-text").wait_for()
    page.wait_for_timeout(300)  # until the answer is brought into view


def test_nothing_is_wider_than_the_window(opened: Opened) -> None:
    assert opened.faults(sideways) == {}


def test_its_controls_are_reached_and_not_covered(opened: Opened) -> None:
    assert opened.faults(lambda page: unreached(page, opened.controls)) == {}


def test_the_focus_is_seen_at_every_stop(opened: Opened) -> None:
    assert opened.faults(lambda page: obscured(page, STOPS)) == {}


def test_more_space_in_the_text_cuts_nothing_off(opened: Opened) -> None:
    assert opened.faults(clipped) == {}


def test_axe_finds_nothing(opened: Opened) -> None:
    """The last one: it takes rows out of the page. Colours are the same in both languages."""
    assert opened.faults(lambda page: violations(page, colours=not opened.prefix)) == {}


def test_no_page_is_forgotten(app: Any) -> None:
    """Every route that answers GET is one of a page in the list, with a slash or without, or of a file, in both languages."""
    served = set()
    for route in app.routes:
        if isinstance(route, Mount):
            served.add(route.path or WINDOW)
        elif "GET" in route.methods:
            served.add(route.path.rstrip("/"))
    listed = {page.route for page in PAGES} - {UNKNOWN, WINDOW}
    paths = {prefix + path for prefix in VIEWS for path in listed}
    assert served - {"/api", "/en", WINDOW} - {prefix + path for prefix in VIEWS for path in FILES} == paths


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
