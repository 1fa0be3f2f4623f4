"""Files of source sheets: written by `keikaku ask --sheet`, checked against the texts of now by `keikaku verify`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from chatbot.answer import Answer
from chatbot.batch import write_line
from chatbot.screen import console
from chatbot.source_sheet.files import LARGEST, read_sheet, suffix_format, write_sheet
from chatbot.source_sheet.record import UnreadableSheet, sheet_of
from chatbot.source_sheet.terminal import print_report
from chatbot.source_sheet.verification import Report, verify
from corpus.document import Document
from corpus.library import read_library
from corpus.readers import read_documents

UNCHANGED, CHANGED, UNREADABLE = 0, 1, 2  # exit statuses


def check_sheet_name(path: Path, is_batch: bool) -> None:
    """ValueError where no sheet can be written to that name, or there would be several."""
    if is_batch:
        raise ValueError("--sheet は、一つの質問に答えるときに使います。")
    suffix_format(path.suffix.removeprefix("."))


def save_sheet(path: Path, answer: Answer) -> None:
    """Write the sheet of an answer; the suffix of the name tells the format."""
    path.write_bytes(write_sheet(sheet_of(answer), path.suffix.removeprefix(".")))


def check_files(paths: Sequence[Path], as_json: bool) -> int:
    """Print the verdicts on every file; gives the exit status, that of the worst file."""
    documents = (*read_documents(), *read_library())
    return max(_print(path, result, as_json) for path, result in _results(paths, documents))


def _results(paths: Sequence[Path], documents: Sequence[Document]) -> Iterator[tuple[Path, Report | UnreadableSheet]]:
    for path in paths:
        try:
            yield path, verify(read_sheet(str(path), _read(path)), documents)
        except UnreadableSheet as error:
            yield path, error


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UnreadableSheet(f"{path}: ファイルがありません。") from None
    except IsADirectoryError:
        raise UnreadableSheet(f"{path}: ファイルではなくフォルダです。") from None
    except OSError as error:
        raise UnreadableSheet(f"{path}: 読めません（{error.strerror}）。") from None


def _print(path: Path, result: Report | UnreadableSheet, as_json: bool) -> int:
    """Print one result; gives its exit status."""
    if isinstance(result, UnreadableSheet):
        console(sys.stderr).print(str(result), style="red", markup=False)
        if as_json:
            write_line(sys.stdout, {"file": str(path), "error": str(result)})
        return UNREADABLE
    if as_json:
        write_line(sys.stdout, {"file": str(path), **result.as_dict()})
    else:
        print_report(console(), str(path), result)
    return UNCHANGED if result.is_unchanged else CHANGED
