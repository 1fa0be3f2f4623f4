"""The plans' folder → the corpus: catalog, texts, and a reader for each kind of text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.document import Corpus, Document, Passage, Sentence, passage_id
from corpus.footnotes import annotated_by, find_marks
from corpus.layout import split_lines
from corpus.overview import read_overview
from corpus.passages import pack
from corpus.policies import policy_passages, policy_region, read_policies
from corpus.procedures import procedure_passages, procedure_region, read_procedure_groups
from corpus.prose import Prose, read_prose
from corpus.schedule import schedule_passages, schedule_region
from corpus.sentences import read_sentences
from corpus.slides import Part, Slide, pages, read_slides

PLANS = Path(__file__).parent / "plans"
_SLIDE_CHARACTERS = 500
_LEAD_IN = 120  # characters of a list's lead-in that go with its items into the index


class CatalogError(ValueError):
    """The catalog or a plan text is missing or cannot be read."""


def read_corpus(folder: Path = PLANS) -> Corpus:
    """Everything that stands in the plans of `folder`, in catalog order; CatalogError where a text is unreadable."""
    documents = read_documents(folder)
    corpus = Corpus(documents, (), (), ())
    for document in documents:
        corpus = _READERS[document.kind](document, corpus)
    return corpus


def read_documents(folder: Path = PLANS) -> tuple[Document, ...]:
    """The documents that `catalog.toml` lists, with their texts."""
    path = folder / "catalog.toml"
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["document"]
        return tuple(_document(folder, entry) for entry in entries)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CatalogError(f"計画の目録または本文を読めません: {path}（{error}）") from error


def _document(folder: Path, entry: dict[str, Any]) -> Document:
    values = {name: value for name, value in entry.items() if name not in ("file", "names")}
    text = (folder / entry["file"]).read_bytes().decode("utf-8")
    return Document(**values, text=text, names=tuple(entry["names"]))


def _read_prose_document(document: Document, corpus: Corpus) -> Corpus:
    lines = split_lines(document.text)
    return _with(corpus, _prose_passages(document, read_prose(document.text, lines), set()))


def _read_plan(document: Document, corpus: Corpus) -> Corpus:
    """The 重点計画: prose with a policy list, a schedule and the tables of procedures."""
    lines = split_lines(document.text)
    regions = [policy_region(lines), schedule_region(lines), procedure_region(lines)]
    rest = [line for index, line in enumerate(lines) if not any(index in region for region in regions)]
    earlier: set[str] = set()
    passages = _prose_passages(document, read_prose(document.text, rest), earlier)
    policies = read_policies(document.text, lines)
    groups = read_procedure_groups(document.text, lines)
    passages += policy_passages(document, policies, earlier)
    passages += schedule_passages(document, lines, earlier)
    passages += procedure_passages(document, groups, earlier)
    corpus = _with(corpus, sorted(passages, key=lambda passage: passage.spans[0]))
    return replace(corpus, policies=corpus.policies + policies, procedure_groups=corpus.procedure_groups + groups)


def _read_slide_deck(document: Document, corpus: Corpus) -> Corpus:
    read = read_overview if document.kind == "overview" else read_slides
    slides = read(document.text, split_lines(document.text))
    earlier: set[str] = set()
    passages = [p for slide in slides for part in slide.parts for p in _slide_passages(document, slide, part, earlier)]
    paged = replace(document, pages=pages(slides))
    documents = tuple(paged if other is document else other for other in corpus.documents)
    return _with(replace(corpus, documents=documents), passages)


_READERS = {
    "prose": _read_prose_document,
    "plan": _read_plan,
    "slides": _read_slide_deck,
    "overview": _read_slide_deck,
}


def _with(corpus: Corpus, passages: Iterable[Passage]) -> Corpus:
    return replace(corpus, passages=corpus.passages + tuple(passages))


def _prose_passages(document: Document, prose: Prose, earlier: set[str]) -> list[Passage]:
    sections: list[tuple[tuple[str, ...], list[Sentence]]] = []
    for paragraph in prose.paragraphs:
        if not paragraph.spans:
            continue
        if not sections or sections[-1][0] != paragraph.path:
            sections.append((paragraph.path, []))
        sections[-1][1].extend(read_sentences(document.text, paragraph.spans))
    passages = []
    for path, sentences in sections:
        before: Sequence[Sentence] = ()
        for group in pack(sentences):
            passages.append(_passage(document, "text", path, group, _lead_in(before, group), earlier))
            before = (*before, *group)
    return passages + _footnote_passages(document, prose, sections, earlier)


def _lead_in(before: Sequence[Sentence], group: Sequence[Sentence]) -> str:
    """The sentence that opens a list, for a passage that begins among the list's items."""
    if not group[0].text.startswith(("-", "・", "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩")):
        return ""
    openers = [sentence.text for sentence in before if not sentence.text.startswith(("-", "・"))]
    return openers[-1][-_LEAD_IN:] if openers else ""


def _footnote_passages(
    document: Document,
    prose: Prose,
    sections: Sequence[tuple[tuple[str, ...], list[Sentence]]],
    earlier: set[str],
) -> list[Passage]:
    marks = find_marks((path, sentence) for path, sentences in sections for sentence in sentences)
    passages = []
    for note in prose.notes:
        sentences = [s for span in note.spans for s in read_sentences(document.text, [span])]
        mark = annotated_by(note, marks)
        path = mark.path if mark else note.path
        context = mark.context if mark else ""
        for group in pack(sentences):
            label = (*path, f"脚注{note.number}")
            passages.append(_passage(document, "footnote", label, group, context, earlier))
    return passages


def _slide_passages(document: Document, slide: Slide, part: Part, earlier: set[str]) -> list[Passage]:
    sentences = [s for item in part.items for s in read_sentences(document.text, item)]
    groups = [tuple(sentences)] if part.is_whole else pack(sentences, _SLIDE_CHARACTERS)
    context = " ".join(slide.labels)
    return [_passage(document, "slide", part.path, group, context, earlier) for group in groups]


def _passage(
    document: Document,
    kind: str,
    path: tuple[str, ...],
    sentences: tuple[Sentence, ...],
    context: str,
    earlier: set[str],
) -> Passage:
    identity = passage_id(document.doc_id, kind, "".join(s.text for s in sentences), earlier)
    return Passage(identity, document.doc_id, kind, path, sentences, context)
