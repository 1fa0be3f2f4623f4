"""The search form of a text with the map back to the original, and the form in which a text is shown on a screen."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.document import Span
from corpus.tables import read_table

_SUP = re.compile(r"<sup>(.*?)</sup>")
_SUPERSCRIPT = str.maketrans("0123456789)", "⁰¹²³⁴⁵⁶⁷⁸⁹⁾")
_MARK = re.compile(r"<sup>[^<]*</sup>|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_MARKUP = re.compile(r"\*\*|^\s*#+\s*|</?p>|^\s*-\s+(?=・)", re.MULTILINE)
_BULLETS = re.compile("[\uf000-\uf8ff]")
_NOT_LATIN = r"[^\x21-\x7e]"
# What is replaced before NFKC and after it, in order. Marks go first: NFKC would turn ³⁷ into the digits 37.
_BEFORE = ((_MARK, ""), (_MARKUP, ""), (_BULLETS, "・"))
_AFTER = ((re.compile(r"\s+"), " "), (re.compile(rf"(?<={_NOT_LATIN}) | (?={_NOT_LATIN})|^ | $"), ""))


def search_form(text: str) -> str:
    """`text` as the index reads it: footnote marks and markup out, NFKC, misprints mended, white space folded."""
    for pattern, replacement in _BEFORE:
        text = pattern.sub(replacement, text)
    text = unicodedata.normalize("NFKC", text).translate(_radicals())
    for pattern, replacement in (*_misprints(), *_AFTER):
        text = pattern.sub(replacement, text)
    return text


@dataclass(frozen=True, slots=True)
class Alignment:
    """The search form of a text, each of its characters with the place in the original that it was made from.

    Character i of `text` stands for `original[starts[i]:ends[i]]`; both are non-decreasing. Characters made from one
    piece of the original (「㈱」 → 「(株)」, 「ｶﾞ」 → 「ガ」) share its place, so a piece is never split.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original_span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the original; ValueError for an empty or outlying range."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"範囲 {start}:{end} は検索形（{len(self.text)} 字）の中の空でない範囲ではありません。")
        return self.starts[start], self.ends[end - 1]

    def search_span(self, start: int, end: int) -> Span:
        """The characters of `text` made from anything in `original[start:end]`; an empty range where nothing was."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        return first, max(first, last)


def align(text: str) -> Alignment:
    """The search form of `text` with its map: `align(text).text == search_form(text)`."""
    form = Alignment(text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))
    for pattern, replacement in _BEFORE:
        form = _replaced(form, [(*match.span(), replacement) for match in pattern.finditer(form.text)])
    form = _replaced(form, list(_composed(form.text)))
    form = Alignment(form.text.translate(_radicals()), form.starts, form.ends)  # one character for one
    for pattern, replacement in (*_misprints(), *_AFTER):
        form = _replaced(form, [(*match.span(), replacement) for match in pattern.finditer(form.text)])
    return form


def _replaced(form: Alignment, edits: list[tuple[int, int, str]]) -> Alignment:
    """`form` with each range replaced; what replaces a range stands for all of it."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, replacement in [*edits, (len(form.text), len(form.text), "")]:
        characters.append(form.text[done:start] + replacement)
        starts.extend(form.starts[done:start])
        ends.extend(form.ends[done:start])
        if replacement:
            starts.extend([form.starts[start]] * len(replacement))
            ends.extend([form.ends[end - 1]] * len(replacement))
        done = end
    return Alignment("".join(characters), tuple(starts), tuple(ends))


def _composed(text: str) -> Iterator[tuple[int, int, str]]:
    """The pieces that NFKC changes, and those with combining marks, each with what NFKC makes of it."""
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and not _begins_piece(text[start:end], text[end]):
            continue
        made = unicodedata.normalize("NFKC", text[start:end])
        if made != text[start:end] or end - start > 1:
            yield start, end, made
        start = end


def _begins_piece(before: str, character: str) -> bool:
    """Whether NFKC treats `character` apart from what stands before it: neither a combining mark nor composed."""
    if before[-1] < "\u0300" and character < "\u0300":
        return True
    if unicodedata.combining(unicodedata.normalize("NFKD", character)[0]):
        return False
    parts = unicodedata.normalize("NFKC", before), unicodedata.normalize("NFKC", character)
    return unicodedata.normalize("NFKC", before + character) == "".join(parts)


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
    for radical, ideograph, *_ in read_table("equivalent_ideographs.tsv"):
        table[ord(radical)] = ord(ideograph)
    return table


@cache
def _misprints() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Misprints of the source texts that break exact search; the shown text stays as printed."""
    return tuple((re.compile(re.escape(printed)), meant) for printed, meant, *_ in read_table("misprints.tsv"))
