"""What an answer took from the place that a reading page shows: the words of the citation, and the way back to it."""

from __future__ import annotations

from chatbot.web.documents.citations import CitedQuotes
from corpus.document import Document
from corpus.layout import Flow
from corpus.normalize import display_text

LONGEST_CLAIM = 120  # characters; the whole of it is marked on the page


def claim(quotes: CitedQuotes, document: Document) -> str:
    """The words of the active citation in one line, cut with 「…」; empty where there is none.

    They are read from the published text by their places, so that no address needs to hold them.
    """
    if quotes.active is None:
        return ""
    words = " ".join(display_text(Flow(document.text, quotes.active.spans).text).split())
    return words if len(words) <= LONGEST_CLAIM else f"{words[: LONGEST_CLAIM - 1]}…"


def way_back(quotes: CitedQuotes, prefix: str) -> str:
    """The address of the source card in the window of that language; empty where the reader comes from no answer."""
    if quotes.active is None or quotes.turn is None:
        return ""
    return f"{prefix}/#source-{quotes.turn}-{quotes.active.number}"
