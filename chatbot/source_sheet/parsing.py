"""The labelled fields of a file → the sheet, or one clear reason why they are none."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence

from chatbot.source_sheet.labels import KEYS, LABELS, OUTCOMES
from chatbot.source_sheet.record import ReadSheet, SheetCitation, SourceSheet, UnreadableSheet
from chatbot.source_sheet.sections import FORM, SheetField
from corpus.document import Span

_HASH = re.compile(r"[0-9a-f]{64}")
_SPAN = re.compile(r"(\d{1,9})\s*[-–]\s*(\d{1,9})")
_HEADING_PIECE = re.compile(r"\\(.)| › |(.)", re.DOTALL)


def sheet_from(sections: Iterable[Sequence[SheetField]]) -> ReadSheet:
    """The sheet whose first section is that of the answer; UnreadableSheet where something of it is missing or unreadable."""
    whole, *rest = [_keyed(fields) for fields in sections] or [{}]
    if "form" not in whole:
        raise UnreadableSheet("出典票ではありません（「様式」がありません）")
    if whole["form"].strip() != FORM:
        raise UnreadableSheet(f"この版では読めない様式です（{whole['form'].strip()[:40]}）")
    outcome = OUTCOMES.get(_required(whole, "outcome").strip())
    if outcome is None:
        raise _unreadable("outcome")
    sheet = SourceSheet(
        question=_required(whole, "question"),
        understood_as=whole.get("understood_as", ""),
        outcome=outcome,
        answer=_required(whole, "answer"),
        answered_at=_moment(_required(whole, "answered_at")),
        program=_required(whole, "program"),
        citations=tuple(sorted(map(_citation, rest), key=lambda citation: citation.number)),
    )
    return ReadSheet(sheet, _hash(whole, "answer_sha256"), _hash(whole, "record_sha256"))


def _keyed(fields: Sequence[SheetField]) -> dict[str, str]:
    """The texts by what they are; what has no label of a sheet (a remark that somebody added) is left out."""
    found: dict[str, str] = {}
    for field in fields:
        key = KEYS.get(field.label.strip())
        if key in found:
            raise UnreadableSheet(f"「{field.label.strip()}」が二つあります")
        if key:
            found[key] = field.text
    return found


def _citation(values: dict[str, str]) -> SheetCitation:
    page = values.get("page")
    return SheetCitation(
        number=_number(values, "number"),
        title=_required(values, "title"),
        publisher=_required(values, "publisher"),
        published=_required(values, "published"),
        status=_required(values, "status"),
        heading_path=_headings(values["heading_path"]) if "heading_path" in values else (),
        page=None if page is None else _number(values, "page"),
        quote=_required(values, "quote"),
        spans=_spans(_required(values, "spans")),
        sha256=_hash(values, "sha256"),
        doc_id=_required(values, "doc_id").strip(),
    )


def _required(values: dict[str, str], key: str) -> str:
    if key not in values:
        raise UnreadableSheet(f"「{LABELS['ja'][key]}」がありません")
    return values[key]


def _number(values: dict[str, str], key: str) -> int:
    text = _required(values, key).strip()
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise _unreadable(key)
    return int(text)


def _hash(values: dict[str, str], key: str) -> str:
    text = _required(values, key).strip()
    if not _HASH.fullmatch(text):
        raise _unreadable(key)
    return text


def _moment(text: str) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(text.strip())
    except ValueError:
        raise _unreadable("answered_at") from None


def _spans(text: str) -> tuple[Span, ...]:
    found = [_SPAN.fullmatch(piece.strip()) for piece in re.split("[、,]", text)]
    if not all(found):
        raise _unreadable("spans")
    return tuple((int(span[1]), int(span[2])) for span in found if span)


def _headings(text: str) -> tuple[str, ...]:
    headings = [""]
    for piece in _HEADING_PIECE.finditer(text):
        if piece[0] == " › ":
            headings.append("")
        else:
            headings[-1] += piece[1] or piece[2]
    return tuple(headings)


def _unreadable(key: str) -> UnreadableSheet:
    return UnreadableSheet(f"「{LABELS['ja'][key]}」が読めません")
