"""What the tools reply, as the schemas that a client reads: every reply names the documents that it is taken from.

`spans` are half-open ranges of code points in the published text. What stands there, joined, is the text beside them but
for white space: the line breaks of the print are left out.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from chatbot.answer import Outcome
from chatbot.api.why import Why

Found = Literal["found", "not_found"]
SpansField = Annotated[
    tuple[tuple[int, int], ...],
    Field(description="Places in the published text: half-open [start, end) ranges of Unicode code points."),
]
HeadingPath = Annotated[tuple[str, ...], Field(description="Headings above the text, outermost first (見出し).")]
Nearest = Annotated[
    tuple[str, ...], Field(description="Where nothing was found: headings of the plans nearest to what was asked.")
]
Message = Annotated[str, Field(description="The outcome in words; say it to the user.")]


class Model(BaseModel):
    """A part of a reply."""

    model_config = ConfigDict(frozen=True)


class SourceDocument(Model):
    """A published document (文書)."""

    doc_id: str
    uri: str = Field(description="The resource that holds the whole text.")
    title: str = Field(description="題名")
    published: str = Field(description="日付: YYYY, YYYY-MM or YYYY-MM-DD; empty where unknown.")
    publisher: str = Field(description="公表者")
    status: str = Field(description="状態, as 決定 (decided) or 案 (draft).")
    is_draft: bool = Field(description="True for a draft (案): not decided, its content may change. Tell the user.")
    source: str = Field(description="Where the document was published (出典).")
    characters: int = Field(description="Length of the published text in code points.")
    sha256: str = Field(description="SHA-256 of the published text in UTF-8, to which all places refer.")


class Provenance(Model):
    """The documents behind a reply: those it quotes, or those that were searched in vain."""

    documents: tuple[SourceDocument, ...]
    notes: tuple[str, ...] = Field(description="What to tell the user of them, as that a document is a draft.")


class Place(Model):
    """Where a text stands."""

    doc_id: str
    heading_path: HeadingPath
    page: int | None = Field(description="The printed page or slide number; null where not known.")
    line: int = Field(description="The 1-based line of the published text.")
    spans: SpansField


class Quoted(Model):
    """A text as printed, with its places; an empty text has none."""

    text: str
    spans: SpansField


class CitedNote(Model):
    """A footnote (脚注) whose mark stands in the passage."""

    number: int
    text: str


class Source(Model):
    """A source of an answer (出典)."""

    number: int = Field(description="The [number] that marks it in the answer.")
    document: SourceDocument
    place: Place
    quote: str = Field(description="The sentences used, verbatim; quote them as they are.")
    passage: str = Field(description="The passage in which the quote stands, verbatim.")
    footnotes: tuple[CitedNote, ...]
    score: float = Field(description="Higher is better; comparable within one reply only.")


class AskReply(Model):
    """The answer to a question."""

    outcome: Outcome = Field(description="answered, partial (a part, or only near statements), or not_found.")
    message: Message
    answer: str = Field(description="Quotations with marks [1], or why there is no answer.")
    citations: tuple[Source, ...] = Field(description="The sources, best first.")
    nearest_headings: Nearest
    understood_as: str = Field(description="The self-contained question a follow-up was read as; empty if unchanged.")
    searched_for: tuple[str, ...] = Field(description="Words of the plans that were searched for besides.")
    why: Why | None = Field(description="How the sources were found; null unless `why` was true.")
    provenance: Provenance


class FoundPassage(Model):
    """A passage found by a search."""

    rank: int = Field(description="From 1, best first.")
    kind: str = Field(description="text, slide, footnote, policy, schedule, procedure or group.")
    document: SourceDocument
    place: Place
    text: str = Field(description="The passage, verbatim.")
    footnotes: tuple[CitedNote, ...]
    score: float = Field(description="Higher is better; comparable within one reply only.")


class SearchReply(Model):
    """The passages nearest to a question."""

    outcome: Found
    message: Message
    returned: int
    passages: tuple[FoundPassage, ...]
    provenance: Provenance


class MeasureRecord(Model):
    """A sub-measure of a policy from the schedule (工程表)."""

    heading: Quoted = Field(description="取組内容の見出し")
    lead: Quoted = Field(description="主担当府省庁")
    related: Quoted = Field(description="関係府省庁")


class PolicyRecord(Model):
    """A policy (重点政策)."""

    number: str = Field(description='施策番号, as "1-26".')
    title: Quoted = Field(description="施策名")
    body: Quoted = Field(description="施策の内容")
    target: Quoted = Field(description="具体的な目標")
    lead: Quoted = Field(description="主担当府省庁 (lead ministry)")
    related: Quoted = Field(description="関係府省庁 (related ministries)")
    measures: tuple[MeasureRecord, ...] = Field(description="工程表の取組")
    place: Place


class PoliciesReply(Model):
    """The policies that match."""

    outcome: Found
    message: Message
    total: int = Field(description="How many match.")
    returned: int = Field(description="How many of them are in this reply.")
    records: tuple[PolicyRecord, ...]
    nearest_headings: Nearest
    provenance: Provenance


class ProcedureRecord(Model):
    """A procedure that goes online (オンライン化を実施する行政手続)."""

    group_number: str = Field(description="グループの番号; the group is in `groups`.")
    name: Quoted = Field(description="手続名")
    law: Quoted = Field(description="根拠法令")
    type: Quoted = Field(description="手続類型")
    subject: Quoted = Field(description="手続主体")
    receiver: Quoted = Field(description="手続の受け手")
    procedure_id: Quoted = Field(description="手続ID")
    place: Place


class GroupRecord(Model):
    """A group of procedures (手続グループ)."""

    number: str
    title: Quoted = Field(description="グループの題名")
    ministries: Quoted = Field(description="担当府省庁")
    measures: Quoted = Field(description="取組内容: what is done, and by when.")
    kpi: Quoted = Field(description="KPI")
    procedures: int = Field(description="How many procedures its table lists; 0 where it has no table.")
    place: Place


class ListedProcedure(Model):
    """A procedure that local governments should put online first (地方公共団体が優先的にオンライン化すべき手続)."""

    list_title: str = Field(description="一覧の題名")
    name: str = Field(description="手続名")
    place: Place


class ProceduresReply(Model):
    """The procedures that match, with their groups."""

    outcome: Found
    message: Message
    total: int = Field(description="How many procedures of the tables match.")
    returned: int = Field(description="How many of them are in this reply.")
    records: tuple[ProcedureRecord, ...]
    groups: tuple[GroupRecord, ...] = Field(description="The groups of the records; then groups that match by title.")
    listed_total: int = Field(description="How many items of the lists for local governments match `query`.")
    listed: tuple[ListedProcedure, ...] = Field(description="Those items, at most `limit`.")
    nearest_headings: Nearest
    provenance: Provenance


class Excerpt(Model):
    """A range of a document, verbatim."""

    doc_id: str
    start: int
    end: int
    text: str = Field(description="The published text from start to end, with its line breaks.")
    first_page: int | None = Field(description="Page at start; null where not known.")
    last_page: int | None = Field(description="Page at end; null where not known.")
    next_start: int | None = Field(description="Where to go on reading; null at the end of the document.")


class DocumentReply(Model):
    """A range of a document, or the list of documents."""

    excerpt: Excerpt | None = Field(description="null where the documents are listed.")
    provenance: Provenance = Field(description="Its documents are the one that was read, or all of them.")
