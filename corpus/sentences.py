"""Running text → sentences, right inside 「」 and （）."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus.document import Sentence, Span
from corpus.layout import Flow

_OPEN = dict(zip("「『（(［[【〔《〈", "」』）)］]】〕》〉", strict=True))
_CLOSE = set(_OPEN.values())
_DEEPEST = 50  # brackets within brackets that are looked through for the one that closes
_END = set("。．！？!?")
_MARKS = set("⁰¹²³⁴⁵⁶⁷⁸⁹")


def split_sentences(text: str) -> list[Span]:
    """Offsets of the sentences of one paragraph, outer white space trimmed; together they cover all but white space.

    A sentence ends at 。！？ outside brackets (an unclosed bracket is given up at the paragraph's end), with the
    closing brackets and footnote marks that follow. A full-width point after a digit (「２．」) ends nothing.
    """
    ends = _ends(text, respect_brackets=True)
    spans, start = [], 0
    for end in [*ends, len(text)]:
        first, last = start, end
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            spans.append((first, last))
        start = end
    return spans


def runs_of_sentences(text: str, characters: int) -> list[Span]:
    """Offsets of runs of whole sentences of about `characters`, which cover the text without a gap."""
    cuts = [0]
    for _, end in split_sentences(text):
        if end - cuts[-1] >= characters and len(text) - end > characters // 4:
            cuts.append(end)
    return [(start, end) for start, end in pairwise([*cuts, len(text)]) if end > start]


def _ends(text: str, respect_brackets: bool) -> list[int]:
    ends: list[int] = []
    stack: list[str] = []
    position = 0
    while position < len(text):
        character = text[position]
        if character in _OPEN:
            stack.append(_OPEN[character])
        elif character in _CLOSE and character in stack[-_DEEPEST:]:
            while stack.pop() != character:
                pass
        elif character in _END and not (stack and respect_brackets) and not _is_number_point(text, position):
            position += 1
            while position < len(text) and text[position] in _END | _CLOSE | _MARKS:
                position += 1
            ends.append(position)
            continue
        position += 1
    if stack and respect_brackets:  # a bracket that never closes must not swallow the rest
        return _ends(text, respect_brackets=False)
    return ends


def _is_number_point(text: str, position: int) -> bool:
    if text[position] in "!?" and text[position + 1 : position + 2].isalnum():
        return True
    if text[position] != "．":
        return False
    return position == 0 or text[position - 1].isalnum() or text[position + 1 : position + 2].isdigit()


def read_sentences(text: str, spans: Iterable[Span], starts_paragraph: bool = True) -> list[Sentence]:
    """The sentences of one paragraph that stands at `spans` of the published `text`, in reading order."""
    flow = Flow(text, spans)
    sentences: list[Sentence] = []
    for start, end in split_sentences(flow.text):
        first = starts_paragraph and not sentences
        sentences.append(Sentence(flow.text[start:end], flow.spans(start, end), first))
    return sentences


def row_sentence(text: str, cells: Sequence[Span]) -> Sentence:
    """A table row as one sentence: its cells as printed, a space between them."""
    return Sentence(" ".join(Flow(text, [cell]).text for cell in cells), tuple(cells), starts_paragraph=True)
