"""第4 オンライン化を実施する行政手続: numbered groups, each a table of procedures, 取組内容 and KPI.

The rules come from the printed form of 重点計画 第4 and from nothing else: a group's heading ends in the ministries
（◎…）; （１） to （３） name its parts; a table row has six cells; running heads stand between groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.document import Document, Field, Passage, Procedure, ProcedureGroup, Sentence, Span, passage_id
from corpus.layout import Line, split_lines, trim
from corpus.passages import pack
from corpus.sentences import read_sentences

COLUMNS = ("手続名", "根拠法令", "手続類型", "手続主体", "手続の受け手", "手続ID")
MEASURES_HEADING = "（２）取組内容"
KPI_HEADING = "（３）KPI"
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
_MARKUP = re.compile(r"\s*(?:#+\s|-\s|<p>)?\s*")
_ITEM = re.compile(r"\s*-\s+\S.*")
_LIST_LETTER = re.compile(r"#*\s*(?:[a-z][)）]|[ア-オ]\s*[.\uff0e])\s*\S.*")


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
    path = [_plan_part(lines, region.start)]
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


def _plan_part(lines: Sequence[Line], before: int) -> str:
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
    number, title = match["number"], match["title"]
    table = [line for line in draft.parts[1] if "\t" in line.text and not _is_header(line)]
    return ProcedureGroup(
        number=number,
        title=title,
        ministries=match["ministries"].strip(),
        heading_path=draft.heading_path,
        heading_span=draft.heading.span,
        rows=tuple(_read_row(line, number, title) for line in table),
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
        start, end = trim(line.text, (position, position + len(cell)))
        spans = ((start + line.start, end + line.start),) if start < end else ()
        cells.append(Field(line.text[start:end], spans))
        position += len(cell) + 1
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{line.number}行目: 手続の表の列は{len(COLUMNS)}列のはずですが、{len(cells)}列あります。")
    name, law, kind, subject, receiver, procedure_id = cells
    return Procedure(number, title, name, law, kind, subject, receiver, procedure_id, line.span, line.number)


def _read_prose(text: str, lines: Sequence[Line]) -> Iterator[Sentence]:
    """Sentences of 取組内容 or KPI. Every line is a paragraph, but one that ends in a colon goes on in the next."""
    open_spans: list[Span] = []
    for line in lines:
        if _UNDERLINE.fullmatch(line.text):
            continue
        open_spans.append(_bare_span(line))
        if not line.text.rstrip().endswith((":", "：")):
            yield from read_sentences(text, open_spans)
            open_spans = []
    yield from read_sentences(text, open_spans)


def _bare_span(line: Line) -> Span:
    """The line without heading marks, list dash and paragraph tags, which the conversion to Markdown put in."""
    match = _MARKUP.match(line.text)
    assert match  # the pattern matches the empty text too
    end = len(line.text.rstrip().removesuffix("</p>"))
    return trim(line.text, (match.end(), end), line.start)


def procedure_passages(document: Document, groups: Sequence[ProcedureGroup], earlier_ids: set[str]) -> list[Passage]:
    """A passage for each row, 取組内容 and KPI packed, and the lists of Ⅴ. `earlier_ids` is extended."""
    drafts = [draft for group in groups for draft in (*_row_passages(group), *_prose_passages(group))]
    drafts.extend(_list_passages(document))
    passages = []
    for kind, path, sentences, context, record in drafts:
        bare = "\n".join(sentence.text for sentence in sentences)
        name = passage_id(document.doc_id, kind, bare, earlier_ids)
        passages.append(Passage(name, document.doc_id, kind, path, sentences, context, record))
    return passages


_PassageDraft = tuple[str, tuple[str, ...], tuple[Sentence, ...], str, str]


def _row_passages(group: ProcedureGroup) -> Iterator[_PassageDraft]:
    path = (*group.heading_path, f"{group.number}. {group.title}")
    for index, row in enumerate(group.rows, 1):
        cells = (row.name, row.law, row.type, row.subject, row.receiver, row.procedure_id)
        printed = "\u3000".join(cell.text for cell in cells)
        sentence = Sentence(printed.rstrip(), (row.span,), starts_paragraph=True)
        context = f"オンライン化対象手続 {group.title}"
        yield "procedure", path, (sentence,), context, f"procedure:{group.number}:{index}"


def _prose_passages(group: ProcedureGroup) -> Iterator[_PassageDraft]:
    path = (*group.heading_path, f"{group.number}. {group.title}")
    names = "、".join(row.name.text for row in group.rows)[:_NAMES_CHARACTERS]
    count = f" オンライン化対象手続 {len(group.rows)}手続: {names}" if group.rows else ""
    title = f"{group.title}（{group.ministries}）"
    for sentences in pack(group.measures):
        yield "group", (*path, MEASURES_HEADING), sentences, title + count, f"group:{group.number}"
    if any(any(map(str.isalnum, sentence.text)) for sentence in group.kpi):  # a mere dash answers nothing
        for sentences in pack(group.kpi):
            yield "group", (*path, KPI_HEADING), sentences, f"{title} KPI", f"group:{group.number}"


def _list_passages(document: Document) -> Iterator[_PassageDraft]:
    """The chapter of lists: its introduction, then each list with its heading; a heading without items joins the next."""
    lines = split_lines(document.text)
    region = procedure_region(lines)
    path = [_plan_part(lines, region.start)]
    sentences: list[Sentence] = []
    started = has_items = False
    for line in (lines[index] for index in region):
        if _LISTS_CHAPTER.fullmatch(line.text):
            started, path = True, [path[0], _heading(line)]
            continue
        if not started or not line.text.strip():
            continue
        is_item = bool(_ITEM.fullmatch(line.text))
        if has_items and not is_item:
            yield from _packed_list(path, sentences)
            sentences, has_items = [], False
        has_items = has_items or is_item
        if _LIST_LETTER.fullmatch(line.text):
            path = [*path[: 3 if line.text.startswith("#") else 2], _heading(line)]
        sentences.extend(read_sentences(document.text, [_bare_span(line)]))
        if len(path) == 2:  # the introduction stands before the first list
            yield from _packed_list(path, sentences)
            sentences = []
    yield from _packed_list(path, sentences)


def _packed_list(path: Sequence[str], sentences: Sequence[Sentence]) -> Iterator[_PassageDraft]:
    for packed in pack(sentences):
        yield "text", tuple(path), packed, "", ""
