"""What a quote is about, said before it where the sentence alone does not: 【重点計画 2025 No. 1-47 出生届のオンライン化】."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from chatbot.evidence import Evidence
from corpus.document import Document, Passage
from corpus.editions import in_force
from corpus.normalize import display_text, search_form
from index.tokenizer import words

LONGEST = 40  # characters, brackets included
_LONGEST_NAME = 16
_SHORTEST_PLACE = 6
_CHAPTER = 1  # in a heading path, below the part
_POLICY = re.compile(r"^\[(No\. [\d-]+)\] ?")
_NUMBERING = re.compile(
    r"^(?:[●○■◆・*]|[①-⑳]|[（(](?:\d+|[ア-ン]|[A-Za-z])[)）]|[ⅠⅡⅢⅣⅤⅥIV]+[.．]|第\d+|\d+(?:[.．][ 　]?\d*)*[.．]?(?=[ 　])|[ア-ンA-Z][ 　])[ 　]*"
)
_SAYS_NOTHING = re.compile(
    r"[<＜].*[>＞]|.*取組内容|KPI|今後の取組|参考資料|AS-IS.*|TO-BE.*|課題.*|基本的な考え方|現状.*|脚注\d+|[（(].*[)）]|.{0,2}"
)
_DEMONSTRATIVE = re.compile(
    r"[・•○\s]*(?:これ|それ|こう|そう|この|その(?!他|ほか|まま|後)|こちら|同(?!じ|時|士|意|様|一|期)|本(?!人|邦|籍|店|社|格|来|年|庁|省|部)|当該|上記|前述|以上の|また、(?:この|これ|同|本))"
)
_FIELD = re.compile(r"[・•○\s]*(?:具体的な目標|主担当|関係府省庁|担当府省庁|KPI|オンラインによる.{0,12}割合)")


def document_name(document: Document, dated: bool = False) -> str:
    """A document's short name with its year or, where `dated`, its date; a draft is named as one."""
    name = document.names[0] if document.names else document.title
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 1]}…"
    if not in_force(document) and "案" not in name:
        name += "（案）"
    date = document.published if dated else document.published[:4]
    return name if not date or date in name else f"{name} {date}"


def labels(
    question: str, evidence: Sequence[Evidence], documents: Mapping[str, Document], dated: bool = False
) -> list[str]:
    """The label of each quote, empty where it needs none; `question` is in any form.

    Quotes of several documents are all labelled with their document and its date, as they are where `dated`; a quote
    of a draft is always labelled; the heading is added where the sentence does not say what it is about. A label that
    stands before the quote above is not repeated.
    """
    dated = dated or len({item.hit.passage.doc_id for item in evidence}) > 1
    subject = {word for word in words(search_form(question)) if len(word) > 1}
    found: list[str] = []
    last = ""
    for item in evidence:
        passage = item.hit.passage
        place = _chapter(passage) or (_place(passage) if needs_heading(item, subject) else "")
        document = documents[passage.doc_id]
        is_needed = place or dated or not in_force(document)
        label = _label(document_name(document, dated), place) if is_needed else ""
        found.append("" if label == last else label)
        last = label
    return found


def needs_heading(item: Evidence, subject: set[str]) -> bool:
    """Whether the quote alone does not say what it is about.

    That is so for a field of a record, a footnote, a sentence that begins with a demonstrative, and one that lacks a
    word of the question's `subject` that its heading has.
    """
    passage = item.hit.passage
    if passage.kind in ("procedure", "schedule"):  # they begin with their name
        return False
    text = search_form(item.quote)
    if passage.kind == "footnote" or _FIELD.match(text) or _DEMONSTRATIVE.match(text):
        return True
    place = search_form(_place(passage))
    return any(word in place and word not in text for word in subject)


def _chapter(passage: Passage) -> str:
    """The chapter of a list that has its own heading for a title: what is listed, the title alone does not say."""
    titled = passage.sentences[0].text in passage.heading_path[_CHAPTER + 1 :]
    if not titled or passage.kind != "text":
        return ""
    return _bare(display_text(passage.heading_path[_CHAPTER]))


def _bare(heading: str) -> str:
    """A heading without its number."""
    return _NUMBERING.sub("", _NUMBERING.sub("", heading)).strip(" 【】")


def _place(passage: Passage) -> str:
    """The innermost heading that says something, without its number; the title of a policy with it."""
    if passage.kind == "footnote" and ": " in passage.context:
        return display_text(passage.context.split(": ")[0])
    for heading in map(display_text, reversed(passage.heading_path)):
        if number := _POLICY.match(heading):
            return f"{number[1]} {heading[number.end() :]}"
        bare = _bare(heading)
        if not _SAYS_NOTHING.fullmatch(bare):
            return bare
    return ""


def _label(name: str, place: str) -> str:
    room = LONGEST - len(name) - 3  # brackets and the space between
    if not place or room < _SHORTEST_PLACE:
        return f"【{name}】"
    return f"【{name} {place if len(place) <= room else place[: room - 1] + '…'}】"
