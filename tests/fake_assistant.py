"""A stand-in for the assistant: hand-made answers from the real plans, for the tests of the chat window."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from chatbot.answer import Answer, Citation, NewerEdition, Proof, Why
from chatbot.assistant import QuestionError
from corpus.document import Corpus, Document, Passage, Sentence
from index.ranks import Ranks
from index.retriever import Hit
from index.vocabulary import Bridge

DRAFT = Document(
    doc_id="torimatome-2026-draft",
    title="デジタル行財政改革 取りまとめ2026（案）",
    published="2026-07-07",
    publisher="デジタル行財政改革会議",
    status="案",
    source="",
    source_file="",
    kind="prose",
    text="",
)
PLAN = Document(
    doc_id="juten-keikaku-2025",
    title="デジタル社会の実現に向けた重点計画",
    published="2025-06-13",
    publisher="デジタル庁",
    status="決定",
    source="",
    source_file="",
    kind="plan",
    text="",
)

BIRTHS = "出生届について、マイナポータルから戸籍情報連携システムを介したオンライン届出ができる環境を 2026 年度を目途に整備することを目指す。"
CERTIFICATES = (
    "また、出生証明書について、母子保健情報等の情報連携基盤（PMH<sup>23</sup>）等を介して医療機関から地方公共団体に"
    "オンライン提出を可能とすることについて検討を進める。"
)
BY_SUMMER = (
    "全ての自治体において出生届のオンライン化を可能とするため、マイナポータルから戸籍情報連携システムを介したオンライン届出を"
    "行うことができる環境整備を目指し、2026年夏頃までに必要な要件定義等を行う。"
)
BURDEN = (
    "出生届について、両親等が市役所等で対面で手続を行う必要性や紙媒体での提出が子育て世帯の負担となっている課題の解決を図るため、"
    "出生届のオンライン化を推進する。"
)
LICENCE = "美容師免許の申請 美容師法施行規則(平成十年厚生省令第7号) 第1条 申請等 国民等 国 47296"


def cite(number: int, document: Document, heading_path: tuple[str, ...], text: str, quote: str) -> Citation:
    """A citation with a made-up place and score."""
    return Citation(
        number=number,
        passage_id=f"{document.doc_id}:{number}",
        doc_id=document.doc_id,
        title=document.title,
        published=document.published,
        publisher=document.publisher,
        status=document.status,
        heading_path=heading_path,
        text=text,
        quote=quote,
        spans=((0, len(quote)),),
        score=1.0 / number,
    )


BIRTH_CITATIONS = (
    cite(
        1,
        PLAN,
        (
            "第1 目指す社会の姿、取組の方向性と重点的な取組",
            "4. 取組の方向性と重点的な取組",
            "(b) 出生関連手続のオンライン化",
        ),
        BIRTHS + CERTIFICATES,
        BIRTHS,
    ),
    cite(2, DRAFT, ("③ 子育て", "② 出生届のオンライン化"), f"{BURDEN}\n{BY_SUMMER}", BY_SUMMER),
)
WHY = Why(Ranks(dense=3, bm25=1, fused=2), rank=1, relevance=2.34, terms=("出生届", "オンライン"))
OLDER = Document(
    doc_id="torimatome-2025-gaiyo",
    title="デジタル行財政改革 取りまとめ2025 概要",
    published="2025-06-13",
    publisher="デジタル行財政改革会議",
    status="決定（概要）",
    source="",
    source_file="",
    kind="overview",
    text="",
)
SUPERSEDED = replace(
    cite(1, OLDER, ("3. 子育て",), BY_SUMMER, BY_SUMMER),
    newer=NewerEdition(DRAFT.title, DRAFT.published, is_draft=True),
)
NEAREST = (cite(1, PLAN, ("第4 オンライン化を実施する行政手続の一覧等", "12 旅券"), LICENCE, ""),)

BIRTH_PASSAGE = Passage(
    id="juten-keikaku-2025:0123456789ab",
    doc_id=PLAN.doc_id,
    kind="text",
    heading_path=BIRTH_CITATIONS[0].heading_path,
    sentences=(
        Sentence(BIRTHS, ((0, len(BIRTHS)),)),
        Sentence(CERTIFICATES, ((len(BIRTHS), len(BIRTHS + CERTIFICATES)),)),
    ),
)


class FakeAssistant:
    """Answers every question by its words: 出生届, 美容師, 概要, 遅い (after a second), 故障 (an error), others not found."""

    def __init__(self) -> None:
        self.corpus = Corpus(documents=(DRAFT, PLAN), passages=(), policies=(), procedure_groups=())
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.state: Literal["loading", "ready", "failed"] = "ready"
        self.rephrased: list[bool] = []

    def answer_question(self, question: str, history: Sequence[str] = (), rephrase: bool = True) -> Answer:
        """A hand-made answer."""
        if not question.strip():
            raise QuestionError("質問を入力してください。")
        if len(question) > 2000:
            raise QuestionError(f"質問は2,000字までです（いまは{len(question):,}字）。短くしてください。")
        self.asked.append((question, tuple(history)))
        self.rephrased.append(rephrase)
        if "遅い" in question:
            time.sleep(1.0)
        if "故障" in question:
            raise RuntimeError("index on fire")
        if "出生届" in question or "遅い" in question:
            first, second = BIRTH_CITATIONS
            return Answer(
                question,
                "answered",
                f"{BIRTHS}\n{BY_SUMMER}",
                (replace(first, why=WHY), second),
                12.3,
                understood_as=f"出生届の{question}" if history and rephrase else "",
                proof=Proof(2, 2, 4, 4),
                bridges=(Bridge("スマホ", ("スマートフォン",)),) if rephrase else (),
            )
        if "概要" in question:
            return Answer(question, "answered", BY_SUMMER, (SUPERSEDED,), 12.3, proof=Proof(2, 1, 0, 0))
        if "美容師" in question:
            citation = cite(1, PLAN, ("第4 行政手続の一覧", "31 美容師"), LICENCE, LICENCE)
            return Answer(question, "partial", LICENCE, (citation,), 12.3)
        text = "お尋ねの内容は、対象の文書に記載が見つかりませんでした。近い見出し：12 旅券。"
        return Answer(question, "not_found", text, NEAREST, 12.3)

    def retrieve(self, question: str, history: Sequence[str] = (), limit: int = 20) -> list[Hit]:
        """One hand-made hit for 出生届, an error for 故障, else none."""
        self.asked.append((question, tuple(history)))
        if "故障" in question:
            raise RuntimeError("index on fire")
        hit = Hit(BIRTH_PASSAGE, 1, 15.90301, 0.90044, (), 4.96451)
        return [hit][:limit] if "出生届" in question else []
