"""The answer that lists selected records: their number, as many of them as fit, and the evidence of those named first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatbot.answer import Outcome, Part, Statement, shown_text
from chatbot.evidence import Evidence
from chatbot.listing_words import Entry, Words, field_of, said
from corpus.document import Passage
from index.retriever import Hit, ScoredSentence

_LEAD = re.compile(r"主?担当{1,2}府省庁|関?係府省庁|具体的な目標")


@dataclass(frozen=True, slots=True)
class Listing:
    """An answer made of records: its outcome, its statements, and the evidence of the items named first."""

    outcome: Outcome
    statements: tuple[Statement, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """The records that a request means, and the words for them.

    `heads` stand before the items, `note` behind the count, `heading` is cited for the list itself; `command` lists them.
    """

    words: Words
    entries: Sequence[Entry]
    command: Words
    heads: Sequence[Entry] = ()
    note: Words = ()
    heading: Passage | None = None


def listing(selection: Selection, longest: int, citations: int) -> Listing:
    """The selected records as an answer of at most `longest` characters, the first `citations` of them cited."""
    heading: list[Entry] = [((), selection.heading)] if selection.heading else []
    cited = [entry for entry in (*heading, *selection.heads, *selection.entries) if entry[1]][:citations]
    evidence = tuple(_evidence(passage, bool(selection.heads)) for _, passage in cited if passage)
    numbers = {id(entry): number for number, entry in enumerate(cited, 1)}
    total = len(selection.entries)
    count = (said("："), Part("count", f"全{total:,}件"))
    top = [Statement((*selection.words, *count), 1 if heading else None)]
    top += [Statement(selection.note)] if selection.note else []
    top += [_statement(entry, numbers.get(id(entry)), "") for entry in selection.heads]
    items = [_statement(entry, numbers.get(id(entry)), "・") for entry in selection.entries]
    fitting = _fitting(items, longest - len(shown_text(top)), selection.command)
    return Listing("answered" if total else "not_found", (*top, *fitting), evidence)


def _statement(entry: Entry, number: int | None, mark: str) -> Statement:
    """An item with its citation, or as its record names it where it is not cited."""
    before = (said(mark),) if mark else ()
    if number is not None:
        return Statement((*before, *entry[0]), number)
    return Statement((*before, *_uncited(entry[0])))


def _uncited(words: Words) -> Words:
    """The words of an item as one field, apart from the count behind it."""
    if words[-1].kind == "count":
        return (field_of(words[0].text), *words[1:])
    return (field_of("".join(part.text for part in words)),)


def _fitting(items: Sequence[Statement], room: int, command: Words) -> Iterator[Statement]:
    """As many items as fit whole, and how many more there are."""
    if sum(len(item.text) + 1 for item in items) <= room:
        yield from items
        return
    room -= len(_rest(len(items), command).text) + 1
    shown_items = 0
    while room >= len(items[shown_items].text) + 1:
        room -= len(items[shown_items].text) + 1
        yield items[shown_items]
        shown_items += 1
    yield _rest(len(items) - shown_items, command)


def _rest(count: int, command: Words) -> Statement:
    parts = (Part("count", f"…ほか{count:,}件"), said("（一覧は「"), *command, said("」で見られます）"))
    return Statement(parts)


def _evidence(passage: Passage, is_whole: bool) -> Evidence:
    """The title or row of a record, with the labelled fields beside it; a list whole."""
    sentences = tuple(ScoredSentence(sentence, 0.0, 0.0) for sentence in passage.sentences)
    chosen = [i for i, sentence in enumerate(passage.sentences) if is_whole or i == 0 or _LEAD.match(sentence.text)]
    return Evidence(Hit(passage, 0, 0.0, 0.0, sentences), tuple(chosen), 0.0)
