"""A sheet against the texts: does each quote stand where the sheet says, and is the sheet as it was written?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from chatbot.source_sheet.places import find_quote, first_difference, pieces_of, stands_at
from chatbot.source_sheet.record import ReadSheet, SheetCitation
from corpus.document import Document, Span

Verdict = Literal["unchanged", "updated", "mismatch"]
_FACTS = {"title": "文書", "publisher": "公表者", "published": "公表日", "status": "状態"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict and what it rests on, in words for the user."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitationFinding:
    """The verdict on one quote. `places` are the spans at which it stands in the text of now, none where it does not."""

    citation: SheetCitation
    finding: Finding
    places: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The verdicts on a sheet: its answer's text, what else it states, and each quote."""

    read: ReadSheet
    answer: Finding
    record: Finding
    citations: tuple[CitationFinding, ...]

    @property
    def is_unchanged(self) -> bool:
        """Whether all of it is as it was and stands in the texts."""
        findings = (self.answer, self.record, *(item.finding for item in self.citations))
        return all(finding.verdict == "unchanged" for finding in findings)

    def as_dict(self) -> dict[str, Any]:
        """The JSON form that `keikaku verify --json` prints."""
        sheet = self.read.sheet
        return {
            "question": sheet.question,
            "answered_at": sheet.answered_at.isoformat(),
            "unchanged": self.is_unchanged,
            "answer": _finding_dict(self.answer),
            "record": _finding_dict(self.record),
            "citations": [
                {
                    "number": item.citation.number,
                    "doc_id": item.citation.doc_id,
                    "title": item.citation.title,
                    **_finding_dict(item.finding),
                    "places": [list(span) for span in item.places],
                }
                for item in self.citations
            ],
        }


def verify(read: ReadSheet, documents: Sequence[Document]) -> Report:
    """The verdicts on a sheet against the documents as they are now."""
    return Report(
        read,
        _check_answer(read),
        _check_record(read),
        tuple(_check_citation(citation, read, documents) for citation in read.sheet.citations),
    )


def _finding_dict(finding: Finding) -> dict[str, Any]:
    return {"verdict": finding.verdict, "reasons": list(finding.reasons)}


def _check_answer(read: ReadSheet) -> Finding:
    if read.sheet.answer_sha256 == read.answer_sha256:
        return Finding("unchanged")
    return Finding("mismatch", ("回答の文が、書き出されたときと違います。",))


def _check_record(read: ReadSheet) -> Finding:
    if _is_as_written(read):
        return Finding("unchanged")
    return Finding("mismatch", ("質問、日時、引用など、回答の文のほかの記載が、書き出されたときと違います。",))


def _is_as_written(read: ReadSheet) -> bool:
    return read.sheet.record_sha256 == read.record_sha256


def _check_citation(citation: SheetCitation, read: ReadSheet, documents: Sequence[Document]) -> CitationFinding:
    document = _document(citation, documents)
    if document is None:
        return CitationFinding(citation, Finding("mismatch", (f"文書 {citation.doc_id} はここにありません。",)))
    if document.sha256 != citation.sha256:
        return _against_another_text(citation, document)
    if not stands_at(document.text, citation.spans, citation.quote):
        return _misplaced(citation, document)
    differences = tuple(_differences(citation, document))
    verdict: Verdict = "updated" if _is_as_written(read) else "mismatch"
    finding = Finding(verdict, differences) if differences else Finding("unchanged", _joined(citation))
    return CitationFinding(citation, finding, citation.spans)


def _joined(citation: SheetCitation) -> tuple[str, ...]:
    """What a reader should know of a quote whose parts stand apart."""
    pieces = pieces_of(citation.spans)
    return (f"離れた{pieces}か所の文をつないだ引用です。",) if pieces > 1 else ()


def _misplaced(citation: SheetCitation, document: Document) -> CitationFinding:
    printed = "".join(document.text[start:end] for start, end in citation.spans)
    places = find_quote(document.text, citation.spans, citation.quote)
    if places:
        why = f"引用は、示された位置ではなく、別の位置にあります（{where(document, places)}）。"
    else:
        said, stands = first_difference(citation.quote, printed)
        why = f"引用は原典にありません。違うところ: 票「{said}」、原典のこの位置「{stands}」。"
    return CitationFinding(citation, Finding("mismatch", (why,)), places)


def _document(citation: SheetCitation, documents: Sequence[Document]) -> Document | None:
    """The cited document: by its id, else by its text, else (an office's own, added anew) by its title."""
    by_id = [document for document in documents if document.doc_id == citation.doc_id]
    by_text = [document for document in documents if document.sha256 == citation.sha256]
    by_title = [document for document in documents if document.title == citation.title]
    return next(iter((*by_id, *by_text, *by_title)), None)


def _against_another_text(citation: SheetCitation, document: Document) -> CitationFinding:
    places = find_quote(document.text, citation.spans, citation.quote)
    stands = (
        f"引用は今の本文にもあります（{where(document, places)}）。" if places else "引用は今の本文に見つかりません。"
    )
    return CitationFinding(citation, Finding("updated", ("本文が更新されています。", stands)), places)


def _differences(citation: SheetCitation, document: Document) -> list[str]:
    """What the sheet says of the document that is not so."""
    stated = {name: (getattr(citation, name), getattr(document, name)) for name in _FACTS}
    differences = [
        f"{_FACTS[name]}は、票「{said}」、原典「{now}」。" for name, (said, now) in stated.items() if said != now
    ]
    page = document.page_at(citation.spans[0][0])
    if citation.page != page:
        differences.append(f"ページは、票「{citation.page or '不明'}」、原典「{page or '不明'}」。")
    return differences


def where(document: Document, places: Sequence[Span]) -> str:
    """A place for a person: page, where it is known, line and characters."""
    if not places:
        return ""
    start = places[0][0]
    page = document.page_at(start)
    line = document.text.count("\n", 0, start) + 1
    spans = "、".join(f"{first}–{last}" for first, last in places)
    return f"{'' if page is None else f'{page}ページ、'}本文の{line}行目、{spans}文字"
