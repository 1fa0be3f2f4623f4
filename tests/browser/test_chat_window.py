"""The chat window in a browser: what people do in it, by mouse and by keyboard."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from fake_assistant import BIRTHS, BY_SUMMER, FakeAssistant
from serving import IN_BROWSER, serving

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    from chatbot.web.app import build_app

    with serving(build_app(FakeAssistant())) as address:
        yield address + "/"


def box(page: Any) -> Any:
    return page.get_by_role("textbox", name="質問", exact=True)


def ask(page: Any, question: str, turn: int = 1) -> Any:
    box(page).fill(question)
    box(page).press("Enter")
    reply = page.locator(f"#turn-{turn} .reply")
    reply.wait_for()
    return reply


def eventually(page: Any, expression: str) -> None:
    """Waits until the expression holds; Playwright's own wait is shut out by the page's Content-Security-Policy."""
    deadline = time.monotonic() + 10
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(50)


def spoken(page: Any, text: str) -> None:
    """Waits until a screen reader is told that text."""
    page.locator("#status[role=status]", has_text=text).wait_for(state="attached")


def test_an_answer_comes_with_its_sources(page: Any) -> None:
    reply = ask(page, "出生届はいつから？")
    assert reply.locator(".outcome").inner_text() == "回答"
    assert BIRTHS in reply.locator(".answer-text").inner_text()
    assert reply.locator(".card").count() == 2
    assert reply.locator("#source-1-2 mark").inner_text() == BY_SUMMER
    assert reply.locator("#source-1-2 .status").inner_text() == "案（決定前の文書）"
    assert box(page).input_value() == ""
    spoken(page, "回答。出生届について")


def test_a_citation_mark_leads_to_its_card(page: Any) -> None:
    reply = ask(page, "出生届はいつから？")
    reply.get_by_role("link", name="出典 2").click()
    page.locator("#source-1-2:target").wait_for()
    assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top") >= 0


def test_the_keyboard_is_enough(page: Any) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#question textarea')"):
            break
    page.keyboard.type("出生届は")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("いつから？")
    assert box(page).input_value() == "出生届は\nいつから？"
    page.keyboard.press("Enter")
    page.locator("#turn-1 .reply").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "質問する"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#turn-1").wait_for(state="detached")


def test_enter_that_ends_a_kana_conversion_does_not_send(page: Any) -> None:
    box(page).fill("しゅっしょうとどけ")
    box(page).evaluate(
        """box => {
          for (const type of ["keydown", "keypress"])
            box.dispatchEvent(new KeyboardEvent(type, {key: "Enter", isComposing: true, bubbles: true, cancelable: true}));
        }"""
    )
    page.wait_for_timeout(500)
    assert page.locator(".turn").count() == 0


def test_an_empty_question_is_answered_with_a_message(page: Any) -> None:
    page.get_by_role("button", name="質問する").click()
    message = page.locator("#message .message-text")
    message.wait_for()
    assert message.inner_text() == "質問を入力してください。"
    assert page.get_by_role("alert").inner_text() == "質問を入力してください。"
    assert box(page).get_attribute("aria-invalid") == "true"
    ask(page, "出生届は？")
    assert message.count() == 0


def test_a_question_that_is_too_long_is_kept(page: Any) -> None:
    question = "出生届" * 700
    box(page).fill(question)
    box(page).press("Enter")
    page.locator("#message .message-text").wait_for()
    assert "2,100字" in page.locator("#message").inner_text()
    assert box(page).input_value() == question


def test_a_failure_is_calm_and_keeps_the_question(page: Any) -> None:
    box(page).fill("故障する質問")
    box(page).press("Enter")
    page.locator("#message .message-text").wait_for()
    assert "申し訳ありません" in page.locator("#message").inner_text()
    assert box(page).input_value() == "故障する質問"
    assert "index on fire" not in page.content()


def test_a_slow_answer_says_that_it_is_coming(page: Any) -> None:
    box(page).fill("遅い質問")
    box(page).press("Enter")
    page.locator("#turn-1 .searching").wait_for()
    box(page).fill("次の質問")
    page.locator("#turn-1 .reply").wait_for()
    assert box(page).input_value() == "次の質問"


def test_a_starter_question_begins_the_conversation(page: Any) -> None:
    page.get_by_role("button", name="美容師免許の申請の根拠法令は？").click()
    reply = page.locator("#turn-1 .reply")
    reply.wait_for()
    assert reply.locator(".outcome").inner_text() == "一部回答"
    assert page.locator("#starters").is_visible() is False
    eventually(page, "document.activeElement.matches('#question textarea')")


def test_a_follow_up_joins_and_a_new_conversation_clears(page: Any) -> None:
    ask(page, "出生届はいつから？")
    ask(page, "火星への移住は？", turn=2)
    assert page.locator("#turn-2 .outcome").inner_text() == "記載なし"
    eventually(page, "document.querySelector('#turn-2').getBoundingClientRect().top < 200")  # brought into view
    page.get_by_role("button", name="新しい会話").click()
    page.locator(".turn").first.wait_for(state="detached")
    page.locator("#starters").wait_for(state="visible")
    spoken(page, "新しい会話を始めました。")


def test_nothing_typed_becomes_markup(page: Any) -> None:
    page.evaluate("() => { window.alerted = 0; window.alert = () => { window.alerted += 1; }; }")
    typed = "出生届 <img src=x onerror=alert(1)> ![](https://evil.example/) **太字** $$x$$"
    ask(page, typed)
    assert page.locator("#turn-1 .asked").inner_text().endswith(typed)
    assert page.locator("#transcript img").count() == 0
    assert page.evaluate("window.alerted") == 0


def test_nothing_is_kept_in_the_browser(page: Any) -> None:
    ask(page, "出生届はいつから？")
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "出生届" not in stored


def test_the_window_in_english(open_page: Any) -> None:
    page = open_page("en/")
    page.locator("html[lang=en]").wait_for(state="attached")
    page.get_by_role("textbox", name="Question", exact=True).fill("出生届はいつから？")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator("#turn-1 .reply").wait_for()
    assert page.locator("#turn-1 .outcome").inner_text() == "Answer"
    page.get_by_role("link", name="日本語").click()
    page.get_by_role("button", name="質問する").wait_for()
    page.locator("html[lang=ja]").wait_for(state="attached")
