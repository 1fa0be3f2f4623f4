"""A conversation so far: what the turn before was answered from, and a question in its light."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chatbot.answer import Answer
from chatbot.dialogue import Earlier, FollowUp, join, numbered, resolve, takes_nothing
from chatbot.guard import unread
from chatbot.question import Asked
from chatbot.wording import heading_of
from corpus.document import Passage
from index.retriever import Hit

TURNS = 8  # earlier turns that are looked at
FOLLOWED_HITS = 200  # hits among which what the turn before was answered from is looked for
_KEPT_ANSWERS = 256
_NEAR = 2.0  # z-score units below the best hit, within which what was answered before answers this too
_WEAK, _WEAK_NEAR = 5.5, 3.5  # where the best hit is below the first, within the second
_NEAREST = 2  # citations that count as what was answered
_CITED = re.compile(r"\[(\d+)\]")
_TO_WHOM = re.compile(r"(?:誰|どこ|どちら)[にへ]|提出先|届出先|申請先")


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it is answered: by itself, or with what it takes from the turn before.

    `shown` is what the user is told, empty where nothing was changed. `near` are the ids of the passages around `about`,
    the passage from which the turn before was answered.
    """

    question: str
    shown: str = ""
    about: Passage | None = None
    near: frozenset[str] = frozenset()

    def records_for(self, asked: Asked) -> tuple[str, ...]:
        """The procedure that is still spoken of: its row where its cells are asked for, else its group."""
        if self.about is None or self.about.kind != "procedure":
            return ()
        return (self.about.record if "cell" in asked or _TO_WHOM.search(self.question) else self.about.unit,)


class Conversation:
    """Reads a question in the light of earlier turns, which are answered again where their answers are not kept."""

    def __init__(self, passages: Sequence[Passage], answer: Callable[[str, Sequence[str]], Answer]) -> None:
        """`answer` answers a turn with the turns before it."""
        self._answer = answer
        self._passages = {passage.id: passage for passage in passages}
        self._places: dict[tuple[str, ...], set[str]] = {}
        for passage in passages:
            for place in _places(passage):
                self._places.setdefault(place, set()).add(passage.id)
        self._kept: dict[tuple[str, ...], Answer] = {}

    def keep(self, answer: Answer, history: Sequence[str]) -> None:
        """Keep the answer to the turn after `history` for the next one."""
        if len(self._kept) >= _KEPT_ANSWERS:
            self._kept.clear()
        self._kept[_readable((*history, answer.question))] = answer

    def understand(self, question: str, history: Sequence[str]) -> Understood:
        """The question with what its words take from the turn before."""
        before = self._before(history)
        found = resolve(question, _earlier(before, self._cited(before))) if before else None
        return self._with_place(found, before) if found and before else Understood(question)

    def may_follow(self, question: str, history: Sequence[str]) -> bool:
        """Whether there is a turn before that `question` might follow without saying so."""
        return bool(_readable(history)) and not takes_nothing(question)

    def joined(self, question: str, history: Sequence[str], hits: Sequence[Hit]) -> Understood:
        """The question as a follow-up, where `hits`, found for it alone, say that the turn before answers it too."""
        before = self._before(history)
        if before is None or not hits:
            return Understood(question)
        near = {place for passage in self._cited(before)[:_NEAREST] for place in self._around(passage)}
        best = max((hit.score for hit in hits if hit.passage.id in near), default=float("-inf"))
        margin = hits[0].score - best
        if margin <= _NEAR or (hits[0].score < _WEAK and margin <= _WEAK_NEAR):
            found = join(question, _earlier(before, ()))
            return self._with_place(found, before) if found else Understood(question)
        return Understood(question)

    def _with_place(self, found: FollowUp, before: Answer) -> Understood:
        cited = self._cited(before)
        about = cited[0] if cited and (found.same_subject or found.item is not None) else None
        if cited and found.item is not None and _listed(before) is None:
            about = cited[found.item]
        near = self._around(about) if about else frozenset()
        return Understood(found.question, found.question, about, near)

    def _before(self, history: Sequence[str]) -> Answer | None:
        turns = _readable(history)
        if not turns:
            return None
        kept = self._kept.get(turns)
        return kept if kept is not None else self._answer(turns[-1], turns[:-1])

    def _cited(self, answer: Answer | None) -> list[Passage]:
        """The passages that the answer quotes, in the order of its text."""
        if answer is None or answer.outcome == "not_found":
            return []
        passages = {citation.number: self._passages[citation.passage_id] for citation in answer.citations}
        return [passages[int(number)] for number in _CITED.findall(answer.text) if int(number) in passages]

    def _around(self, passage: Passage) -> frozenset[str]:
        return frozenset(found for place in _places(passage) for found in self._places[place])


def _earlier(answer: Answer, cited: Sequence[Passage]) -> Earlier:
    items = _listed(answer) or [heading_of(passage) for passage in cited]
    return Earlier(answer.understood_as or answer.question, tuple(items))


def _listed(answer: Answer) -> list[str] | None:
    """The items of the list that the answer holds; None where it holds none."""
    items = numbered(answer.text)
    return items if len(items) > 1 else None


def _readable(history: Sequence[str]) -> tuple[str, ...]:
    """The last turns that were questions."""
    return tuple(turn.strip() for turn in history if turn.strip() and not unread(turn))[-TURNS:]


def _places(passage: Passage) -> list[tuple[str, ...]]:
    """What a passage shares with those around it: its record, its group, or its section."""
    if passage.kind == "procedure":
        return [(passage.record,), (passage.unit,)]
    if passage.record:
        return [(passage.record,)]
    return [(passage.doc_id, *passage.heading_path)]
