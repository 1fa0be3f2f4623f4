"""What changed between two statements on one matter: a figure, a deadline, a state. Nothing is guessed.

A change is claimed only where both sides hold a figure of the same kind and unit, or a predicate, about the same words,
and where neither value stands on the other side as well. Everything else is a difference of wording.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from chatbot.quantities import Amount, Term, amounts, terms
from chatbot.states import Predicate, moves_on, predicates
from corpus.document import Span
from corpus.normalize import align
from index.tokenizer import words

ChangeKind = Literal["number", "deadline", "time", "state"]
_WINDOW = 8  # content words on each side of a figure
_SHARED = 3  # of them that two figures about one matter share, wherever they stand,
_BESIDE = 2  # or the words right beside them, on the same side
_DATE_OR_FIGURE = re.compile(r"(?:令和|平成)?\d+(?:[.,]\d+)*(?:年度?|月|日)?末?")
_WRITTEN_WORD = re.compile("[一-龥々ァ-ヴーA-Za-z]+")
_SAYS_NOTHING = frozenset(
    "年 月 日 末 頃 中 内 等 化 的 約 度 年度 今後 必要 対応 対象 推進 取組 実施 整備 目途 具体 目標 検討 開始 実現 全国 全て 活用"
    " 支援 関係 予定 完了 状況".split()
)
_NEGATED = re.compile(r"ない|せず|未(?:導入|実施|対応|整備|移行)")
_CONSIDERED = re.compile("検討")  # when a matter is considered is not when it is done
_POINTS_ELSEWHERE = re.compile(
    "次に掲げる|以下の|次の|上記の|これらの"
)  # 次に掲げる9件 are those of a list, not of the matter
_HOW_OFTEN = re.compile("毎日|毎週|毎月|毎年")  # who does a thing daily is counted apart from who does it
_Found = TypeVar("_Found", Amount, Term, Predicate)


@dataclass(frozen=True, slots=True)
class Change:
    """What of one kind became of what: the places in the two statements as printed."""

    kind: ChangeKind
    older: Span
    newer: Span


class _Context(NamedTuple):
    """The content words before and behind, the nearest last and first, and the words of the clause it stands in."""

    before: tuple[str, ...]
    behind: tuple[str, ...]
    clause: str


@lru_cache(maxsize=4096)
def changes(older: str, newer: str) -> tuple[Change, ...]:
    """The changes from one statement to the other, both as printed, in the order of the newer."""
    one, two = align(older), align(newer)
    found = [*_of_amounts(one.text, two.text), *_of_terms(one.text, two.text), *_of_states(one.text, two.text)]
    return tuple(
        Change(kind, one.original_span(*left), two.original_span(*right))
        for kind, left, right in sorted(found, key=lambda change: change[2])
    )


def figure_changed(older: str, newer: str) -> bool:
    """Whether an amount or a deadline changed."""
    return any(change.kind in ("number", "deadline") for change in changes(older, newer))


def _of_amounts(older: str, newer: str) -> Iterator[tuple[ChangeKind, Span, Span]]:
    if bool(_HOW_OFTEN.search(older)) != bool(_HOW_OFTEN.search(newer)):
        return
    left, right = amounts(older), amounts(newer)
    signs = (_NEGATED, _CONSIDERED, _POINTS_ELSEWHERE)
    for one, two, is_beside in _matched(older, left, newer, right, _same_measure, signs):
        olders, newers = ([other.value for other in side if other.unit == one.unit] for side in (left, right))
        is_only = len(olders) == len(newers) == 1
        if (is_beside or is_only) and one.value not in newers and two.value not in olders:
            yield "number", one.span, two.span


def _of_terms(older: str, newer: str) -> Iterator[tuple[ChangeKind, Span, Span]]:
    left, right = terms(older), terms(newer)
    for one, two, is_beside in _matched(older, left, newer, right, lambda one, two: one.side == two.side):
        is_deadline = one.is_deadline and two.is_deadline
        if one.meets(two) or _holds_time(one, right) or _holds_time(two, left):
            continue
        is_only = is_deadline and all(sum(term.is_deadline for term in side) == 1 for side in (left, right))
        if is_only or (is_beside and one.is_done == two.is_done):
            yield "deadline" if is_deadline else "time", one.span, two.span


def _of_states(older: str, newer: str) -> Iterator[tuple[ChangeKind, Span, Span]]:
    left, right = predicates(older), predicates(newer)
    for one, two, is_beside in _matched(older, left, newer, right, moves_on, (_NEGATED,)):
        stays = any((other.noun, other.state) == (one.noun, one.state) for other in right)
        if not stays and (is_beside or one.noun == two.noun):
            yield "state", one.span, two.span


def _matched(
    older: str,
    left: Sequence[_Found],
    newer: str,
    right: Sequence[_Found],
    comparable: Callable[[_Found, _Found], bool],
    signs: Sequence[re.Pattern[str]] = (_NEGATED, _CONSIDERED),
) -> Iterator[tuple[_Found, _Found, bool]]:
    """Those about the same words, each the only best one of the other; and whether the words beside are the same."""
    contexts = ([_context(older, item.span) for item in left], [_context(newer, item.span) for item in right])
    scores = {
        (i, j): _shared(contexts[0][i], contexts[1][j], signs) if comparable(one, two) else (0, False)
        for i, one in enumerate(left)
        for j, two in enumerate(right)
    }
    for (i, j), score in scores.items():
        rivals = [other for (a, b), other in scores.items() if (a == i) != (b == j)]
        if score[0] and all(score > rival for rival in rivals):
            yield left[i], right[j], score[1]


def _shared(one: _Context, two: _Context, signs: Sequence[re.Pattern[str]]) -> tuple[int, bool]:
    """How many content words two contexts share, 0 if too few to be about one matter; whether that beside is one."""
    if any(bool(sign.search(one.clause)) != bool(sign.search(two.clause)) for sign in signs):
        return 0, False
    shared = len({*one.before, *one.behind} & {*two.before, *two.behind})
    pairs = ((one.before[-_BESIDE:], two.before[-_BESIDE:]), (one.behind[:_BESIDE], two.behind[:_BESIDE]))
    is_beside = any(left == right and len(left) == _BESIDE for left, right in pairs)
    return (shared, is_beside) if is_beside or shared >= _SHARED else (0, False)


def _context(text: str, span: Span) -> _Context:
    before, behind = text[: span[0]], text[span[1] :]
    clause = re.split("[、。]", before)[-1] + re.split("[、。]", behind)[0]
    return _Context(tuple(_content(before)[-_WINDOW:]), tuple(_content(behind)[:_WINDOW]), clause)


def _content(text: str) -> list[str]:
    found = words(_DATE_OR_FIGURE.sub(" ", text))
    return [word for word in found if word not in _SAYS_NOTHING and _WRITTEN_WORD.fullmatch(word)]


def _same_measure(one: Amount, two: Amount) -> bool:
    return (one.unit, one.bound) == (two.unit, two.bound)


def _holds_time(term: Term, others: Sequence[Term]) -> bool:
    return any(term.months == other.months for other in others)
