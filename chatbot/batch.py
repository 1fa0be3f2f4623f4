"""Question files in, answer files out: JSON Lines, one question and one answer a line."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TextIO

from chatbot.answer import Answer

_LINE_ENDS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"}  # some readers end a line there


class Answering(Protocol):
    """What a batch needs of an assistant."""

    def answer_question(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The answer; ValueError for a question that cannot be read."""
        ...


def read_lines(path: Path) -> list[tuple[int, str]]:
    """The lines of a file that are not blank, each with its 1-based number; ValueError if it is not UTF-8."""
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise ValueError(f"{path}: UTF-8のテキストではありません（UTF-16かバイナリ）。UTF-8で保存し直してください。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(
            f"{path}: {line}行目がUTF-8として読めません（Shift_JISなど）。UTF-8で保存し直してください。"
        ) from None
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def answer_lines(
    lines: Sequence[tuple[int, str]],
    open_assistant: Callable[[], Answering],
    source: Path,
    output: Path | None,
    progress: Callable[[int], None],
) -> Counter[str]:
    """Answer every line into `output` (standard output if None); gives how many had which outcome, or an `error`.

    Each answer is written and flushed before the next question is read. What an earlier run left in `output` stays
    until the assistant is open.
    """
    if output is not None and output.exists() and output.samefile(source):
        raise ValueError(f"{output}: 質問のファイルには書き込めません。別の名前にしてください。")
    counts: Counter[str] = Counter()
    with _opened(output) as sink:
        assistant = open_assistant()
        if output is not None and output.is_file():
            sink.truncate(0)
        for number, line in lines:
            record = _answer_line(assistant, number, line)
            counts["error" if "error" in record else record["outcome"]] += 1
            write_line(sink, record)
            progress(counts.total())
    return counts


def write_line(sink: TextIO, record: Mapping[str, Any]) -> None:
    """Write `record` as one line of JSON and flush it."""
    sink.write(json.dumps(record, ensure_ascii=False).translate(_LINE_ENDS) + "\n")
    sink.flush()


def readable(text: str) -> str:
    """`text`, if UTF-8 can hold it; else ValueError."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("UTF-8にできない文字があります") from None
    return text


@contextmanager
def _opened(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    try:  # a lone surrogate, which UTF-8 cannot hold, is written as the JSON escape \udXXX
        with path.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as sink:
            yield sink
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def _answer_line(assistant: Answering, number: int, line: str) -> dict[str, Any]:
    """The answer to one line; a line that cannot be answered gives `not_found` with an `error`."""
    item: dict[str, Any] = {}
    try:
        item = _json_object(line)
        answer = assistant.answer_question(*_question_of(item))
        return {**answer.as_dict(), "id": item.get("id")}
    except ValueError as error:
        return {
            "id": item.get("id"),
            "question": item["question"] if isinstance(item.get("question"), str) else "",
            "outcome": "not_found",
            "answer": "",
            "citations": [],
            "latency_ms": 0.0,
            "error": f"{number}行目: {error}",
        }


def _json_object(line: str) -> dict[str, Any]:
    try:
        item: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"JSONとして読めません（{error}）") from None
    if not isinstance(item, dict):
        raise ValueError("JSONのオブジェクト {…} ではありません")
    return item


def _question_of(item: Mapping[str, Any]) -> tuple[str, list[str]]:
    question, history = item.get("question"), item.get("history") or []
    if not isinstance(question, str):
        raise ValueError("「question」に質問の文字列がありません")
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        raise ValueError("「history」は文字列の一覧にしてください")
    return readable(question), [readable(turn) for turn in history]
