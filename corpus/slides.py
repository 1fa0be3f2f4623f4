"""Slide decks: hard-wrapped lines → numbered slides of statements and diagrams, under their headings.

What the text layer tore apart (a number and its label) is never joined into a statement: the entries of a diagram stay
lines as printed, and one slide's entries stay together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from corpus.document import Page, Span
from corpus.layout import Line
from corpus.slide_diagrams import is_infographic, told_apart, without_numbering
from corpus.slide_items import Item, Layout, read_items
from corpus.slide_labels import VERTICAL, column_heads, corrections, paired_heads, with_vertical, without_stray_bullet
from corpus.slide_lines import own_lines, statements_of
from corpus.slide_pages import BREAK, cut, number_slides
from corpus.slide_titles import Titles, headline, slide_title


@dataclass(frozen=True, slots=True)
class Part:
    """Items of one slide that belong under one heading path; `is_whole` where they are kept in one passage."""

    path: tuple[str, ...]
    items: tuple[tuple[Span, ...], ...]
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its number in print (None where none is known), where it starts, its vertical headings, its parts."""

    number: int | None
    start: int
    labels: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _Deck:
    """What all slides of a deck share; `unbroken` is its text, a line for each of its own."""

    titles: Titles
    heads: frozenset[str]
    outer: frozenset[str]
    unbroken: str


def read_slides(text: str, lines: Sequence[Line]) -> tuple[Slide, ...]:
    """The slides of a deck, in the order of the text."""
    lines = own_lines(lines)
    titles = Titles(lines)
    first, numbered = number_slides(cut(lines, titles))
    prepared = [statements_of(with_vertical(without_stray_bullet(slide))) for slide in numbered]
    deck = _Deck(titles, column_heads(prepared), _outer(prepared), "\n".join(line.text.strip() for line in lines))
    slides, section = [], ""
    for index, slide in enumerate(prepared):
        printed = [line for line in slide if line.text.strip()]
        number = None if first is None else first + index
        if len(printed) == 1 and not titles.are_running_heads:
            section = printed[0].text.strip()
            slide = []
        labels, parts = _read_slide(slide, section, deck)
        slides.append(Slide(number, numbered[index][0].start, labels, parts))
    return tuple(slides)


def pages(slides: Sequence[Slide]) -> tuple[Page, ...]:
    """Where each numbered slide begins."""
    return tuple(Page(slide.number, slide.start) for slide in slides if slide.number is not None)


def _outer(slides: Sequence[Sequence[Line]]) -> frozenset[str]:
    """The vertical headings that stand on more than one slide: they span all rows of a slide."""
    counts = Counter(line.text[1:] for slide in slides for line in slide if line.text.startswith(VERTICAL))
    return frozenset(label for label, count in counts.items() if count > 1)


def _read_slide(lines: list[Line], section: str, deck: _Deck) -> tuple[tuple[str, ...], tuple[Part, ...]]:
    """The vertical headings of a slide, and its parts."""
    path = (section,) if section else ()
    title = slide_title(lines, deck.titles)
    if title is not None:
        path = (*path, lines[title].text.strip())
        lines = [*lines[:title], replace(lines[title], text=BREAK), *lines[title + 1 :]]
    items, labels = read_items(lines, Layout(deck.heads, paired_heads(lines), deck.outer), deck.unbroken)
    if deck.titles.are_running_heads:
        items, own = headline(items, lines)
        path = (*path, own) if own else path
    lists, items = _lists(without_numbering(items), path)
    starts = [index for index, item in enumerate(items) if (item.text,) in corrections("part")]
    ranges = pairwise([0, *starts, len(items)])
    return labels, (*chain.from_iterable(_parts(items[a:b], path, deck.unbroken) for a, b in ranges), *lists)


def _lists(items: list[Item], path: tuple[str, ...]) -> tuple[list[Part], list[Item]]:
    """The lists of a diagram that the table of corrections knows, a part each, and the items that are left."""
    parts = []
    for (head, *entries), heading in corrections("list").items():
        texts = [item.text for item in items]
        size = len(entries)
        first = next((at for at in range(len(texts)) if texts[at : at + size] == entries), None)
        if head in texts and first is not None:
            listed = [items[texts.index(head)], *items[first : first + size]]
            place = (*path, heading) if heading else path
            parts.append(Part(place, tuple(tuple(item.spans) for item in listed), is_whole=True))
            items = [item for item in items if item not in listed]
    return parts, items


def _parts(items: Sequence[Item], path: tuple[str, ...], unbroken: str) -> tuple[Part, ...]:
    statements, entries = told_apart(items, unbroken)
    if is_infographic(items):
        return (Part(path, tuple(tuple(item.spans) for item in items), is_whole=True),) if items else ()
    parts: list[Part] = []
    for item in statements:
        place = (*path, *item.path)
        if parts and parts[-1].path == place:
            parts[-1] = replace(parts[-1], items=(*parts[-1].items, tuple(item.spans)))
        else:
            parts.append(Part(place, (tuple(item.spans),)))
    if entries:
        parts.append(Part(path, tuple(tuple(item.spans) for item in entries), is_whole=True))
    return tuple(parts)
