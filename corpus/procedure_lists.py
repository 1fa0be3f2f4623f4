"""第4 Ⅴ 地方公共団体が優先的にオンライン化を推進すべき手続: lists of procedures without tables.

A list is a heading (a) …, ア. …) and its numbered items; a heading that no item follows (b) …) stands over those below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.document import Document, Field, Passage, ProcedureList, Sentence, Span, passage_id
from corpus.layout import Line, trim
from corpus.procedures import plan_part, procedure_region
from corpus.sentences import read_sentences

_CHAPTER = re.compile(r"#*\s*((?:Ⅴ|V)\s+\S.*\S)\s*")
_ITEM = re.compile(r"\s*-\s+(?:\d+[)）]\s*)?(?P<name>\S.*)")
_LETTER = re.compile(r"#*\s*(?P<title>[a-z][)）]\s*\S.*)")
_KANA = re.compile(r"#*\s*(?P<title>[ア-ン]\s*[.．]\s*\S.*)")


@dataclass(slots=True)
class _Draft:
    """A list while its lines are read, with the headings above it that no earlier list shows."""

    title: Line
    above: list[Line] = field(default_factory=list)
    items: list[Line] = field(default_factory=list)


def read_procedure_lists(document: Document, lines: Sequence[Line]) -> tuple[ProcedureList, ...]:
    """The lists of Ⅴ in the order printed; none where the text has no such chapter. `lines` are all lines."""
    chapter = _chapter(lines)
    if not chapter:
        return ()
    path = _path(lines, chapter)
    lists = []
    for draft in _drafts(chapter):
        if _LETTER.fullmatch(draft.title.text):
            path = path[:2]
        elif draft.above:
            path = (*path[:2], _value(document.text, draft.above[-1], _LETTER, "title").text)
        title = _value(document.text, draft.title, _title_form(draft.title), "title")
        items = tuple(_value(document.text, line, _ITEM, "name") for line in draft.items)
        lists.append(ProcedureList(title, path, items, draft.title.number))
    return tuple(lists)


def procedure_list_passages(document: Document, lines: Sequence[Line], earlier_ids: set[str]) -> list[Passage]:
    """The introduction of Ⅴ, then each list whole, below its headings. `earlier_ids` is extended."""
    chapter = _chapter(lines)
    if not chapter:
        return []
    path = _path(lines, chapter)
    opening = [sentence for line in _introduction(chapter) for sentence in read_sentences(document.text, [line.span])]
    parts = [(path, opening)]
    for record, draft in zip(read_procedure_lists(document, lines), _drafts(chapter), strict=True):
        printed = [*draft.above, draft.title, *draft.items]
        sentences = [s for line in printed for s in read_sentences(document.text, [_bare_span(line)])]
        parts.append(((*record.heading_path, record.title.text), sentences))
    return [_passage(document, where, tuple(sentences), earlier_ids) for where, sentences in parts if sentences]


def _chapter(lines: Sequence[Line]) -> list[Line]:
    """The lines with text of Ⅴ, its heading first; empty where there is no such chapter."""
    region = [lines[index] for index in procedure_region(lines)]
    start = next((i for i, line in enumerate(region) if _CHAPTER.fullmatch(line.text)), len(region))
    return [line for line in region[start:] if line.text.strip()]


def _path(lines: Sequence[Line], chapter: Sequence[Line]) -> tuple[str, ...]:
    match = _CHAPTER.fullmatch(chapter[0].text)
    assert match  # a chapter begins with such a line
    return (plan_part(lines, chapter[0].number), match[1])


def _introduction(chapter: Sequence[Line]) -> list[Line]:
    stop = next((i for i, line in enumerate(chapter) if _is_title(line)), len(chapter))
    return list(chapter[1:stop])


def _drafts(chapter: Sequence[Line]) -> Iterator[_Draft]:
    draft: _Draft | None = None
    for line in chapter:
        if _is_title(line):
            above = [*draft.above, draft.title] if draft and not draft.items else []
            if draft and draft.items:
                yield draft
            draft = _Draft(line, above)
        elif draft:
            draft.items.append(line)
    if draft and draft.items:
        yield draft


def _is_title(line: Line) -> bool:
    return bool(_title_form(line).fullmatch(line.text))


def _title_form(line: Line) -> re.Pattern[str]:
    return _LETTER if _LETTER.fullmatch(line.text) else _KANA


def _value(text: str, line: Line, form: re.Pattern[str], group: str) -> Field:
    match = form.fullmatch(line.text)
    assert match  # a draft holds such lines only
    start, end = trim(line.text, match.span(group), line.start)
    return Field(text[start:end], ((start, end),))


def _bare_span(line: Line) -> Span:
    """The line without heading marks and list dash, which the conversion to Markdown put in."""
    match = re.match(r"\s*(?:#+\s|-\s)?", line.text)
    return trim(line.text, (match.end() if match else 0, len(line.text)), line.start)


def _passage(document: Document, path: tuple[str, ...], sentences: tuple[Sentence, ...], earlier: set[str]) -> Passage:
    name = passage_id(document.doc_id, "text", "\n".join(sentence.text for sentence in sentences), earlier)
    return Passage(name, document.doc_id, "text", path, sentences)
