"""The procedures of 第4 as a table to search and filter: the rows of Ⅱ to Ⅳ and the items of the lists of Ⅴ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chatbot.fields import group_name, ministries, shown, values
from chatbot.record_search import RecordSearch
from corpus.document import Corpus, ProcedureGroup, ProcedureList, Span, join_sentences
from corpus.listing import LIST_COLUMNS, PROCEDURE_COLUMNS, Row, list_rows, procedure_rows
from corpus.normalize import search_form

COLUMNS = (*PROCEDURE_COLUMNS, "ministries")
LIST_CHAPTER = "Ⅴ"
LIST_ADDRESS = "list-"


@dataclass(frozen=True, slots=True)
class Entry:
    """One procedure. `group` and `row` are its address: the number of its group, or list-<n>, and its place in it from 1.

    `cells` are the columns of `COLUMNS`; an item of a list has only a name there.
    """

    group: str
    row: int
    cells: Row
    ministries: tuple[str, ...]
    receivers: tuple[str, ...]
    span: Span

    @property
    def is_listed(self) -> bool:
        """Whether it stands in a list of Ⅴ, which gives names only."""
        return self.group.startswith(LIST_ADDRESS)

    @property
    def name(self) -> str:
        """手続名, as printed."""
        return str(self.cells["手続名"])


@dataclass(frozen=True, slots=True)
class ProcedureFilter:
    """What is asked for: everyday words, and values of columns; empty ones ask for nothing."""

    query: str = ""
    group: str = ""
    ministry: str = ""
    type: str = ""
    receiver: str = ""

    def keeps(self, entry: Entry) -> bool:
        """Whether the columns of a procedure are those asked for."""
        return (
            self.group in ("", entry.group)
            and (not self.ministry or self.ministry in entry.ministries)
            and self.type in ("", entry.cells["手続類型"])
            and (not self.receiver or self.receiver in entry.receivers)
        )


@dataclass(frozen=True, slots=True)
class FoundProcedures:
    """The procedures asked for, best first, and the groups without a table that the words or the ministry name."""

    entries: tuple[Entry, ...]
    groups: tuple[ProcedureGroup, ...]
    is_whole: bool
    searched_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the columns can be filtered by."""

    groups: dict[str, str]  # address → number and title
    ministries: tuple[str, ...]
    types: tuple[str, ...]
    receivers: tuple[str, ...]


class ProcedureTable:
    """All procedures of a corpus, in the order printed; their words are folded once, so that a search takes milliseconds."""

    def __init__(self, corpus: Corpus) -> None:
        lists = {f"{LIST_ADDRESS}{n}": entry for n, entry in enumerate(corpus.procedure_lists, 1)}
        self.groups: dict[str, ProcedureGroup | ProcedureList]
        self.groups = {group.number: group for group in corpus.procedure_groups} | lists
        self.entries = (*_rows(corpus), *_items(corpus, lists))
        self.choices = _choices(self.entries, self.groups)
        self._search = RecordSearch([_texts(entry) for entry in self.entries])
        self._bare = [group for group in corpus.procedure_groups if not group.rows]
        self._bare_search = RecordSearch([_group_texts(group) for group in self._bare])

    def find(self, wanted: ProcedureFilter) -> FoundProcedures:
        """The procedures that `wanted` asks for."""
        found = self._search.find(wanted.query)
        entries = tuple(self.entries[place] for place in found.places if wanted.keeps(self.entries[place]))
        return FoundProcedures(entries, self._groups(wanted), found.is_whole, found.searched_for)

    def entry(self, group: str, row: str) -> Entry | None:
        """The procedure at an address, or None."""
        return next((entry for entry in self.of_group(group) if str(entry.row) == row), None)

    def of_group(self, group: str) -> tuple[Entry, ...]:
        """The procedures of a group or list, in the order printed."""
        return tuple(entry for entry in self.entries if entry.group == group)

    def _groups(self, wanted: ProcedureFilter) -> tuple[ProcedureGroup, ...]:
        if wanted.type or wanted.receiver or wanted == ProcedureFilter():
            return ()
        found = self._bare_search.find(wanted.query)
        groups = (self._bare[place] for place in found.places) if found.is_whole else ()
        return tuple(
            group
            for group in groups
            if wanted.group in ("", group.number)
            and (not wanted.ministry or wanted.ministry in ministries(group.ministries.text))
        )


def csv_row(entry: Entry) -> Row:
    """A procedure by `COLUMNS`, each cell as shown."""
    return {column: shown(str(entry.cells[column])) for column in COLUMNS}


def _rows(corpus: Corpus) -> Iterator[Entry]:
    rows = [(group, at, row) for group in corpus.procedure_groups for at, row in enumerate(group.rows, 1)]
    for (group, at, row), cells in zip(rows, procedure_rows(corpus), strict=True):
        receivers = tuple(values(search_form(row.receiver.text)))
        yield Entry(group.number, at, cells, tuple(ministries(group.ministries.text)), receivers, row.span)


def _items(corpus: Corpus, lists: dict[str, ProcedureList]) -> Iterator[Entry]:
    items = [(name, at, item.spans[0]) for name, entry in lists.items() for at, item in enumerate(entry.items, 1)]
    for (name, at, span), cells in zip(items, list_rows(corpus), strict=True):
        title, item, line = (cells[column] for column in LIST_COLUMNS)
        printed = {"group_no": LIST_CHAPTER, "group_title": title, "手続名": item, "source_line": line}
        yield Entry(name, at, dict.fromkeys(COLUMNS, "") | printed, (), (), span)


def _texts(entry: Entry) -> list[str]:
    """What is searched of a procedure, its name first."""
    columns = [column for column in COLUMNS if column not in ("手続名", "group_no", "source_line")]
    return [entry.name, *(str(entry.cells[column]) for column in columns)]


def _group_texts(group: ProcedureGroup) -> list[str]:
    return [group.title.text, group.ministries.text, join_sentences(group.measures), join_sentences(group.kpi)]


def _choices(entries: Iterable[Entry], groups: dict[str, ProcedureGroup | ProcedureList]) -> Choices:
    types, receivers, names = Counter[str](), Counter[str](), Counter[str]()
    for entry in entries:
        types[str(entry.cells["手続類型"])] += 1
        receivers.update(entry.receivers)
    for group in groups.values():
        names.update(ministries(group.ministries.text) if isinstance(group, ProcedureGroup) else ())
    titles = {name: _title(group) for name, group in groups.items()}
    return Choices(titles, _by_count(names), _by_count(types), _by_count(receivers))


def _title(group: ProcedureGroup | ProcedureList) -> str:
    return group_name(group) if isinstance(group, ProcedureGroup) else f"{LIST_CHAPTER} {shown(group.title.text)}"


def _by_count(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(value for value, _ in counts.most_common() if value)
