"""A question that asks to count or to list records, read whole: what is not understood makes it an ordinary question."""

from __future__ import annotations

from typing import Literal

from chatbot import request_english, request_japanese
from chatbot.request import Names, Request, RequestText
from corpus.normalize import search_form
from index.level import is_japanese


def read_request(question: str, names: Names) -> Request | None:
    """The request that `question` makes; None where it makes none, or says more than is understood."""
    text = search_form(question)
    if is_japanese(text):
        return request_japanese.read_japanese(RequestText(text), names)
    return request_english.read_english(RequestText(text.lower()), names)


def asks_for_procedures(question: str) -> Literal["count", "all"] | None:
    """Whether a question asks how many procedures there are, or for all of them or their kinds; None for anything else."""
    text = search_form(question).lower()
    words = (request_japanese if is_japanese(text) else request_english).PROCEDURE_WORDS
    if not words.named.search(text) or words.measured.search(text):
        return None
    if words.counts.search(text):
        return "count"
    return "all" if words.lists.search(text) else None
