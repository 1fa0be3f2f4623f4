"""Untrusted text → HTML that shows its characters and nothing else.

The texts of the documents and of the user are untrusted, and all of them pass through here. What comes out holds no
line end: Markdown, which shows it, takes the whole as one HTML block and reads no syntax inside it.
"""

from __future__ import annotations

import html
import re

_LINE_ENDS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


def escape(text: str, line_end: str = "<br>") -> str:
    """`text` escaped, each run of line ends replaced by `line_end`."""
    return _LINE_ENDS.sub(line_end, html.escape(text))


def hidden(text: str) -> str:
    """Text for screen readers alone."""
    return f'<span class="visually-hidden">{escape(text)}</span>'
