"""The buttons for feedback under an answer as HTML, and what a press of one says.

They are HTML of the transcript, for Gradio's own buttons could stand under the last answer only. page.js sends the value
of a button that is pressed through a hidden text box; so it is read here like any input.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from chatbot.answer import Answer
from chatbot.feedback import Verdict
from chatbot.web.escape import escape
from chatbot.web.text import Texts
from chatbot.web.turn import Turn

_PRESSED = re.compile(r"([1-9][0-9]{0,3}):(?:(useful|wrong)|(wrong_source):([1-9][0-9]?))")


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button: the turn of its answer, from 1, its verdict, and the number of the source that is wrong, if it says so."""

    turn: int
    verdict: Verdict
    source: int | None = None

    @property
    def value(self) -> str:
        """What stands for it in the page, as `2:wrong_source:1`."""
        return f"{self.turn}:{self.verdict}" + ("" if self.source is None else f":{self.source}")

    def label(self, texts: Texts) -> str:
        """What stands on it."""
        return texts.feedback.verdicts[self.verdict].format(number=self.source)


@dataclass(frozen=True, slots=True)
class Given:
    """What was said of an answer, and its number in the file."""

    pressed: Pressed
    number: int


def pressed(value: str, turns: Sequence[Turn]) -> Pressed | None:
    """The button of that value; None where no answer of `turns` has it."""
    match = _PRESSED.fullmatch(value)
    if not match or int(match[1]) > len(turns):
        return None
    button = Pressed(int(match[1]), cast(Verdict, match[2] or match[3]), int(match[4]) if match[4] else None)
    answer = turns[button.turn - 1].answer
    return button if answer and button in _buttons(answer, button.turn) else None


def feedback_buttons(answer: Answer, turn: int, given: Mapping[int, Given], texts: Texts) -> str:
    """The buttons under the answer of that turn; the one that was pressed is marked, and what was stored is said."""
    now = given[turn].pressed if turn in given else None
    buttons = "".join(
        f'<button type="button" class="{"verdict given" if button == now else "verdict"}" value="{button.value}">'
        f"{escape(button.label(texts))}</button>"
        for button in _buttons(answer, turn)
    )
    said = escape(stored(now, texts)) if now else ""
    ask = f'<p class="ask" id="feedback-{turn}">{escape(texts.feedback.ask)}</p>'
    return f'<div class="feedback">{ask}<div class="verdicts">{buttons}</div><p class="said">{said}</p></div>'


def stored(button: Pressed, texts: Texts) -> str:
    """What is said once that press was stored."""
    return texts.feedback.kept.format(verdict=button.label(texts))


def _buttons(answer: Answer, turn: int) -> list[Pressed]:
    sources = (Pressed(turn, "wrong_source", citation.number) for citation in answer.citations)
    return [Pressed(turn, "useful"), Pressed(turn, "wrong"), *sources]
