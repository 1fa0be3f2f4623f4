"""Is an answer right, is a citation right: the matching rule of the question files.

Both sides are compared after `<sup>…</sup>` and the marks `* # |` are dropped, NFKC, white space dropped, lower case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from eval.questions import Question

ANSWER_CHARACTERS = 600
CITATIONS = 5


def normalise(text: str) -> str:
    """`text` in the form in which it is matched."""
    text = unicodedata.normalize("NFKC", re.sub(r"<sup>.*?</sup>", "", text))
    return re.sub(r"[\s*#|]", "", text).lower()


def holds_keys(answer: str, answer_keys: Sequence[Sequence[str]]) -> bool:
    """Whether for every list of alternatives one stands in the first 600 characters of the answer."""
    text = normalise(answer)[:ANSWER_CHARACTERS]
    return all(any(normalise(key) in text for key in keys) for keys in answer_keys)


def right_citations(citations: Sequence[Mapping[str, Any]], evidence: Sequence[str]) -> list[bool]:
    """For each of the first 5 citations whether its text holds one of the evidence strings."""
    wanted = [normalise(text) for text in evidence]
    return [any(text in normalise(str(citation["text"])) for text in wanted) for citation in citations[:CITATIONS]]


def is_right(question: Question, answer: Mapping[str, Any]) -> bool:
    """The answer's verdict: an unanswerable question must be `not_found`, any other must not and must hold its keys."""
    if answer["outcome"] == "not_found":
        return not question.answerable
    return question.answerable and holds_keys(str(answer["answer"]), question.answer_keys)
