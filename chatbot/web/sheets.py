"""The 出典票 of the answers just given, kept in memory for a while, and their download."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from chatbot.answer import Answer
from chatbot.source_sheet import FORMATS, SourceSheet, sheet_of, write_sheet
from chatbot.source_sheet.labels import Language
from chatbot.web.escape import escape, hidden
from chatbot.web.site import SiteTexts, page
from chatbot.web.text import Texts

PATH = "/source-sheet"
SECONDS = 3600.0  # as long as the window remembers a conversation
MOST = 500  # sheets of a few kilobytes each


class SheetStore:
    """Sheets by an id that nobody can guess: the newest `most`, each for so many seconds; never on disk."""

    def __init__(self, most: int = MOST, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._sheets: OrderedDict[str, tuple[float, SourceSheet]] = OrderedDict()
        self._lock = Lock()

    def keep(self, answer: Answer) -> str:
        """Keep the sheet of an answer; gives its id, empty for an answer without citations."""
        if not answer.citations:
            return ""
        sheet, sheet_id = sheet_of(answer), secrets.token_urlsafe(16)
        with self._lock:
            self._sheets[sheet_id] = self._clock(), sheet
            self._forget()
        return sheet_id

    def sheet(self, sheet_id: str) -> SourceSheet | None:
        """The sheet of that id, None where there is none any more."""
        with self._lock:
            self._forget()
            return self._sheets.get(sheet_id, (0.0, None))[1]

    def _forget(self) -> None:
        now = self._clock()
        while self._sheets:
            kept, _ = next(iter(self._sheets.values()))
            if now - kept < self._seconds and len(self._sheets) <= self._most:
                return
            self._sheets.popitem(last=False)


def sheet_links(sheet_id: str, texts: Texts) -> str:
    """The links under an answer that save its sheet, one for each format; empty where there is no sheet."""
    if not sheet_id:
        return ""
    prefix = "" if texts.language == "ja" else f"/{texts.language}"
    links = "".join(
        f'<a href="{prefix}{PATH}/{sheet_id}.{known.suffix}" download>{hidden(texts.save_sheet)}{known.name}</a>'
        for known in FORMATS
    )
    return f'<p class="sheet"><span>{escape(texts.save_sheet)}</span>{links}</p>'


def download(store: SheetStore, site: SiteTexts) -> Callable[[Request], Response]:
    """The route `/source-sheet/<id>.<suffix>` in one language."""
    language: Language = "ja" if site.language == "ja" else "en"

    def serve(request: Request) -> Response:
        sheet_id, _, suffix = request.path_params["name"].rpartition(".")
        known = next((known for known in FORMATS if known.suffix == suffix), None)
        sheet = store.sheet(sheet_id)
        if known is None or sheet is None:
            return page("sheet_gone.html", site, f"{PATH}/{request.path_params['name']}", status=404)
        moment = f"{sheet.answered_at:%Y%m%d-%H%M%S}"
        named = f"filename=\"source-sheet_{moment}.{suffix}\"; filename*=UTF-8''{quote(f'出典票_{moment}.{suffix}')}"
        headers = {"content-disposition": f"attachment; {named}", "cache-control": "no-store"}
        return Response(write_sheet(sheet, suffix, language), media_type=known.media_type, headers=headers)

    return serve
