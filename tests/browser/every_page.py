"""What the sweep over all pages looks for in a page as a browser shows it."""

from __future__ import annotations

from typing import Any

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# One of a kind is enough for axe, which takes minutes for a whole document; what is cited stays.
_SHORTEN = """() => {
  for (const element of document.querySelectorAll(
    "article > :nth-child(n+25), tbody:nth-of-type(n+4), .stacked tbody tr:nth-child(n+5), .notes li:nth-child(n+4), " +
    ".contents li:nth-child(n+8), .chapters li:nth-child(n+8), .links li:nth-child(n+8), option:nth-child(n+5), " +
    ".call:nth-of-type(n+6), .members > :nth-child(n+9)"
  )) if (!element.querySelector("mark.active") && !element.matches(".beside, .notes")) element.remove();
}"""
_IN_VIEW = """
  const boxes = (element) => [...element.getClientRects()].filter((box) => box.width && box.height);
  // Whether a point of the element is in view, and nothing else lies over it.
  const inView = (element, parts) => boxes(element).some((box) => parts.some((part) => parts.some((other) => {
    const top = document.elementFromPoint(box.left + box.width * part, box.top + box.height * other);
    return top && [element, ...(element.labels || [])].some((one) => one.contains(top));
  })));
"""
_SIDEWAYS = """() => {
  const named = (element) => element.tagName.toLowerCase() + (element.id ? "#" + element.id : "")
    + [...element.classList].map((name) => "." + name).join("");
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth) faults.push(`page: ${root.scrollWidth}`);
  for (const element of document.querySelectorAll("body *")) {
    if (!["auto", "scroll"].includes(getComputedStyle(element).overflowX)) continue;
    if (element.scrollWidth <= element.clientWidth + 1 || !element.clientWidth) continue;
    const isRegion = element.tabIndex === 0 && element.matches("[role=region], section")
      && (element.ariaLabel || element.getAttribute("aria-labelledby"));
    if (!isRegion) faults.push(`${named(element)}: ${element.scrollWidth} > ${element.clientWidth}`);
  }
  return faults;
}"""
_REACHED = f"""(element) => {{
  {_IN_VIEW}
  document.activeElement?.blur();  // else one that has the focus is not brought into view again
  element.focus();
  return document.activeElement === element && inView(element, [.5]);
}}"""
_FOCUSED = f"""() => {{
  {_IN_VIEW}
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== "rgba(0, 0, 0, 0)";
  const faults = [];
  if (!drawn && !element.matches("main, mark, .card")) faults.push("no outline");
  if (!inView(element, [.02, .25, .5, .75, .98])) faults.push("covered");
  return [element.outerHTML.slice(0, 100), faults];
}}"""
_SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
_CLIPPED = """() => {
  const faults = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!text.data.trim() || !text.parentElement.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const words = range.getBoundingClientRect();
    for (let box = text.parentElement; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.clipPath !== "none" || box.matches("script, style, option, noscript")) break;  // for screen readers only
      const clips = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
      const holds = clips || box.matches("button, .button, .status, .outcome, .navigation a");
      const around = box.getBoundingClientRect();
      const out = words.left < around.left - 1 || words.right > around.right + 1 || words.top < around.top - 2 || words.bottom > around.bottom + 2;
      if (holds && out) faults.add(`${box.outerHTML.slice(0, 80)} … ${text.data.trim().slice(0, 30)}`);
      if (["auto", "scroll"].includes(style.overflowY)) break;
    }
  }
  return [...faults];
}"""


def violations(page: Any, colours: bool) -> list[tuple[str, list[str]]]:
    """The rules that axe finds broken, each with the first places; takes rows out of long lists and tables.

    The contrast of `colours` takes more than half of the time.
    """
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate(_SHORTEN)
    options = {
        "runOnly": RULES,
        "resultTypes": ["violations"],
        "rules": {"color-contrast": {"enabled": colours}},
    }
    found = Axe().run(page, options=options).response["violations"]
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"][:4]]) for rule in found]


def sideways(page: Any) -> list[str]:
    """What is wider than the window, but for regions with a name that the keyboard can scroll (WCAG 1.4.10)."""
    faults: list[str] = page.evaluate(_SIDEWAYS)
    return faults


def unreached(page: Any, controls: tuple[str, ...]) -> list[str]:
    """The controls that are covered by something else when they have the focus, or cannot have it."""
    return [control for control in controls if not page.locator(control).first.evaluate(_REACHED)]


def obscured(page: Any, stops: int) -> list[tuple[str, list[str]]]:
    """The stops of the Tab key, forwards and half the way back, whose focus is not seen (WCAG 2.4.7, 2.4.11)."""
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    faults = []
    for key, times in (("Tab", stops), ("Shift+Tab", stops // 2)):
        for _ in range(times):
            page.keyboard.press(key)
            focused = page.evaluate(_FOCUSED)
            if not focused:  # the end of the page
                break
            if focused[1] and focused not in faults:
                faults.append(focused)
    return faults


def clipped(page: Any) -> list[str]:
    """What is cut off or too wide when a reader sets more space between lines, letters and words (WCAG 1.4.12)."""
    style = page.add_style_tag(content=_SPACING)
    faults: list[str] = page.evaluate(_CLIPPED) + page.evaluate(_SIDEWAYS)
    style.evaluate("(style) => style.remove()")
    return faults
