"""Questions → answers → scores, over all and by type."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median, quantiles
from typing import Any, Protocol

from eval.measures import is_right, right_citations
from eval.questions import Question


class AnswerLike(Protocol):
    """An answer that turns into the JSON form."""

    def as_dict(self, question_id: str | None = None) -> dict[str, Any]:
        """The answer as `keikaku ask --json` prints it."""
        ...


Ask = Callable[[str, Sequence[str]], AnswerLike]


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares in [0, 1] over `n` questions; a share over no question is None. Latencies are milliseconds."""

    n: int
    answer_accuracy: float | None
    cited_at_1: float | None
    cited_at_5: float | None
    citation_precision: float | None
    abstention: float | None
    wrongly_abstained: float | None
    precision_when_answering: float | None
    latency_p50_ms: float | None
    latency_p95_ms: float | None

    def as_dict(self) -> dict[str, float | int | None]:
        """The scores under their standard names."""
        return {
            "n": self.n,
            "answer_accuracy": self.answer_accuracy,
            "cited@1": self.cited_at_1,
            "cited@5": self.cited_at_5,
            "citation_precision": self.citation_precision,
            "abstention": self.abstention,
            "wrongly_abstained": self.wrongly_abstained,
            "precision_when_answering": self.precision_when_answering,
            "latency_p50_ms": self.latency_p50_ms,
            "latency_p95_ms": self.latency_p95_ms,
        }


def collect_answers(
    questions: Sequence[Question], ask: Ask, progress: Callable[[int], None] | None = None
) -> list[dict[str, Any]]:
    """The answer to every question in its JSON form; a question that fails gets an empty wrong answer, not a gap."""
    answers = []
    for number, question in enumerate(questions, 1):
        try:
            answers.append(ask(question.question, question.history).as_dict(question.id))
        except Exception as error:
            answers.append(_failed(question, error))
        if progress:
            progress(number)
    return answers


def _failed(question: Question, error: Exception) -> dict[str, Any]:
    return {
        "id": question.id,
        "question": question.question,
        "outcome": "failed",
        "answer": "",
        "citations": [],
        "latency_ms": None,
        "error": str(error),
    }


def score(questions: Sequence[Question], answers: Sequence[Mapping[str, Any]]) -> Scores:
    """The scores of `answers` on `questions`, matched by id; a question without an answer counts as wrong."""
    by_id = {str(answer["id"]): answer for answer in answers}
    pairs = [(question, by_id.get(question.id) or _failed(question, KeyError(question.id))) for question in questions]
    right = [is_right(question, answer) for question, answer in pairs]
    answerable = [(question, answer) for question, answer in pairs if question.answerable]
    silent = [answer["outcome"] == "not_found" for question, answer in pairs if not question.answerable]
    cited = [right_citations(answer["citations"], question.evidence) for question, answer in answerable]
    spoke = [answer["outcome"] in ("answered", "partial") for _, answer in pairs]
    times = [float(answer["latency_ms"]) for _, answer in pairs if answer.get("latency_ms") is not None]
    return Scores(
        n=len(pairs),
        answer_accuracy=_mean(right),
        cited_at_1=_mean([any(hits[:1]) for hits in cited]),
        cited_at_5=_mean([any(hits) for hits in cited]),
        citation_precision=_mean([hit for hits in cited for hit in hits]),
        abstention=_mean(silent),
        wrongly_abstained=_mean([answer["outcome"] == "not_found" for _, answer in answerable]),
        precision_when_answering=_mean([ok for ok, said in zip(right, spoke, strict=True) if said]),
        latency_p50_ms=median(times) if times else None,
        latency_p95_ms=quantiles(times, n=20)[-1] if len(times) > 1 else None,
    )


def score_by_type(questions: Sequence[Question], answers: Sequence[Mapping[str, Any]]) -> dict[str, Scores]:
    """The scores of each question type, in the order in which the types first stand in the questions."""
    types = dict.fromkeys(question.type for question in questions)
    return {name: score([question for question in questions if question.type == name], answers) for name in types}


def write_report(folder: Path, questions: Sequence[Question], answers: Sequence[Mapping[str, Any]]) -> None:
    """Write `scores.json` and `answers.jsonl` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    scores: dict[str, Any] = dict(score(questions, answers).as_dict())
    scores["by_type"] = {name: part.as_dict() for name, part in score_by_type(questions, answers).items()}
    (folder / "scores.json").write_text(json.dumps(scores, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    lines = (json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
    (folder / "answers.jsonl").write_text("".join(lines), encoding="utf-8")


def _mean(values: Sequence[bool]) -> float | None:
    return mean(values) if values else None
