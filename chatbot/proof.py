"""The proof of an answer: quotes stand in the published text, figures stand in what they are taken from.

Every answer is proven before it is shown, and what fails is taken out. The proof trusts neither the retrieval nor the
wording: it reads the finished answer and the published documents only.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from chatbot import wording
from chatbot.answer import Answer, Citation, Fault, Part, Proof, shown_text
from chatbot.figures import Figure, figures, stands_in
from corpus.document import Corpus, Document, Passage
from corpus.normalize import display_text, search_form

_log = logging.getLogger(__name__)
_CUT = "…"


class Sources:
    """What an answer may be taken from: the documents as they were when they were opened, and their headings."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._documents = {document.doc_id: (document, document.sha256) for document in corpus.documents}
        self._passages = {passage.id: passage for passage in corpus.passages}

    def sha256(self, doc_id: str) -> str:
        """The hash of the document's text; KeyError for an unknown one."""
        return self._documents[doc_id][1]

    def document(self, citation: Citation) -> Document | None:
        """The document cited, None where there is none of that id and hash."""
        document, sha256 = self._documents.get(citation.doc_id, (None, ""))
        return document if sha256 == citation.sha256 else None

    def passage(self, citation: Citation) -> Passage | None:
        """The passage cited, None where there is none of that id."""
        return self._passages.get(citation.passage_id)

    @cached_property
    def headings(self) -> frozenset[str]:
        """What a passage may be named by where it is not cited."""
        return frozenset(wording.nearest_heading(passage) for passage in self._corpus.passages)

    @cached_property
    def own_words(self) -> str:
        """What the program says in its own words, in the search form."""
        return search_form(wording.own_words(len(self._corpus.documents)))


def proven(answer: Answer, sources: Sources) -> Answer:
    """The answer with its proof, without the statements and citations that have a fault; each fault is logged.

    Where nothing cited is left of a text that cited, or nothing at all, the answer is `not_found` and says why.
    """
    proof = check(answer, sources)
    if not proof.faults:
        return replace(answer, proof=proof)
    for fault in proof.faults:
        _log.error("not shown, %s without proof: %s", fault.kind, fault.text)
    return replace(_without(answer, proof.faults), proof=proof)


def check(answer: Answer, sources: Sources) -> Proof:
    """What of the answer holds, and every fault of it. It takes about a millisecond."""
    citations = {citation.number: citation for citation in answer.citations}
    quotes = [_citation_fault(citation, sources) for citation in answer.citations]
    faults = [fault for fault in quotes if fault]
    count = 0
    if answer.text != shown_text(answer.statements):
        faults.append(Fault("text", answer.text))
    for index, statement in enumerate(answer.statements):
        if statement.number is not None and statement.number not in citations:
            faults.append(Fault("mark", f"[{statement.number}]", statement=index))
            continue
        cited = None if statement.number is None else citations[statement.number]
        for part in statement.parts:
            source, wrong = _source(part, cited, sources)
            shown = [] if source is None else _figures(part)
            count += len(shown)
            wrong += [Fault(figure.kind, figure.text) for figure in shown if not stands_in(figure, source or "")]
            faults.extend(replace(fault, citation=statement.number, statement=index) for fault in wrong)
    unsupported = sum(fault.kind in ("number", "date", "ministry", "name") for fault in faults)
    return Proof(len(quotes), quotes.count(None), count, count - unsupported, tuple(faults))


def _citation_fault(citation: Citation, sources: Sources) -> Fault | None:
    """A document that is another or not as it was, a passage not as read, a quote that is not what stands at its spans."""
    document, passage = sources.document(citation), sources.passage(citation)
    if document is None or _facts(citation) != _facts(document):
        return Fault("document", f"{citation.title}（{citation.doc_id}）", citation.number)
    if passage is None or (passage.doc_id, passage.heading_path, passage.text) != (
        citation.doc_id,
        citation.heading_path,
        citation.text,
    ):
        return Fault("quote", citation.text, citation.number)
    printed = _bare("".join(document.text[start:end] for start, end in citation.spans))
    around = _bare(citation.text)
    is_whole = printed == _bare(citation.quote) and all(_bare(line) in around for line in citation.quote.split("\n"))
    return None if printed and is_whole else Fault("quote", citation.quote, citation.number)


def _facts(named: Citation | Document) -> tuple[str, str, str, str]:
    return named.title, named.published, named.publisher, named.status


def _source(part: Part, cited: Citation | None, sources: Sources) -> tuple[str | None, list[Fault]]:
    """The text in which the part's figures must stand (in the search form), and what is wrong with the part itself.

    None for a heading: it must be one of the plans' as a whole.
    """
    if part.kind == "heading":
        return None, [] if part.text in sources.headings else [Fault("text", part.text)]
    if part.kind in ("wording", "count"):
        return sources.own_words, []
    if cited is None:
        return None, [Fault("mark", part.text)]
    if part.kind == "label":
        return _label_source(cited, sources), []
    quote = display_text(cited.quote)
    is_verbatim = _bare(part.text.removesuffix(_CUT)) in _bare(quote)
    return search_form(quote), [] if is_verbatim else [Fault("text", part.text)]


def _label_source(cited: Citation, sources: Sources) -> str:
    """What a label may name of a cited passage: its document with its date, its headings, and its text."""
    document = sources.document(cited)
    year, month, day = (*(part.lstrip("0") for part in cited.published.split("-")), "", "")[:3]
    dates = (cited.published, f"{year}年{month}月{day}日", f"{year}年{month}月", f"{year}年")
    names = document.names if document else ()
    facts = (cited.title, *names, *dates, cited.publisher, cited.status, *cited.heading_path, cited.text)
    return search_form("\n".join(facts))


def _figures(part: Part) -> Sequence[Figure]:
    """The figures that the part must prove; the numbers of a count were counted."""
    found = figures(search_form(part.text))
    return [figure for figure in found if figure.kind != "number"] if part.kind == "count" else found


def _without(answer: Answer, faults: Sequence[Fault]) -> Answer:
    """The answer without what has a fault, its citations numbered anew; `not_found` where nothing of it is left."""
    bad_statements = {fault.statement for fault in faults}
    bad_citations = {fault.citation for fault in faults if fault.statement is None}
    citations = [citation for citation in answer.citations if citation.number not in bad_citations]
    numbers = {citation.number: number for number, citation in enumerate(citations, 1)}
    statements = [
        replace(statement, number=None if statement.number is None else numbers[statement.number])
        for index, statement in enumerate(answer.statements)
        if index not in bad_statements and (statement.number is None or statement.number in numbers)
    ]
    had_cited = any(statement.number for statement in answer.statements)
    is_empty = not any(statement.number for statement in statements) if had_cited else not statements
    if is_empty or any(fault.citation is None and fault.statement is None for fault in faults):
        silence = (wording.said(wording.UNPROVEN),)
        return replace(answer, outcome="not_found", text=shown_text(silence), citations=(), statements=silence)
    return replace(
        answer,
        text=shown_text(statements),
        citations=tuple(replace(citation, number=numbers[citation.number]) for citation in citations),
        statements=tuple(statements),
    )


def _bare(text: str) -> str:
    return "".join(text.split())
