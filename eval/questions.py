"""Question files: JSON Lines, one question a line (the format is described in the README of `eval/questions`)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from chatbot.batch import read_lines

FOLDER = Path(__file__).parent / "questions"
TYPES = "fact list definition policy procedure temporal english colloquial multi followup unanswerable".split()
PERSONAS = "official citizen".split()
ASKED_ON = datetime.date(2026, 7, 31)  # the day from which the questions count 昨年 and 今年度


class QuestionFileError(ValueError):
    """A line of a question file is not a question, or an id stands twice."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves an answer: a substring of the text that was received under the file name `doc`."""

    doc: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what a right answer must hold, the evidence for it, and the answer in words."""

    id: str
    question: str
    type: str
    persona: str
    history: tuple[str, ...]
    answer_keys: tuple[tuple[str, ...], ...]
    evidence: tuple[Evidence, ...]
    answer: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the plans hold the answer."""
        return self.type != "unanswerable"


def read_questions(paths: Sequence[Path]) -> list[Question]:
    """The questions of all files in order; QuestionFileError names the file and line that cannot be read."""
    questions: dict[str, Question] = {}
    for path in paths:
        for number, line in read_lines(path):
            question = _question(path, number, line)
            if question.id in questions:
                raise QuestionFileError(f"{path} の {number} 行目の id「{question.id}」は、前にもあります")
            questions[question.id] = question
    return list(questions.values())


def write_questions(path: Path, questions: Sequence[Question]) -> None:
    """Write the questions as `read_questions` reads them."""
    lines = (json.dumps(asdict(question), ensure_ascii=False) + "\n" for question in questions)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def _question(path: Path, number: int, line: str) -> Question:
    try:
        row = json.loads(line)
        return Question(
            id=str(row["id"]),
            question=row["question"],
            type=row["type"],
            persona=row["persona"],
            history=tuple(row.get("history", ())),
            answer_keys=tuple(tuple(keys) for keys in row["answer_keys"]),
            evidence=tuple(Evidence(item["doc"], item["text"]) for item in row["evidence"]),
            answer=row.get("answer", ""),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionFileError(f"{path} の {number} 行目は質問として読めません（{error}）") from error
