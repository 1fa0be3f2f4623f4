"""The reading pages in a browser: a citation is brought into view, keys go on to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from serving import IN_BROWSER, Profiles, pages_app, serving, visits

from corpus.document import Corpus

DRAFT = "documents/torimatome-2026-draft"
CITED = f"{DRAFT}?cite=1:3519-3559,3713-3720;3:33200-33278"  # on two pages

pytestmark = IN_BROWSER


@dataclass
class Library:
    """What the pages need of an assistant."""

    corpus: Corpus


@pytest.fixture(scope="module")
def address(corpus: Corpus) -> Iterator[str]:
    from chatbot.web.documents.pages import add_reading_pages

    application = pages_app()
    add_reading_pages(application, Library(corpus))  # type: ignore[arg-type]  # it is asked no question
    with serving(application) as address:
        yield address + "/"


@pytest.fixture
def open_page(profiles: Profiles, address: str) -> Iterator[Any]:
    with visits(profiles, address) as open_page:
        yield open_page


def press(page: Any, key: str, fragment: str) -> None:
    page.keyboard.press(key)
    page.wait_for_url(f"**{fragment}")
    page.wait_for_load_state()


def test_a_citation_is_brought_into_view_below_the_bar(open_page: Any) -> None:
    page = open_page(f"{CITED}&at=1#cite-1", viewport={"width": 1280, "height": 800})
    assert page.locator("mark.active").first.inner_text().startswith("・ 必要な患者の医療情報を共有するための")
    mark = page.locator("#cite-1").bounding_box()
    bar = page.locator(".citations").bounding_box()
    assert bar["y"] >= 0 and bar["y"] + bar["height"] < mark["y"] < 800 - mark["height"]
    assert page.evaluate("document.activeElement.id") == "cite-1"
    assert page.get_by_text("また、2026 年度中に、").is_visible()  # what stands before it


def test_keys_go_through_the_citations(open_page: Any) -> None:
    page = open_page(f"{CITED}&at=1#cite-1")
    press(page, "j", "#cite-3")
    assert "/torimatome-2026-draft/3?" in page.url
    assert page.locator("mark.active").first.inner_text().startswith("出生届について、")
    press(page, "k", "#cite-1")
    press(page, "]", "#cite-3")
    press(page, "[", "#cite-1")
    assert "/torimatome-2026-draft/2?" in page.url


def test_keys_are_left_alone_while_something_is_typed_or_they_are_off(open_page: Any) -> None:
    page = open_page(f"{CITED}&at=1#cite-1")
    page.evaluate("document.querySelector('article').prepend(document.createElement('input'))")
    page.locator("article input").press("j")
    page.locator("#cite-1").press("Control+j")
    page.wait_for_timeout(300)
    assert page.url.endswith("&at=1#cite-1") and page.locator("article input").input_value() == "j"
    page.get_by_role("link", name="キーでの移動を止める").click()
    page.wait_for_url("**keys=off#cite-1")
    page.keyboard.press("j")
    page.wait_for_timeout(300)
    assert page.url.endswith("at=1&keys=off#cite-1")


def test_a_fragment_alone_finds_its_passage(open_page: Any, corpus: Corpus) -> None:
    passage = next(p for p in corpus.passages if p.kind == "procedure" and "美容師免許の申請" in p.text)
    fragment = f"#p-{passage.id.partition(':')[2]}"
    page = open_page(f"documents/juten-keikaku-2025{fragment}")
    page.locator(f"tbody{fragment}:target").wait_for()
    assert "美容師免許の申請" in page.locator(":target").inner_text()


def test_a_footnote_and_back(open_page: Any) -> None:
    page = open_page(f"{DRAFT}/2", viewport={"width": 1280, "height": 800})
    page.get_by_role("link", name="脚注 6", exact=True).click()
    note = page.locator("li:target")
    note.wait_for()
    note.get_by_role("link", name="脚注6の付いた本文に戻る").click()
    assert page.locator(":target").inner_text().endswith("6")
