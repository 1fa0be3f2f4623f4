"""The buttons for feedback under the newest answer; they are there only where the deployment keeps feedback."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chatbot.assistant import CITATIONS
from chatbot.feedback import Feedback, FeedbackError, FeedbackFile, Verdict
from chatbot.web import render
from chatbot.web.text import Texts
from chatbot.web.turn import Turn

if TYPE_CHECKING:
    import gradio as gr

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Given:
    """What was given last: for which turn, from 1, and its number in the file."""

    turn: int
    number: int


def give(
    file: FeedbackFile,
    turns: tuple[Turn, ...],
    verdict: Verdict,
    source: int | None,
    given: Given | None,
    texts: Texts,
) -> tuple[Given | None, str, bool]:
    """Keep a verdict on the newest answer, instead of the one `given` on it before.

    Gives what is given now, what to tell the user, and whether it was kept.
    """
    answer = turns[-1].answer if turns else None
    if answer is None:
        return given, "", True
    said = Feedback(
        question=turns[-1].question,
        history=tuple(turn.question for turn in turns[:-1]),
        outcome=answer.outcome,
        passages=tuple(citation.passage_id for citation in answer.citations),
        verdict=verdict,
        wrong_citation=source,
    )
    try:
        number = file.keep(said, given.number if given and given.turn == len(turns) else None)
    except FeedbackError as error:
        _log.error("%s", error)
        return given, texts.feedback.not_kept.format(trouble=texts.feedback.troubles[error.trouble]), False
    return Given(len(turns), number), texts.feedback.kept.format(verdict=label(verdict, source, texts)), True


def label(verdict: Verdict, source: int | None, texts: Texts) -> str:
    """What stands on a button."""
    return texts.feedback.verdicts[verdict].format(number=source)


class FeedbackRow:
    """The buttons, placed where it is made. `parts` are what `shown` renews."""

    def __init__(self, file: FeedbackFile, texts: Texts, place: Callable[[str, str], gr.Markdown]) -> None:
        """`place` makes a place for HTML with an id."""
        import gradio as gr

        self._file = file
        self._texts = texts
        self._given = gr.State(None, time_to_live=3600)
        with gr.Column(elem_id="feedback", visible=False) as self._column:
            place(f"<p>{texts.feedback.ask}</p>", "feedback-ask")
            with gr.Row(elem_id="feedback-buttons"):
                self._verdicts: list[tuple[Verdict, gr.Button]] = [
                    (verdict, gr.Button(label(verdict, None, texts))) for verdict in ("useful", "wrong")
                ]
                self._sources = [
                    gr.Button(label("wrong_source", number, texts), visible=False) for number in range(1, CITATIONS + 1)
                ]
            self._said = place("", "feedback-said")

    @property
    def parts(self) -> list[Any]:
        """The components that `shown` and `forgotten` renew."""
        return [self._column, *self._sources, self._said, self._given]

    def shown(self, turns: tuple[Turn, ...]) -> dict[Any, Any]:
        """The updates that put the buttons under the newest answer, one for each of its citations."""
        import gradio as gr

        answer = turns[-1].answer if turns else None
        cited = len(answer.citations) if answer else 0
        buttons = {button: gr.Button(visible=number < cited) for number, button in enumerate(self._sources)}
        return {self._column: gr.Column(visible=answer is not None), **buttons, self._said: ""}

    def forgotten(self) -> dict[Any, Any]:
        """The update for a new conversation."""
        return {self._given: None}

    def connect(self, turns: gr.State, status: gr.Markdown, message: gr.Markdown) -> None:
        """Let the buttons keep what they say of the last of `turns`."""
        for verdict, button in self._verdicts:
            self._on(button, verdict, None, turns, status, message)
        for number, button in enumerate(self._sources, 1):
            self._on(button, "wrong_source", number, turns, status, message)

    def _on(
        self,
        button: gr.Button,
        verdict: Verdict,
        source: int | None,
        turns: gr.State,
        status: gr.Markdown,
        message: gr.Markdown,
    ) -> None:
        def press(asked: tuple[Turn, ...], given: Given | None) -> dict[Any, Any]:
            now, told, is_kept = give(self._file, asked, verdict, source, given, self._texts)
            good, bad = (render.message(told), "") if is_kept else ("", render.message(told))
            return {self._given: now, self._said: good, status: good, message: bad}

        button.click(
            press,
            [turns, self._given],
            [self._given, self._said, status, message],
            show_progress="hidden",
            api_visibility="private",
        )
