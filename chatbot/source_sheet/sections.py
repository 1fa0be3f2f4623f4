"""A sheet as labelled fields, in Japanese or in English: what every format writes and reads.

A format knows sections, labels and texts only; what they mean is told here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.source_sheet.labels import EXPLANATION, LABELS, LONG, Language
from chatbot.source_sheet.record import SheetCitation, SourceSheet

FORM = "keikaku-source-sheet/1"
DRAFT = "案"


@dataclass(frozen=True, slots=True)
class SheetField:
    """A label and its text; a long one is set on lines of its own, where the format can."""

    label: str
    text: str
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """The fields of the answer (number None) or of one citation, below a heading."""

    number: int | None
    heading: str
    fields: tuple[SheetField, ...]


def sections_of(sheet: SourceSheet, language: Language) -> list[Section]:
    """The sheet's fields, those of the answer first."""
    words = LABELS[language]
    values = [
        ("explanation", EXPLANATION[language]),
        ("question", sheet.question),
        *([("understood_as", sheet.understood_as)] if sheet.understood_as else []),
        ("outcome", words[sheet.outcome]),
        ("answer", sheet.answer),
        ("answered_at", sheet.answered_at.isoformat(" ")),
        ("program", sheet.program),
        ("form", FORM),
        ("answer_sha256", sheet.answer_sha256),
        ("record_sha256", sheet.record_sha256),
    ]
    whole = Section(None, words["whole"], _fields(values, language))
    return [whole, *(_citation_section(citation, sheet.answer, language) for citation in sheet.citations)]


def _citation_section(citation: SheetCitation, answer: str, language: Language) -> Section:
    words = LABELS[language]
    cited = re.search(rf"\[{citation.number}\]", answer)
    heading = f"{words['source' if cited else 'nearest']} {citation.number}"
    values = [
        ("number", str(citation.number)),
        ("title", citation.title),
        ("publisher", citation.publisher),
        ("published", citation.published),
        ("status", citation.status),
        *([("draft", words["is_draft"])] if citation.status == DRAFT else []),
        *([("heading_path", _path(citation.heading_path))] if citation.heading_path else []),
        *([("page", str(citation.page))] if citation.page is not None else []),
        ("quote", citation.quote),
        ("spans", "、".join(f"{start}-{end}" for start, end in citation.spans)),
        ("sha256", citation.sha256),
        ("doc_id", citation.doc_id),
    ]
    return Section(citation.number, heading, _fields(values, language))


def _fields(values: Sequence[tuple[str, str]], language: Language) -> tuple[SheetField, ...]:
    return tuple(SheetField(LABELS[language][key], text, key in LONG) for key, text in values)


def _path(headings: Sequence[str]) -> str:
    return " › ".join(re.sub(r"[\\›]", r"\\\g<0>", heading) for heading in headings)
