"""What a conversation keeps, so that a turn is not answered twice."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.answer import Answer
from chatbot.conversation import TURNS, Conversation


def test_every_turn_of_a_long_conversation_is_answered_once() -> None:
    answered: list[str] = []

    def answer(question: str, history: Sequence[str] = ()) -> Answer:
        conversation.understand(question, history)
        answered.append(question)
        found = Answer(question, "not_found", "", (), 0.0)
        conversation.keep(found, history)
        return found

    conversation = Conversation((), answer)
    turns = [f"{number}番目の手続の期限は？" for number in range(2 * TURNS)]
    for number, turn in enumerate(turns):
        answer(turn, turns[:number])
    assert answered == turns


def test_turns_that_were_not_kept_are_answered_again() -> None:
    answered: list[str] = []

    def answer(question: str, history: Sequence[str] = ()) -> Answer:
        answered.append(question)
        return Answer(question, "not_found", "", (), 0.0)

    Conversation((), answer).understand("その期限は？", ["出生届の手続IDは？"])
    assert answered == ["出生届の手続IDは？"]
