"""What reading a question together with a passage tells: how well it answers, and where in it the answer stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.document import Span
from index.pairs import PassageText

_RELEVANCE_WEIGHT = 0.6
_MOST = 6.0  # a logit beyond it says no more


@dataclass(frozen=True, slots=True)
class Reading:
    """How a passage answers a question.

    `relevance` is a logit: 0 is as likely as "no passage answers". `sentences` are the shares of the answer's
    probability in each sentence of the passage (they sum to at most 1), `answer` is where the likeliest answer stands
    in the passage's text.
    """

    relevance: float
    sentences: tuple[float, ...]
    answer: Span

    @property
    def lift(self) -> float:
        """What the relevance adds to the first stage's score, in z-score units."""
        return _RELEVANCE_WEIGHT * max(-_MOST, min(_MOST, self.relevance))


class Reranker(Protocol):
    """What reads passages; `name` is the identity of the model."""

    name: str

    def read(self, question: str, passages: Sequence[PassageText]) -> list[Reading]:
        """A reading of each passage, in the order given."""
        ...
