"""Are question files sound: their form, and whether what they hold to be right stands in the plans."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from chatbot.batch import read_lines
from corpus.document import Document
from eval.measures import holds_any, normalise
from eval.questions import PERSONAS, TYPES

NEARBY = 500  # normalised characters around an evidence in which a key of the answer must stand

_Row = Mapping[str, Any]
_TEXTS = ("id", "question", "type", "persona", "answer")


def check_questions(paths: Sequence[Path], documents: Sequence[Document]) -> list[str]:
    """What is wrong with the questions of all files, a line each: `file:line: id: problem`."""
    texts = {document.source_file: normalise(document.text) for document in documents}
    first: dict[str, str] = {}
    problems = []
    for path in paths:
        for number, line in read_lines(path):
            place = f"{path}:{number}"
            row = _row(line)
            name = str(row.get("id", "?")) if row else "?"
            faults = list(_faults(row, texts)) if row else ["JSONのオブジェクト {…} として読めません"]
            if name in first and row:
                faults.append(f"この id は {first[name]} にもあります")
            first.setdefault(name, place)
            problems += [f"{place}: {name}: {fault}" for fault in faults]
    return problems


def _row(line: str) -> _Row | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _faults(row: _Row, texts: Mapping[str, str]) -> Iterator[str]:
    form = list(_faults_of_form(row))
    yield from form
    if form:
        return
    yield from _faults_of_kind(row)
    for item in row["evidence"]:
        if item["doc"] not in texts:
            yield f"文書「{item['doc']}」はありません。ある文書: {'、'.join(texts)}"
        elif normalise(item["text"]) not in texts[item["doc"]]:
            yield f"証拠が {item['doc']} にありません: {item['text']}"
    windows = [window for item in row["evidence"] for window in _windows(item, texts)]
    for keys in row["answer_keys"] if windows else ():
        if not any(holds_any(window, keys) for window in windows):
            yield f"証拠の前後 {NEARBY} 字に、どの書き方もありません: {'／'.join(keys)}"


def _faults_of_form(row: _Row) -> Iterator[str]:
    for name in _TEXTS:
        if not _is_text(row.get(name)):
            yield f"「{name}」に空でない文字列がありません"
    if not isinstance(row.get("history", []), list) or not all(map(_is_text, row.get("history", []))):
        yield "「history」は空でない文字列の一覧にしてください"
    keys = row.get("answer_keys")
    if not isinstance(keys, list) or not all(_is_alternatives(item) for item in keys):
        yield "「answer_keys」は、文字列の一覧の一覧にしてください。空のものは置けません"
    evidence = row.get("evidence")
    if not isinstance(evidence, list) or not all(_is_evidence(item) for item in evidence):
        yield "「evidence」は {doc, text} の一覧にしてください。空のものは置けません"


def _faults_of_kind(row: _Row) -> Iterator[str]:
    if row["type"] not in TYPES:
        yield f"「type」が {row['type']} です。次のどれかにしてください: {' '.join(TYPES)}"
    if row["persona"] not in PERSONAS:
        yield f"「persona」が {row['persona']} です。次のどれかにしてください: {' '.join(PERSONAS)}"
    if row["type"] == "followup" and not row.get("history"):
        yield "followup なのに「history」がありません"
    for name in ("answer_keys", "evidence"):
        if row["type"] == "unanswerable" and row[name]:
            yield f"unanswerable なのに「{name}」があります"
        if row["type"] != "unanswerable" and not row[name]:
            yield f"「{name}」がありません"


def _windows(item: Mapping[str, str], texts: Mapping[str, str]) -> Iterator[str]:
    """What stands around each place of the evidence in its document."""
    text, wanted = texts.get(item["doc"], ""), normalise(item["text"])
    start = text.find(wanted)
    while start >= 0:
        yield text[max(0, start - NEARBY) : start + len(wanted) + NEARBY]
        start = text.find(wanted, start + 1)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(normalise(value))


def _is_alternatives(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


def _is_evidence(value: object) -> bool:
    return isinstance(value, dict) and all(_is_text(value.get(name)) for name in ("doc", "text"))
