"""A turn of a conversation."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.answer import Answer


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, None while it is being sought; whether it was looked up in other words too."""

    question: str
    answer: Answer | None = None
    rephrase: bool = True
