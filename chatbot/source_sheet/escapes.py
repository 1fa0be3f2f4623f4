"""Characters that a file format cannot hold, or that nobody would see, written as `_xHHHH_` and read back.

The form is that of Office files (ECMA-376 part 1, 22.9.2.19); code points above FFFF take up to six digits here.
"""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_ESCAPED = re.compile(r"_x([0-9A-F]{4,6})_")
_LIKE_ESCAPED = re.compile(r"_(?=x[0-9A-F]{4,6}_)")


def is_hidden(character: str) -> bool:
    """Whether a character is invisible, ends a line in some programs or is none; the tab and the line feed are not."""
    if character in "\t\n":
        return False
    code = ord(character)
    return unicodedata.category(character) in _HIDDEN or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def escaped(text: str) -> str:
    """`text` without hidden characters; `unescaped` gives it back."""
    text = _LIKE_ESCAPED.sub("_x005F_", text)
    return "".join(f"_x{ord(character):04X}_" if is_hidden(character) else character for character in text)


def unescaped(text: str) -> str:
    """What `escaped` was given; other texts stay, but for what looks like one of its marks."""
    return _ESCAPED.sub(lambda match: character(match[1]) or match[0], text)


def character(digits: str) -> str:
    """The character of a hexadecimal code point; empty where there is none."""
    code = int(digits, 16)
    return chr(code) if code <= 0x10FFFF else ""
