"""Feedback → lines of a question file, for a person to complete and to add to a test set."""

from __future__ import annotations

from typing import Any

from chatbot.feedback import Kept, Verdict

_VERDICTS: dict[Verdict, str] = {"useful": "役に立った", "wrong": "違う", "wrong_source": "出典が違う"}


def question_line(kept: Kept) -> dict[str, Any]:
    """The fields of a question file; what only a person can tell is empty, what was said stands in `note`."""
    return {
        "id": f"feedback-{kept.number}",
        "question": kept.feedback.question,
        "type": "",
        "persona": "",
        "history": list(kept.feedback.history),
        "answer_keys": [],
        "evidence": [],
        "answer": "",
        "note": _note(kept),
    }


def _note(kept: Kept) -> str:
    """「2026-07-31 出典が違う [2]。outcome: answered。citations: [1] …、[2] …」."""
    said = kept.feedback
    wrong = "" if said.wrong_citation is None else f" [{said.wrong_citation}]"
    cited = "、".join(f"[{number}] {passage}" for number, passage in enumerate(said.passages, 1))
    return f"{kept.day} {_VERDICTS[said.verdict]}{wrong}。outcome: {said.outcome}。citations: {cited or 'なし'}"
