"""Which parts of an HTML page are its text: not what is hidden, not menus, and not the site's header and footer."""

from __future__ import annotations

import re
from typing import Any

_LEFT_OUT = set(
    "script style noscript template nav aside iframe svg canvas object audio video button select input textarea "
    "rt rp dialog menu head".split()
)
_CHROME_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "menu"}
_CHROME_NAMES = re.compile(
    r"(?:.*[-_])?(?:breadcrumbs?|topic-?path|pan(?:kuzu|list)|g?navi?|global-?nav|side-?(?:bar|menu|nav)|sns|page-?top|skip|copyright)"
    r"(?:[-_].*)?|(?:l-|site[-_]?|global[-_]?|g[-_]?)?(?:header|footer)(?:[-_]?(?:area|wrap(?:per)?|inner))?"
)
_MAIN_NAMES = re.compile(
    r"(?:main|main[-_]?contents?|contents?|tmp_contents|honbun|article|page[-_]?body|content[-_]?body)"
)
_LEAST_MAIN = 0.3  # of the body's text; what is named the main part but holds less is none


def main_part(page: Any) -> Any:
    """<main>, else the one <article>, else what is named so, where it holds enough of the page; else the body."""
    body = next(page.iter("body"), page)
    everything = _length(body)
    articles = list(body.iter("article"))
    candidates = [node for node in body.iter() if node.tag == "main" or attribute(node, "role") == "main"]
    candidates += articles if len(articles) == 1 else []
    candidates += [node for node in body.iter("div", "section") if _MAIN_NAMES.fullmatch(attribute(node, "id").lower())]
    return next((node for node in candidates if _length(node) >= _LEAST_MAIN * everything), body)


def _length(root: Any) -> int:
    return sum(len("".join((node.text or "").split())) for node in root.iter() if is_shown(node))


def attribute(node: Any, name: str) -> str:
    """An attribute of an element, or an empty string."""
    return (node.get(name) or "") if isinstance(node.tag, str) else ""


def is_shown(node: Any) -> bool:
    """Whether an element is text that a reader of the page sees; comments are not."""
    if not isinstance(node.tag, str) or node.tag in _LEFT_OUT:
        return False
    if "hidden" in node.attrib or attribute(node, "aria-hidden") == "true":
        return False
    return "display:none" not in "".join(attribute(node, "style").lower().split())


def is_chrome(node: Any) -> bool:
    """Whether an element is what surrounds a page's text: menus, the site's header and footer, where one is."""
    if attribute(node, "role") in _CHROME_ROLES:
        return True
    if node.tag in ("header", "footer"):
        return not any(parent.tag in ("main", "article", "section") for parent in node.iterancestors())
    names = f"{attribute(node, 'id')} {attribute(node, 'class')}".lower().split()
    return node.tag != "body" and any(_CHROME_NAMES.fullmatch(name) for name in names)


def is_menu(node: Any) -> bool:
    """A list of nothing but links."""
    items = [item for item in node if item.tag == "li"]
    linked = sum(len("".join(link.text_content().split())) for link in node.iter("a"))
    return len(items) > 2 and linked == len("".join(node.text_content().split())) > 0
