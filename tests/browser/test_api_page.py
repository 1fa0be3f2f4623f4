"""In a browser: the page that explains the API, and a window that is told to wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fake_assistant import FakeAssistant
from serving import IN_BROWSER, serving

from eval.benchmarks.site_pages import QUESTION_BOX

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server that takes two questions a minute."""
    from chatbot.web.app import build_app

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEIKAKU_QUESTIONS_PER_MINUTE", "2")
        app = build_app(FakeAssistant())
    with serving(app) as address:
        yield address + "/"


def test_a_call_is_reached_from_the_list_by_keyboard(browser: Any, address: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}api/docs")
    page.get_by_role("link", name="POST /api/search 検索する").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#search")
    assert page.get_by_role("heading", name="検索する", exact=True).is_visible()
    page.close()


@pytest.mark.parametrize(("path", "said"), [("", "送られた回数が多すぎます"), ("en/", "Too many requests")])
def test_a_person_who_asks_too_often_is_told_so_and_keeps_the_question(
    browser: Any, address: str, path: str, said: str
) -> None:
    import httpx

    while httpx.post(f"{address}api/ask", json={"question": "出生届は？"}).status_code != 429:
        pass
    page = browser.new_page()
    page.set_default_timeout(15_000)
    page.goto(address + path)
    box = page.locator(QUESTION_BOX)
    box.fill("出生届は？")
    box.press("Enter")
    page.get_by_text(said).wait_for()
    assert box.input_value() == "出生届は？"
    page.close()
