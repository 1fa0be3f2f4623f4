"""What the fields of records hold, and what records are called by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from chatbot.request import Column
from corpus.document import Corpus, Policy, Procedure, ProcedureGroup
from corpus.normalize import display_text, search_form

COLUMNS: tuple[Column, ...] = ("receiver", "subject", "type")
_MINISTRY_SEPARATOR = re.compile(r"[、・\n]")
_VALUE_SEPARATOR = re.compile(r"、|又は")
_NUMBERING = re.compile(r"^(?:Ⅴ|V)\s+")


def ministries(text: str) -> list[str]:
    """The ministries that a field names."""
    return [name.strip() for name in _MINISTRY_SEPARATOR.split(text)]


def law_name(row: Procedure) -> str:
    """The law of a row: what stands before the bracket with its number; empty where there is none."""
    name, bracket, _ = "".join(search_form(row.law.text).split()).partition("(")
    return name if bracket else ""


def is_of_several(value: str) -> bool:
    """Whether a cell (in the search form) names several values."""
    return bool(_VALUE_SEPARATOR.search(value))


def values(cell: str) -> list[str]:
    """The values that a cell (in the search form) names."""
    return _VALUE_SEPARATOR.split(cell)


def printed_values(rows: Iterable[Procedure], column: Column) -> set[str]:
    """The cells of a column, and the parts of those that name several."""
    cells = {search_form(getattr(row, column).text) for row in rows} - {""}
    return cells | {value for cell in cells for value in values(cell)}


def policy_name(policy: Policy) -> tuple[str, str]:
    """The number of a policy and its title, as shown."""
    return f"No. {policy.number}", shown(policy.title.text)


def group_name(group: ProcedureGroup) -> str:
    """The number of a group and its title, as shown."""
    return shown(f"{group.number}. {group.title.text}")


def group_reference(group: ProcedureGroup) -> str:
    """A group as it is spoken of in a sentence."""
    return f"グループ{group.number}「{group.title.text}」"


def row_name(row: Procedure) -> tuple[str, str]:
    """The name of a procedure and its id, as shown."""
    return shown(row.name.text), shown(row.procedure_id.text)


def chapter_name(heading_path: Sequence[str]) -> str:
    """The chapter of a list of 第4 Ⅴ, without its number."""
    return _NUMBERING.sub("", heading_path[1])


def printed(corpus: Corpus) -> Iterator[str]:
    """All that records hold or are called by, as a computed list may name it."""
    rows = [row for group in corpus.procedure_groups for row in group.rows]
    for policy in corpus.policies:
        yield " ".join(policy_name(policy))
        yield from (*ministries(policy.lead.text), *ministries(policy.related.text))
    for group in corpus.procedure_groups:
        yield from (group.number, group_name(group), group_reference(group), *ministries(group.ministries.text))
    for row in rows:
        yield "（手続ID ".join(row_name(row)) + "）"
        yield law_name(row)
    for entry in corpus.procedure_lists:
        yield from (chapter_name(entry.heading_path), shown(entry.title.text))
        yield from (shown(item.text) for item in entry.items)
    for column in COLUMNS:
        yield from printed_values(rows, column)


def shown(text: str) -> str:
    """A field as a line of a list shows it."""
    return display_text(" ".join(text.split()))
