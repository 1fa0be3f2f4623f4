"""Answers that a system wrote, in the format of `keikaku ask --batch`, put beside the questions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from chatbot.batch import read_lines
from eval.questions import Question

OUTCOMES = ("answered", "partial", "not_found")
_NAMED = 5  # unknown ids that a message names


def failed_answer(question: Question, error: str, latency_ms: float | None = None) -> dict[str, Any]:
    """What stands in the place of an answer that was not given: it scores zero and does not vanish."""
    return {
        "id": question.id,
        "question": question.question,
        "outcome": "failed",
        "answer": "",
        "citations": [],
        "latency_ms": latency_ms,
        "error": error,
    }


def has_failed(answer: Mapping[str, Any]) -> bool:
    """Whether no answer was given: an error, a time-out, or no outcome that there is."""
    return answer["outcome"] not in OUTCOMES or bool(answer.get("error"))


def read_answers(path: Path, questions: Sequence[Question]) -> list[dict[str, Any]]:
    """The answers of `path` in the order of `questions`; a question without one gets a failed answer.

    ValueError names the line that is no answer, the id that stands twice, and ids that no question has.
    """
    answers: dict[str, dict[str, Any]] = {}
    for number, line in read_lines(path):
        answer = _answer(path, number, line)
        if answer["id"] in answers:
            raise ValueError(f"{path}: {number}行目の id「{answer['id']}」は、前にもあります。")
        answers[answer["id"]] = answer
    unknown = list(answers.keys() - {question.id for question in questions})
    if unknown:
        more = f" ほか{len(unknown) - _NAMED}件" if len(unknown) > _NAMED else ""
        raise ValueError(f"{path}: 質問のファイルにない id があります: {'、'.join(sorted(unknown)[:_NAMED])}{more}")
    return [answers.get(question.id) or failed_answer(question, "回答がありません") for question in questions]


def _answer(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path}: {number}行目をJSONとして読めません（{error}）。") from None
    if not isinstance(answer, dict):
        raise ValueError(f"{path}: {number}行目はJSONのオブジェクト {{…}} ではありません。")
    answer.setdefault("citations", [])
    answer.pop("proof", None)  # it counts for answers as they are given only
    if fault := _fault(answer):
        raise ValueError(f"{path}: {number}行目は回答の形ではありません。{fault}")
    return answer | {"id": str(answer["id"])}


def _fault(answer: Mapping[str, Any]) -> str:
    """What is wrong with the form of an answer; empty where nothing is."""
    if answer.get("id") is None:
        return "「id」がありません。"
    for name in ("outcome", "answer"):
        if not isinstance(answer.get(name), str):
            return f"「{name}」は文字列にしてください。"
    citations = answer["citations"]
    if not isinstance(citations, list) or not all(_is_citation(citation) for citation in citations):
        return "「citations」は、文字列の「text」を持つオブジェクトの一覧にしてください。"
    retrieved = answer.get("retrieved")
    if retrieved is not None and not _is_strings(retrieved):
        return "「retrieved」は文字列の一覧にしてください。"
    for name in ("latency_ms", "confidence"):
        value = answer.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            return f"「{name}」は数にしてください。"
    return ""


def _is_citation(citation: object) -> bool:
    if not isinstance(citation, dict) or not isinstance(citation.get("text"), str):
        return False
    return isinstance(citation.get("quote", ""), str | None)


def _is_strings(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)
