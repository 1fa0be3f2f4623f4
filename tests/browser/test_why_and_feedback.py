"""Why an answer is what it is, the switch for other words, feedback, badges and announcements, in a browser."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from fake_assistant import BY_SUMMER, FakeAssistant
from serving import IN_BROWSER, serving
from test_chat_window import ask, box, spoken

from chatbot.feedback import FeedbackFile

pytestmark = IN_BROWSER

ASSISTANT = FakeAssistant()
LISTEN = """() => {
  window.heard = [];
  const text = () => [...document.querySelectorAll("[aria-live],[role=status],[role=alert],[role=log]")]
    .filter((region) => region.getClientRects().length).map((region) => region.innerText.trim()).filter((text) => text).join("|");
  let last = text();
  new MutationObserver(() => {
    const now = text();
    if (now !== last) window.heard.push(now);
    last = now;
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> FeedbackFile:
    return FeedbackFile(tmp_path_factory.mktemp("feedback") / "feedback.db")


@pytest.fixture(scope="module")
def address(file: FeedbackFile) -> Iterator[str]:
    from chatbot.web.app import build_app

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KEIKAKU_FEEDBACK", str(file.path))
        app = build_app(ASSISTANT)
    with serving(app) as address:
        yield address + "/"


@pytest.fixture(autouse=True)
def nothing_kept_before(file: FeedbackFile) -> None:
    file.clear()


def press(page: Any, name: str, turn: int = 1) -> None:
    page.locator(f"#turn-{turn} .feedback").get_by_role("button", name=name, exact=True).click()


def stored(page: Any, text: str, turn: int = 1) -> None:
    """Waits until that is said below the buttons of the turn."""
    page.locator(f"#turn-{turn} .said", has_text=text).wait_for()


def marked(page: Any) -> list[str]:
    """The values of the buttons that are pressed, for a screen reader too."""
    values = page.locator(".feedback button[aria-pressed=true]").evaluate_all("all => all.map((one) => one.value)")
    assert values == page.locator(".feedback button.given").evaluate_all("all => all.map((one) => one.value)")
    return list(values)


def verdicts(file: FeedbackFile) -> list[tuple[str, int | None]]:
    return [(item.feedback.verdict, item.feedback.wrong_citation) for item in file.read()]


def test_a_passage_says_why_it_was_chosen(page: Any) -> None:
    reply = ask(page, "出生届はいつから？")
    note = reply.locator("#source-1-1 details.why")
    assert note.locator("dl").is_visible() is False
    note.get_by_text("この箇所が選ばれた理由（出典1）").press("Enter")
    assert note.locator("dd").all_inner_texts()[:4] == ["出生届、オンライン", "3位", "1位", "2位"]


def test_the_question_as_understood_can_be_opened(page: Any) -> None:
    ask(page, "美容師は？")
    reply = ask(page, "出生届は？", turn=2)
    reply.get_by_text("質問をどう受け取ったか").click()
    lines = reply.locator(".answer details.why li").all_inner_texts()
    assert lines[:2] == [
        "前の質問を補い、〈出生届の出生届は？〉として探しました。",
        "「スマホ」は「スマートフォン」でも探しました。",
    ]


def test_the_switch_is_on_stays_as_set_and_a_new_conversation_turns_it_on(page: Any) -> None:
    switch = page.get_by_role("checkbox", name="言い換えて探す")
    assert switch.is_checked()
    ask(page, "美容師は？")
    switch.focus()
    page.keyboard.press("Space")
    for turn in (2, 3):
        reply = ask(page, "出生届は？", turn)
        assert "質問の言葉のままで探しました" in reply.locator(".understood").inner_text()
    assert ASSISTANT.rephrased[-3:] == [True, False, False]
    assert not switch.is_checked()
    page.get_by_role("button", name="新しい会話").click()
    page.locator(".turn").first.wait_for(state="detached")
    assert switch.is_checked()


def test_badges_are_words(page: Any) -> None:
    reply = ask(page, "出生届は？")
    assert reply.locator(".badges li").all_inner_texts() == ["原文一致 2/2", "案を含む"]
    reply = ask(page, "概要は？", turn=2)
    assert reply.locator(".badges li").all_inner_texts() == ["原文一致 1/2", "後継の案あり"]
    assert "原文と一致しなかった引用1件は示していません。" in reply.inner_text()
    newer = reply.locator("#source-2-1 .status-newer").inner_text()
    assert newer == "後継の案あり：デジタル行財政改革 取りまとめ2026（案）"


def test_feedback_is_kept_and_can_be_changed(page: Any, file: FeedbackFile) -> None:
    assert "この計算機に保存します" in page.locator("#masthead").inner_text()
    assert page.locator(".feedback").count() == 0
    ask(page, "出生届は？")
    assert not file.read()
    press(page, "役に立った")
    stored(page, "「役に立った」を保存しました。")
    spoken(page, "「役に立った」を保存しました。")
    assert verdicts(file) == [("useful", None)]
    press(page, "出典2が違う")
    stored(page, "「出典2が違う」を保存しました。")
    assert verdicts(file) == [("wrong_source", 2)]
    assert marked(page) == ["1:wrong_source:2"]
    assert page.evaluate("document.activeElement.textContent.trim()") == "出典2が違う"


def test_a_press_leaves_open_what_was_opened(page: Any) -> None:
    reply = ask(page, "出生届は？")
    reply.get_by_text("質問をどう受け取ったか").click()
    page.locator("#turn-1 .feedback button").first.focus()
    page.keyboard.press("Enter")
    stored(page, "「役に立った」を保存しました。")
    assert reply.locator(".answer details.why li").first.is_visible()


def test_every_answer_has_its_own_buttons_and_keeps_them(page: Any, file: FeedbackFile) -> None:
    ask(page, "出生届は？")
    press(page, "違う")
    stored(page, "「違う」を保存しました。")
    ask(page, "美容師は？", turn=2)
    names = page.locator("#turn-2 .feedback button").all_inner_texts()
    assert names == ["役に立った", "違う", "出典1が違う"]
    assert marked(page) == ["1:wrong"]
    stored(page, "「違う」を保存しました。")
    press(page, "役に立った", turn=2)
    stored(page, "「役に立った」を保存しました。", turn=2)
    ask(page, "火星は？", turn=3)
    assert marked(page) == ["1:wrong", "2:useful"]
    press(page, "出典1が違う", turn=1)
    stored(page, "「出典1が違う」を保存しました。")
    assert marked(page) == ["1:wrong_source:1", "2:useful"]
    kept = [(item.feedback.question, item.feedback.history, item.feedback.verdict) for item in file.read()]
    assert kept == [("出生届は？", (), "wrong_source"), ("美容師は？", ("出生届は？",), "useful")]
    page.get_by_role("button", name="新しい会話").click()
    page.locator(".feedback").first.wait_for(state="detached")
    ask(page, "出生届は？")
    assert marked(page) == [] and page.locator(".said").inner_text() == ""


def test_a_file_in_use_is_told_and_the_chat_goes_on(page: Any, file: FeedbackFile) -> None:
    ask(page, "出生届は？")
    press(page, "役に立った")
    stored(page, "「役に立った」を保存しました。")
    other = sqlite3.connect(file.path)
    other.execute("BEGIN EXCLUSIVE")
    press(page, "違う")
    page.get_by_role("alert").get_by_text("ご意見を保存できませんでした（ほかの処理が使っています").wait_for()
    other.close()
    assert marked(page) == ["1:useful"]
    ask(page, "美容師は？", turn=2)
    assert page.locator("#message .message-text").count() == 0
    assert verdicts(file) == [("useful", None)]


def test_a_finished_answer_is_announced_once_also_when_it_is_the_same_again(page: Any) -> None:
    page.locator("#status[role=status]").wait_for(state="attached")
    page.evaluate(LISTEN)
    for turn in (1, 2):
        ask(page, "概要は？", turn)
        page.locator(f"#announced-{turn}").wait_for(state="attached")
        page.wait_for_timeout(700)
        heard = [text for text in page.evaluate("window.heard") if BY_SUMMER[:20] in text]
        assert len(heard) == 1  # the second time the node is another, the words are the same
    press(page, "役に立った", turn=2)
    spoken(page, "「役に立った」を保存しました。")
    assert len([text for text in page.evaluate("window.heard") if BY_SUMMER[:20] in text]) == 1


def test_a_slow_answer_is_announced_once(page: Any) -> None:
    page.locator("#status[role=status]").wait_for(state="attached")
    page.evaluate(LISTEN)
    ask(page, "遅い質問")
    page.locator("#announced-1").wait_for(state="attached")
    page.wait_for_timeout(700)
    heard = page.evaluate("window.heard")
    assert [text for text in heard if "調べています" in text] == ["文書を調べています…"]
    assert len([text for text in heard if "出生届について" in text]) == 1


def test_a_citation_mark_is_named_by_title_and_first_heading(page: Any) -> None:
    reply = ask(page, "出生届は？")
    names = [" ".join(link.aria_snapshot().split()) for link in reply.locator("a.cite").all()]
    assert [name.replace(" ", "") for name in (names[0].split('"')[1], names[1].split('"')[1])] == [
        "出典1、デジタル社会の実現に向けた重点計画、第1目指す社会の姿、取組の方向性と重点的な取組",
        "出典2、デジタル行財政改革取りまとめ2026（案）、③子育て",
    ]


def test_the_notes_and_buttons_in_english(open_page: Any) -> None:
    page = open_page("en/")
    page.get_by_role("textbox", name="Question", exact=True).fill("出生届は？")
    page.get_by_role("button", name="Ask", exact=True).click()
    reply = page.locator("#turn-1 .reply")
    reply.wait_for()
    assert reply.locator(".badges li").all_inner_texts() == ["Verbatim 2/2", "Includes a draft (案)"]
    reply.get_by_text("Why this passage (source 1)").click()
    assert reply.locator("#source-1-1 .why dd").all_inner_texts()[1:4] == ["3", "1", "2"]
    press(page, "Source 1 is wrong")
    stored(page, "“Source 1 is wrong” was stored.")
    assert page.get_by_role("checkbox", name="Search in other words too").is_checked()


def test_on_a_phone_what_is_pressed_is_large_enough(open_page: Any) -> None:
    page = open_page(viewport={"width": 320, "height": 800})
    for turn, question in enumerate(("出生届は？", "概要は？", "火星は？"), start=1):
        ask(page, question, turn)
    targets = page.locator(".feedback button, #rephrase label, #transcript .why summary")
    heights = [place["height"] for target in targets.all() if (place := target.bounding_box())]
    assert len(heights) > 5 and min(heights) >= 44
    assert page.get_by_role("group", name="この回答はいかがでしたか").count() == 3


def test_enter_in_the_box_still_asks_with_the_switch_beside_it(page: Any) -> None:
    box(page).fill("出生届は？")
    page.keyboard.press("Tab")
    for name in ("質問する", "新しい会話"):
        assert page.evaluate("document.activeElement.textContent.trim()") == name
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('#rephrase input')")
