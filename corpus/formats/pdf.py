"""PDF with a text layer → text that knows its pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing, suppress
from typing import Any

from corpus.document import Page
from corpus.formats.dates import metadata_date
from corpus.formats.extracted import SUPERSCRIPTS, Extracted, UnreadableFile, clean_text, plausible_title
from corpus.formats.pdf_fonts import drops_characters, reread_pages

MOST_PAGES = 2000
_LEAST_TEXT = 10  # characters a page, on average; fewer is a scan with at most a stamp or a page number
_MOST_UNMAPPED = 0.2  # of all characters; more means that the fonts do not say which characters their glyphs are
_LOW, _RAISED = 0.68, 0.38  # of the neighbour's height; a digit that is both is a footnote mark or a power
_DIGITS = set("0123456789")
_HYPHEN = re.compile("[\x02\ufffe\xad](?:\r\n|\n)?")
_DROPPED = (
    "フォントが埋め込まれていないため、一部の文字を取り出せませんでした。フォントを埋め込んだ PDF をお勧めします。"
)
_MOST_NAMED_PAGES = 10  # in the remark on pages without text


def extract_pdf(name: str, data: bytes) -> Extracted:
    """The text layer of a PDF, page after page in the order in which the file draws it.

    A hyphen that pdfium knows for a line break's is taken out with the break. Raised small digits become Unicode
    superscripts, so that 「100件¹」 is not read as a thousand and one.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(_why_closed(name, data)) from error
    with closing(pdf):
        count = len(pdf)
        if count > MOST_PAGES:
            raise UnreadableFile(
                f"{name} は {count:,} ページあり大きすぎます（{MOST_PAGES:,} ページまで）。分けて登録してください。"
            )
        texts_by_page, dropping = _read_pages(pdf)
        metadata = pdf.get_metadata_dict()
    reread = reread_pages(data, texts_by_page, dropping)
    raw = list((texts_by_page if reread is None else reread).values())
    texts = [clean_text(_HYPHEN.sub("", text)).strip("\n") for text in raw]
    _check_text_layer(name, texts, "".join(raw))
    starts, length = [], 0
    for text in texts:
        starts.append(length)
        length += len(text) + 1
    return Extracted(
        "\n".join(texts),
        "application/pdf",
        plausible_title(metadata.get("Title", "")),
        metadata_date(metadata.get("CreationDate", "")),
        tuple(Page(number, start) for number, start in enumerate(starts, 1)),
        (*_remarks(texts), *([_DROPPED] if reread is None else [])),
    )


def _why_closed(name: str, data: bytes) -> str:
    """Judged by the file itself: the reason that pdfium gives may be that of a file it opened before."""
    if b"/Encrypt" in data:
        return f"{name} はパスワードで保護されています。パスワードを外した PDF を登録してください。"
    return f"{name} は PDF として壊れているか、ページがありません。元の文書から PDF を作り直してください。"


def _read_pages(pdf: Any) -> tuple[dict[int, str], list[int]]:
    """The text of each page by its index, and the pages on which pdfium drops characters."""
    texts: dict[int, str] = {}
    dropping = []
    for index in range(len(pdf)):
        with closing(pdf[index]) as page, closing(page.get_textpage()) as textpage:
            texts[index] = _page_text(textpage)
            if drops_characters(page, textpage):
                dropping.append(index)
    return texts, dropping


def _page_text(textpage: Any) -> str:
    """The characters of a page in their order, with pdfium's line ends."""
    from pypdfium2 import raw

    line: list[tuple[int, str]] = []
    parts: list[str] = []
    for index in range(textpage.count_chars()):
        if raw.FPDFText_GetTextIndexFromCharIndex(textpage, index) >= 0:
            line.append((index, chr(raw.FPDFText_GetUnicode(textpage, index))))
            if line[-1][1] == "\n":
                parts.append(_line_text(textpage, line))
                line = []
    text = "".join([*parts, _line_text(textpage, line)])
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")  # pairs become one character


def _line_text(textpage: Any, line: Sequence[tuple[int, str]]) -> str:
    """A line with its raised digits as superscripts, judged by the character before the digits, else after."""
    letters = [index for index, character in line if not character.isspace() and character not in _DIGITS]
    text = []
    before = None
    for index, character in line:
        if character in _DIGITS and letters:
            if _is_superscript(textpage, index, letters[0] if before is None else before):
                character = character.translate(SUPERSCRIPTS)
        elif not character.isspace():
            before = index
        text.append(character)
    return "".join(text)


def _is_superscript(textpage: Any, index: int, neighbour: int) -> bool:
    from pypdfium2 import PdfiumError

    with suppress(PdfiumError):
        _, bottom, _, top = textpage.get_charbox(index)
        _, foot, _, head = textpage.get_charbox(neighbour, loose=True)
        height = head - foot
        return bool(top - bottom < _LOW * height and _RAISED * height < bottom - foot < height)
    return False


def _check_text_layer(name: str, texts: list[str], raw: str) -> None:
    length = sum(len("".join(text.split())) for text in texts)
    if length < _LEAST_TEXT * len(texts):
        raise UnreadableFile(
            f"{name} には文字情報がありません（スキャン画像）。OCR 済みの PDF か、元の文書を登録してください。"
        )
    unmapped = sum(character in "\x00\ufffd" or "\ue000" <= character <= "\uf8ff" for character in raw)
    if unmapped > _MOST_UNMAPPED * length:
        raise UnreadableFile(
            f"{name} からは文字を正しく取り出せません（フォントの文字情報がありません）。元の文書を登録してください。"
        )


def _remarks(texts: list[str]) -> tuple[str, ...]:
    empty = [str(number) for number, text in enumerate(texts, 1) if not text.strip()]
    if not empty:
        return ()
    named = "、".join(empty[:_MOST_NAMED_PAGES]) + (" など" if len(empty) > _MOST_NAMED_PAGES else "")
    return (f"{len(texts)} ページのうち {named} ページには文字情報がないため、質問に答えられません。",)
