"""The window: Gradio components and what happens between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

from chatbot.answer import Answer
from chatbot.feedback import FeedbackFile
from chatbot.web import render
from chatbot.web.conversation import Answerer, View, ask
from chatbot.web.escape import escape
from chatbot.web.feedback import FeedbackDesk
from chatbot.web.feedback_buttons import Given, feedback_buttons
from chatbot.web.record_links import RecordLinks
from chatbot.web.sheets import SheetStore
from chatbot.web.text import Texts
from chatbot.web.turn import Turn

if TYPE_CHECKING:
    import gradio as gr

ANSWERING = 2  # steps that Gradio runs at a time; the worker lets one of them through to the assistant
WAITING = 32  # steps that may wait; further ones are told that the window is busy


def build_window(
    assistant: Answerer, worker: Executor, texts: Texts, sheets: SheetStore, feedback: FeedbackFile | None = None
) -> gr.Blocks:
    """The window in one language; `sheets` keeps what can be saved of its answers, `feedback` what is said of them."""
    import gradio as gr

    records = RecordLinks(assistant)
    with gr.Blocks(title=texts.title, analytics_enabled=False, fill_width=True) as window:
        turns = gr.State((), time_to_live=3600)
        _html(render.masthead(assistant.corpus.documents, texts, feedback is not None), "masthead")
        starters, starter_buttons = _starters(texts)
        transcript = _html("", "transcript")
        said = FeedbackDesk(feedback, texts, _html) if feedback else None
        given = said.given if said else gr.State({})
        with gr.Column(elem_id="composer"):
            message = _html("", "message")
            box = gr.Textbox(
                label=texts.question,
                placeholder=texts.placeholder,
                lines=1,
                max_lines=6,
                elem_id="question",
                container=True,
            )
            with gr.Row(elem_id="actions"):
                send = gr.Button(texts.submit, variant="primary", elem_id="send")
                clear = gr.Button(texts.new_conversation, elem_id="clear")
                rephrase = gr.Checkbox(True, label=texts.rephrase, elem_id="rephrase")
                _html(f"<p>{escape(texts.hint)}</p>", "hint")
        status = _html("", "status")

        def show(view: View, given: Mapping[int, Given]) -> dict[Any, Any]:
            last = view.turns[-1].answer if view.turns else None
            spoken = "" if view.message or last is None else render.announcement(last, texts, len(view.turns))

            def buttons(answer: Answer, turn: int) -> str:
                return feedback_buttons(answer, turn, given, texts) if feedback else ""

            updates: dict[Any, Any] = {
                turns: view.turns,
                transcript: render.transcript(view.turns, texts, records, buttons),
                message: render.message(view.message),
                status: spoken or (render.message(texts.searching) if view.turns and last is None else ""),
                starters: gr.Column(visible=not view.turns),
            }
            return updates if view.draft is None else {**updates, box: view.draft}

        def answer(
            question: str | None, earlier: tuple[Turn, ...], rephrased: bool, given: dict[int, Given]
        ) -> Iterator[dict[Any, Any]]:
            for view in ask(assistant, worker, question or "", earlier, texts, rephrased, sheets.keep):
                yield show(view, given)

        def begin() -> dict[Any, Any]:
            fresh = {**show(View((), draft=""), {}), status: render.message(texts.new_started), rephrase: True}
            return {**fresh, **said.forgotten()} if said else fresh

        shown = [turns, transcript, message, status, starters, box, *(said.parts if said else ())]
        quiet: dict[str, Any] = {"outputs": shown, "show_progress": "hidden", "api_visibility": "private"}
        steps = [
            gr.on(
                [box.submit, send.click],
                answer,
                [box, turns, rephrase, given],
                trigger_mode="once",
                concurrency_limit=ANSWERING,
                concurrency_id="answer",
                **quiet,
            )
        ]
        for question, button in starter_buttons:
            steps.append(
                button.click(
                    answer,
                    [gr.State(question), turns, rephrase, given],
                    concurrency_limit=ANSWERING,
                    concurrency_id="answer",
                    **quiet,
                )
            )
        clear.click(begin, None, cancels=steps, **{**quiet, "outputs": [*shown, rephrase]})
        if said:
            said.connect(turns, status, message)
    window.queue(api_open=False, max_size=WAITING)
    return window


def _starters(texts: Texts) -> tuple[gr.Column, list[tuple[str, gr.Button]]]:
    import gradio as gr

    buttons: list[tuple[str, gr.Button]] = []
    with gr.Column(elem_id="starters") as column:
        _html(f"<h2>{escape(texts.starters)}</h2>", "starters-heading")
        with gr.Row(elem_id="starter-groups"):
            for number, (group, questions) in enumerate(texts.starter_groups, start=1):
                with gr.Column(elem_classes="starter-group"):
                    _html(f"<h3>{escape(group)}</h3>", f"starter-group-{number}")
                    for question in questions:
                        buttons.append((question, gr.Button(question, elem_classes="starter")))
    return column, buttons


def _html(value: str, elem_id: str) -> gr.Markdown:
    """A place for HTML. Markdown, because gr.HTML needs 'unsafe-eval'; it sanitises once more in the browser."""
    import gradio as gr

    return gr.Markdown(value, elem_id=elem_id, elem_classes="plain", latex_delimiters=[], container=False)
