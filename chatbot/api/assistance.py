"""What the API, and with more the window, need of an assistant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from chatbot.answer import Answer
from corpus.document import Corpus
from index.retriever import Hit

State = Literal["loading", "ready", "failed"]


class Assistance(Protocol):
    """An assistant that also searches, and knows whether its model is loaded."""

    @property
    def corpus(self) -> Corpus:
        """The documents that are searched."""
        ...

    @property
    def state(self) -> State:
        """Whether the model is loaded."""
        ...

    def answer_question(self, question: str, history: Sequence[str] = (), rephrase: bool = True) -> Answer:
        """The answer, without `rephrase` to the question as it stands; QuestionError, whose text is for the user."""
        ...

    def retrieve(self, question: str, history: Sequence[str] = (), limit: int = 20) -> list[Hit]:
        """The hits, best first; raises QuestionError."""
        ...
