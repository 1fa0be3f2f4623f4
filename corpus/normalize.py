"""The search form of a text, and the form in which a text is shown on a screen."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources

_SUP = re.compile(r"<sup>(.*?)</sup>")
_SUPERSCRIPT = str.maketrans("0123456789)", "⁰¹²³⁴⁵⁶⁷⁸⁹⁾")
_MARK = re.compile(r"<sup>[^<]*</sup>|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_MARKUP = re.compile(r"\*\*|^\s*#+\s*|</?p>|^\s*-\s+(?=・)", re.MULTILINE)
_BULLETS = re.compile("[\uf000-\uf8ff]")
_SPACE = re.compile(r"\s+")
_NOT_LATIN = r"[^\x21-\x7e]"
_LOOSE_SPACE = re.compile(rf"(?<={_NOT_LATIN}) | (?={_NOT_LATIN})")


def search_form(text: str) -> str:
    """`text` as the index reads it: footnote marks and markup out, NFKC, misprints mended, white space folded."""
    text = _BULLETS.sub("・", _MARKUP.sub("", _MARK.sub("", text)))
    text = unicodedata.normalize("NFKC", text).translate(_radicals())
    for misprint, meant in _misprints():
        text = text.replace(misprint, meant)
    return _LOOSE_SPACE.sub("", _SPACE.sub(" ", text)).strip()


def display_text(text: str) -> str:
    """`text` for the screen: footnote marks as superscript digits, ruby and Markdown marks out, bullets as ・."""
    text = _SUP.sub(lambda match: _as_superscript(match.group(1)), text)
    return _BULLETS.sub("・", _MARKUP.sub("", text)).strip()


def _as_superscript(mark: str) -> str:
    return mark.translate(_SUPERSCRIPT) if mark[:1].isdigit() else ""


@cache
def _radicals() -> dict[int, int]:
    """CJK radicals that NFKC leaves alone → the ideograph they stand for (Unicode's EquivalentUnifiedIdeograph)."""
    table = {}
    for line in _data("equivalent_ideographs.tsv"):
        radical, ideograph = line.split("\t")[:2]
        table[ord(radical)] = ord(ideograph)
    return table


@cache
def _misprints() -> tuple[tuple[str, str], ...]:
    """Misprints of the source texts that break exact search; the shown text stays as printed."""
    rows = (line.split("\t") for line in _data("misprints.tsv"))
    return tuple((row[0], row[1]) for row in rows)


def _data(name: str) -> list[str]:
    lines = resources.files("corpus").joinpath("data", name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
