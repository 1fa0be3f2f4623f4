"""A sheet as the bytes of a file, and back; the format of a file is told by what it holds, not by its name."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.source_sheet import markdown, table, word
from chatbot.source_sheet.labels import SHEET_NAME, Language
from chatbot.source_sheet.parsing import sheet_from
from chatbot.source_sheet.record import ReadSheet, SourceSheet, UnreadableSheet
from chatbot.source_sheet.sections import SheetField, sections_of
from corpus.formats import UnreadableFile
from corpus.formats.encoding import decode

LARGEST = 20 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: the suffix without its dot, its name and its media type."""

    suffix: str
    name: str
    media_type: str


FORMATS = (
    Format("md", "Markdown", "text/markdown; charset=utf-8"),
    Format("docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    Format("csv", "CSV", "text/csv; charset=utf-8"),
)


def write_sheet(sheet: SourceSheet, suffix: str, language: Language = "ja") -> bytes:
    """The file of the format with that suffix; ValueError for another one."""
    sections = sections_of(sheet, language)
    match suffix_format(suffix).suffix:
        case "md":
            return markdown.write_markdown(SHEET_NAME[language], sections)
        case "docx":
            return word.write_word(SHEET_NAME[language], sections, language)
        case _:
            return table.write_table(sections, language)


def suffix_format(suffix: str) -> Format:
    """The format with that suffix, in either case; ValueError where there is none."""
    for known in FORMATS:
        if known.suffix == suffix.lower():
            return known
    suffixes = "、".join(f".{known.suffix}" for known in FORMATS)
    raise ValueError(f"出典票の形式「.{suffix}」はありません。使えるのは {suffixes} です。")


def read_sheet(name: str, data: bytes) -> ReadSheet:
    """The sheet in the bytes of the file `name`; UnreadableSheet where it holds none, or a damaged one."""
    try:
        return sheet_from(_sections(name, data))
    except UnreadableFile as error:
        raise UnreadableSheet(str(error)) from error
    except UnreadableSheet as error:
        raise UnreadableSheet(f"{name}: {error}。") from error


def _sections(name: str, data: bytes) -> list[list[SheetField]]:
    if not data.strip():
        raise UnreadableSheet("空のファイルです")
    if len(data) > LARGEST:
        raise UnreadableSheet(f"出典票としては大きすぎます（{LARGEST >> 20} MB まで）")
    if data.startswith(b"PK\x03\x04"):
        return word.read_word(name, data)
    text = decode(name, data)
    if markdown.is_markdown(text):
        return markdown.read_markdown(text)
    if table.is_table(text):
        return table.read_table(text)
    raise UnreadableSheet("出典票ではありません（Markdown、Word、CSV のどの様式でもありません）")
