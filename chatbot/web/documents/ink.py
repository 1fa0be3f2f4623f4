"""The characters of a document as HTML: as published, footnote marks as links, what is cited in `<mark>`.

What is shown of a sentence is its `display_text`; each of its characters still knows its offset.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import groupby

from chatbot.web.documents.citations import CitedQuotes
from chatbot.web.escape import escape, hidden
from corpus.layout import Flow

NoteLink = Callable[[int, str], str]  # offset and digits, as 「6」 or 「6)」, of a footnote mark → its HTML

_TOKEN = re.compile(
    r"<sup>(?P<raised>[^<]*)</sup>|(?P<digits>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?P<markup>\*\*|^\s*#+\s*|</?p>|^\s*-\s+(?=・))"
    "|(?P<bullet>[\uf000-\uf8ff])"
)
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_Run = tuple[frozenset[int], str]  # numbers of the citations, HTML


class Pen:
    """Writes the sentences of a page; a citation's element id goes to the first of its characters."""

    def __init__(self, quotes: CitedQuotes, note_link: NoteLink, source_label: str) -> None:
        """`source_label` is what a citation is called: 「出典」."""
        self._active = quotes.active
        places = [(*span, cited.number) for cited in quotes.here for span in cited.spans]
        self._edges = sorted({edge for start, end, _ in places for edge in (start, end)})
        self._between = [frozenset(n for start, end, n in places if start <= edge < end) for edge in self._edges]
        self._note_link = note_link
        self._label = source_label
        self._begun: set[int] = set()

    def write(self, flow: Flow, start: int = 0, end: int | None = None) -> str:
        """The HTML of `flow.text[start:end]`."""
        runs = self._runs(flow, start, len(flow.text) if end is None else end)
        pieces = []
        for numbers, run in groupby(runs, key=lambda run: run[0]):
            html = "".join(text for _, text in run)
            pieces.append(self._marked(numbers, html) if numbers and html else html)
        return "".join(pieces)

    def _runs(self, flow: Flow, start: int, end: int) -> Iterator[_Run]:
        done = start
        for token in _TOKEN.finditer(flow.text, start, end):
            yield from self._plain(flow, done, token.start())
            offset = flow.offsets[token.start()]
            yield self._cited(offset), self._token(token, offset)
            done = token.end()
        yield from self._plain(flow, done, end)

    def _token(self, token: re.Match[str], offset: int) -> str:
        if token["bullet"]:
            return "・"
        mark = (token["digits"] or token["raised"] or "").translate(_DIGITS)
        if mark.rstrip(")").isdecimal():
            return self._note_link(offset, mark)
        return f"<sup>{escape(mark)}</sup>" if mark[:1].isdigit() else ""  # what else is raised is ruby

    def _plain(self, flow: Flow, start: int, end: int) -> Iterator[_Run]:
        for numbers, run in groupby(range(start, end), key=lambda index: self._cited(flow.offsets[index])):
            indexes = list(run)
            yield numbers, escape(flow.text[indexes[0] : indexes[-1] + 1])

    def _cited(self, offset: int) -> frozenset[int]:
        """The numbers of the citations that hold the character at `offset`."""
        after = bisect_right(self._edges, offset)
        return self._between[after - 1] if after else frozenset()

    def _marked(self, numbers: frozenset[int], html: str) -> str:
        kind = ' class="active"' if self._active and self._active.number in numbers else ""
        opened = sorted(numbers - self._begun)
        self._begun |= numbers
        if not opened:
            return f'<mark{kind} data-cited="{_list(numbers)}">{html}</mark>'
        labels = "".join(hidden(f"{self._label} {number}:") for number in opened)
        anchors = "".join(f'<span id="cite-{number}"></span>' for number in opened[1:])
        place = f'id="cite-{opened[0]}" tabindex="-1" data-number="{opened[0]}"'
        return f'{labels}{anchors}<mark{kind} data-cited="{_list(numbers)}" {place}>{html}</mark>'


def _list(numbers: frozenset[int]) -> str:
    return " ".join(map(str, sorted(numbers)))
