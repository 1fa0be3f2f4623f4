"""The look of the window: colours of the Digital Agency Design System, fonts of the reader's own machine.

Colours: https://github.com/digital-go-jp/design-tokens (MIT). It has no dark palette; the dark values take its light
steps.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

FONTS = (
    "Noto Sans JP",
    "Noto Sans CJK JP",
    "Hiragino Sans",
    "Yu Gothic UI",
    "Meiryo",
    "-apple-system",
    "BlinkMacSystemFont",
    "sans-serif",
)
PAGE, PAGE_DARK = "#ffffff", "#14171f"  # as --page in tokens.css
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='6' fill='%230017c1'/%3E"
    "%3Cpath d='M8 10h16M8 16h16M8 22h9' stroke='white' stroke-width='3' stroke-linecap='round'/%3E%3C/svg%3E"
)


def theme() -> gr.themes.Base:
    """Gradio's plain theme with local fonts; colours and sizes are set in tokens.css and theme.css."""
    import gradio as gr

    fonts = [gr.themes.Font(name) for name in FONTS]
    plain = gr.themes.Base(font=fonts, font_mono=fonts)
    return plain.set(body_background_fill=PAGE, body_background_fill_dark=PAGE_DARK)  # before the style sheet has come


def stylesheet() -> str:
    """The style sheet of the window."""
    return read("tokens.css") + read("theme.css")


def head(language: str) -> str:
    """What stands in the head of the page."""
    script = read("page.js").replace("LANGUAGE", language)
    return f'<link rel="icon" href="{ICON}"><script>{script}</script>'


def read(name: str) -> str:
    """A file of this package as text."""
    return resources.files("chatbot.web").joinpath(name).read_text(encoding="utf-8")
