"""Files of the SQuAD layout (Rajpurkar et al. 2016, arXiv 1606.05250), gzipped or not → paragraphs and questions."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

LAYOUT = "data[].paragraphs[].{context, qas[].{question, answers[].text}}"
_GZIP = b"\x1f\x8b"
_NAMES: dict[type[Any], str] = {list: "配列", str: "文字列"}
_Kind = TypeVar("_Kind")


class SquadFileError(ValueError):
    """The file is missing, cannot be read, or is not of the SQuAD layout; the message says which."""


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question, the number of its paragraph, and its gold answers; none where the paragraph does not answer it."""

    text: str
    paragraph: int
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The distinct paragraphs and the questions, in the order of the file."""

    paragraphs: tuple[str, ...]
    questions: tuple[SquadQuestion, ...]


def read_squad(path: Path, limit: int | None = None) -> Benchmark:
    """The benchmark in a JSON file, gzipped or not: its first `limit` questions, and every paragraph."""
    paragraphs: dict[str, int] = {}
    questions: list[SquadQuestion] = []
    try:
        for article in _item(_read_json(path), "data", list):
            for paragraph in _item(article, "paragraphs", list):
                number = paragraphs.setdefault(_context(paragraph), len(paragraphs))
                questions.extend(_question(row, number) for row in _item(paragraph, "qas", list))
    except _LayoutError as error:
        raise SquadFileError(f"{path}: SQuAD の形ではありません（{error}）。期待する形: {LAYOUT}") from None
    if not questions:
        raise SquadFileError(f"{path}: 質問が1件もありません。期待する形: {LAYOUT}")
    return Benchmark(tuple(paragraphs), tuple(questions[:limit]))


class _LayoutError(ValueError):
    """Something of the layout is not there."""


def _read_json(path: Path) -> Any:
    if not path.is_file():
        raise SquadFileError(f"{path}: ファイルがありません。SQuAD 形式の .json か .json.gz を渡してください。")
    data = path.read_bytes()
    if path.suffix == ".gz" or data.startswith(_GZIP):
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            raise SquadFileError(f"{path}: gzip として読めません。期待する形: gzip で圧縮した JSON") from None
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SquadFileError(f"{path}: UTF-8 の JSON として読めません（{error}）。期待する形: {LAYOUT}") from None


def _context(row: Any) -> str:
    context = _item(row, "context", str)
    if not context.strip():
        raise _LayoutError("段落「context」が空です")
    return context


def _question(row: Any, paragraph: int) -> SquadQuestion:
    answers = tuple(_item(answer, "text", str) for answer in _item(row, "answers", list))
    return SquadQuestion(_item(row, "question", str), paragraph, tuple(dict.fromkeys(answers)))


def _item(row: Any, key: str, kind: type[_Kind]) -> _Kind:
    value = row.get(key) if isinstance(row, dict) else None
    if not isinstance(value, kind):
        raise _LayoutError(f"{_NAMES[kind]}「{key}」があるはずのところに、ありません")
    return value
