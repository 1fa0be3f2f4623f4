"""Answer → HTML of the transcript."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from chatbot.answer import Answer, Citation
from chatbot.web.badges import answer_badges, withheld
from chatbot.web.cards import CardLinks, facts, source_cards
from chatbot.web.documents.citations import citation_link
from chatbot.web.escape import escape, hidden
from chatbot.web.quotes import locate
from chatbot.web.record_links import RecordLink, no_records
from chatbot.web.sheets import sheet_links
from chatbot.web.site import SITES, SiteTexts, navigation
from chatbot.web.text import Texts
from chatbot.web.turn import Turn
from chatbot.web.why import question_note
from corpus.document import Document
from corpus.normalize import display_text

Records = Callable[[Citation], Sequence[RecordLink]]  # the pages of the records that a citation belongs to
Buttons = Callable[[Answer, int], str]  # answer and turn → the HTML of what can be said of it
Mark = tuple[int, int, int]  # start and end of what the mark replaces in the text, number of the citation

_WRITTEN_MARK = re.compile(r"\s*[\[［](\d+)[\]］]")


def no_buttons(answer: Answer, turn: int) -> str:
    """Nothing, where no feedback is kept."""
    return ""


def transcript(
    turns: Sequence[Turn], texts: Texts, records: Records = no_records, buttons: Buttons = no_buttons
) -> str:
    """The conversation so far, oldest turn first; empty before the first question."""
    return "".join(_turn(turn, number, texts, records, buttons) for number, turn in enumerate(turns, start=1))


def _turn(turn: Turn, number: int, texts: Texts, records: Records, buttons: Buttons) -> str:
    asked = f'<h2 class="asked">{hidden(texts.asked + "：")}{escape(turn.question.strip())}</h2>'
    searching = f'<p class="searching">{escape(texts.searching)}</p>'
    body = searching
    if turn.answer is not None:
        body = reply(turn.answer, number, texts, turn.rephrase, turn.sheet_id, records) + buttons(turn.answer, number)
    return f'<div class="turn" id="turn-{number}">{asked}{body}</div>'


def reply(
    answer: Answer,
    turn: int,
    texts: Texts,
    rephrase: bool = True,
    sheet_id: str = "",
    records: Records = no_records,
) -> str:
    """One answer: what it is in words, its text with marks, how it came about, links to save it, a card for each source."""
    understood = ""
    if answer.understood_as:
        line = texts.understood.format(question=display_text(answer.understood_as))
        understood = f'<p class="understood">{escape(line)}</p>'
    if answer.searched_for:
        line = texts.searched_for.format(terms="、".join(answer.searched_for))
        understood += f'<p class="understood">{escape(line)}</p>'
    if not rephrase:
        understood = f'<p class="understood">{escape(texts.why.switched_off)}</p>'
    notes = (texts.outcome_notes[answer.outcome], withheld(answer, texts))
    note = "".join(f'<p class="note">{escape(line)}</p>' for line in notes if line)
    badges = answer_badges(answer, _cited(answer), texts)
    return (
        f'<div class="reply reply-{answer.outcome}"><div class="answer">'
        f'{understood}<p class="outcome">{escape(texts.outcomes[answer.outcome])}</p>{badges}'
        f'<div class="answer-text" lang="ja">{answer_text(answer, turn, texts)}</div>'
        f"{note}{question_note(answer, rephrase, texts)}{sheet_links(sheet_id, texts)}</div>"
        f"{_sources(answer, turn, texts, records)}</div>"
    )


def answer_text(answer: Answer, turn: int, texts: Texts) -> str:
    """The text in paragraphs, a link to its source card behind each cited part."""
    text, pieces, done = display_text(answer.text), [], 0
    sources = {citation.number: citation for citation in answer.citations}
    for start, end, number in citation_marks(answer):
        pieces.append(escape(text[done:start], "</p><p>"))
        pieces.append(_mark(sources[number], turn, texts))
        done = end
    return f"<p>{''.join(pieces)}{escape(text[done:], '</p><p>')}</p>"


def _mark(source: Citation, turn: int, texts: Texts) -> str:
    """The link to a source's card: its number for the eye; for screen readers also its title and first heading."""
    place = "、".join(display_text(part) for part in (source.title, *source.heading_path[:1]))
    named = f'<span class="visually-hidden" lang="ja">、{escape(place)}</span>'
    return f'<a class="cite" href="#source-{turn}-{source.number}">{hidden(texts.source)}{source.number}{named}</a>'


def citation_marks(answer: Answer) -> list[Mark]:
    """Where citations are marked in the displayed text, in reading order.

    A mark like [1] in the text is one; else the mark stands where the citation's quote ends. A citation whose quote is
    not in the text has none: it is a further passage, not a source of what is said.
    """
    text = display_text(answer.text)
    numbers = {citation.number for citation in answer.citations}
    marks = [(found.start(), found.end(), int(found[1])) for found in _WRITTEN_MARK.finditer(text)]
    marks = [mark for mark in marks if mark[2] in numbers]
    unmarked = numbers - {number for _, _, number in marks}
    for citation in answer.citations:
        end = _quoted_until(text, display_text(citation.quote))
        if citation.number in unmarked and end:
            marks.append((end, end, citation.number))
    return sorted(marks)


def _quoted_until(text: str, quote: str) -> int:
    """Where the quote ends in the text, 0 if it is not there; the text may break off inside its last quote."""
    places = locate(text, quote)
    if places:
        return places[-1][1]
    last_line = text.rsplit("\n", 1)[-1]
    return len(text) if last_line and locate(quote, last_line) else 0


def _sources(answer: Answer, turn: int, texts: Texts, records: Records) -> str:
    """Sources of what is said in full; further passages folded. Of an answer not found, the nearest passages."""
    sources = _cited(answer)
    others = [citation for citation in answer.citations if citation not in sources]
    title = texts.sources
    if not sources:
        title, sources, others = texts.nearest, others, []
    if not sources:
        return ""
    links = {citation.number: _links(citation, answer, turn, texts, records) for citation in answer.citations}
    shown = f"<h3>{escape(title.format(count=len(sources)))}</h3>{source_cards(sources, turn, texts, links)}"
    if others:
        summary = escape(texts.nearest.format(count=len(others)))
        shown += f"<details><summary>{summary}</summary>{source_cards(others, turn, texts, links)}</details>"
    return f'<div class="sources">{shown}</div>'


def _links(citation: Citation, answer: Answer, turn: int, texts: Texts, records: Records) -> CardLinks:
    prefix = _site(texts).prefix
    pages = tuple((link, f"{prefix}{link.path}") for link in records(citation))
    return CardLinks(citation_link(citation, answer.citations, prefix, turn), pages)


def _site(texts: Texts) -> SiteTexts:
    return next(site for site in SITES if site.window is texts)


def _cited(answer: Answer) -> list[Citation]:
    """The citations that the text is marked with."""
    cited = {number for _, _, number in citation_marks(answer)}
    return [citation for citation in answer.citations if citation.number in cited]


def masthead(documents: Sequence[Document], texts: Texts, keeps_feedback: bool = False) -> str:
    """The top of the page: what this is, what to mind, which documents are searched, and the other language."""
    count = len(documents)
    stored = texts.feedback.stored if keeps_feedback else texts.feedback.nothing_stored
    notice = "".join(f"<li>{escape(line.format(count=count, stored=stored))}</li>" for line in texts.notice)
    rows = "".join(
        f'<li><span lang="ja">{escape(document.title)}</span> <span class="facts">{facts(document, texts)}</span></li>'
        for document in documents
    )
    other = f'<a class="language" href="{texts.other_path}" lang="{texts.other_tag}">{escape(texts.other_language)}</a>'
    return (
        f'<div class="top"><h1>{escape(texts.title)}</h1>{navigation(_site(texts), "/")}{other}</div>'
        f'<p class="lead">{escape(texts.lead)}</p><ul class="notice">{notice}</ul>'
        f"<details><summary>{escape(texts.documents.format(count=count))}</summary><ul>{rows}</ul></details>"
    )


def message(text: str) -> str:
    """A message beside the question box; empty for none."""
    return text and f'<p class="message-text">{escape(text)}</p>'


def announcement(answer: Answer, texts: Texts, turn: int = 1) -> str:
    """What a screen reader is told, once, when the answer of that turn has come, also where the one before was equal."""
    count = len(_cited(answer))
    outcome, text = texts.outcomes[answer.outcome], display_text(answer.text)
    said = escape(texts.announcement.format(outcome=outcome, text=text, count=count), " ")
    return f'<p id="announced-{turn}">{said}</p>'
