"""Characters that pdfium drops without a word: single ones in a font that is neither embedded nor installed.

A text object of one character has no extent where nobody knows its glyph, and pdfium takes it for empty. pypdf reads
character codes alone, so it keeps such a 「。」 or 「○」; else pdfium reads Japanese better.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from io import BytesIO
from typing import Any

_FORMS_IN_FORMS = 5


def drops_characters(page: Any, textpage: Any) -> bool:
    """Whether a text object of the page, in a font that is not embedded, is missing from the page's text."""
    from pypdfium2 import raw

    for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=_FORMS_IN_FORMS, textpage=textpage):
        if raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(text)) == 0:
            if raw.FPDFTextObj_GetText(text, textpage, None, 0) <= 2:  # bytes: the terminator alone
                return True
    return False


def reread_pages(data: bytes, texts: dict[int, str], indices: Collection[int]) -> dict[int, str] | None:
    """`texts` of pages, those at `indices` as pypdf reads them where that is more; None where pypdf cannot read them."""
    if not indices:
        return texts
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says of damage is not for users
    try:
        pages = pypdf.PdfReader(BytesIO(data)).pages
        read = {index: pages[index].extract_text() for index in indices}
    except Exception:  # damage that pdfium repaired, or encryption; pypdf may fail in any way
        return None
    more = {index: text for index, text in read.items() if _length(text) > _length(texts[index])}
    return {**texts, **more}


def _length(text: str) -> int:
    return sum(not character.isspace() and character not in "\x00\x02\ufffd\ufffe" for character in text)
