"""The records that the corpus hands on: documents, sentences, passages, policies and procedures.

Offsets are half-open code-point offsets into `Document.text`, the text as published (LF line ends).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from math import inf

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """One page or slide as numbered in print: it begins at offset `start` and runs up to the next one.

    `number` is None where the pages of the text from there on are not known.
    """

    number: int | None
    start: int


@dataclass(frozen=True, slots=True)
class Document:
    """A plan as published.

    `source_file` is the file name under which the text was received, `names` is what people call the plan. `pages` are
    in the order of the text; empty where the text does not let one know.
    """

    doc_id: str
    title: str
    published: str
    publisher: str
    status: str
    source: str
    source_file: str
    kind: str
    text: str
    names: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The number of the page on which the character at `offset` stands, or None where that is not known."""
        index = bisect_right(self.pages, offset, key=lambda page: page.start)
        return self.pages[index - 1].number if index else None

    @property
    def sha256(self) -> str:
        """Hash of the published text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Sentence:
    """The smallest thing that is quoted: a sentence, a list item, a field or a table row.

    `text` is what stands at `spans`, joined, with the white space of line breaks taken out.
    """

    text: str
    spans: tuple[Span, ...]
    starts_paragraph: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """What is retrieved and cited: whole sentences of one section, one record, or one footnote.

    `kind` is text, slide, footnote, policy, schedule, procedure or group. `context` is read by the index only (the term
    that a footnote explains, the header of a table row); it is never shown as a quotation. `record` names the policy
    number or the procedure row that the passage belongs to, or is empty.
    """

    id: str
    doc_id: str
    kind: str
    heading_path: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    context: str = ""
    record: str = ""

    @property
    def unit(self) -> str:
        """The record that several passages share: a policy, or the group that a procedure's row is of; else empty."""
        return f"group:{self.record.split(':')[1]}" if self.kind == "procedure" else self.record

    @property
    def text(self) -> str:
        """The passage as shown: sentences joined, a new line before each paragraph."""
        return join_sentences(self.sentences)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the passage stands in the published text, in reading order."""
        return tuple(span for sentence in self.sentences for span in sentence.spans)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote and the place of the mark that it belongs to.

    `sentences` is the note without its number. `mark` is where its mark stands in the sentence that it annotates (None
    where the text has no such mark), `term` the words right before the mark.
    """

    doc_id: str
    number: int
    sentences: tuple[Sentence, ...]
    mark: Span | None = None
    term: str = ""

    @property
    def place(self) -> tuple[str, float]:
        """What footnotes are sorted by: their document and their mark; those without a mark come last."""
        return self.doc_id, self.mark[0] if self.mark else inf


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value of a record, as printed, with its place. An absent field has an empty text and no spans."""

    text: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A sub-measure of a policy from 第3 工程表: what is done and who leads it; never when, since the bars are lost."""

    heading: Field  # 取組内容の見出し
    lead: Field  # 主担当府省庁
    related: Field  # 関係府省庁
    line: int


@dataclass(frozen=True, slots=True)
class Policy:
    """One entry of 第2 重点政策一覧. `number` is like "1-26"; `line` is the 1-based line of its heading."""

    number: str
    title: Field
    heading_path: tuple[str, ...]
    body: tuple[Sentence, ...]
    target: Field  # 具体的な目標
    lead: Field  # 主担当府省庁
    related: Field  # 関係府省庁
    line: int
    measures: tuple[Measure, ...] = ()  # from 第3


@dataclass(frozen=True, slots=True)
class Procedure:
    """One row of a table of 第4: the six cells as printed, outer white space trimmed."""

    group_number: str
    group_title: str
    name: Field  # 手続名
    law: Field  # 根拠法令
    type: Field  # 手続類型
    subject: Field  # 手続主体
    receiver: Field  # 手続の受け手
    procedure_id: Field  # 手続ID
    span: Span
    line: int


@dataclass(frozen=True, slots=True)
class ProcedureGroup:
    """One numbered group of 第4 with its rows, 取組内容 and KPI. `ministries` are those in its heading, behind ◎."""

    number: str
    title: Field
    ministries: Field
    heading_path: tuple[str, ...]
    heading_span: Span
    rows: tuple[Procedure, ...]
    measures: tuple[Sentence, ...]  # 取組内容
    kpi: tuple[Sentence, ...]
    line: int


@dataclass(frozen=True, slots=True)
class ProcedureList:
    """One list of 第4 Ⅴ: its heading (a) …, ア. …), the headings above, and the items as printed, without numbers."""

    title: Field
    heading_path: tuple[str, ...]
    items: tuple[Field, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that was read from the plans. `footnotes` are sorted by `Footnote.place`."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    policies: tuple[Policy, ...]
    procedure_groups: tuple[ProcedureGroup, ...]
    procedure_lists: tuple[ProcedureList, ...] = ()
    footnotes: tuple[Footnote, ...] = ()

    @property
    def plan(self) -> Document | None:
        """The document that lists policies and procedures; None without one."""
        return next((document for document in self.documents if document.kind == "plan"), None)

    def document(self, doc_id: str) -> Document:
        """The document of that id; KeyError if there is none."""
        for document in self.documents:
            if document.doc_id == doc_id:
                return document
        raise KeyError(doc_id)

    def footnotes_of(self, passage: Passage) -> tuple[Footnote, ...]:
        """The footnotes whose marks stand in the passage, in reading order."""
        found: list[Footnote] = []
        for span in passage.spans:
            places = ((passage.doc_id, float(offset)) for offset in span)
            first, last = (bisect_left(self.footnotes, place, key=_place) for place in places)
            found.extend(self.footnotes[first:last])
        return tuple(found)


def _place(footnote: Footnote) -> tuple[str, float]:
    return footnote.place


def join_sentences(sentences: tuple[Sentence, ...] | list[Sentence]) -> str:
    """The sentences as shown: joined, a new line before each that starts a paragraph."""
    parts: list[str] = []
    for sentence in sentences:
        if parts and sentence.starts_paragraph:
            parts.append("\n")
        parts.append(sentence.text)
    return "".join(parts)


def passage_id(doc_id: str, kind: str, text: str, earlier: set[str]) -> str:
    """A stable id: it depends on the passage's own text and document alone.

    A text that stands twice in a document gets a running suffix; `earlier` holds the ids already given and is
    extended.
    """
    bare = "".join(text.split())
    digest = hashlib.sha256(f"{kind}\n{bare}".encode()).hexdigest()[:12]
    stem = f"{doc_id}:{digest}"
    name, count = stem, 1
    while name in earlier:
        count += 1
        name = f"{stem}-{count}"
    earlier.add(name)
    return name
