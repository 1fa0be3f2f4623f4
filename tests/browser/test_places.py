"""From an answer to the places it cites and back: side by side, across documents, to the pages of records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from citing import cite
from fake_assistant import FakeAssistant
from serving import IN_BROWSER, Profiles, serving, visits
from test_chat_window import ask, eventually

from chatbot.answer import Answer, Citation
from corpus.document import Corpus

pytestmark = IN_BROWSER

# A policy, prose of another document, a procedure, a line of the timeline that belongs to three policies.
RECORDS = ("policy:1-47", "", "procedure:2:52", "policy:2-1,2-2,3-69")
PAGES = ("", "en/", "policies", "en/procedures", "documents", "en/compare")
SHOWN = """element => {
  const place = element.getBoundingClientRect();
  const floor = document.querySelector("#composer").getBoundingClientRect().top;
  const frame = element.closest(".answer")?.getBoundingClientRect() ?? { top: 0, bottom: floor };
  return place.top >= Math.max(0, frame.top) && place.bottom <= Math.min(floor, frame.bottom);
}"""
PLACES = "(element, parts) => parts.map((part) => element.querySelector(part).getBoundingClientRect().toJSON())"


class PlacesAssistant(FakeAssistant):
    """Answers every question with four citations of real places."""

    def __init__(self, corpus: Corpus) -> None:
        super().__init__()
        self.corpus = corpus

    def answer_question(self, question: str, history: Sequence[str] = (), rephrase: bool = True) -> Answer:
        """The same answer to every question."""
        citations = tuple(self._cite(number, record) for number, record in enumerate(RECORDS, 1))
        text = "\n".join(f"{citation.quote} [{citation.number}]" for citation in citations)
        return Answer(question, "answered", text, citations, 1.0)

    def _cite(self, number: int, record: str) -> Citation:
        passage = next(
            passage
            for passage in self.corpus.passages
            if (passage.record == record if record else passage.kind == "text" and "出生届について、" in passage.text)
        )
        return cite(self.corpus, passage, passage.sentences[:2], number)


@pytest.fixture(scope="module")
def address(corpus: Corpus) -> Iterator[str]:
    from chatbot.web.app import build_app

    with serving(build_app(PlacesAssistant(corpus))) as address:
        yield address + "/"


def open_beside(page: Any, selector: str) -> Any:
    """The tab that a link opens."""
    with page.context.expect_page() as opened:
        page.locator(selector).click()
    opened.value.wait_for_load_state()
    return opened.value


def test_a_claim_and_its_source_are_seen_together(page: Any) -> None:
    ask(page, "出生届は？")
    for width, height in ((1040, 700), (1280, 800), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        for number in (4, 1, 3, 2):
            claim = page.locator(f"#turn-1 a.cite[href='#source-1-{number}']")
            claim.click()
            page.locator(f"#source-1-{number}:target").wait_for()
            source = page.locator(f"#source-1-{number} .card-title")
            page.wait_for_timeout(300)
            assert claim.evaluate(SHOWN) and source.evaluate(SHOWN), (width, number)
            assert claim.bounding_box()["x"] < source.bounding_box()["x"]


def test_on_a_narrow_screen_the_sources_come_below(open_page: Any) -> None:
    page = open_page(viewport={"width": 800, "height": 900})
    reply = ask(page, "出生届は？")
    answer, sources = reply.evaluate(PLACES, [".answer", ".sources"])  # at once: the page may still be scrolling
    assert answer["x"] == sources["x"] and answer["bottom"] <= sources["top"]


def test_the_way_back_leads_to_the_card_in_the_same_conversation(page: Any) -> None:
    ask(page, "最初の質問")
    ask(page, "次の質問", turn=2)
    document = open_beside(page, "#source-2-3 .original:not(.record)")
    assert "質問" not in document.url and "%" not in document.url
    assert document.locator(".claim q").inner_text().startswith("美容師免許の申請")
    document.get_by_role("link", name="質問の画面へ戻る").click()
    page.locator("#source-2-3:target").wait_for()
    assert len(page.context.pages) == 2 and page.locator(".turn").count() == 2
    eventually(page, "document.querySelector('#source-2-3').getBoundingClientRect().top < innerHeight")


def test_the_way_back_of_a_link_passed_on_opens_the_window(page: Any, browser: Any, address: str) -> None:
    ask(page, "出生届は？")
    passed_on = page.locator("#source-1-2 .original").get_attribute("href")
    context = browser.new_context()
    document = context.new_page()
    document.goto(address + passed_on.lstrip("/"))
    window = open_beside(document, ".to-answer")
    window.locator("#question textarea").wait_for()
    assert window.url == f"{address}#source-1-2" and document.url.endswith("#cite-2")
    context.close()


def test_keys_and_links_go_through_the_citations_of_all_documents(page: Any) -> None:
    ask(page, "出生届は？")
    document = open_beside(page, "#source-1-1 .original:not(.record)")
    seen = []
    for key in ("j", "]", "j", "k", "["):
        document.keyboard.press(key)
        number = {"j": 1, "]": 1, "k": -1, "[": -1}[key] + (seen[-1][1] if seen else 1)
        document.wait_for_url(f"**#cite-{number}")
        document.wait_for_load_state()
        document.locator("mark.active").first.wait_for()
        seen.append((document.url.split("/")[4], number))
    plan, draft = "juten-keikaku-2025", "torimatome-2026-draft"
    assert seen == [(draft, 2), (plan, 3), (plan, 4), (plan, 3), (draft, 2)]
    document.get_by_role("link", name="前の引用（出典1・別の文書）").click()
    document.wait_for_url("**#cite-1")
    assert document.locator(".here").inner_text() == "出典1（引用4件中1件目）"


def test_cards_of_records_lead_to_their_pages(open_page: Any) -> None:
    page = open_page("en/")
    page.get_by_role("textbox", name="Question", exact=True).fill("出生届は？")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator("#turn-1 .reply").wait_for()
    assert [page.locator(f"#source-1-{number} .record").count() for number in (1, 2, 3, 4)] == [1, 0, 1, 3]
    record = open_beside(page, "#source-1-3 .record")
    assert record.locator("h1").inner_text() == "美容師免許の申請" and "/en/procedures/2/52" in record.url
    assert open_beside(page, "#source-1-4 .record >> nth=2").url.endswith("/en/policies/3-69")


@pytest.mark.parametrize("path", PAGES)
def test_the_navigation_is_one_line_on_a_phone(profiles: Profiles, address: str, path: str) -> None:
    with visits(profiles, address, ".navigation") as open_page:
        page = open_page(path)
        for width, height in ((360, 740), (320, 640), (320, 256)):
            page.set_viewport_size({"width": width, "height": height})
            links = [link.bounding_box() for link in page.locator(".navigation a").all()]
            assert len(links) == 5 and len({link["y"] for link in links}) == 1
            assert all(link["height"] >= 44 and link["width"] >= 44 for link in links)
            assert links[0]["x"] >= 0 and links[-1]["x"] + links[-1]["width"] <= width
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            language = page.locator(".language").bounding_box()
            assert language["y"] < links[0]["y"] and language["x"] + language["width"] <= width


def test_the_bar_of_a_citation_stands_above_it_and_has_large_targets(page: Any) -> None:
    ask(page, "出生届は？")
    document = open_beside(page, "#source-1-2 .original")
    for width in (1280, 320):
        document.set_viewport_size({"width": width, "height": 800})
        document.locator(".here").click()
        links = document.locator(".citations :is(.where a, .button)").all()
        heights = [link.bounding_box()["height"] for link in links]
        assert len(heights) == 4 and min(heights) >= 44
        bar, mark = document.locator(".citations").bounding_box(), document.locator("#cite-2").bounding_box()
        assert bar["y"] + bar["height"] <= mark["y"] < 800
