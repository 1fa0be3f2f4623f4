"""Slide decks: hard-wrapped lines → numbered slides of statements and diagrams, under their headings.

What the text layer tore apart (a number and its label) is never joined into a statement: the entries of a diagram stay
lines as printed, and one slide's entries stay together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.document import Page, Span
from corpus.layout import Line
from corpus.slide_items import Item, Layout, read_items, told_apart, without_numbering
from corpus.slide_labels import VERTICAL, column_heads, paired_heads, with_vertical, without_stray_bullet
from corpus.slide_lines import own_lines, statements_of
from corpus.slide_pages import BREAK, cut, number_slides
from corpus.slide_titles import Titles, headline, slide_title

_FIGURES = 3  # numbers apart from their labels make a slide an infographic
_SAID = 0.3  # share of the characters: where less is said in lists and sentences, all is a diagram


@dataclass(frozen=True, slots=True)
class Part:
    """Items of one slide that belong under one heading path; those of a diagram are kept together."""

    path: tuple[str, ...]
    items: tuple[tuple[Span, ...], ...]
    is_diagram: bool = False


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its number in print (None where none is known), where it starts, its vertical headings, its parts."""

    number: int | None
    start: int
    labels: tuple[str, ...]
    parts: tuple[Part, ...]


def read_slides(text: str, lines: Sequence[Line]) -> tuple[Slide, ...]:
    """The slides of a deck, in the order of the text."""
    lines = own_lines(lines)
    titles = Titles(lines)
    first, numbered = number_slides(cut(lines, titles))
    prepared = [statements_of(with_vertical(without_stray_bullet(slide))) for slide in numbered]
    counts = Counter(line.text[1:] for slide in prepared for line in slide if line.text.startswith(VERTICAL))
    layout = Layout(column_heads(prepared), None, frozenset(label for label, count in counts.items() if count > 1))
    unbroken = "\n".join(line.text.strip() for line in lines)
    slides, section = [], ""
    for index, slide in enumerate(prepared):
        printed = [line for line in slide if line.text.strip()]
        if len(printed) == 1 and not titles.are_running_heads:
            section = printed[0].text.strip()
            slide = []
        path, slide = _title_of(slide, titles, section)
        number = None if first is None else first + index
        reader = replace(layout, pair=paired_heads(slide))
        slides.append(_read_slide(slide, number, numbered[index][0].start, path, reader, unbroken, titles))
    return tuple(slides)


def pages(slides: Sequence[Slide]) -> tuple[Page, ...]:
    """Where each numbered slide begins."""
    return tuple(Page(slide.number, slide.start) for slide in slides if slide.number is not None)


def _title_of(lines: list[Line], titles: Titles, section: str) -> tuple[tuple[str, ...], list[Line]]:
    index = slide_title(lines, titles)
    section_path = (section,) if section else ()
    if index is None:
        return section_path, lines
    title = lines[index]
    return (*section_path, title.text.strip()), [*lines[:index], replace(title, text=BREAK), *lines[index + 1 :]]


def _read_slide(
    lines: list[Line],
    number: int | None,
    start: int,
    path: tuple[str, ...],
    layout: Layout,
    unbroken: str,
    titles: Titles,
) -> Slide:
    items, labels = read_items(lines, layout, unbroken)
    if titles.are_running_heads:
        items, own = headline(items, lines)
        path = (*path, own) if own else path
    return Slide(number, start, labels, _parts(without_numbering(items), path, unbroken))


def _parts(items: Sequence[Item], path: tuple[str, ...], unbroken: str) -> tuple[Part, ...]:
    statements, entries = told_apart(items, unbroken)
    if _is_infographic(items):
        return (Part(path, tuple(tuple(item.spans) for item in items), is_diagram=True),) if items else ()
    parts: list[Part] = []
    for item in statements:
        place = (*path, *item.path)
        if parts and parts[-1].path == place:
            parts[-1] = replace(parts[-1], items=(*parts[-1].items, tuple(item.spans)))
        else:
            parts.append(Part(place, (tuple(item.spans),)))
    if entries:
        parts.append(Part(path, tuple(tuple(item.spans) for item in entries), is_diagram=True))
    return tuple(parts)


def _is_infographic(items: Sequence[Item]) -> bool:
    said = sum(len(item.text) for item in items if item.is_said)
    return sum(item.is_figure for item in items) >= _FIGURES or said < _SAID * sum(len(item.text) for item in items)
