"""第4 オンライン化を実施する行政手続, Ⅱ to Ⅳ: numbered groups, each a table of procedures, 取組内容 and KPI.

The rules come from the printed form of 重点計画 第4 and from nothing else: a group's heading ends in the ministries
（◎…）; （１） to （３） name its parts; a table row has six cells; running heads stand between groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.document import Document, Field, Passage, Procedure, ProcedureGroup, Sentence, Span, passage_id
from corpus.layout import Line, trim
from corpus.passages import pack
from corpus.sentences import read_sentences

COLUMNS = ("手続名", "根拠法令", "手続類型", "手続主体", "手続の受け手", "手続ID")
MEASURES_HEADING = "（２）取組内容"
KPI_HEADING = "（３）KPI"
WHOLE_CHARACTERS = 450  # a heading with its 取組内容 up to this length is one passage
_NAMES_CHARACTERS = 150

# The table of contents has a tab and a page number in its lines, so it does not match.
_REGION_START = re.compile(r"#+\s*Ⅱ\s*オンライン化[^\t]*手続等\s*")
_REGION_END = re.compile(r"#+\s*第5\s.*")
_PLAN_PART = re.compile(r"#+\s*(第4\s.*\S)\s*")
_GROUP = re.compile(r"#*\s*(?P<number>\d+)\.\s*(?P<title>.*\S)\s*[（(][◎@](?P<ministries>.+)[）)]\s*")  # @: OCR of ◎
_PART = re.compile(r"#*\s*[（(]\s*(\d)\s*[）)]\s*(?:オンライン化対象手続|取組内容|KPI)\s*")
_CHAPTER = re.compile(r"#*\s*(?:[Ⅰ-Ⅴ]|IV|V|I{1,3})\s+\S.*")
_LISTS_CHAPTER = re.compile(r"#*\s*(?:Ⅴ|V)\s+\S.*")
_SECTION = re.compile(r"#*\s*\d+\s*[.\uff0e]\s*\S.*")
_SUBSECTION = re.compile(r"#*\s*[（(]\s*\d+\s*[）)]\s*\S.*")
# Markdown's underline, put under a text line; a dash that is a value is one mark.
_UNDERLINE = re.compile(r"\s*-{2,}\s*")
_MARKUP = re.compile(r"^\s*(?:#+|-)\s|</?p>|(?<=[。）])\s{2,}")


@dataclass(slots=True)
class _Draft:
    """A group while its lines are read: the lines of its three parts."""

    heading: Line
    heading_path: tuple[str, ...]
    parts: dict[int, list[Line]] = field(default_factory=lambda: {1: [], 2: [], 3: []})


def procedure_region(lines: Sequence[Line]) -> range:
    """Indexes into `lines` from the heading Ⅱ of 第4 (not its table of contents) up to the heading of 第5."""
    start = next((i for i, line in enumerate(lines) if _REGION_START.fullmatch(line.text)), len(lines))
    ends = (i for i in range(start, len(lines)) if _REGION_END.fullmatch(lines[i].text))
    return range(start, next(ends, len(lines)))


def read_procedure_groups(text: str, lines: Sequence[Line]) -> tuple[ProcedureGroup, ...]:
    """The numbered groups of 第4, in the order printed; none where the text has no such part.

    Raises ValueError where a table row has not six cells.
    """
    return tuple(_read_group(text, draft) for draft in _drafts(lines))


def _drafts(lines: Sequence[Line]) -> Iterator[_Draft]:
    region = procedure_region(lines)
    path = [plan_part(lines, region.start)]
    draft: _Draft | None = None
    part = 0
    for line in (lines[index] for index in region):
        if _LISTS_CHAPTER.fullmatch(line.text):
            break
        if _GROUP.fullmatch(line.text):
            if draft:
                yield draft
            draft, part = _Draft(line, tuple(path)), 0
        elif _CHAPTER.fullmatch(line.text) and "\t" not in line.text:
            if draft:
                yield draft
            draft, path = None, [path[0], _heading(line)]
        elif match := _PART.fullmatch(line.text):
            part = int(match[1])
        elif draft is None:
            path = _running_head(path, line)
        elif part and line.text.strip():
            draft.parts[part].append(line)
    if draft:
        yield draft


def plan_part(lines: Sequence[Line], before: int) -> str:
    """The heading of 第4 as it stands last among the first `before` lines (its table of contents repeats it)."""
    matches = [match[1] for line in lines[:before] if (match := _PLAN_PART.fullmatch(line.text))]
    return matches[-1] if matches else ""


def _running_head(path: list[str], line: Line) -> list[str]:
    """`path` with a section or subsection head; a line without a number goes on with the head before it."""
    head = _heading(line)
    if not head:
        return path
    if _SECTION.fullmatch(line.text):
        return [*path[:2], head]
    if _SUBSECTION.fullmatch(line.text):
        return [*path[:3], head]
    return [*path[:-1], path[-1] + head]


def _heading(line: Line) -> str:
    return line.text.strip().lstrip("#").strip()


def _read_group(text: str, draft: _Draft) -> ProcedureGroup:
    match = _GROUP.fullmatch(draft.heading.text)
    assert match  # a draft is opened by such a line only
    number, title = match["number"], _cell(draft.heading, match.span("title"))
    table = [line for line in draft.parts[1] if "\t" in line.text and not _is_header(line)]
    return ProcedureGroup(
        number=number,
        title=title,
        ministries=_cell(draft.heading, match.span("ministries")),
        heading_path=draft.heading_path,
        heading_span=_cell(draft.heading, (match.start("number"), len(draft.heading.text))).spans[0],
        rows=tuple(_read_row(line, number, title.text) for line in table),
        measures=tuple(_read_prose(text, draft.parts[2])),
        kpi=tuple(_read_prose(text, draft.parts[3])),
        line=draft.heading.number,
    )


def _is_header(line: Line) -> bool:
    cells = line.text.split("\t")
    return tuple("".join(cell.split()) for cell in cells) == COLUMNS


def _read_row(line: Line, number: str, title: str) -> Procedure:
    cells: list[Field] = []
    position = 0
    for cell in line.text.split("\t"):
        cells.append(_cell(line, (position, position + len(cell))))
        position += len(cell) + 1
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{line.number}行目: 手続の表の列は{len(COLUMNS)}列のはずですが、{len(cells)}列あります。")
    name, law, kind, subject, receiver, procedure_id = cells
    return Procedure(number, title, name, law, kind, subject, receiver, procedure_id, line.span, line.number)


def _cell(line: Line, place: Span) -> Field:
    """The words at `place` of the line, outer white space trimmed."""
    start, end = trim(line.text, place)
    return Field(line.text[start:end], ((line.start + start, line.start + end),) if start < end else ())


def _read_prose(text: str, lines: Sequence[Line]) -> Iterator[Sentence]:
    """Sentences of 取組内容 or KPI. Every paragraph stands in its line, but one that ends in a colon goes on below."""
    open_spans: list[Span] = []
    for line in lines:
        if _UNDERLINE.fullmatch(line.text):
            continue
        for span in _paragraphs(line):
            open_spans.append(span)
            if not text[slice(*span)].endswith((":", "：")):
                yield from read_sentences(text, open_spans)
                open_spans = []
    yield from read_sentences(text, open_spans)


def _paragraphs(line: Line) -> Iterator[Span]:
    """The paragraphs of a line without the heading marks, list dash and tags that the conversion to Markdown put in.

    A line holds several where it wraps each in a tag, or where the conversion put spaces for their line breaks.
    """
    position = 0
    for mark in _MARKUP.finditer(line.text):
        yield from _span(line, position, mark.start())
        position = mark.end()
    yield from _span(line, position, len(line.text))


def _span(line: Line, first: int, last: int) -> Iterator[Span]:
    start, end = trim(line.text, (first, last), line.start)
    if start < end:
        yield start, end


def procedure_passages(document: Document, groups: Sequence[ProcedureGroup], earlier_ids: set[str]) -> list[Passage]:
    """A passage for each row; each group's heading with its 取組内容, and its KPI. `earlier_ids` is extended."""
    drafts = [draft for group in groups for draft in (*_row_passages(group), *_prose_passages(document.text, group))]
    passages = []
    for kind, path, sentences, context, record in drafts:
        bare = "\n".join(sentence.text for sentence in sentences)
        name = passage_id(document.doc_id, kind, bare, earlier_ids)
        passages.append(Passage(name, document.doc_id, kind, path, sentences, context, record))
    return passages


_PassageDraft = tuple[str, tuple[str, ...], tuple[Sentence, ...], str, str]


def _row_passages(group: ProcedureGroup) -> Iterator[_PassageDraft]:
    path = (*group.heading_path, f"{group.number}. {group.title.text}")
    for index, row in enumerate(group.rows, 1):
        cells = (row.name, row.law, row.type, row.subject, row.receiver, row.procedure_id)
        printed = "\u3000".join(cell.text for cell in cells)
        sentence = Sentence(printed.rstrip(), (row.span,), starts_paragraph=True)
        context = f"オンライン化対象手続 {group.title.text}"
        yield "procedure", path, (sentence,), context, f"procedure:{group.number}:{index}"


def _prose_passages(text: str, group: ProcedureGroup) -> Iterator[_PassageDraft]:
    path = (*group.heading_path, f"{group.number}. {group.title.text}")
    names = "、".join(row.name.text for row in group.rows)[:_NAMES_CHARACTERS]
    count = f" オンライン化対象手続 {len(group.rows)}手続: {names}" if group.rows else ""
    title = f"{group.title.text}（{group.ministries.text}）"
    for sentences in _with_heading(_heading_sentence(text, group), group.measures):
        yield "group", (*path, MEASURES_HEADING), sentences, title + count, f"group:{group.number}"
    if any(any(map(str.isalnum, sentence.text)) for sentence in group.kpi):  # a mere dash answers nothing
        for sentences in pack(group.kpi):
            yield "group", (*path, KPI_HEADING), sentences, f"{title} KPI", f"group:{group.number}"


def _with_heading(heading: Sentence, measures: Sequence[Sentence]) -> list[tuple[Sentence, ...]]:
    """A short 取組内容 in one passage below its heading; of a longer one the first passage has it."""
    if len(heading.text) + sum(len(sentence.text) for sentence in measures) <= WHOLE_CHARACTERS:
        return [(heading, *measures)]
    first, *others = pack(measures)
    return [(heading, *first), *others]


def _heading_sentence(text: str, group: ProcedureGroup) -> Sentence:
    """The heading as printed, which alone names the ministries."""
    return Sentence(text[slice(*group.heading_span)], (group.heading_span,), starts_paragraph=True)
