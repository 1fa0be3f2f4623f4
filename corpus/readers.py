"""The plans' folder → the corpus: catalog, texts, and a reader for each kind of text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.contents import read_pages
from corpus.document import Corpus, Document, Footnote, Passage, Sentence, passage_id
from corpus.layout import split_lines
from corpus.library import LIBRARY, read_library
from corpus.office import read_office_document
from corpus.overview import read_overview
from corpus.passages import pack
from corpus.policies import policy_passages, policy_region, read_policies
from corpus.procedure_lists import procedure_list_passages, read_procedure_lists
from corpus.procedures import procedure_passages, procedure_region, read_procedure_groups
from corpus.prose import read_prose
from corpus.prose_passages import prose_passages
from corpus.schedule import schedule_passages, schedule_region, with_measures
from corpus.sentences import read_sentences
from corpus.slides import Part, Slide, pages, read_slides

PLANS = Path(__file__).parent / "plans"
_SLIDE_CHARACTERS = 500


class CatalogError(ValueError):
    """The catalog or a plan text is missing or cannot be read."""


def read_corpus(folder: Path = PLANS, library: Path | None = LIBRARY) -> Corpus:
    """Everything that stands in the plans of `folder`, in catalog order, then in the documents of `library`.

    CatalogError where a plan is unreadable, LibraryError where a document of the library is.
    """
    return corpus_of(read_documents(folder) + (read_library(library) if library else ()))


def corpus_of(documents: Sequence[Document]) -> Corpus:
    """Everything that stands in the documents, in the order given."""
    corpus = Corpus(tuple(documents), (), (), ())
    for document in corpus.documents:
        corpus = _READERS[document.kind](document, corpus)
    return replace(corpus, footnotes=tuple(sorted(corpus.footnotes, key=lambda footnote: footnote.place)))


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
    pages = read_pages(split_lines(text)) if entry["kind"] == "plan" else ()
    return Document(**values, text=text, names=tuple(entry["names"]), pages=pages)


def _read_prose_document(document: Document, corpus: Corpus) -> Corpus:
    lines = split_lines(document.text)
    return _with(corpus, *prose_passages(document, read_prose(document.text, lines), set()))


def _read_plan(document: Document, corpus: Corpus) -> Corpus:
    """The 重点計画: prose with a policy list, a schedule and the tables of procedures."""
    lines = split_lines(document.text)
    regions = [policy_region(lines), schedule_region(lines), procedure_region(lines)]
    rest = [line for index, line in enumerate(lines) if not any(index in region for region in regions)]
    earlier: set[str] = set()
    passages, footnotes = prose_passages(document, read_prose(document.text, rest), earlier)
    policies = with_measures(read_policies(document.text, lines), document.text, lines)
    groups = read_procedure_groups(document.text, lines)
    passages += policy_passages(document, policies, earlier)
    passages += schedule_passages(document, lines, earlier)
    passages += procedure_passages(document, groups, earlier)
    passages += procedure_list_passages(document, lines, earlier)
    corpus = _with(corpus, sorted(passages, key=lambda passage: passage.spans[0]), footnotes)
    return replace(
        corpus,
        policies=corpus.policies + policies,
        procedure_groups=corpus.procedure_groups + groups,
        procedure_lists=corpus.procedure_lists + read_procedure_lists(document, lines),
    )


def _read_slide_deck(document: Document, corpus: Corpus) -> Corpus:
    read = read_overview if document.kind == "overview" else read_slides
    slides = read(document.text, split_lines(document.text))
    earlier: set[str] = set()
    passages = [p for slide in slides for part in slide.parts for p in _slide_passages(document, slide, part, earlier)]
    paged = replace(document, pages=pages(slides))
    documents = tuple(paged if other is document else other for other in corpus.documents)
    return _with(replace(corpus, documents=documents), passages)


def _read_office(document: Document, corpus: Corpus) -> Corpus:
    return _with(corpus, read_office_document(document))


_READERS = {
    "prose": _read_prose_document,
    "plan": _read_plan,
    "slides": _read_slide_deck,
    "overview": _read_slide_deck,
    "office": _read_office,
}


def _with(corpus: Corpus, passages: Iterable[Passage], footnotes: Iterable[Footnote] = ()) -> Corpus:
    passages, footnotes = (*corpus.passages, *passages), (*corpus.footnotes, *footnotes)
    return replace(corpus, passages=passages, footnotes=footnotes)


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
