"""Question files: JSON Lines, one question a line (the format is described in the README of `eval/questions`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TYPES = "fact list definition policy procedure temporal english colloquial multi followup unanswerable".split()


class QuestionFileError(ValueError):
    """A question file is missing or a line of it is not a question."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what a right answer must hold and the passages that prove it."""

    id: str
    question: str
    type: str
    persona: str
    history: tuple[str, ...]
    answer_keys: tuple[tuple[str, ...], ...]
    evidence: tuple[str, ...]

    @property
    def answerable(self) -> bool:
        """Whether the plans hold the answer."""
        return self.type != "unanswerable"


def read_questions(paths: Sequence[Path]) -> list[Question]:
    """The questions of all files in order; QuestionFileError names the file and line that cannot be read."""
    questions: list[Question] = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise QuestionFileError(f"質問ファイルを読めません: {path}（{error}）") from error
        for number, line in enumerate(lines, 1):
            if line.strip():
                questions.append(_question(path, number, line))
    return questions


def _question(path: Path, number: int, line: str) -> Question:
    try:
        row = json.loads(line)
        return Question(
            id=row["id"],
            question=row["question"],
            type=row["type"],
            persona=row["persona"],
            history=tuple(row.get("history", ())),
            answer_keys=tuple(tuple(keys) for keys in row["answer_keys"]),
            evidence=tuple(item["text"] for item in row["evidence"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionFileError(f"{path} の {number} 行目は質問として読めません（{error}）") from error
