"""An independent look at what was read: faults that no passage may have, found without the rules that read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import Corpus, Document, Passage, Sentence, Span
from corpus.normalize import search_form

# A line of a table of contents: a title, then leaders or one tab, then a page number.
_CONTENTS_LINE = re.compile(r"[^\t|]*\S\s*(?:[.…‥・]{3,}|\t)\s*\d{1,3}\s*")
_CHROME = re.compile(
    r"公開元URL|出典情報|ページ画像|プレーンテキスト|低解像度画像|コピーしてご利用|よむ、つかう、まなぶ|^Slide \d+|ダミーです"
)
_MARKUP = re.compile(r"\*\*|</?p>|<sup>(?!\d)|^#+\s|^\||\|\s*$|^-{3,}")
_MARK = r"(?:<sup>\d+\)?</sup>|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
_NOTE_START = re.compile(rf"^\s*{_MARK}\s*\S|。\s*{_MARK}\s+\S")
_ITEM = re.compile(r"^\s*(?:-\s*)?(?:[・○●①-⑳\uf000-\uf8ff]|[（(]?\d+[）).])")
_CUT_END = re.compile(r"(?:[を、，（「『【]|[一-龥ァ-ヶー][にはがへ])\s*$")
_CUT_START = re.compile(r"^(?:[、。，」』）】]|[をがにはへ][一-龥ァ-ヶ])")
_COUNTER = "[年月日時分秒件人名回社省庁国割個自団市町村都道府県業手機種万億兆施]"
_BRACKETS = dict(zip("(「『【", ")」』】", strict=True))
_PROSE = {"text", "footnote", "policy", "group"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a sentence; `line` is the 1-based line of the source where it begins."""

    problem: str
    doc_id: str
    line: int
    passage_id: str
    text: str


def audit(corpus: Corpus) -> list[Fault]:
    """Every fault of every passage, in the order of the passages; empty where all is well."""
    faults: list[Fault] = []
    notes = {
        document.doc_id: [
            span
            for note in corpus.footnotes
            if note.doc_id == document.doc_id
            for sentence in note.sentences
            for span in sentence.spans
        ]
        for document in corpus.documents
    }
    for passage in corpus.passages:
        document = corpus.document(passage.doc_id)
        half = set(_half_sentences(document.text, passage))
        for index, sentence in enumerate(passage.sentences):
            problems = [*_problems(document, passage, sentence, notes[document.doc_id])]
            for problem in [*problems, *(["途中で切れた文"] if index in half else [])]:
                line = document.text.count("\n", 0, sentence.spans[0][0]) + 1
                faults.append(Fault(problem, document.doc_id, line, passage.id, sentence.text))
    return faults


def _problems(document: Document, passage: Passage, sentence: Sentence, notes: list[Span]) -> Iterator[str]:
    if _bare(sentence.text) != _bare("".join(document.text[start:end] for start, end in sentence.spans)):
        yield "原文と一致しない"
    if any(_CONTENTS_LINE.fullmatch(line) for line in _lines(document.text, sentence.spans)):
        yield "目次の行"
    if _CHROME.search(sentence.text):
        yield "サイトの部品や作業用の注記"
    if _MARKUP.search(sentence.text):
        yield "書式の記号"
    if passage.kind != "footnote" and (_NOTE_START.search(sentence.text) or _overlaps(sentence.spans, notes)):
        yield "文の中の脚注"
    if _is_page_number(document, sentence):
        yield "ページ番号"


def _lines(text: str, spans: tuple[Span, ...]) -> Iterator[str]:
    """The whole lines of the source on which the spans stand."""
    for start, end in spans:
        stop = text.find("\n", end)
        yield from text[text.rfind("\n", 0, start) + 1 : stop if stop >= 0 else len(text)].split("\n")


def _overlaps(spans: tuple[Span, ...], others: list[Span]) -> bool:
    return any(start < other_end and other_start < end for start, end in spans for other_start, other_end in others)


def _is_page_number(document: Document, sentence: Sentence) -> bool:
    """The number of its own page as a line, or at the head or tail of one."""
    page = document.page_at(sentence.spans[0][0])
    fused = rf"{page}(?!\s*{_COUNTER})[※\s一-龥].*|.*[\s）】。]{page}"
    return page is not None and bool(re.fullmatch(rf"{page}|{fused}", sentence.text.strip(), re.DOTALL))


def _half_sentences(source: str, passage: Passage) -> Iterator[int]:
    """Indexes of sentences that begin or end where none does, or leave a bracket open though their line goes on.

    A sentence may run through the items of a list, if the passage holds all of it.
    """
    texts = [sentence.text for sentence in passage.sentences]
    for index, text in enumerate(texts if passage.kind in _PROSE else []):
        after_item = index > 0 and bool(_ITEM.match(texts[index - 1]))
        before_item = index + 1 < len(texts) and bool(_ITEM.match(texts[index + 1]) or _ITEM.match(text))
        end = passage.sentences[index].spans[-1][1]
        goes_on = source[end : end + 1].strip() != ""
        folded = search_form(text)  # one width of brackets, misprints mended
        opened = any(folded.count(left) > folded.count(right) for left, right in _BRACKETS.items())
        if (
            (opened and goes_on)
            or (_CUT_START.match(text) and not after_item)
            or (_CUT_END.search(text) and not before_item)
        ):
            yield index


def _bare(text: str) -> str:
    return "".join(text.split())
