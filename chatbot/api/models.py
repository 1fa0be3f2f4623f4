"""What the API takes and gives, as the OpenAPI document describes it. The forms of records are in record_models.py."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from chatbot.api import examples
from chatbot.api.why import Why
from chatbot.assistant import LONGEST_QUESTION
from index.settings import SHIPPED

MOST_HITS = 50
MOST_TURNS = 50
# What is left after white space is taken off, by Python's measure of it.
_NOT_BLANK = r"[^\s\x1c-\x1f]"

QuestionText = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST_QUESTION,
        pattern=_NOT_BLANK,
        description=f"質問。{LONGEST_QUESTION:,}字以内 (the question)",
        examples=[examples.QUESTION],
    ),
]
Turns = Annotated[
    list[Annotated[str, Field(max_length=LONGEST_QUESTION)]],
    Field(max_length=MOST_TURNS, description="これまでの質問、古い順 (earlier questions, oldest first)"),
]


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


WholeNumber = Annotated[int, BeforeValidator(_whole)]  # 10.0 is an integer in JSON


class Body(BaseModel):
    """A body: values of other types are refused, not turned into the right one; other members are ignored."""

    model_config = ConfigDict(strict=True)


class Asked(Body):
    """尋ねること (What is asked.)"""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ASKED, examples.ASKED_WHY]})

    question: QuestionText
    history: Turns = []
    why: bool = Field(False, description="true なら、箇所が選ばれた理由も返す (also tell why each passage was chosen)")


class Searched(Body):
    """探すこと (What is searched for.)"""

    question: QuestionText
    history: Turns = []
    limit: WholeNumber = Field(10, ge=1, le=MOST_HITS, description=f"件数。{MOST_HITS} まで (how many hits)")


class Footnote(BaseModel):
    """引用元のまとまりにある脚注 (A footnote of the cited passage.)"""

    number: int
    text: str


class Source(BaseModel):
    """どの文書のどこか (Which document, and where in it.)"""

    doc_id: str
    title: str
    published: str = Field(description="日付: 2025、2025-06、2025-06-13。不明なら空 (empty where unknown)")
    publisher: str
    status: str = Field(description="決定、案など。「案」は決定前の文書 (案 is a draft)")
    page: int | None = Field(description="印刷されたページかスライドの番号 (the printed page, where known)")
    heading_path: list[str] = Field(description="上の見出しから (headings, from the top)")
    text: str = Field(description="まとまりの全文 (the whole passage)")
    start: int = Field(description="公表された本文での位置、文字数 (code points into the published text)")
    end: int = Field(description="その終わり、半開区間 (half-open)")
    spans: list[tuple[int, int]] = Field(description="途切れた引用の、それぞれの位置 (each part of what is cited)")


class Citation(Source):
    """引用 (One cited passage.)"""

    number: int = Field(description="回答の文の [1] などの番号 (the mark in the answer)")
    quote: str = Field(description="回答に使った文、原文どおり (the sentences used, verbatim)")
    score: float = Field(description="大きいほど近い (higher is better)")
    footnotes: list[Footnote]


class Answer(BaseModel):
    """回答。`keikaku ask --json` と同じ形 (The answer, as `keikaku ask --json` prints it.)"""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ANSWER, examples.ANSWER_WHY]})

    id: str | None = Field(description="ここでは常に null (always null here)")
    question: str
    outcome: Literal["answered", "partial", "not_found"] = Field(
        description="答えがある、一部ある、記載がない (answered, in part, not stated)"
    )
    answer: str = Field(description="600字以内の回答。原文の引用からなる (made of quotations)")
    citations: list[Citation] = Field(description="順位順に 5 件まで (at most 5, best first)")
    latency_ms: float
    confidence: float | None = Field(description="確かさ。読まずに断った質問では null (null where refused unread)")
    understood_as: str = Field(description="前の質問を受けた質問を補った形 (a follow-up, made self-contained)")
    searched_for: list[str] = Field(description="合わせて探した計画の言葉 (the plans' words also searched for)")
    why: Why | None = Field(default=None, description="why を true にしたときだけ (only where why was true)")


class Hit(Source):
    """見つかったまとまり (A passage found.)"""

    rank: int = Field(description="1 から (from 1)")
    score: float = Field(description="大きいほど近い (higher is better)")
    cosine: float = Field(description="埋め込みの余弦類似度 (cosine of the embeddings)")
    relevance: float | None = Field(
        description=f"質問と一緒に読んだモデルのロジット。読むのは上位 {SHIPPED.read} 件 (logit of the cross-encoder)"
    )
    passage_id: str
    kind: str = Field(
        description="文、スライド、脚注、施策、工程表、手続、手続のグループの別 "
        "(text, slide, footnote, policy, schedule, procedure or group)"
    )
    record: str = Field(description="施策や手続の番号。なければ空 (the record that it belongs to, or empty)")


class Hits(BaseModel):
    """検索の結果 (What a search found.)"""

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": examples.QUESTION, "hits": [examples.HIT]}]})

    question: str
    hits: list[Hit] = Field(description="近い順。質問として読めないものでは空 (best first; none for no question)")


class Health(BaseModel):
    """動いている (The server runs.)"""

    status: Literal["ok"]


class Readiness(BaseModel):
    """答えられる (Questions can be answered.)"""

    status: Literal["ready"]
    documents: int = Field(description="文書の数 (documents)")
    passages: int = Field(description="まとまりの数 (passages)")


class FieldProblem(BaseModel):
    """誤りのある値 (A value that is wrong.)"""

    field: str
    detail: str
    detail_en: str


class Problem(BaseModel):
    """問題。RFC 9457 の形 (What went wrong, as problem details of RFC 9457.)"""

    type: str = Field(description="問題の種類 (the kind of problem)")
    title: str
    status: int
    detail: str = Field(description="説明、日本語 (in Japanese)")
    detail_en: str = Field(description="説明、英語 (in English)")
    errors: list[FieldProblem] = Field(default=[], description="誤りのある値 (the values that are wrong)")
