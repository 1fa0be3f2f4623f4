"""A citation → the HTML of its source card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chatbot.answer import Citation
from chatbot.web.badges import DRAFT, superseded
from chatbot.web.escape import escape, hidden
from chatbot.web.quotes import locate
from chatbot.web.record_links import RecordLink
from chatbot.web.text import Texts
from chatbot.web.why import passage_note
from corpus.document import Document
from corpus.normalize import display_text


@dataclass(frozen=True, slots=True)
class CardLinks:
    """Where a card leads: to the quote in its document, and to the pages of its records with their addresses."""

    original: str
    records: Sequence[tuple[RecordLink, str]] = ()


def source_cards(citations: Sequence[Citation], turn: int, texts: Texts, links: Mapping[int, CardLinks]) -> str:
    """The cards of one list. Cards are named after the turn of the conversation and the number of the citation.

    `links` are by the number of the citation.
    """
    cards = (source_card(citation, turn, texts, links[citation.number]) for citation in citations)
    return f"<ol>{''.join(cards)}</ol>"


def source_card(citation: Citation, turn: int, texts: Texts, links: CardLinks) -> str:
    """One source: number, title, date, publisher, status, heading path, and the passage with its quote marked."""
    number = f'<span class="number">{hidden(texts.source)}{citation.number}</span>'
    title = f'<span lang="ja">{escape(display_text(citation.title))}</span>'
    headings = escape(" › ".join(display_text(heading) for heading in citation.heading_path))
    path = f'<p class="path">{hidden(texts.heading_path + "：")}<span lang="ja">{headings}</span></p>'
    return (
        f'<li class="card" id="source-{turn}-{citation.number}" tabindex="-1">'
        f'<p class="card-title">{number}{title}</p>'
        f'<p class="card-facts">{facts(citation, texts)}{superseded(citation, texts)}{page(citation, texts)}</p>'
        f"{path if headings else ''}"
        f'<blockquote lang="ja">{quoted_passage(citation.text, citation.quote)}</blockquote>'
        f"{footnotes(citation, texts)}{passage_note(citation, texts)}{leads(citation, texts, links)}</li>"
    )


def page(citation: Citation, texts: Texts) -> str:
    """The printed page; empty where it is not known."""
    return "" if citation.page is None else f'<span class="page">{escape(texts.page.format(page=citation.page))}</span>'


def leads(citation: Citation, texts: Texts, links: CardLinks) -> str:
    """The links to the document and to the records; they open beside the conversation, which a new page in its place would end."""
    before, shown, after = (
        piece.format(number=citation.number, title=display_text(citation.title)) for piece in texts.original
    )
    pieces = [_lead('class="original" rel="opener"', links.original, before, shown, after)]
    for record, address in links.records:
        name = texts.record_pages[record.kind].format(number=display_text(record.number))
        source = texts.of_source.format(number=citation.number)
        pieces.append(_lead('class="original record" rel="noopener"', address, source, name, after))
    return f'<p class="leads">{"".join(pieces)}</p>'


def _lead(attributes: str, address: str, before: str, shown: str, after: str) -> str:
    """A link with words for screen readers around the one shown. Gradio takes an aria-label out."""
    name = f"{hidden(before)}{escape(shown)}{hidden(after)}"
    return f'<a {attributes} href="{escape(address)}" target="_blank">{name}</a>'


def footnotes(citation: Citation, texts: Texts) -> str:
    """The footnotes of the passage; empty where it has none."""
    notes = "".join(
        f"<li>{escape(texts.footnote.format(number=note.number))} "
        f'<span lang="ja">{escape(display_text(note.text))}</span></li>'
        for note in citation.footnotes
    )
    return f'<ul class="footnotes">{notes}</ul>' if notes else ""


def quoted_passage(text: str, quote: str) -> str:
    """The passage, the quoted sentences in `<mark>`. A quote that does not stand in the passage comes before it."""
    text, quote = display_text(text), display_text(quote)
    spans = locate(text, quote)
    pieces = [f"<mark>{escape(quote)}</mark><br>"] if quote and not spans else []
    done = 0
    for start, end in spans:
        pieces.append(f"{escape(text[done:start])}<mark>{escape(text[start:end])}</mark>")
        done = end
    return "".join([*pieces, escape(text[done:])])


def facts(source: Citation | Document, texts: Texts) -> str:
    """When and by whom it was published, and its status."""
    publisher = f'<span lang="ja">{escape(source.publisher)}</span>' if source.publisher else ""
    date = published(source.published, texts) if source.published else ""
    return date + publisher + status(source.status, texts)


def status(name: str, texts: Texts) -> str:
    """The document's status as a badge; a draft (案) is named as one."""
    if name == DRAFT:
        return f'<span class="status status-draft">{escape(texts.draft)}</span>'
    return f'<span class="status" lang="ja">{escape(name)}</span>'


def published(date: str, texts: Texts) -> str:
    """The date of a document: "2025-06-13" or, where no more is known, "2025"."""
    shown = date
    if texts.language == "ja":
        shown = "".join(f"{int(part)}{unit}" for part, unit in zip(date.split("-"), "年月日", strict=False))
    return f'<time datetime="{escape(date)}">{escape(shown)}</time>'
