"""What each part of the search is worth: the same questions without it, against the system as shipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from chatbot.assistant import Assistant
from corpus.document import Corpus
from eval import bootstrap
from eval.harness import collect_answers
from eval.questions import ASKED_ON, Question
from eval.remembering import Readings, RememberingReader
from eval.scores import SHARES, Tally, latency_of, shares_of, tally
from eval.verdicts import judge_all
from index.level import Level
from index.reranker import OFF, open_reranker
from index.retriever import QueryEncoder, Retriever
from index.settings import SHIPPED, SearchSettings
from index.store import INDEX_FOLDER, PassageEncoder, build_index, check_index

MEASURES = ("answer_accuracy", "cited@1", "cited@5", "ndcg@10", "abstention")
START, END = "<!-- ablation -->\n", "<!-- /ablation -->\n"
QUESTIONS = ("test",)  # weights and thresholds are fitted on the others
RERANKER = "KEIKAKU_RERANKER_MODEL"

_LABELS = {
    "answer_accuracy": "回答の正解率",
    "cited@1": "引用 1 件目",
    "cited@5": "引用 5 件",
    "ndcg@10": "nDCG@10",
    "abstention": "断った割合",
}


def _as_it_is(corpus: Corpus) -> Corpus:
    return corpus


def _without_headings(corpus: Corpus) -> Corpus:
    """The corpus of which the index reads no headings."""
    return replace(corpus, passages=tuple(replace(passage, heading_path=()) for passage in corpus.passages))


def _without_footnotes(corpus: Corpus) -> Corpus:
    """The corpus of which the footnotes are no passages."""
    return replace(corpus, passages=tuple(passage for passage in corpus.passages if passage.kind != "footnote"))


@dataclass(frozen=True, slots=True)
class Variant:
    """The system with one thing otherwise: how it searches, what it indexes, by which vectors, or what its environment says."""

    label: str
    settings: SearchSettings = SHIPPED
    indexed: Callable[[Corpus], Corpus] = _as_it_is
    projections: bool = True
    environment: Mapping[str, str] = field(default_factory=dict)


VARIANTS = {
    "shipped": Variant("そのまま"),
    "reranker": Variant("並べ替えなし", environment={RERANKER: OFF}),
    "projections": Variant("埋め込みの射影なし", projections=False),
    "headings": Variant("見出しを索引に入れない", indexed=_without_headings),
    "footnotes": Variant("脚注を索引に入れない", indexed=_without_footnotes),
    "bridges": Variant("日常語・英語の橋渡しなし", replace(SHIPPED, bridges=False)),
    "names": Variant("質問にある名前を重くしない", replace(SHIPPED, names=False)),
    "bm25": Variant(
        "ベクトルのみ（BM25 なし）", replace(SHIPPED, words=0, bigrams=0, official=0, official_kind=0, translated=0)
    ),
    "dense": Variant("BM25 のみ（ベクトルなし）", replace(SHIPPED, dense=0)),
    "convex": Variant("凸結合に代えて順位の融合（RRF）", replace(SHIPPED, fusion="reciprocal_rank")),
}


class AblationEncoder(PassageEncoder, QueryEncoder, Protocol):
    """What an ablation needs of an encoder: both its sides, and the vectors that the model itself gives."""

    def without_projections(self) -> AblationEncoder:
        """The same encoder without its projections, under the same name."""
        ...


class _Remembering:
    """An encoder that encodes a question once: every variant is asked the same."""

    def __init__(self, encoder: AblationEncoder) -> None:
        self.name = encoder.name
        self.encode_passages = encoder.encode_passages
        self.encode_query = cache(encoder.encode_query)
        self.without_projections = cache(lambda: _Remembering(encoder.without_projections()))


@dataclass(frozen=True, slots=True)
class Change:
    """A measure of a variant, and its difference to the shipped system with the paired 95% interval."""

    value: float
    difference: float
    interval: bootstrap.Interval | None


def chosen(names: Sequence[str]) -> dict[str, Variant]:
    """The variants without what `names` name, all for none, the shipped system first; ValueError for another name."""
    if unknown := [name for name in names if name not in VARIANTS]:
        raise ValueError(f"「{'、'.join(unknown)}」は外せません。外せるもの: {'、'.join(list(VARIANTS)[1:])}")
    return {name: variant for name, variant in VARIANTS.items() if not names or name in ("shipped", *names)}


def measure(
    questions: Sequence[Question],
    corpus: Corpus,
    encoder: AblationEncoder,
    variants: Mapping[str, Variant],
    progress: Callable[[int], None] | None = None,
    folder: Path = INDEX_FOLDER,
) -> dict[str, Tally]:
    """What each question gives to each measure, by the name of the variant; `progress` gets the questions answered.

    The thresholds of silence are those of the models in use. An index that a variant needs is built aside, from the vectors of
    that in `folder` as far as the texts are the same, and removed. StoreError where there is no index in `folder`.
    """
    remembering, readings = _Remembering(encoder), Readings()
    tallies: dict[str, Tally] = {}
    for done, (name, variant) in enumerate(variants.items()):
        step = _from(progress, done * len(questions))
        with _opened(variant, corpus, remembering, readings, folder) as assistant:
            answers = collect_answers(questions, assistant.answer_with_hits, step)
        judged = judge_all(questions, answers, corpus)
        tallies[name] = tally(shares_of(judged), [latency_of(item) for item in judged])
    return tallies


def changes(shipped: Tally, other: Tally) -> dict[str, Change]:
    """Every measure of MEASURES for which a question counts."""
    resampled = [bootstrap.resampled_shares(each.right, each.counted) for each in (shipped, other)]
    intervals = dict(zip(SHARES, bootstrap.intervals(resampled[1] - resampled[0]), strict=True))
    before, after = shipped.figures(), other.figures()
    return {
        name: Change(new, new - old, intervals[name])
        for name in MEASURES
        if (old := before[name]) is not None and (new := after[name]) is not None
    }


def ablation_block(variants: Mapping[str, Variant], tallies: Mapping[str, Tally], about: str) -> str:
    """A table with a row a variant: each measure and, but for the shipped system, its difference with the interval."""
    lines = [
        _line("外すもの", *(f"{_LABELS[name]} `{name}`" for name in MEASURES)),
        _line("---", *("---:" for _ in MEASURES)),
    ]
    for name, variant in variants.items():
        of_measures = changes(tallies["shipped"], tallies[name])
        cells = (_cell(of_measures.get(measure), name == "shipped") for measure in MEASURES)
        lines.append(_line(f"{variant.label} `{name}`", *cells))
    return "".join(f"{line}\n" for line in (*lines, "", about))


def _cell(change: Change | None, is_shipped: bool) -> str:
    if change is None:
        return "–"
    if is_shipped or change.interval is None:
        return f"{change.value:.3f}"
    low, high = change.interval
    difference = f"{change.difference:+.3f}"
    shown = f"**{difference}**" if low > 0 or high < 0 else difference
    return f"{change.value:.3f}（{shown}、{low:+.3f}～{high:+.3f}）"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _from(progress: Callable[[int], None] | None, done: int) -> Callable[[int], None] | None:
    return None if progress is None else lambda more: progress(done + more)


@contextmanager
def _opened(
    variant: Variant, corpus: Corpus, encoder: _Remembering, readings: Readings, folder: Path
) -> Iterator[Assistant]:
    """The assistant of a variant; what was set and built for it is undone at the end."""
    indexed = variant.indexed(corpus)
    ids = {passage.id: passage for passage in corpus.passages}
    shown = replace(corpus, passages=tuple(ids[passage.id] for passage in indexed.passages))
    with TemporaryDirectory(prefix="keikaku-ablation-") as aside, _environment(variant.environment):
        place = check_index(corpus, encoder.name, folder)
        if not variant.projections:
            encoder = encoder.without_projections()
        elif indexed is not corpus:
            shutil.copytree(place, Path(aside) / place.name)
        if not variant.projections or indexed is not corpus:
            build_index(indexed, encoder, Path(aside))
            place = check_index(indexed, encoder.name, Path(aside))
        levels = Level.load(place / "passages"), Level.load(place / "sentences")
        reader = None if (reranker := open_reranker()) is None else RememberingReader(reranker, readings)
        retriever = Retriever(shown.passages, encoder, *levels, reader, variant.settings)
        assistant = Assistant.calibrated(shown, retriever)
        assistant.today = ASKED_ON
        yield assistant


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
