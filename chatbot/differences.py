"""How the statements of a row of the comparison differ, each from the one before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from chatbot.changes import Change, changes
from chatbot.side_by_side import Row
from chatbot.statements import Said
from corpus.document import Document
from corpus.editions import in_force, is_older
from corpus.normalize import search_form

Verdict = Literal["changed", "same", "differs"]
_MARKS = re.compile(r"[\s・•○「」『』、。,()]")
_DRAFT = re.compile(r"\(案\)")


@dataclass(frozen=True, slots=True)
class Difference:
    """How a statement differs from an earlier one. `decided` where the same plan was a draft then and holds now."""

    older: Said
    newer: Said
    verdict: Verdict
    changes: tuple[Change, ...] = ()
    decided: bool = False


def differences(row: Row) -> list[Difference]:
    """A difference for each statement of a row but the first, in the order of the row."""
    said = [cell for cell in row if cell]
    return [_difference(_compared_with(newer, said[:at]), newer) for at, newer in enumerate(said) if at]


def _compared_with(newer: Said, earlier: list[Said]) -> Said:
    """The latest statement of a document that is surely older; where there is none, the one before."""
    older = [one for one in earlier if is_older(one.document.published, newer.document.published)]
    return (older or earlier)[-1]


def _difference(older: Said, newer: Said) -> Difference:
    """Nothing becomes of a statement on one day: only what a surely older document says can have changed."""
    if _bare(older.text) == _bare(newer.text):
        verdict: Verdict = "same"
        found: tuple[Change, ...] = ()
    else:
        is_later = is_older(older.document.published, newer.document.published)
        found = changes(older.text, newer.text) if is_later else ()
        verdict = "changed" if found else "differs"
    return Difference(older, newer, verdict, found, _is_decided(older.document, newer.document))


def _is_decided(older: Document, newer: Document) -> bool:
    """Whether the newer document is the plan of which the older is the draft."""
    one, two = (_DRAFT.sub("", search_form(document.title)) for document in (older, newer))
    return one == two and not in_force(older) and in_force(newer)


def _bare(text: str) -> str:
    return _MARKS.sub("", search_form(text))
