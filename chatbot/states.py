"""How far a matter is, as the predicate of a sentence says it: considered, planned, under way, done.

All texts are in the search form. Only a predicate that ends a clause counts: 「実施する自治体」 does not tell whether
anything is carried out, nor does a clause that goes on in 「…し、」.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.document import Span

State = Literal["considered", "planned", "under_way", "done"]
ORDER: tuple[State, ...] = ("considered", "planned", "under_way", "done")  # a matter moves from left to right

# What stands behind the noun of the predicate (整備する, 見直しを行った), a row for each state. 公表している is no row: it
# tells of what is under way as well as of what is done.
_ENDINGS: dict[State, str] = {
    "considered": "(?:する|します|していく|を(?:行う|進める|深める|進めていく|開始する|加速する)|を(?:進め|行っ)て(?:いる|おり)|中)",
    "planned": "(?:する(?:予定)?|します|していく|予定|を(?:行う|図る|進める|進めていく|目指す))",
    "under_way": "(?:を(?:進め|行っ)|が進(?:ん|められ))て(?:いる|います|おり)",
    "done": "(?:し(?:まし)?た|された|済み|を(?:行|図)った|を(?:行い|図り)ました)",
}
_CONSIDERED = "検討"
_OTHER = f"(?:(?!{_CONSIDERED})[一-龥]{{2}}|見直し|[ァ-ヴー]{{3,}})"
_NOUNS: dict[State, str] = {"considered": _CONSIDERED, "done": f"(?:{_CONSIDERED}|{_OTHER})"}
_CLAUSE_END = "(?=[。、,)】」]|$|とともに|ほか|ところ)"
_PREDICATES = {
    state: re.compile(f"(?P<noun>{_NOUNS.get(state, _OTHER)}){ending}{_CLAUSE_END}")
    for state, ending in _ENDINGS.items()
}
# What may follow once a matter was considered: the predicate says of the same matter that it goes ahead.
_GOES_AHEAD = frozenset(
    "開始 実施 導入 整備 構築 運用 提供 公表 公開 創設 設置 策定 決定 改正 施行 実現 実装 展開".split()
)


@dataclass(frozen=True, slots=True)
class Predicate:
    """The end of a clause that says how far its matter is, and where it stands."""

    noun: str
    state: State
    span: Span


def predicates(text: str) -> list[Predicate]:
    """The predicates of `text` that say how far something is, in its order."""
    found = [
        Predicate(match["noun"], state, match.span())
        for state, pattern in _PREDICATES.items()
        for match in pattern.finditer(text)
    ]
    return sorted((one for one in found if not any(_holds(other, one) for other in found)), key=lambda one: one.span)


def moves_on(older: Predicate, newer: Predicate) -> bool:
    """Whether the second says of the matter of the first, if it is the same, that it has come further."""
    if ORDER.index(older.state) >= ORDER.index(newer.state):
        return False
    return older.noun == newer.noun or (older.state == "considered" and newer.noun in _GOES_AHEAD)


def _holds(outer: Predicate, inner: Predicate) -> bool:
    """Whether one predicate is part of another: 検討を開始する is about considering, not about a beginning."""
    return outer is not inner and outer.span[0] <= inner.span[0] and inner.span[1] <= outer.span[1]
