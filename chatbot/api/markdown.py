"""An answer as Markdown, for programs that show it to people: its text, its sources, and where each quote stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from chatbot.answer import Answer, Citation
from chatbot.web.text import JAPANESE
from corpus.document import Corpus, Document
from corpus.normalize import display_text

_SYNTAX = re.compile(r"([!-+\-.:<-@\[-`{-~])")  # ASCII punctuation but , / ; which begin nothing
_LINE_ENDS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_NOTICE = (
    "この回答は、公表された文書から自動で抜き出した引用です。抜けや誤りがありえます。必ず出典の文書でお確かめください。"
)


def markdown(answer: Answer, corpus: Corpus, pages: str) -> str:
    """The answer in Markdown. `pages` begins the links to the pages of the documents; empty where none are served."""
    documents = {document.doc_id: document for document in corpus.documents}
    sources = [
        line for citation in answer.citations for line in _source(citation, documents.get(citation.doc_id), pages)
    ]
    note = JAPANESE.outcome_notes[answer.outcome]
    blocks = [f"**{JAPANESE.outcomes[answer.outcome]}**", *_understood(answer), *_lines(answer.text)]
    blocks += [escaped(note)] if note else []
    blocks += [f"### {_heading(answer)}", *sources] if sources else []
    return "\n\n".join([*blocks, "---", _NOTICE]) + "\n"


def escaped(text: str) -> str:
    """Untrusted text on one line of Markdown that shows its characters and nothing else: no link, image or HTML.

    A bare address some readers make a link of whatever is done; it leads where it says.
    """
    return _SYNTAX.sub(r"\\\1", _LINE_ENDS.sub(" ", text).strip())


def _understood(answer: Answer) -> Iterator[str]:
    if answer.understood_as:
        yield escaped(JAPANESE.understood.format(question=display_text(answer.understood_as)))
    if answer.searched_for:
        yield escaped(JAPANESE.searched_for.format(terms="、".join(answer.searched_for)))


def _heading(answer: Answer) -> str:
    title = JAPANESE.nearest if answer.outcome == "not_found" else JAPANESE.sources
    return title.format(count=len(answer.citations))


def _source(citation: Citation, document: Document | None, pages: str) -> Iterator[str]:
    page = "" if citation.page is None else JAPANESE.page.format(page=citation.page)
    status = JAPANESE.draft if citation.status == "案" else citation.status
    facts = "、".join(fact for fact in (citation.publisher, citation.published, status, page) if fact)
    yield f"**\\[{citation.number}\\] {_title(citation, pages)}**（{escaped(facts)}）{_original(document)}"
    if citation.heading_path:
        yield escaped(" › ".join(display_text(heading) for heading in citation.heading_path))
    yield "\n>\n".join(f"> {line}" for line in _lines(citation.quote or citation.text))
    hashed = f"、本文の SHA-256 `{citation.sha256}`" if re.fullmatch("[0-9a-f]{64}", citation.sha256) else ""
    yield f"原文の位置 {citation.start:,}～{citation.end:,}（文字数、半開区間）{hashed}"


def _title(citation: Citation, pages: str) -> str:
    title = escaped(display_text(citation.title))
    return f"[{title}]({pages}/documents/{quote(citation.doc_id, safe='')})" if pages else title


def _original(document: Document | None) -> str:
    """A link to where the document was published, if its source is an address."""
    source = document.source if document else ""
    if urlsplit(source).scheme not in ("http", "https") or any(character.isspace() for character in source):
        return ""
    return f" [{escaped(document.title if document else '')}の公表元](<{quote(source, safe=':/?&=#%~+,;@!$*')}>)"


def _lines(text: str) -> list[str]:
    return [escaped(line) for line in _LINE_ENDS.split(display_text(text)) if line.strip()]
