"""Feedback in the window: what is pressed under an answer goes to the file, where the deployment keeps one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from chatbot.feedback import Feedback, FeedbackError, FeedbackFile
from chatbot.web import render
from chatbot.web.escape import escape
from chatbot.web.feedback_buttons import Given, Pressed, pressed, stored
from chatbot.web.text import Texts
from chatbot.web.turn import Turn

if TYPE_CHECKING:
    import gradio as gr

_log = logging.getLogger(__name__)


def give(
    file: FeedbackFile, turns: tuple[Turn, ...], button: Pressed, given: Mapping[int, Given], texts: Texts
) -> tuple[dict[int, Given], str, bool]:
    """Keep what a button says of its answer, instead of what was `given` of it before, by turn.

    Gives what is given now, what to tell the user, and whether it was kept.
    """
    turn = turns[button.turn - 1]
    if turn.answer is None:
        return dict(given), "", True
    said = Feedback(
        question=turn.question,
        history=tuple(earlier.question for earlier in turns[: button.turn - 1]),
        outcome=turn.answer.outcome,
        passages=tuple(citation.passage_id for citation in turn.answer.citations),
        verdict=button.verdict,
        wrong_citation=button.source,
    )
    before = given.get(button.turn)
    try:
        number = file.keep(said, before.number if before else None)
    except FeedbackError as error:
        _log.error("%s", error)
        return dict(given), texts.feedback.not_kept.format(trouble=texts.feedback.troubles[error.trouble]), False
    return {**given, button.turn: Given(button, number)}, stored(button, texts), True


class FeedbackDesk:
    """What takes the presses: a hidden text box, through which page.js sends them, and a hidden place for the reply."""

    def __init__(self, file: FeedbackFile, texts: Texts, place: Callable[[str, str], gr.Markdown]) -> None:
        """`place` makes a place for HTML with an id."""
        import gradio as gr

        self._file = file
        self._texts = texts
        self.given = gr.State({}, time_to_live=3600)
        self._pressed = gr.Textbox(elem_id="pressed", visible="hidden", show_label=False)
        self._reply = place("", "feedback-reply")

    @property
    def parts(self) -> list[Any]:
        """The components that `forgotten` renews."""
        return [self.given, self._reply]

    def forgotten(self) -> dict[Any, Any]:
        """The updates for a new conversation."""
        return {self.given: {}, self._reply: ""}

    def connect(self, turns: gr.State, status: gr.Markdown, message: gr.Markdown) -> None:
        """Let what is pressed be kept as said of one of `turns`."""

        def press(value: str | None, asked: tuple[Turn, ...], given: dict[int, Given]) -> dict[Any, Any]:
            button = pressed(value or "", asked)
            if button is None:
                return {self._reply: ""}
            now, told, is_kept = give(self._file, asked, button, given, self._texts)
            if not is_kept:
                return {message: render.message(told), status: ""}
            return {self.given: now, self._reply: _reply(button, told), status: render.message(told), message: ""}

        self._pressed.submit(
            press,
            [self._pressed, turns, self.given],
            [self.given, self._reply, status, message],
            show_progress="hidden",
            api_visibility="private",
        )


def _reply(button: Pressed, told: str) -> str:
    """What page.js shows below the buttons of the answer: the title names the button."""
    return f'<p title="{button.value}">{escape(told)}</p>'
