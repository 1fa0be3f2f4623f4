"""Where a hit stood in each ranking and which words of the question it holds: against brute force on a small index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from small_index import CharacterEncoder, small_corpus

from corpus.document import Corpus
from corpus.normalize import search_form
from index.bm25 import BM25
from index.pairs import PassageText
from index.passage_text import dense_text, lexical_text
from index.ranks import Ranks, joined_terms, ranks_of
from index.reading import Reading
from index.retriever import Hit, Retriever
from index.store import build_index, open_index
from index.tokenizer import bigrams, words

TEXTS = (
    "出生届のオンライン化を2026年度を目途に目指す。",
    "美容師免許の申請は国民等が行う。",
    "ミリ波基地局を5万局整備する。",
    "出生に関する届を整える。",
    "自動運転を100か所以上で実現する。",
)
QUESTION = "出生届の申請はいつから？"


@dataclass
class Backwards:
    """A cross-encoder that finds each passage more relevant by `step` than the one it read before."""

    step: float
    name: str = "backwards"
    done: int = 0

    def read(self, question: str, passages: Sequence[PassageText]) -> list[Reading]:
        first, self.done = self.done, self.done + len(passages)
        return [Reading(self.step * at, (0.0,), (0, 1)) for at in range(first, self.done)]


def opened(folder: Path, corpus: Corpus, step: float | None = None) -> Retriever:
    encoder = CharacterEncoder()
    build_index(corpus, encoder, folder)
    return open_index(corpus, encoder, folder, reranker=None if step is None else Backwards(step))


def by_text(hits: Sequence[Hit]) -> dict[str, Hit]:
    return {hit.passage.text: hit for hit in hits}


def test_a_rank_is_one_and_how_many_score_higher() -> None:
    scores = np.array([0.5, 2.0, -1.0, 2.0, 0.5], dtype=np.float32)
    assert ranks_of(scores, [0, 1, 2, 3, 4]) == [3, 1, 5, 1, 3]
    assert ranks_of(scores, [2]) == [5]
    rng = np.random.default_rng(7)
    many = rng.integers(0, 50, size=400).astype(np.float32)
    places = [3, 399, 17]
    assert ranks_of(many, places) == [1 + int((many > many[place]).sum()) for place in places]


def test_neighbours_with_a_bigram_across_their_border_are_one_word() -> None:
    terms = ["出生", "届", "オン", "ライン", "申請", "出生"]
    assert joined_terms(terms, {"出生", "届", "オン", "ライン"}, {"生届", "ンラ"}) == ("出生届", "オンライン", "出生")
    assert joined_terms(terms, {"出生", "届"}, set()) == ("出生", "届")
    assert joined_terms(["出生", "申請", "届"], {"出生", "届"}, {"生届"}) == ("出生", "届")  # no neighbours
    assert joined_terms([], set(), set()) == ()


def test_bm25_tells_which_terms_a_passage_holds() -> None:
    index = BM25.from_terms([["出生", "届", "届"], ["免許"], ["届", "免許"]])
    assert index.terms_in(["届", "出生", "無い"], [2, 0, 1]) == [{"届"}, {"出生", "届"}, set()]


def test_ranks_are_those_of_brute_force(tmp_path: Path) -> None:
    corpus, encoder = small_corpus(*TEXTS), CharacterEncoder()
    hits = by_text(opened(tmp_path, corpus).search(QUESTION))
    asked = search_form(QUESTION)
    cosines = [
        float(encoder.encode_query(dense_text(passage)) @ encoder.encode_query(asked)) for passage in corpus.passages
    ]
    lexical = [lexical_text(corpus.documents[0], passage) for passage in corpus.passages]
    rankings = [
        BM25.from_terms([tokens(text) for text in lexical]).scores(tokens(asked)) for tokens in (words, bigrams)
    ]
    bm25 = sum((scores - scores.mean()) / scores.std() for scores in rankings)
    for at, text in enumerate(TEXTS):
        ranks = hits[text].ranks
        assert ranks is not None
        assert ranks.dense == 1 + sum(cosine > cosines[at] for cosine in cosines)
        found = any(scores[at] > 0 for scores in rankings)
        assert ranks.bm25 == (1 + int((bm25 > bm25[at]).sum()) if found else None)
        assert ranks.fused == hits[text].rank


def test_what_holds_no_term_has_no_bm25_rank_and_no_terms(tmp_path: Path) -> None:
    hits = by_text(opened(tmp_path, small_corpus(*TEXTS)).search(QUESTION))
    silent = hits["ミリ波基地局を5万局整備する。"]
    assert silent.ranks is not None and silent.ranks.bm25 is None and silent.terms == ()


def test_terms_are_the_questions_words_in_the_passage(tmp_path: Path) -> None:
    hits = by_text(opened(tmp_path, small_corpus(*TEXTS)).search(QUESTION))
    assert hits[TEXTS[0]].terms == ("出生届",)
    assert hits[TEXTS[1]].terms == ("申請",)
    assert hits[TEXTS[3]].terms == ("出生", "届")


def test_terms_are_also_the_words_that_a_bridge_added(tmp_path: Path) -> None:
    retriever = opened(tmp_path, small_corpus("旅券を電子化する。", "基地局を整備する。", "その他を検討する。"))
    for question in ("パスポート", "When is the passport online?"):
        hits = by_text(retriever.search(question))
        assert hits["旅券を電子化する。"].terms[0] == "旅券"
        assert hits["その他を検討する。"].terms == ()


def test_without_bridges_only_the_questions_own_words_are_looked_up(tmp_path: Path) -> None:
    retriever = opened(tmp_path, small_corpus("旅券を電子化する。", "基地局を整備する。", "その他を検討する。"))
    bridged, plain = retriever.search("パスポート"), retriever.search("パスポート", bridges=False)
    found = by_text(bridged)["旅券を電子化する。"]
    assert found.ranks is not None and found.ranks.bm25 == 1
    assert found.score > by_text(plain)["旅券を電子化する。"].score
    assert [hit.terms for hit in plain] == [(), (), ()]
    assert [hit.ranks.bm25 for hit in plain if hit.ranks] == [None, None, None]


@dataclass
class Literal:
    """A cross-encoder that finds relevant only what holds a word of the question, parted by spaces."""

    otherwise: float
    name: str = "literal"
    questions: tuple[str, ...] = ()

    def read(self, question: str, passages: Sequence[PassageText]) -> list[Reading]:
        self.questions += (question.strip(),)
        found = [any(word in passage.text for word in question.split()) for passage in passages]
        return [Reading(3.0 if one else self.otherwise, (0.0,), (0, 1)) for one in found]


@pytest.mark.parametrize(
    ("otherwise", "bridges", "asked", "relevance"),
    [
        (-3.0, True, ("パスポート", "旅券"), 3.0),
        (-3.0, False, ("パスポート",), -3.0),  # the user wants no other words
        (2.0, True, ("パスポート",), 2.0),  # sure enough
    ],
)
def test_what_nothing_answers_is_read_again_in_the_plans_words(
    tmp_path: Path, otherwise: float, bridges: bool, asked: tuple[str, ...], relevance: float
) -> None:
    corpus, encoder = small_corpus("旅券を電子化する。", "基地局を整備する。", "その他を検討する。"), CharacterEncoder()
    build_index(corpus, encoder, tmp_path)
    reranker = Literal(otherwise)
    hits = by_text(open_index(corpus, encoder, tmp_path, reranker=reranker).search("パスポート", bridges=bridges))
    assert reranker.questions == asked
    assert hits["旅券を電子化する。"].relevance == relevance
    assert hits["その他を検討する。"].relevance == otherwise


def test_the_rank_before_the_cross_encoder_is_kept_beside_the_one_after(tmp_path: Path) -> None:
    corpus = small_corpus(*TEXTS)
    before = opened(tmp_path, corpus).search(QUESTION)
    after = by_text(opened(tmp_path, corpus, step=0.25).search(QUESTION))
    assert [after[hit.passage.text].relevance for hit in before] == [0.0, 0.25, 0.5, 0.75, 1.0]
    for hit in before:
        read = after[hit.passage.text]
        assert (read.ranks, read.terms) == (hit.ranks, hit.terms)
        assert read.score == pytest.approx(hit.score + 0.6 * 0.25 * (hit.rank - 1))
    assert sorted(hit.rank for hit in after.values()) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("step", "read"), [(0.25, 5), (1.0, 4)])  # of 8 at most, in halves
def test_the_cross_encoder_reads_on_only_where_no_answer_is_sure(tmp_path: Path, step: float, read: int) -> None:
    hits = opened(tmp_path, small_corpus(*TEXTS), step).search(QUESTION)
    assert sum(hit.relevance is not None for hit in hits) == read
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]


def test_a_topic_counts_in_the_ranks_as_in_the_scores(tmp_path: Path) -> None:
    retriever = opened(tmp_path, small_corpus(*TEXTS))
    found = by_text(retriever.search("いつから？", topic="自動運転"))[TEXTS[4]]
    assert found.terms == ("自動運転",)
    assert found.ranks == Ranks(dense=1, bm25=1, fused=1)  # the question alone matches nothing
