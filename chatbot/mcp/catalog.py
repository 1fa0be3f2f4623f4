"""The documents of a corpus as sources that a reply names, and places in them."""

from __future__ import annotations

from collections.abc import Iterable

from chatbot.mcp.replies import CitedNote, Place, Provenance, Quoted, SourceDocument
from corpus.document import Corpus, Document, Field, Footnote, Sentence, Span, join_sentences

_DRAFT = "案"


class Catalog:
    """The documents as they were when they were opened."""

    def __init__(self, corpus: Corpus) -> None:
        self._documents = {document.doc_id: document for document in corpus.documents}
        self._sources = {document.doc_id: _source(document) for document in corpus.documents}

    @property
    def documents(self) -> tuple[SourceDocument, ...]:
        """All documents, in the order of the corpus."""
        return tuple(self._sources.values())

    def source(self, doc_id: str) -> SourceDocument:
        """The document of that id; KeyError if there is none."""
        return self._sources[doc_id]

    def provenance(self, doc_ids: Iterable[str]) -> Provenance:
        """Those documents, each once; all of them, which were searched, where none is named."""
        named = tuple(self._sources[doc_id] for doc_id in dict.fromkeys(doc_ids)) or self.documents
        notes = tuple(
            f"「{document.title}」は案（決定前の文書）です。 (A draft: not decided, its content may change.)"
            for document in named
            if document.is_draft
        )
        return Provenance(documents=named, notes=notes)

    def place(self, doc_id: str, spans: tuple[Span, ...], heading_path: tuple[str, ...]) -> Place:
        """The place of the text at `spans`, which are not empty."""
        document, start = self._documents[doc_id], spans[0][0]
        return Place(
            doc_id=doc_id,
            heading_path=heading_path,
            page=document.page_at(start),
            line=document.text.count("\n", 0, start) + 1,
            spans=spans,
        )


def uri_of(doc_id: str) -> str:
    """The name of the resource that holds the whole text."""
    return f"keikaku://documents/{doc_id}"


def quoted(field: Field) -> Quoted:
    """A field as printed."""
    return Quoted(text=field.text, spans=field.spans)


def quoted_sentences(sentences: tuple[Sentence, ...]) -> Quoted:
    """Sentences as printed."""
    return Quoted(text=join_sentences(sentences), spans=tuple(span for item in sentences for span in item.spans))


def notes_of(footnotes: Iterable[Footnote]) -> tuple[CitedNote, ...]:
    """Footnotes as printed."""
    return tuple(CitedNote(number=note.number, text=join_sentences(note.sentences)) for note in footnotes)


def _source(document: Document) -> SourceDocument:
    return SourceDocument(
        doc_id=document.doc_id,
        uri=uri_of(document.doc_id),
        title=document.title,
        published=document.published,
        publisher=document.publisher,
        status=document.status,
        is_draft=_DRAFT in document.status,
        source=document.source,
        characters=len(document.text),
        sha256=document.sha256,
    )
