"""What a press of a button keeps, and what the user is told when it cannot be kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fake_assistant import FakeAssistant

from chatbot.feedback import Feedback, FeedbackFile
from chatbot.web.feedback import give
from chatbot.web.feedback_buttons import Given, Pressed, feedback_buttons, pressed
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


def test_a_press_keeps_its_answer_with_question_and_passages(file: FeedbackFile, turns: tuple[Turn, ...]) -> None:
    button = Pressed(2, "wrong_source", 2)
    given, told, kept = give(file, turns, button, {}, JAPANESE)
    assert (given, kept) == ({2: Given(button, 1)}, True)
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


def test_a_press_under_an_earlier_answer_is_kept_as_said_of_that(file: FeedbackFile, turns: tuple[Turn, ...]) -> None:
    given, _, _ = give(file, turns, Pressed(2, "useful"), {}, JAPANESE)
    given, _, _ = give(file, turns, Pressed(1, "wrong"), given, JAPANESE)
    assert [(item.feedback.question, item.feedback.history, item.feedback.verdict) for item in file.read()] == [
        ("出生届は？", ("美容師免許は？",), "useful"),
        ("美容師免許は？", (), "wrong"),
    ]
    assert {turn: said.number for turn, said in given.items()} == {2: 1, 1: 2}


def test_another_press_on_the_same_answer_replaces_the_first(file: FeedbackFile, turns: tuple[Turn, ...]) -> None:
    given, _, _ = give(file, turns, Pressed(1, "useful"), {}, JAPANESE)
    given, _, _ = give(file, turns, Pressed(2, "useful"), given, JAPANESE)
    given, told, _ = give(file, turns, Pressed(1, "wrong"), given, JAPANESE)
    assert given[1] == Given(Pressed(1, "wrong"), 1) and told.startswith("「違う」")
    assert [item.feedback.verdict for item in file.read()] == ["wrong", "useful"]


def test_without_an_answer_nothing_is_kept(file: FeedbackFile) -> None:
    assert give(file, (Turn("まだ答えのない質問"),), Pressed(1, "useful"), {}, JAPANESE) == ({}, "", True)
    assert file.read() == []


@pytest.mark.parametrize("button", [Pressed(1, "useful"), Pressed(2, "wrong"), Pressed(2, "wrong_source", 2)])
def test_the_value_of_a_button_names_it(turns: tuple[Turn, ...], button: Pressed) -> None:
    assert pressed(button.value, turns) == button


@pytest.mark.parametrize(
    "value",
    [
        *("", "useful", "1:", "0:useful", "3:useful", "1:best", "1:useful:1", "1:wrong_source", "1:wrong_source:2"),
        *("1:wrong_source:0", "٣:useful", "1:useful ", "-1:useful", "99999:useful", "1:wrong_source:999"),
    ],
)
def test_a_value_of_no_button_is_no_press(turns: tuple[Turn, ...], value: str) -> None:
    assert pressed(value, turns) is None


def test_an_answer_that_is_being_sought_has_no_buttons() -> None:
    assert pressed("1:useful", (Turn("まだ答えのない質問"),)) is None


def test_every_answer_has_its_buttons_and_says_what_was_stored(turns: tuple[Turn, ...]) -> None:
    given = {1: Given(Pressed(1, "wrong"), 7)}
    first, second = (
        feedback_buttons(turn.answer, number, given, JAPANESE) for number, turn in enumerate(turns, 1) if turn.answer
    )
    assert re.findall(r'class="([a-z ]+)" value="(.*?)">(.*?)<', first) == [
        ("verdict", "1:useful", "役に立った"),
        ("verdict given", "1:wrong", "違う"),
        ("verdict", "1:wrong_source:1", "出典1が違う"),
    ]
    assert '<p class="said">「違う」を保存しました。ほかのボタンで選び直せます。</p>' in first
    assert re.findall(r'value="(.*?)"', second) == ["2:useful", "2:wrong", "2:wrong_source:1", "2:wrong_source:2"]
    assert "given" not in second and '<p class="said"></p>' in second


def test_trouble_is_told_in_the_users_language_without_the_path(
    tmp_path: Path, turns: tuple[Turn, ...], caplog: pytest.LogCaptureFixture
) -> None:
    file = FeedbackFile(tmp_path / "missing" / "feedback.db")
    given = {2: Given(Pressed(2, "wrong"), 1)}
    now, told, kept = give(file, turns, Pressed(2, "useful"), given, JAPANESE)
    assert (now, kept) == (given, False)
    assert told == "ご意見を保存できませんでした（保存先に書き込めません）。質問はこのまま続けられます。"
    _, english, _ = give(file, turns, Pressed(2, "useful"), {}, ENGLISH)
    assert english == "Your feedback could not be stored (the file cannot be written). You can go on asking."
    assert str(file.path) in caplog.text and "出生届は？" not in caplog.text
