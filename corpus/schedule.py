"""第3 工程表: the rows of the timeline without its bars, which the text lost: it never says WHEN.

A row is 施策管理番号, 施策名, 取組内容の見出し, the bar cells, 主担当府省庁, 関係府省庁; number and name stand in the first row
of a policy only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from corpus.document import Document, Field, Measure, Passage, Policy, Sentence, Span, passage_id
from corpus.layout import Line, merge_spans, trim
from corpus.markup import without_ruby
from corpus.passages import pack
from corpus.sentences import read_sentences
from corpus.tables import read_table

CONTEXT = "取組内容の見出し 主担当府省庁 関係府省庁"
_PART = re.compile(r"#+\s*(第3\s+工程表)\s*")
_NEXT_PART = re.compile(r"#+\s*第4\s.*")
_HEADER = re.compile(r"施策管理|\s*\d{4}年度\t|\s*1Q\t")
_NUMBERS = re.compile(r"\d+-\d+(?:\s+\d+-\d+)*")  # one row may carry several policies
_BAR = "■"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as read: number and name are empty where the row goes on with the policy above."""

    number: str
    name: str
    sentence: Sentence
    measure: Measure


def schedule_region(lines: Sequence[Line]) -> range:
    """Indexes into `lines` from the heading of 第3 up to the heading of 第4."""
    start = next((i for i, line in enumerate(lines) if _PART.fullmatch(line.text)), len(lines))
    ends = (i for i in range(start, len(lines)) if _NEXT_PART.fullmatch(lines[i].text))
    return range(start, next(ends, len(lines)))


def schedule_passages(document: Document, lines: Sequence[Line], earlier_ids: set[str]) -> list[Passage]:
    """A passage for each policy of the timeline, a long one split by whole rows; and the note above the table.

    `lines` are all lines of `document`. A row's text is its cells with full-width spaces between them. `earlier_ids`
    is extended.
    """
    region = schedule_region(lines)
    if not region:
        return []
    match = _PART.fullmatch(lines[region.start].text)
    part = match[1] if match else ""
    drafts: list[tuple[str, tuple[str, ...], tuple[Sentence, ...], str, str]] = []
    drafts.extend(("text", (part,), sentences, "", "") for sentences in _notes(document.text, lines, region))
    for number, name, rows in _policies(document.text, lines, region):
        path, record = (part, f"[No. {number}] {name}"), f"policy:{','.join(number.split())}"
        drafts.extend(("schedule", path, sentences, CONTEXT, record) for sentences in pack(rows))
    passages = []
    for kind, where, sentences, context, record in drafts:
        bare = "\n".join(sentence.text for sentence in sentences)
        name = passage_id(document.doc_id, kind, bare, earlier_ids)
        passages.append(Passage(name, document.doc_id, kind, where, sentences, context, record))
    return passages


def with_measures(policies: Sequence[Policy], text: str, lines: Sequence[Line]) -> tuple[Policy, ...]:
    """The policies, each with its rows of the timeline as measures; a row that names several policies goes to each."""
    measures: dict[str, list[Measure]] = {}
    for row in _numbered(_rows(text, lines, schedule_region(lines))):
        for number in row.number.split():
            measures.setdefault(number, []).append(row.measure)
    return tuple(replace(policy, measures=tuple(measures.get(policy.number, ()))) for policy in policies)


def _notes(text: str, lines: Sequence[Line], region: range) -> Iterator[tuple[Sentence, ...]]:
    for line in (lines[index] for index in region):
        if "\t" not in line.text and line.text.rstrip().endswith("。"):
            yield tuple(read_sentences(text, [line.span]))


def _policies(text: str, lines: Sequence[Line], region: range) -> Iterator[tuple[str, str, list[Sentence]]]:
    """Number, name and rows of each policy; where no name is printed, the words of the first row stand for it."""
    for number, group in groupby(_numbered(_rows(text, lines, region)), key=lambda row: row.number):
        rows = list(group)
        name = next((row.name for row in rows if row.name), rows[0].sentence.text.split("\u3000")[0])
        yield number, name, [row.sentence for row in rows]


def _numbered(rows: Iterator[_Row]) -> Iterator[_Row]:
    """The rows, each with its policy's number."""
    number = ""
    for row in rows:
        number = row.number or number
        yield replace(row, number=number)


def _rows(text: str, lines: Sequence[Line], region: range) -> Iterator[_Row]:
    for line in (lines[index] for index in region):
        if "\t" in line.text and not _HEADER.match(line.text):
            yield _row(text, line)


def _row(text: str, line: Line) -> _Row:
    cells = _cells(text, line)
    printed = ["".join(text[start:end] for start, end in cell) for cell in cells]
    spans = merge_spans(text, [span for cell in cells for span in cell])
    sentence = Sentence("\u3000".join(printed), spans, starts_paragraph=True)
    fields = [Field(words, tuple(cell)) for words, cell in zip(printed, cells, strict=True)]
    if not _NUMBERS.fullmatch(printed[0]):
        return _Row(_corrected_numbers().get(printed[0], ""), "", sentence, _measure(fields, line))
    has_name = text[cells[0][-1][1] : cells[1][0][0]].count("\t") == 1
    name = printed[1] if has_name else ""
    return _Row(printed[0], name, sentence, _measure(fields[2 if has_name else 1 :], line))


def _measure(cells: Sequence[Field], line: Line) -> Measure:
    """`cells` are those after number and name: the heading, a note set among the bars or none, one or two ministries."""
    heading, *ministries = cells
    lead, related = (*ministries, Field(), Field())[:2] if len(ministries) < 2 else ministries[-2:]
    return Measure(heading, lead, related, line.number)


@cache
def _corrected_numbers() -> dict[str, str]:
    """The first cell of a row whose number is printed elsewhere → its number."""
    return {row[0]: row[1] for row in read_table("schedule_numbers.tsv")}


def _cells(text: str, line: Line) -> list[list[Span]]:
    """Where the cells with words stand, ruby left out; empty cells and bars are no cells here."""
    cells = []
    for cell in re.finditer(r"[^\t]+", line.text):
        spans = [trim(text, piece) for piece in without_ruby(text, trim(line.text, cell.span(), line.start))]
        if spans and _BAR not in cell[0]:
            cells.append(spans)
    return cells
