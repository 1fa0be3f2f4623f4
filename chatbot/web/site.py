"""The pages beside the chat window: one layout, one navigation, in Japanese at `/` and in English below `/en/`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from chatbot.web.caching import READING, SITE
from chatbot.web.cards import facts
from chatbot.web.text import ENGLISH, JAPANESE, Texts
from chatbot.web.theme import ICON
from corpus.document import Document
from corpus.normalize import display_text

STYLESHEET, stylesheet = SITE.path, SITE.respond


@dataclass(frozen=True, slots=True)
class SiteTexts:
    """The strings that every page shows, in one language. `prefix` stands before the path of its pages."""

    window: Texts
    prefix: str
    skip: str  # the link to the content, for keyboards
    navigation: str
    pages: tuple[tuple[str, str], ...]  # path and name, in the order of the navigation
    machine_note: str

    @property
    def language(self) -> str:
        """The BCP 47 tag."""
        return self.window.language


JAPANESE_SITE = SiteTexts(
    JAPANESE,
    "",
    "本文へ移る",
    "主なページ",
    (("/", "質問する"), ("/procedures", "手続"), ("/policies", "施策"), ("/compare", "比べる"), ("/documents", "文書")),
    "このページは、公表された文書を自動で読み取ったものです。誤りがありえます。正しくは原典でお確かめください。",
)
ENGLISH_SITE = SiteTexts(
    ENGLISH,
    "/en",
    "Skip to the content",
    "Main pages",
    (
        ("/", "Ask"),
        ("/procedures", "Procedures"),
        ("/policies", "Policies"),
        ("/compare", "Compare"),
        ("/documents", "Documents"),
    ),
    "This page was read automatically from published documents and may hold errors. Check the original.",
)
SITES = (ENGLISH_SITE, JAPANESE_SITE)


def page(
    template: str, site: SiteTexts, path: str, *, query: str = "", status: int = 200, **values: Any
) -> HTMLResponse:
    """The page of `template`, whose path without the language is `path`; `values` are the template's own.

    `query` is the query string of the address, which the link to the other language keeps.
    """
    other_path = path if site.prefix else f"/en{path}"
    text = (
        _environment()
        .get_template(template)
        .render(
            site=site,
            window=site.window,
            path=path,
            other_path=f"{other_path}?{query}" if query else other_path,
            navigation=navigation(site, path),
            icon=Markup(ICON),
            **values,
        )
    )
    return HTMLResponse(text, status)


def alone(site: SiteTexts, path: str, name: str) -> SiteTexts:
    """The site with one page, for a server that has no other."""
    return replace(site, pages=((path, name),))


def navigation(site: SiteTexts, path: str) -> Markup:
    """The links to the main pages, that of `path` or above it marked; one line, safe in Markdown too."""
    links = (
        Markup('<li><a href="{}"{}>{}</a></li>').format(
            f"{site.prefix}{target}", Markup(' aria-current="page"') if _is_at(target, path) else "", name
        )
        for target, name in site.pages
    )
    return Markup('<ul class="navigation">{}</ul>').format(Markup("").join(links))


def _is_at(target: str, path: str) -> bool:
    return path == target if target == "/" else path == target or path.startswith(f"{target}/")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("chatbot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = display_text
    environment.globals["facts"] = _facts
    environment.globals["styles"] = {"site": SITE.address, "reading": READING.address}
    return environment


def _facts(document: Document, site: SiteTexts) -> Markup:
    """When and by whom a document was published, and its status as a badge."""
    return Markup(f'<span class="facts">{facts(document, site.window)}</span>')  # escaped there
