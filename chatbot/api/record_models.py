"""The records and documents that the API gives, with the columns of `keikaku procedures`, `policies`, `documents`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from chatbot.api import examples

MOST_ROWS = 500
LONGEST_QUERY = 200
LONGEST_TEXT = 20_000  # characters of a document at a time


class Page(BaseModel):
    """Which rows, of those that a list keeps. An unknown parameter is refused: a typing error would else keep all."""

    model_config = ConfigDict(extra="forbid")

    query: str = Field("", max_length=LONGEST_QUERY, description="この語をすべて含むもの (with all of these words)")
    limit: int = Field(100, ge=1, le=MOST_ROWS, description="件数 (how many rows)")
    offset: int = Field(0, ge=0, le=1_000_000, description="何件目の後から (after so many rows)")


class ProcedurePage(Page):
    """Which procedures."""

    group: str = Field("", max_length=20, description="グループの番号 (number of the group)")


class PolicyPage(Page):
    """Which policies."""

    ministry: str = Field("", max_length=LONGEST_QUERY, description="主担当・関係府省庁 (lead or related ministry)")


class Procedure(BaseModel):
    """オンライン化を実施する行政手続 (A procedure that goes online.)"""

    group_no: str
    group_title: str
    name: str = Field(alias="手続名")
    law: str = Field(alias="根拠法令")
    type: str = Field(alias="手続類型")
    subject: str = Field(alias="手続主体")
    receiver: str = Field(alias="手続の受け手")
    procedure_id: str = Field(alias="手続ID")
    source_line: int = Field(description="原文の行 (line of the published text)")
    ministries: str
    measures: str = Field(alias="取組内容")
    kpi: str = Field(alias="KPI")


class ListedProcedure(BaseModel):
    """地方公共団体が優先する手続 (A procedure of the lists for local governments.)"""

    list_title: str
    name: str = Field(alias="手続名")
    source_line: int


class Measure(BaseModel):
    """工程表の取組 (A sub-measure.)"""

    heading: str = Field(alias="取組内容の見出し")
    lead: str = Field(alias="主担当府省庁")
    related: str = Field(alias="関係府省庁")
    source_line: int


class Policy(BaseModel):
    """重点政策 (A policy.)"""

    number: str
    title: str
    target: str = Field(alias="具体的な目標")
    lead: str = Field(alias="主担当府省庁")
    related: str = Field(alias="関係府省庁")
    doc_id: str
    source_line: int
    body: list[str] = Field(description="本文の文 (its sentences)")
    measures: list[Measure]


class Rows(BaseModel):
    """How many rows there are."""

    total: int = Field(description="全部の件数 (all there are)")
    matched: int = Field(description="条件に合う件数 (those that match)")


def _example(row: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [{"total": 1, "matched": 1, "items": [row]}]})


class Procedures(Rows):
    """行政手続の一覧 (Procedures.)"""

    model_config = _example(examples.PROCEDURE)
    items: list[Procedure]


class ListedProcedures(Rows):
    """地方公共団体が優先する手続の一覧 (Procedures of the lists for local governments.)"""

    model_config = _example(examples.LISTED)
    items: list[ListedProcedure]


class Policies(Rows):
    """重点政策の一覧 (Policies.)"""

    model_config = _example(examples.POLICY)
    items: list[Policy]


class Document(BaseModel):
    """文書 (A document.)"""

    doc_id: str
    title: str
    published: str
    publisher: str
    status: str
    pages: int | None = Field(description="ページの数。分からなければ null (null where unknown)")
    passages: int
    sha256: str = Field(description="公表された本文のハッシュ (hash of the published text)")


class Documents(BaseModel):
    """文書の一覧 (The documents.)"""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [examples.DOCUMENT]}]})
    items: list[Document]


class Section(BaseModel):
    """見出しの下のひと続き (What stands under one heading.)"""

    heading_path: list[str]
    start: int = Field(description="始まり、文字数 (where it begins, in code points)")
    end: int = Field(description="終わり、半開区間 (half-open)")
    page: int | None


class TextRange(BaseModel):
    """本文の一部、公表されたとおり (A part of the text, as published.)"""

    start: int
    end: int
    text: str


class Range(BaseModel):
    """Which part of a document's text."""

    model_config = ConfigDict(extra="forbid")

    start: int | None = Field(None, ge=0, le=100_000_000, description="この位置から (from here, in code points)")
    end: int | None = Field(
        None,
        ge=0,
        le=100_000_000,
        description=f"この位置の前まで。一度に {LONGEST_TEXT:,} 字まで (up to here, half-open; at most {LONGEST_TEXT:,} characters)",
    )


class DocumentDetail(Document):
    """一つの文書 (One document.)"""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {**examples.DOCUMENT, "source": "", "characters": 443347, "sections": [], "excerpt": examples.TEXT}
            ]
        }
    )
    source: str = Field(description="出典 (where it was published)")
    characters: int = Field(description="本文の文字数 (length of the text in code points)")
    sections: list[Section]
    excerpt: TextRange | None = Field(description="start か end を渡したときの本文 (the text, where asked for)")
