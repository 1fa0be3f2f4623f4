"""A turn of a conversation."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.answer import Answer


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, None while it is being sought.

    `rephrase`: whether it was looked up in other words too. `sheet_id` names its 出典票, if it has one.
    """

    question: str
    answer: Answer | None = None
    rephrase: bool = True
    sheet_id: str = ""
