"""Every page of the site, over the bundled plans: measured here, and looked at one by one in the tests."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

WINDOW = "/"
UNKNOWN = "{path}"  # stands for every address that no route serves
QUESTION_BOX = "#question textarea[aria-describedby]"  # described once the window's scripts have run
SEARCH = "form.filter input[type=search]"
_DRAFT = "/documents/torimatome-2026-draft"
_PLAN = "/documents/juten-keikaku-2025"


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page, or one state of it.

    `route` is the pattern of the application and `path` the address, both without the language; `controls` are CSS
    selectors of what a reader comes for, the main one first. The window is looked at after the questions `asks`, of
    which an empty one is refused, and the press of a button.
    """

    name: str
    route: str
    path: str
    controls: tuple[str, ...]
    status: int = 200
    asks: tuple[str, ...] = ()
    presses: str = ""

    def address(self, prefix: str = "") -> str:
        """The path in the language of `prefix` ("" or "/en"), percent-encoded."""
        return quote(f"{prefix}{self.path}", safe="/?&=#:;,@%")


PAGES = (
    SitePage("window", WINDOW, "/", (QUESTION_BOX, "#send", ".starter")),
    SitePage(
        "window, answers",
        WINDOW,
        "/",
        (QUESTION_BOX, "#send", "a.cite", ".feedback button"),
        asks=("概要は？", "美容師は？", "出生届は？"),
        presses=".feedback button",
    ),
    SitePage("window, refusal", WINDOW, "/", (QUESTION_BOX, "#send", "#clear"), asks=("火星は？", "")),
    SitePage("documents", "/documents", "/documents", (".documents h2 a",)),
    SitePage("document", "/documents/{doc_id}", _PLAN, (".actions .primary", ".chapters a")),
    SitePage("document, unknown", "/documents/{doc_id}", "/documents/none", (".actions a",), 404),
    SitePage("document, prose", "/documents/{doc_id}/{number}", f"{_DRAFT}/2", (".beside a", ".crumbs a")),
    SitePage("document, policies", "/documents/{doc_id}/{number}", f"{_PLAN}/3", (".beside a",)),
    SitePage("document, procedures", "/documents/{doc_id}/{number}", f"{_PLAN}/14", (".beside a",)),
    SitePage(
        "cited place",
        "/documents/{doc_id}/{number}",
        f"{_DRAFT}?cite=1:3519-3559,3713-3720;2@juten-keikaku-2025:212274-212349;3:33200-33278&at=1&turn=1#cite-1",
        (".citations .here", ".to-answer", ".citations a[rel=next]", ".beside a"),
    ),
    SitePage(
        "cited place, timeline",
        "/documents/{doc_id}/{number}",
        f"{_PLAN}/9?cite=1:212274-212349;2:336123-336173&at=1#cite-1",
        (".citations .here", ".citations a[rel=next]"),
    ),
    SitePage("procedures", "/procedures", "/procedures", (SEARCH, "#ministry", ".primary", ".turn a[rel=next]")),
    SitePage(
        "procedures, filtered", "/procedures", "/procedures?q=パスポートをなくした&receiver=国", (SEARCH, ".primary")
    ),
    SitePage("procedures, none", "/procedures", "/procedures?q=犬の登録", (SEARCH, ".primary")),
    SitePage("procedures, wrong filter", "/procedures", "/procedures?group=x", ("main a",), 400),
    SitePage("procedure group", "/procedures/{group}", "/procedures/31", (".back", ".links a")),
    SitePage("procedure", "/procedures/{group}/{row}", "/procedures/31/2", (".back", ".links a")),
    SitePage("policies", "/policies", "/policies?sort=deadline", (SEARCH, "#from", ".primary", ".turn a[rel=next]")),
    SitePage("policies, filtered", "/policies", "/policies?q=ドローン", (SEARCH, ".primary", "tbody summary")),
    SitePage("policies, none", "/policies", "/policies?q=xyzzy", (SEARCH, ".primary")),
    SitePage("policy", "/policies/{number}", "/policies/2-33", (".back",)),
    SitePage("compare", "/compare", "/compare", (SEARCH, ".primary", ".topics a")),
    SitePage("compare, topic", "/compare", "/compare?q=出生届のオンライン届出", (SEARCH, ".primary", ".actions a")),
    SitePage("compare, empty", "/compare", "/compare?q=", (SEARCH, ".primary"), 400),
    SitePage("source sheet, gone", "/source-sheet/{name}", "/source-sheet/none.md", ("main .button",), 404),
    SitePage("API", "/api/docs", "/api/docs", (".calls a",)),
    SitePage("unknown address", UNKNOWN, "/nothing-here", ("main .button",), 404),
)
FILES = (  # routes that give a file or lead on, and no page
    *("/site.css", "/reading.css"),
    *("/procedures.csv", "/policies.csv", "/policies.ics", "/compare.csv"),
)
