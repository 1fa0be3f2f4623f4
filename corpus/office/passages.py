"""Blocks → passages: whole sentences under their headings, table rows with the names of their columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from corpus.document import Document, Passage, Sentence, Span, passage_id
from corpus.layout import Flow, merge_spans
from corpus.office.blocks import ITEM, Block, read_blocks
from corpus.office.headings import heading_text
from corpus.office.markdown import without_marks
from corpus.passages import pack
from corpus.sentences import read_sentences

_LEAD_IN = 120  # characters of a list's lead-in, the sentence before its items, that go with them into the index
_LONGEST_SENTENCE = 1000  # characters; what is longer is no sentence, and is cut at a comma or a space
_PAUSE = re.compile(r"[、，,;；\s]")
_CELL_GAP = "\u3000"


@dataclass(slots=True)
class _Section:
    """What stands under one heading: sentences of running text and rows of tables, in reading order."""

    path: tuple[str, ...]
    units: list[tuple[str, Sentence]] = field(default_factory=list)  # (header of the table or "", sentence)


def read_office_document(document: Document) -> list[Passage]:
    """The passages of a document that an office added, in reading order; each is proven by its spans."""
    earlier: set[str] = set()
    passages = []
    for section in _sections(document, read_blocks(document)):
        opener = ""  # the last sentence that is no list item
        for header, units in groupby(section.units, key=lambda unit: unit[0]):
            for group in pack(sentence for _, sentence in units):
                context = header or (opener[-_LEAD_IN:] if ITEM.match(group[0].text) else "")
                identity = passage_id(document.doc_id, "text", "".join(s.text for s in group), earlier)
                passages.append(Passage(identity, document.doc_id, "text", section.path, group, context))
                opener = next((s.text for s in reversed(group) if not ITEM.match(s.text)), opener)
    return passages


def _sections(document: Document, blocks: Sequence[Block]) -> Iterator[_Section]:
    """Blocks under their headings; a heading that nothing stands under is text of the section above it."""
    pieces: Callable[[str, Span], list[Span]] = (
        without_marks if document.source_file.lower().endswith(".md") else lambda _, span: [span]
    )
    stack: list[tuple[int, str]] = []
    section = _Section(())
    header = ""
    for index, block in enumerate(blocks):
        if block.kind == "heading" and not _is_bare(blocks, index):
            yield section
            stack = [(depth, text) for depth, text in stack if depth < block.depth]
            stack.append((block.depth, heading_text(Flow(document.text, block.spans).text)))
            section = _Section(tuple(text for _, text in stack))
        elif block.kind in ("header", "row"):
            row = _row(document.text, [pieces(document.text, cell) for cell in block.spans])
            header = row.text if block.kind == "header" else "" if block.opens else header
            section.units.append((header, row))
        else:
            spans = [piece for span in _unmarked(document.text, block) for piece in pieces(document.text, span)]
            section.units += [("", sentence) for sentence in _sentences(document.text, spans)]
        if block.kind not in ("header", "row"):
            header = ""
    yield section


def _is_bare(blocks: Sequence[Block], index: int) -> bool:
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    return following is None or (following.kind == "heading" and following.depth <= blocks[index].depth)


def _unmarked(text: str, block: Block) -> Sequence[Span]:
    """The spans of a block; of a heading that is kept as text without its Markdown marks."""
    if block.kind != "heading":
        return block.spans
    start, end = block.spans[0]
    return [(start + len(text[start:end]) - len(text[start:end].lstrip("# ")), end), *block.spans[1:]]


def _row(text: str, cells: Sequence[Sequence[Span]]) -> Sentence:
    printed = _CELL_GAP.join(Flow(text, cell).text for cell in cells).strip()
    return Sentence(printed, merge_spans(text, [span for cell in cells for span in cell]), starts_paragraph=True)


def _sentences(text: str, spans: Sequence[Span]) -> Iterator[Sentence]:
    for sentence in read_sentences(text, spans) if spans else ():
        if any(map(str.isalnum, sentence.text)):
            yield from _cut(text, sentence)


def _cut(text: str, sentence: Sentence) -> Iterator[Sentence]:
    if len(sentence.text) <= _LONGEST_SENTENCE:
        yield sentence
        return
    flow = Flow(text, sentence.spans)
    start, starts_paragraph = 0, sentence.starts_paragraph
    while start < len(flow.text):
        end = min(start + _LONGEST_SENTENCE, len(flow.text))
        if end < len(flow.text):
            pauses = [match.end() for match in _PAUSE.finditer(flow.text, start + _LONGEST_SENTENCE // 2, end)]
            end = pauses[-1] if pauses else end
        if flow.text[start:end].strip():
            yield Sentence(flow.text[start:end].strip(), flow.spans(start, end), starts_paragraph)
        start, starts_paragraph = end, False
