"""Rows of tables: where the cells of a sentence begin and end, and under which column each stands."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.document import Corpus, Document, Measure, Passage, Sentence, Span
from corpus.layout import Flow
from corpus.procedures import COLUMNS as PROCEDURE_COLUMNS
from corpus.schedule import CONTEXT

CELL_GAP = "\u3000"  # between the cells of a sentence that is a row
SCHEDULE_COLUMNS = ("施策", *CONTEXT.split())

Row = tuple[tuple[Span, ...], ...]  # for each column the cells in it, as ranges of the flow's text


def cells(sentence: Sentence, flow: Flow) -> list[Span]:
    """The cells of a row as ranges of `flow.text`; an empty cell is an empty range."""
    found, position = [], 0
    for cell in sentence.text.split(CELL_GAP):
        start = position = _skip_space(flow.text, position)
        for _ in range(len("".join(cell.split()))):
            position = _skip_space(flow.text, position) + 1
        found.append((start, position))
    return found


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def plain_cells(sentence: Sentence, document: Document) -> list[Sentence]:
    """The cells of a row that stands among prose, with tabs between them; empty for what is no row."""
    gaps = [document.text[end:start] for (_, end), (start, _) in zip(sentence.spans, sentence.spans[1:], strict=False)]
    if not gaps or not all("\t" in gap and not gap.strip() for gap in gaps):
        return []
    return [Sentence(document.text[slice(*span)], (span,)) for span in sentence.spans]


def columns(passage: Passage) -> tuple[str, ...]:
    """The names of the columns where the passage is rows of a table, else empty."""
    if passage.kind == "procedure":
        return PROCEDURE_COLUMNS
    if passage.kind == "schedule":
        return SCHEDULE_COLUMNS
    named = tuple(passage.context.split(CELL_GAP))
    if len(named) > 1 and all(sentence.text.count(CELL_GAP) == len(named) - 1 for sentence in passage.sentences):
        return named
    return ()


def row(passage: Passage, sentence: Sentence, flow: Flow, measures: dict[int, Measure]) -> Row:
    """The cells of a row by column. `measures` are those of the timeline by the offset of their headings."""
    found = cells(sentence, flow)
    if passage.kind != "schedule":
        width = len(columns(passage))
        padded = [(cell,) for cell in found] + [()] * (width - len(found))
        return tuple(padded)
    return _schedule_row(found, flow, measures)


def _schedule_row(found: Sequence[Span], flow: Flow, measures: dict[int, Measure]) -> Row:
    """Number and name of the policy; the heading with a note set among the bars; one or two ministries.

    A row that is no measure of a policy stands under the heading's column whole.
    """
    starts = [flow.offsets[start] for start, _ in found]
    heading = next((index for index, start in enumerate(starts) if start in measures), None)
    if heading is None:
        return (), tuple(found), (), ()
    measure = measures[starts[heading]]
    fields = ((2, measure.lead), (3, measure.related))
    ministries = {field.spans[0][0]: column for column, field in fields if field.spans}
    placed: list[list[Span]] = [[], [], [], []]
    for index, (cell, start) in enumerate(zip(found, starts, strict=True)):
        placed[0 if index < heading else ministries.get(start, 1)].append(cell)
    return tuple(tuple(column) for column in placed)


def measures_of(corpus: Corpus) -> dict[int, Measure]:
    """The measures of all policies by the offset of their headings."""
    return {
        measure.heading.spans[0][0]: measure
        for policy in corpus.policies
        for measure in policy.measures
        if measure.heading.spans
    }
