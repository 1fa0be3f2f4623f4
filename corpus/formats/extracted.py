"""What a file gives, the error for one that gives nothing, and the cleaning that every format shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Page

LONGEST_TITLE = 200  # characters
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LIST_MARK = re.compile(
    r"[・○●◦▪■□※\-－–①-⑳]|[(（]?[0-9０-９A-Za-zア-ン一二三四五六七八九十]{1,3}[)）.．]"
)  # typed by hand
_LINE_ENDS = re.compile("\r\n|[\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_GENERIC_TITLES = re.compile(
    r"(?:(?:untitled|無題|no title|title|タイトル|文書|document|ドキュメント|スライド|powerpoint|プレゼンテーション|word)[\s\d_-]*)+",
    re.IGNORECASE,
)
_PROGRAM = re.compile(r"^microsoft (?:word|powerpoint|excel) - ", re.IGNORECASE)
_FILE_SUFFIX = re.compile(r"\.(?:docx?|pptx?|xlsx?|jtd|pdf|html?|md|txt)$", re.IGNORECASE)


class UnreadableFile(ValueError):
    """A file cannot be taken as a document; the message names the file, the reason and what to do."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file with what the file says about itself.

    `text` has LF line ends and no control characters, and is else as in the file. Headings are Markdown lines (`## …`),
    list items begin with 「・」 or their number, table rows are lines `| a | b |` with `| --- | --- |` under the header.
    `pages` is known of a PDF only. `published` is YYYY, YYYY-MM or YYYY-MM-DD, or empty where nothing plausible is said.
    `remarks` are for the user: what of the file could not be read.
    """

    text: str
    media_type: str
    title: str = ""
    published: str = ""
    pages: tuple[Page, ...] = ()
    remarks: tuple[str, ...] = ()


def clean_text(raw: str) -> str:
    """`raw` with LF line ends and without control characters, byte order marks and lone surrogates."""
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", raw))


def control_characters(raw: str) -> int:
    """How many characters `clean_text` would take out that no text file holds on purpose."""
    return len(_INVISIBLE.findall(raw)) - raw.count("\ufeff")


def plausible_title(raw: str) -> str:
    """A title as metadata states it, or nothing where it is a program's default."""
    title = " ".join(clean_text(raw).split())
    title = _FILE_SUFFIX.sub("", _PROGRAM.sub("", title)).strip()
    if _GENERIC_TITLES.fullmatch(title) or not any(map(str.isalnum, title)) or "\ufffd" in title:
        return ""
    return title[:LONGEST_TITLE]


def table_lines(rows: Sequence[Sequence[str]], has_header: bool) -> list[str]:
    """A table as lines; a bar inside a cell becomes a full-width one, a line break a space."""
    lines = ["| " + " | ".join(" ".join(cell.replace("|", "｜").split()) for cell in row) + " |" for row in rows]
    if has_header:
        lines.insert(1, "|" + " --- |" * len(rows[0]))
    return lines


def looks_like_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: at least two short names, all different, no sentence."""
    first = [cell.strip() for cell in rows[0]]
    short = all(cell and len(cell) <= 30 and "。" not in cell for cell in first)
    return len(rows) > 1 and len(first) > 1 and short and len(set(first)) == len(first)
