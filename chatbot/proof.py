"""The proof of an answer: quotes stand in the published text, figures stand in what they are taken from.

Every answer is proven before it is shown, and what fails is taken out. The proof trusts neither the retrieval nor the
wording: it reads the finished answer and the published documents only.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from chatbot import wording
from chatbot.answer import Answer, Citation, Fault, Part, Proof, shown_text
from chatbot.fields import printed
from chatbot.figures import figures, stands_in
from chatbot.labels import document_name
from corpus.document import Corpus, Document, Passage
from corpus.normalize import display_text, search_form
from corpus.years import points_in, published_date, relative_points_in
from index.vocabulary import official_terms

_log = logging.getLogger(__name__)
_CUT = "…"
_COUNT = re.compile(r" ?(?:全|\n?…ほか)?\d+(?:,\d{3})*(?:件|項目)")
_NOTE = re.compile(
    r"（注：公表日 (?P<published>[\d-]+) から数えて、(?P<years>「[^「」]+」は[^「」、]+(?:、「[^「」]+」は[^「」、]+)*)）"
)
_YEAR = re.compile(r"「([^「」]+)」は([^「」、]+)")


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
        return frozenset(wording.heading_of(passage) for passage in self._corpus.passages)

    @cached_property
    def fields(self) -> frozenset[str]:
        """What records hold and are called by, without white space."""
        return frozenset(map(_bare, printed(self._corpus)))

    @cached_property
    def names(self) -> frozenset[str]:
        """What documents are called, without white space."""
        return frozenset(name for document in self._corpus.documents for name in _names(document))

    @cached_property
    def own_words(self) -> str:
        """What the program says in its own words, in the search form."""
        return search_form(wording.own_words(len(self._corpus.documents)))

    @cached_property
    def own_lines(self) -> tuple[str, ...]:
        """The same line by line, without white space."""
        return tuple(map(_bare, self.own_words.split("\n")))


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
    """What of the answer holds, and every fault of it. It takes about a millisecond.

    The numbers of a count were counted: a proof holds it to its form only.
    """
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
        for part in (*statement.parts, *((statement.note,) if statement.note else ())):
            source, wrong = _source(part, cited, answer, sources)
            shown = [] if source is None else figures(search_form(part.text))
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


def _source(part: Part, cited: Citation | None, answer: Answer, sources: Sources) -> tuple[str | None, list[Fault]]:
    """The text in which the part's figures must stand (in the search form), and what is wrong with the part itself.

    None for what is proven as a whole.
    """
    match part.kind:
        case "wording":
            text = _bare(search_form(part.text))
            return sources.own_words, _unless(any(text in line for line in sources.own_lines), part)
        case "count":
            return None, _unless(bool(_COUNT.fullmatch(part.text)), part)
        case "heading":
            return None, _unless(part.text in sources.headings, part)
        case "field":
            return None, _unless(_bare(part.text) in sources.fields, part)
        case "asked":
            question = search_form(f"{answer.question}\n{answer.understood_as}")
            meant = {*official_terms(question), *(str(point.year) for point, _ in points_in(question))}
            is_asked = _bare(search_form(part.text)) in _bare(question) or part.text in meant
            return "\n".join((question, *sorted(meant))), _unless(is_asked, part)
        case "label" if cited is None or not part.text.startswith("【"):
            names = sources.names if cited is None else _names(sources.document(cited))
            return None, _unless(_bare(part.text) in names, part)
    if cited is None:
        return None, [Fault("mark", part.text)]
    if part.kind == "label":
        return None, _unless(_is_label(part.text, cited, sources), part)
    if part.kind == "note":
        return None, _unless(_counts_right(part.text, cited, sources), part)
    quote = display_text(cited.quote)
    return search_form(quote), _unless(_bare(part.text.removesuffix(_CUT)) in _bare(quote), part)


def _unless(holds: bool, part: Part) -> list[Fault]:
    return [] if holds else [Fault("text", part.text)]


def _names(document: Document | None) -> frozenset[str]:
    """What a document is called, with or without its date, without white space."""
    if document is None:
        return frozenset()
    names = [document_name(document), document_name(document, dated=True)]
    names += [f"{name}{document.published[:4]}" for name in document.names[:1]]
    return frozenset(map(_bare, names))


def _is_label(label: str, cited: Citation, sources: Sources) -> bool:
    """Whether a label is 【the cited document】 or 【the document and a heading of the passage, or what its footnote explains】.

    A heading may lack its numbering and, where … stands for it, its end.
    """
    passage = sources.passage(cited)
    places = (*cited.heading_path, passage.context.split(": ")[0] if passage and passage.kind == "footnote" else "")
    headings = [_bare(re.sub(r"^\[(No\. [\d-]+)\]", r"\1", display_text(place))) for place in places]
    inside = _bare(label.removeprefix("【").removesuffix("】"))
    if label != f"【{label[1:-1]}】":
        return False
    for name in _names(sources.document(cited)):
        place = inside.removeprefix(name)
        if inside.startswith(name) and (not place or any(_is_place(place, heading) for heading in headings)):
            return True
    return False


def _is_place(place: str, heading: str) -> bool:
    """Whether a place is the end of a heading or, cut, a piece of it, and begins in no number."""
    text = place.removesuffix(_CUT)
    heading = heading.rstrip("】")
    at = heading.find(text) if text != place else len(heading) - len(text)
    is_there = at >= 0 and heading.startswith(text, at) and bool(text)
    return is_there and not (text[0].isdigit() and heading[at - 1 : at].isdigit())


def _counts_right(note: str, cited: Citation, sources: Sources) -> bool:
    """Whether a note names the date of the cited document, and for words of the quote the years that they mean then."""
    document = sources.document(cited)
    date = published_date(document.published) if document else None
    said = _NOTE.fullmatch(note)
    if document is None or date is None or said is None or said["published"] != document.published:
        return False
    quote = search_form(cited.quote)
    years = {(quote[start:end], str(point)) for point, (start, end) in relative_points_in(quote, date)}
    return years.issuperset(_YEAR.findall(said["years"]))


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
