"""Why an answer is what it is, as the API and MCP tell it: what the window shows in its notes."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from chatbot.answer import Answer
from chatbot.answer import Why as CitationWhy
from chatbot.api import examples


class Bridge(BaseModel):
    """計画の言葉に言い換えた言葉 (A word that was also looked up in the plans' words.)"""

    said: str = Field(description="質問の言葉 (as the question has it)")
    official: list[str] = Field(description="計画の言葉 (the plans' words)")


class Ranks(BaseModel):
    """検索ごとの順位、1 から (The place in each ranking, from 1.)"""

    dense: int = Field(description="意味の近さ、ベクトル検索 (by meaning, dense vectors)")
    bm25: int | None = Field(description="言葉の一致。一致がなければ null (by words; null where none matches)")
    fused: int = Field(description="合わせた順位、加点を含む (combined, before reading)")


class Found(BaseModel):
    """箇所の見つかり方 (How a passage was found.)"""

    terms: list[str] = Field(description="一致した言葉 (the question's words in the passage)")
    ranks: Ranks
    rank: int = Field(description="質問と読み合わせた後の順位 (after reading with the question)")
    relevance: float | None = Field(
        description="読み合わせたモデルのロジット。0 を超えるほど答えがありそう。読まなければ null "
        "(logit of the cross-encoder; the further above 0, the likelier an answer; null where not read)"
    )


class CitedWhy(BaseModel):
    """引用した箇所が選ばれた理由 (Why a cited passage was chosen.)"""

    number: int = Field(description="引用の番号 (the number of the citation)")
    found: Found | None = Field(
        description="検索によらず、記録の一覧か前の箇所の続きとして示したものは null "
        "(null for what was not searched for: from a list of records, or a continuation)"
    )


class Why(BaseModel):
    """回答の理由 (Why the answer is what it is.)"""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.WHY]})

    understood_as: str = Field(
        description="前の質問を補った形。補わなければ空 (the question made self-contained, or empty)"
    )
    bridges: list[Bridge] = Field(description="言い換えて探した言葉 (what was looked up in other words)")
    citations: list[CitedWhy] = Field(description="引用ごとの理由 (why each citation)")


def why_of(answer: Answer) -> Why:
    """The notes of `answer`."""
    return Why(
        understood_as=answer.understood_as,
        bridges=[Bridge(said=bridge.said, official=list(bridge.official)) for bridge in answer.bridges],
        citations=[CitedWhy(number=cited.number, found=_found(cited.why)) for cited in answer.citations],
    )


def _found(why: CitationWhy | None) -> Found | None:
    if why is None:
        return None
    return Found(
        terms=list(why.terms),
        ranks=Ranks(dense=why.ranks.dense, bm25=why.ranks.bm25, fused=why.ranks.fused),
        rank=why.rank,
        relevance=None if why.relevance is None else round(why.relevance, 4),
    )
