"""What was read of a prose plan → passages, and footnotes bound to the sentences that they annotate."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from corpus.document import Document, Footnote, Passage, Sentence, passage_id
from corpus.footnotes import annotated_by, find_marks
from corpus.lists import LONGEST_LIST, Part, announces, list_units
from corpus.passages import Unit, pack_units
from corpus.prose import Paragraph, Prose
from corpus.sentences import read_sentences, row_sentence

Section = tuple[tuple[str, ...], list[Part]]


def prose_passages(document: Document, prose: Prose, earlier_ids: set[str]) -> tuple[list[Passage], list[Footnote]]:
    """Passages of the text and of the footnotes, and the footnotes themselves. Extends `earlier_ids`."""
    sections = list(_sections(document, prose))
    passages = []
    for path, parts in sections:
        for unit in pack_units(list_units(parts)):
            passages.append(_passage(document, "text", path, unit, earlier_ids))
    notes = list(_notes(document, prose, sections))
    for footnote, path, context in notes:
        label = (*path, f"脚注{footnote.number}")
        for sentences in _note_units(footnote):
            unit = Unit(sentences, context)
            passages.append(_passage(document, "footnote", label, unit, earlier_ids))
    return passages, [footnote for footnote, _, _ in notes]


def _sections(document: Document, prose: Prose) -> Iterator[Section]:
    for path, paragraphs in groupby(prose.paragraphs, key=lambda paragraph: paragraph.path):
        parts: list[Part] = [
            (paragraph.kind, _paragraph_sentences(document.text, paragraph)) for paragraph in paragraphs
        ]
        yield path, [*parts, *_announced_headings(document, prose, path, parts)]


def _announced_headings(document: Document, prose: Prose, path: tuple[str, ...], parts: list[Part]) -> Iterator[Part]:
    """The headings right below a section that ends in 「以下の取組を進める。」: they are the list that it announces."""
    below = [heading for heading in prose.headings if heading.path[:-1] == path]
    if len(below) > 1 and announces(parts):
        for heading in below:
            yield "heading", read_sentences(document.text, heading.spans)


def _paragraph_sentences(text: str, paragraph: Paragraph) -> list[Sentence]:
    if paragraph.kind == "row":
        return [row_sentence(text, paragraph.spans)]
    return read_sentences(text, paragraph.spans)


def _notes(
    document: Document, prose: Prose, sections: list[Section]
) -> Iterator[tuple[Footnote, tuple[str, ...], str]]:
    """Each footnote with the path of the sentence that it annotates and the words that it explains."""
    annotatable = [(path, [s for kind, part in parts if kind != "heading" for s in part]) for path, parts in sections]
    marks = find_marks(document.text, annotatable, prose.headings)
    for note in prose.notes:
        sentences = tuple(s for spans in note.paragraphs for s in read_sentences(document.text, spans))
        if mark := annotated_by(note, marks):
            yield Footnote(document.doc_id, note.number, sentences, mark.span, mark.term), mark.path, mark.context
        else:
            yield Footnote(document.doc_id, note.number, sentences), note.path, ""


def _note_units(footnote: Footnote) -> list[tuple[Sentence, ...]]:
    if sum(len(sentence.text) for sentence in footnote.sentences) <= LONGEST_LIST:
        return [footnote.sentences]
    return [unit.sentences for unit in pack_units(Unit((sentence,)) for sentence in footnote.sentences)]


def _passage(document: Document, kind: str, path: tuple[str, ...], unit: Unit, earlier_ids: set[str]) -> Passage:
    identity = passage_id(document.doc_id, kind, "".join(s.text for s in unit.sentences), earlier_ids)
    return Passage(identity, document.doc_id, kind, path, unit.sentences, unit.lead_in)
