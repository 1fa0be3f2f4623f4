"""A follow-up and what was asked before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_EARLIER_TURNS = 2
_REFERS_BACK = re.compile(
    r"^(?:では|じゃあ|じゃ|それ|その|そこ|これ|この|あと|ほか|他|また|さらに|ちなみに|and\b|what about|how about)"
    r"|それ(?!ぞれ)|その|そこ|そちら|同じ(?:手続|施策|制度)|上記|さっき|今の|先ほど|前の(?:質問|答え|回答)|\b(?:it|its|that|those|they)\b",
    re.IGNORECASE,
)


def earlier_topic(history: Sequence[str]) -> str:
    """The last user turns, which a follow-up may leave out; empty without history."""
    return " ".join(turn.strip() for turn in history[-_EARLIER_TURNS:] if turn.strip())


def refers_back(question: str) -> bool:
    """Whether the question points at what was asked before."""
    return bool(_REFERS_BACK.search(question.strip()))
