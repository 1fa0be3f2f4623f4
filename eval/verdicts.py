"""What became of every question: right or wrong, and where a wrong answer was lost on its way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from corpus.document import Corpus
from eval.answers import has_failed
from eval.measures import CITATIONS, holds_any, is_verbatim, missing_keys, normalise, right_citations
from eval.questions import Evidence, Question

Verdict = Literal["CORRECT", "INCORRECT", "NOT_ATTEMPTED"]

# In the order of the way of an answer; what is lost at two places is said to be lost at the earlier.
STAGES = {
    "not_in_index": "索引にない",
    "not_retrieved": "検索で見つからない",
    "ranked_low": "見つかったが順位が低い",
    "not_cited": "引用にない（検索結果は不明）",
    "not_picked": "文が選ばれなかった",
    "abstained": "誤って断った",
    "lost": "数値や名称が落ちた",
    "not_silent": "答えがないのに答えた",
    "failed": "失敗",
}
RETRIEVED = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """One question with its answer (in the JSON form) and what is to be said of it.

    `cited` and `verbatim` are of the first 5 citations: whether it holds evidence, whether its quote is in the
    published text. `stage` is where a wrong answer was lost, empty when it is right. `relevant` are the passages that
    hold evidence, `retrieved` those found, in rank order (empty where that is not known), `cited_ids` the citations in
    rank order: one that holds evidence stands for a relevant passage, each passage once, any other for itself.
    """

    question: Question
    answer: Mapping[str, Any]
    verdict: Verdict
    cited: tuple[bool, ...]
    stage: str
    relevant: frozenset[str]
    retrieved: tuple[str, ...]
    cited_ids: tuple[str, ...] = ()
    verbatim: tuple[bool, ...] = ()


def judge(question: Question, answer: Mapping[str, Any], retrieved: Sequence[str] | None, corpus: Corpus) -> Judged:
    """The verdict on `answer`; `retrieved` are the ids of the passages found, in rank order, None where not known."""
    failed = has_failed(answer)
    citations = [] if failed else list(answer["citations"][:CITATIONS])
    found = tuple(dict.fromkeys(retrieved or ()))[:RETRIEVED]
    proofs = [_holding(item, corpus) for item in question.evidence]
    verdict = _verdict(question, answer, failed)
    stage = "" if verdict == "CORRECT" else "failed" if failed else _stage(question, answer, found, proofs)
    return Judged(
        question=question,
        answer=answer,
        verdict=verdict,
        cited=tuple(right_citations(citations, [item.text for item in question.evidence])),
        stage=stage,
        relevant=frozenset(name for names in proofs for name in names),
        retrieved=found,
        cited_ids=_cited_ids(citations, question.evidence, proofs),
        verbatim=tuple(is_verbatim(citation, corpus.documents) for citation in citations),
    )


def _verdict(question: Question, answer: Mapping[str, Any], failed: bool) -> Verdict:
    if failed:
        return "INCORRECT"
    if answer["outcome"] == "not_found":
        return "NOT_ATTEMPTED" if question.answerable else "CORRECT"
    right = question.answerable and not missing_keys(answer["answer"], question.answer_keys)
    return "CORRECT" if right else "INCORRECT"


def _stage(
    question: Question, answer: Mapping[str, Any], retrieved: Sequence[str], proofs: Sequence[Sequence[str]]
) -> str:
    """Where a wrong answer was lost: the earliest place at which one of the missing keys was."""
    if not question.answerable:
        return "not_silent"
    silent = answer["outcome"] == "not_found"
    missing = question.answer_keys if silent else missing_keys(answer["answer"], question.answer_keys)
    stages = {_lost_at(keys, question, answer, retrieved, proofs) for keys in missing or [()]}
    return next(stage for stage in STAGES if stage in stages)


def _lost_at(
    keys: Sequence[str],
    question: Question,
    answer: Mapping[str, Any],
    retrieved: Sequence[str],
    proofs: Sequence[Sequence[str]],
) -> str:
    """Where one list of keys was lost: the evidence for it is that which holds one of them, or else all evidence."""
    holding = [at for at, item in enumerate(question.evidence) if holds_any(normalise(item.text), keys)]
    wanted = holding or range(len(question.evidence))
    texts = [question.evidence[at].text for at in wanted]
    silent = answer["outcome"] == "not_found"
    if not silent and any(right_citations(answer["citations"], texts)):
        return "lost" if holds_any(_used(answer), [*keys, *([] if holding else texts)]) else "not_picked"
    relevant = {name for at in wanted for name in proofs[at]}
    if not relevant:
        return "not_in_index"
    found = not relevant.isdisjoint(retrieved)
    if silent:
        return "abstained" if found or not retrieved else "not_retrieved"
    if not retrieved:
        return "not_cited"
    return "ranked_low" if found else "not_retrieved"


def _used(answer: Mapping[str, Any]) -> str:
    """The whole answer and the quotes that it is made of: those whose number it shows, all where it shows none."""
    text, citations = answer["answer"], answer["citations"][:CITATIONS]
    named = [citation for number, citation in enumerate(citations, 1) if f"[{number}]" in text]
    return normalise("\n".join([text, *(citation.get("quote") or "" for citation in named or citations)]))


def _cited_ids(
    citations: Sequence[Mapping[str, Any]], evidence: Sequence[Evidence], proofs: Sequence[Sequence[str]]
) -> tuple[str, ...]:
    names: list[str] = []
    for number, citation in enumerate(citations, 1):
        text = normalise(citation["text"])
        held = (
            name for item, ids in zip(evidence, proofs, strict=True) if holds_any(text, [item.text]) for name in ids
        )
        names.append(next((name for name in held if name not in names), f"citation-{number}"))
    return tuple(names)


def _holding(evidence: Evidence, corpus: Corpus) -> tuple[str, ...]:
    """The ids of the passages of the evidence's document that hold it, in the order of the corpus."""
    wanted = normalise(evidence.text)
    return tuple(name for name, text in _passage_texts(corpus).get(evidence.doc, ()) if wanted in text)


@lru_cache(maxsize=1)
def _passage_texts(corpus: Corpus) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Ids and normalised texts of the passages, by the file name of their document."""
    files = {document.doc_id: document.source_file for document in corpus.documents}
    texts: dict[str, list[tuple[str, str]]] = {name: [] for name in files.values()}
    for passage in corpus.passages:
        texts[files[passage.doc_id]].append((passage.id, normalise(passage.text)))
    return texts


def judge_all(questions: Iterable[Question], answers: Iterable[Mapping[str, Any]], corpus: Corpus) -> list[Judged]:
    """The verdict on every answer; `answers` are in the order of `questions`."""
    pairs = zip(questions, answers, strict=True)
    return [judge(question, answer, answer.get("retrieved"), corpus) for question, answer in pairs]
