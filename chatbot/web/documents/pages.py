"""The reading pages: `/documents`, `/documents/<doc_id>` and its parts `/documents/<doc_id>/<number>`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chatbot.web.caching import READING
from chatbot.web.conversation import Answerer
from chatbot.web.documents import citations
from chatbot.web.documents.claim import claim, way_back
from chatbot.web.documents.contents import contents_of, part_title, table_of_contents
from chatbot.web.documents.links import element_id
from chatbot.web.documents.parts import Part, Reading
from chatbot.web.documents.setting import set_part
from chatbot.web.documents.shelf import Shelf
from chatbot.web.documents.steps import steps
from chatbot.web.documents.text import ENGLISH_READING, JAPANESE_READING
from chatbot.web.site import SITES, SiteTexts, page
from corpus.document import Document
from corpus.editions import successor

if TYPE_CHECKING:
    from fastapi import FastAPI

PATH = "/documents"


def add_reading_pages(app: FastAPI, assistant: Answerer) -> None:
    """Adds the pages in both languages, and their style sheet."""
    shelf = Shelf(assistant)
    app.add_route(READING.path, READING.respond)
    for site in SITES:
        pages = ReadingPages(shelf, site)
        app.add_route(f"{site.prefix}{PATH}", pages.documents)
        app.add_route(f"{site.prefix}{PATH}/{{doc_id}}", pages.front)
        app.add_route(f"{site.prefix}{PATH}/{{doc_id}}/{{number}}", pages.part)


class ReadingPages:
    """The pages in one language."""

    def __init__(self, shelf: Shelf, site: SiteTexts) -> None:
        self._shelf = shelf
        self._site = site
        self._texts = ENGLISH_READING if site.language == "en" else JAPANESE_READING

    def documents(self, request: Request) -> Response:
        """All documents."""
        documents = self._shelf.corpus.documents
        rows = [(document, successor(document, documents)) for document in documents]
        return page("documents/list.html", self._site, _target(request), texts=self._texts, rows=rows)

    def front(self, request: Request) -> Response:
        """A document with its table of contents; an address that names a passage or a citation leads to its part."""
        reading = self._shelf.reading(request.path_params["doc_id"])
        if reading is None:
            return self._missing(request, self._texts.no_document)
        path = self._path(reading)
        if passage_id := request.query_params.get("passage"):
            part = reading.part_with(passage_id)
            shown = part and next(passage for passage in part.all_passages if passage.id == passage_id)
            if not part or not shown:
                return self._missing(request, self._texts.no_passage, reading)
            return RedirectResponse(f"{path}/{part.number}#{element_id(shown)}", 302)
        cited = self._cited(request, reading.document)
        if cited.active and (part := reading.part_at(cited.active.spans[0][0])):
            place = f"{path}/{part.number}?{request.url.query}#cite-{cited.active.number}"
            return RedirectResponse(place, 302)
        return page(
            "documents/front.html",
            self._site,
            _target(request),
            texts=self._texts,
            document=reading.document,
            newer=self._newer(reading.document),
            documents_path=f"{self._site.prefix}{PATH}",
            first=f"{path}/1" if reading.parts else "",
            chapters=table_of_contents(reading, path),
            parts=[(f"{path}/{part.number}", self._title(reading, part)) for part in reading.parts],
            note=self._texts.unplaced if cited.active or cited.is_damaged else "",
        )

    def part(self, request: Request) -> Response:
        """One part of a document, what is cited of it marked."""
        reading = self._shelf.reading(request.path_params["doc_id"])
        if reading is None:
            return self._missing(request, self._texts.no_document)
        number = request.path_params["number"]
        part = next((part for part in reading.parts if str(part.number) == number), None)
        if part is None:
            return self._missing(request, self._texts.no_part, reading)
        cited = self._cited(request, reading.document)
        path = self._path(reading)
        text, notes = set_part(reading, part, cited, self._shelf, path, self._texts)
        return page(
            "documents/part.html",
            self._site,
            _target(request),
            texts=self._texts,
            document=reading.document,
            newer=self._newer(reading.document),
            documents_path=f"{self._site.prefix}{PATH}",
            document_path=path,
            title=self._title(reading, part),
            entries=contents_of(reading, part),
            text=text,
            notes=notes,
            cited=cited,
            claim=claim(cited, reading.document),
            way_back=way_back(cited, self._site.prefix),
            steps=steps(cited, self._shelf.corpus, self._site.prefix, _keys_are_off(request)),
            keys_are_off=_keys_are_off(request),
            neighbours=[
                (name, f"{path}/{other.number}", self._title(reading, other))
                for name, other in self._neighbours(reading, part)
            ],
        )

    def _neighbours(self, reading: Reading, part: Part) -> list[tuple[str, Part]]:
        beside = ((self._texts.before, part.number - 2), (self._texts.after, part.number))
        return [(name, reading.parts[index]) for name, index in beside if 0 <= index < len(reading.parts)]

    def _missing(self, request: Request, message: str, reading: Reading | None = None) -> Response:
        return page(
            "documents/missing.html",
            self._site,
            _target(request),
            status=404,
            texts=self._texts,
            message=message,
            documents_path=f"{self._site.prefix}{PATH}",
            document=reading and reading.document,
            document_path=self._path(reading) if reading else "",
        )

    def _path(self, reading: Reading) -> str:
        return f"{self._site.prefix}{PATH}/{reading.document.doc_id}"

    def _title(self, reading: Reading, part: Part) -> str:
        return part_title(reading, part, self._texts.part_of, self._texts.whole_part)

    def _newer(self, document: Document) -> Document | None:
        return successor(document, self._shelf.corpus.documents)

    def _cited(self, request: Request, document: Document) -> citations.CitedQuotes:
        cite, at, turn = (request.query_params.get(name, "") for name in ("cite", "at", "turn"))
        lengths = {known.doc_id: len(known.text) for known in self._shelf.corpus.documents}
        return citations.read(cite, at, document, lengths, turn)


def _keys_are_off(request: Request) -> bool:
    return request.query_params.get("keys") == "off"


def _target(request: Request) -> str:
    """The path with its query, without the language: where the page stands in the other one."""
    path = request.url.path.removeprefix("/en")
    return f"{path}?{request.url.query}" if request.url.query else path
