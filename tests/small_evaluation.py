"""Questions and answers made by hand over a corpus of four sentences, for the tests of the evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from small_index import small_corpus

from eval.questions import Evidence, Question
from eval.verdicts import Judged, judge

TEXTS = (
    "出生届のオンライン届出を 2026 年度に始める<sup>3</sup>。",
    "基地局を５万局整備する。",
    "担当は総務省である。",
    "出生届は２０２６年度に紙でも出せる。",
)
CORPUS = small_corpus(*TEXTS)
IDS = tuple(passage.id for passage in CORPUS.passages)
BIRTHS, STATIONS, MINISTRY, PAPER = IDS


def question(
    name: str = "q",
    kind: str = "fact",
    keys: Sequence[Sequence[str]] = (("2026年度", "令和8年度"),),
    evidence: Sequence[str] = ("オンライン届出を2026年度に始める",),
    persona: str = "official",
) -> Question:
    if kind == "unanswerable":
        keys, evidence = (), ()
    proofs = tuple(Evidence("doc.txt", text) for text in evidence)
    return Question(name, f"{name}は？", kind, persona, (), tuple(map(tuple, keys)), proofs, "答え")


def citation(text: str, quote: str | None = None, **more: object) -> dict[str, Any]:
    return {"doc_id": "doc", "text": text, "quote": text if quote is None else quote, **more}


def answer(
    text: str = "", *citations: dict[str, Any], outcome: str = "answered", name: str = "q", **more: object
) -> dict[str, Any]:
    return {
        "id": name,
        "question": f"{name}は？",
        "outcome": outcome,
        "answer": text,
        "citations": list(citations),
        "latency_ms": 10.0,
        **more,
    }


def silent(name: str = "q", **more: object) -> dict[str, Any]:
    return answer("見つかりませんでした。", outcome="not_found", name=name, **more)


def judged(item: Question, given: dict[str, Any], retrieved: Sequence[str] | None = None) -> Judged:
    more = {} if retrieved is None else {"retrieved": list(retrieved)}
    return judge(item, given | more, retrieved, CORPUS)
