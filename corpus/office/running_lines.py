"""Running headers, footers and page numbers: lines at the edges of pages that recur, and are no part of the text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.document import Page
from corpus.layout import Line

_EDGE = 3  # lines at the top and the foot of a page that may be running ones
_LEAST_PAGES = 3  # on so many pages, or on every page, an edge line recurs that is a running header
_LONGEST = 80  # characters of a running header
_NUMBER = re.compile(
    r"(?:p\.?|page|頁|ページ)?[-‐−–—―ー~〜]?(\d{1,4})[-‐−–—―ー~〜]?(?:(?:/|of)\d{1,4})?(?:ページ|頁|p)?"
)
_DASHED_NUMBER = re.compile(r"[-‐−–—―]\s*[0-9０-９]{1,4}\s*[-‐−–—―]")


def body_lines(lines: Sequence[Line], pages: Sequence[Page]) -> list[Line]:
    """`lines` without running ones; blank lines stay. Without `pages` only numbers between dashes are taken out."""
    by_page = _by_page(lines, pages)
    running = _numbers(by_page) | _recurring(by_page)
    return [line for line in lines if line.number not in running and not _DASHED_NUMBER.fullmatch(line.text.strip())]


def page_index(pages: Sequence[Page], offset: int) -> int:
    """Which page the character at `offset` stands on, counted from 0; -1 without pages."""
    return bisect_right(pages, offset, key=lambda page: page.start) - 1


def _by_page(lines: Sequence[Line], pages: Sequence[Page]) -> list[list[Line]]:
    """The lines of each page that are not blank."""
    by_page: list[list[Line]] = [[] for _ in pages]
    for line in lines:
        if pages and line.text.strip():
            by_page[page_index(pages, line.start)].append(line)
    return by_page


def _numbers(by_page: Sequence[Sequence[Line]]) -> set[int]:
    """Page numbers: outermost lines that are a number, as far from the page's own count as on most pages."""
    found = [
        (line.number, int(match[1]) - page)
        for page, lines in enumerate(by_page, 1)
        for line in dict.fromkeys([*lines[:1], *lines[-1:]])
        if (match := _NUMBER.fullmatch(_bare(line.text)))
    ]
    if not found:
        return set()
    shift, count = Counter(shift for _, shift in found).most_common(1)[0]
    if count < 2 and (len(by_page) > 1 or shift):
        return set()
    return {number for number, own in found if own == shift}


def _recurring(by_page: Sequence[Sequence[Line]]) -> set[int]:
    """Lines at the same edge that recur on several pages, but for a page number in them, like 「第2章 12」."""
    seen: dict[tuple[str, str, int], list[tuple[int, Line]]] = {}
    for page, lines in enumerate(by_page):
        for edge, outer in (("top", lines[:_EDGE]), ("foot", lines[-_EDGE:])):
            for line in outer:
                for form, shift in _forms(_bare(line.text), page):
                    seen.setdefault((edge, form, shift), []).append((page, line))
    return {
        line.number
        for found in seen.values()
        if _on_enough_pages({page for page, _ in found}, by_page) and _at_the_edge(found, by_page)
        for _, line in found
    }


def _forms(text: str, page: int) -> Iterator[tuple[str, int]]:
    """What recurs of a line: all of it, or all but one number and how far this is from the page's own count.

    A heading that is numbered anew on every page (「1. 第1分野」) changes in more than one place.
    """
    if len(text) > _LONGEST or text.endswith("。") or not any(map(str.isalpha, text)):
        return
    yield text, 0
    for number in re.finditer(r"\d{1,4}", text):
        yield f"{text[: number.start()]}#{text[number.end() :]}", int(number[0]) - page


def _on_enough_pages(pages: set[int], by_page: Sequence[Sequence[Line]]) -> bool:
    return len(pages) >= _LEAST_PAGES or 1 < len(pages) == len(by_page)


def _at_the_edge(found: Sequence[tuple[int, Line]], by_page: Sequence[Sequence[Line]]) -> bool:
    """Whether a line stands as near to the edge on every page: what merely recurs, like 「目標」, stands anywhere."""
    places = [(by_page[page].index(line), len(by_page[page])) for page, line in found]
    depths = Counter(min(index, length - 1 - index) for index, length in places)
    return depths.most_common(1)[0][1] * 3 >= len(found) * 2


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())
