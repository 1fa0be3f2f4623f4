"""Questions → answers → verdicts → a folder with the report."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.answers import failed_answer
from eval.compare import SCORES_FILE, write_verdicts
from eval.questions import Question, write_questions
from eval.report import write_html
from eval.trec import retrieval_source, write_trec
from eval.verdicts import Judged

if TYPE_CHECKING:
    from chatbot.answer import Answer
    from index.retriever import Hit

Ask = Callable[[str, Sequence[str]], "tuple[Answer, Sequence[Hit]]"]


def collect_answers(
    questions: Sequence[Question], ask: Ask, progress: Callable[[int], None] | None = None
) -> list[dict[str, Any]]:
    """The answer to every question in its JSON form, with the ids of the passages found, in rank order, and its proof.

    A question that fails gets an empty wrong answer, not a gap.
    """
    answers = []
    for number, question in enumerate(questions, 1):
        answers.append(_answer(question, ask))
        if progress:
            progress(number)
    return answers


def _answer(question: Question, ask: Ask) -> dict[str, Any]:
    started = time.perf_counter()
    try:
        answer, hits = ask(question.question, question.history)
    except Exception as error:  # whatever it was, the next question is asked
        elapsed = round((time.perf_counter() - started) * 1000, 1)
        return failed_answer(question, f"{type(error).__name__}: {error}", elapsed)
    proof = {} if answer.proof is None else {"proof": asdict(answer.proof)}
    return {**answer.as_dict(question.id), "retrieved": [hit.passage.id for hit in hits], **proof}


def write_report(
    folder: Path, title: str, scores: Mapping[str, Any], judged: Sequence[Judged], threshold: float | None
) -> None:
    """Write the report on `judged` into `folder`: the scores, the questions and answers, and what other tools read.

    `threshold` is the confidence below which the system is silent, for the curve; None where it is not known.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / SCORES_FILE, json.dumps(scores, ensure_ascii=False, indent=2) + "\n")
    _write(folder / "answers.jsonl", "".join(json.dumps(item.answer, ensure_ascii=False) + "\n" for item in judged))
    write_questions(folder / "questions.jsonl", [item.question for item in judged])
    write_verdicts(folder, judged)
    write_trec(folder, judged, retrieval_source(judged))
    write_html(folder / "report.html", title, scores, judged, threshold)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
