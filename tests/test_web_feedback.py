"""What a press of a button keeps, and what the user is told when it cannot be kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_assistant import FakeAssistant

from chatbot.feedback import Feedback, FeedbackFile
from chatbot.web.feedback import Given, give
from chatbot.web.text import ENGLISH, JAPANESE
from chatbot.web.turn import Turn


@pytest.fixture
def turns() -> tuple[Turn, ...]:
    assistant = FakeAssistant()
    questions = ("美容師免許は？", "出生届は？")
    return tuple(Turn(question, assistant.answer_question(question)) for question in questions)


@pytest.fixture
def file(tmp_path: Path) -> FeedbackFile:
    return FeedbackFile(tmp_path / "feedback.db")


def test_a_press_keeps_the_newest_answer_with_its_question_and_passages(
    file: FeedbackFile, turns: tuple[Turn, ...]
) -> None:
    given, told, kept = give(file, turns, "wrong_source", 2, None, JAPANESE)
    assert (given, kept) == (Given(2, 1), True)
    assert told == "「出典2が違う」を保存しました。ほかのボタンで選び直せます。"
    (item,) = file.read()
    assert item.feedback == Feedback(
        "出生届は？",
        ("美容師免許は？",),
        "answered",
        ("juten-keikaku-2025:1", "torimatome-2026-draft:2"),
        "wrong_source",
        2,
    )


def test_another_press_on_the_same_answer_replaces_the_first(file: FeedbackFile, turns: tuple[Turn, ...]) -> None:
    given, _, _ = give(file, turns, "useful", None, None, JAPANESE)
    again, told, _ = give(file, turns, "wrong", None, given, JAPANESE)
    assert again == given and told.startswith("「違う」")
    assert [item.feedback.verdict for item in file.read()] == ["wrong"]


def test_a_press_on_the_next_answer_is_kept_beside_it(file: FeedbackFile, turns: tuple[Turn, ...]) -> None:
    given, _, _ = give(file, turns[:1], "useful", None, None, JAPANESE)
    given, _, _ = give(file, turns, "wrong", None, given, JAPANESE)
    assert [(item.feedback.question, item.feedback.verdict) for item in file.read()] == [
        ("美容師免許は？", "useful"),
        ("出生届は？", "wrong"),
    ]


@pytest.mark.parametrize("asked", [(), (Turn("まだ答えのない質問"),)])
def test_without_an_answer_nothing_is_kept(file: FeedbackFile, asked: tuple[Turn, ...]) -> None:
    assert give(file, asked, "useful", None, None, JAPANESE) == (None, "", True)
    assert file.read() == []


def test_trouble_is_told_in_the_users_language_without_the_path(
    tmp_path: Path, turns: tuple[Turn, ...], caplog: pytest.LogCaptureFixture
) -> None:
    file = FeedbackFile(tmp_path / "missing" / "feedback.db")
    given = Given(2, 1)
    now, told, kept = give(file, turns, "useful", None, given, JAPANESE)
    assert (now, kept) == (given, False)
    assert told == "ご意見を保存できませんでした（保存先に書き込めません）。質問はこのまま続けられます。"
    _, english, _ = give(file, turns, "useful", None, None, ENGLISH)
    assert english == "Your feedback could not be stored (the file cannot be written). You can go on asking."
    assert str(file.path) in caplog.text and "出生届は？" not in caplog.text
