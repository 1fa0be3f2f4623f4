"""Own documents in and out: the texts and the index change together, or nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.document import Corpus, Document
from corpus.library import LIBRARY, Draft, publish, read_library, remove, require_known
from corpus.readers import corpus_of, read_documents
from index.store import INDEX_FOLDER, PassageEncoder, build_index, remove_other_indexes


def add_documents(
    drafts: Sequence[Draft],
    encoder: PassageEncoder,
    progress: Callable[[int], None] | None = None,
    library: Path = LIBRARY,
    folder: Path = INDEX_FOLDER,
    corpus: Corpus | None = None,
) -> Corpus:
    """Index the plans with the new documents, then publish these; gives the new corpus. The caller holds the lock.

    `corpus` is what `corpus_with` makes of the library and the drafts, where the caller has read it. The index is built beside the one in use, which serves until the documents stand. OSError where the disk refuses:
    then nothing has changed.
    """
    corpus = corpus or corpus_with(read_library(library), [draft.document for draft in drafts])
    new = build_index(corpus, encoder, folder, progress)
    published: list[Document] = []
    try:
        for draft in drafts:
            published.append(publish(draft, library))
    except BaseException:
        for document in published:
            remove(document.doc_id, library)
        raise
    remove_other_indexes(new.fingerprint, folder)
    return corpus


def remove_document(
    doc_id: str,
    encoder: PassageEncoder,
    library: Path = LIBRARY,
    folder: Path = INDEX_FOLDER,
) -> Corpus:
    """Index the plans without the document, then remove it; gives the new corpus. The caller holds the lock.

    LibraryError for an id that is not one of the library's.
    """
    require_known(doc_id, library)
    corpus = corpus_with(read_library(library, without=doc_id), [])
    new = build_index(corpus, encoder, folder)
    remove(doc_id, library)
    remove_other_indexes(new.fingerprint, folder)
    return corpus


def corpus_with(own: Sequence[Document], new: Sequence[Document]) -> Corpus:
    """The corpus of the plans and these own documents, in the order in which `read_corpus` reads them."""
    return corpus_of([*read_documents(), *sorted([*own, *new], key=lambda document: document.doc_id)])
