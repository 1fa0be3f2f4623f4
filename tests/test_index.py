"""The index, part by part: against hand arithmetic, brute force and a small corpus."""

import json
import math
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from small_index import CharacterEncoder, small_corpus

from index.bm25 import BM25
from index.dense import DenseIndex
from index.fusion import fuse, fuse_ranks, standardise
from index.level import Query
from index.store import (
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    build_index,
    check_index,
    fingerprint,
    open_index,
    remove_other_indexes,
    texts_to_encode,
)
from index.tokenizer import bigrams, words

TEXTS = (
    "出生届のオンライン化を2026年度を目途に目指す。",
    "美容師免許の申請は国民等が行う。",
    "ミリ波基地局を5万局整備する。",
    "自動運転を100か所以上で実現する。",
)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("出生届をオンラインで出す", ["出生", "届", "オン", "ライン", "出す"]),
        ("34,592 システム", ["34592", "システム"]),
        ("整備した", ["整備"]),
        ("クラウド", ["クラウド"]),
        ("", []),
    ],
)
def test_words(text: str, terms: list[str]) -> None:
    assert words(text) == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("出生届", ["出生", "生届"]),
        ("AI活用", ["ai", "活用"]),
        ("5万局", ["5", "万局"]),
        ("99.8%", ["99.8"]),
        ("34,592件", ["34592", "件"]),
        ("。、", []),
    ],
)
def test_bigrams(text: str, terms: list[str]) -> None:
    assert bigrams(text) == terms


def test_bm25_against_hand_arithmetic() -> None:
    passages = [["出生", "届", "届"], ["免許"], ["届", "免許", "免許", "局"]]
    n, mean_length = 3, 8 / 3
    idf = math.log(1 + (n - 2 + 0.5) / (2 + 0.5))  # 届 stands in two of three

    def term(frequency: int, length: int) -> float:
        return idf * frequency / (frequency + 1.2 * (1 - 0.75 + 0.75 * length / mean_length))

    scores = BM25.from_terms(passages).scores(["届"])
    assert scores == pytest.approx([term(2, 3), 0.0, term(1, 4)], rel=1e-5)


def test_bm25_of_unknown_terms_is_zero() -> None:
    assert BM25.from_terms([["a"], ["b"]]).scores(["c"]).tolist() == [0.0, 0.0]
    assert BM25.from_terms([["a"], ["b"]]).scores([]).tolist() == [0.0, 0.0]


def test_dense_scores_are_the_cosines_of_brute_force(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    vectors = rng.normal(size=(50, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    query = vectors[3]
    index = DenseIndex.from_vectors(vectors)
    index.save(tmp_path / "dense.faiss")
    again = DenseIndex.load(tmp_path / "dense.faiss")
    assert index.scores(query) == pytest.approx(vectors @ query, abs=1e-6)
    assert again.scores(query).argmax() == 3
    assert (again.size, again.dimension) == (50, 16)


def test_fuse_is_the_weighted_mean_of_z_scores() -> None:
    a, b = np.array([1, 2, 3], dtype=np.float32), np.array([9, 9, 9], dtype=np.float32)
    z = math.sqrt(3 / 2)
    assert standardise(a) == pytest.approx([-z, 0, z])
    assert standardise(b).tolist() == [0, 0, 0]
    assert fuse([(3, a), (1, b)]) == pytest.approx([-0.75 * z, 0, 0.75 * z])


def test_ranks_are_fused_by_their_reciprocals_and_what_scores_nothing_has_none() -> None:
    a = np.array([0.2, 0.9, 0.5], dtype=np.float32)
    b = np.array([0.0, 0.0, 7.0], dtype=np.float32)
    expected = np.array([2 / 63, 2 / 61, 2 / 62 + 1 / 61])
    z = (expected - expected.mean()) / expected.std()
    assert fuse_ranks([(2, a), (1, b)]) == pytest.approx(z, rel=1e-4)


def test_a_question_without_japanese_is_ranked_by_vectors_alone() -> None:
    vector = np.ones(4, dtype=np.float32)
    assert not Query.from_text("when is it online?", vector).is_japanese
    assert Query.from_text("いつ", vector).is_japanese


def test_an_index_is_built_once_and_found_again(tmp_path: Path) -> None:
    corpus, encoder = small_corpus(*TEXTS), CharacterEncoder()
    manifest = build_index(corpus, encoder, tmp_path)
    assert (manifest.passages, manifest.sentences, manifest.dimension) == (4, 4, 64)
    assert encoder.encoded == 4
    assert check_index(corpus, encoder.name, tmp_path).name == fingerprint(corpus, encoder.name)
    assert [path.name for path in tmp_path.iterdir()] == [manifest.fingerprint]


def test_only_what_is_new_is_encoded(tmp_path: Path) -> None:
    encoder = CharacterEncoder()
    first = build_index(small_corpus(*TEXTS), encoder, tmp_path)
    more = small_corpus(*TEXTS, "増えた。")
    assert texts_to_encode(more, encoder.name, folder=tmp_path) == 1
    second = build_index(more, encoder, tmp_path)
    assert encoder.encoded == 5
    assert {path.name for path in tmp_path.iterdir()} == {first.fingerprint, second.fingerprint}  # the old one serves
    fresh = build_index(more, CharacterEncoder(), tmp_path / "elsewhere")
    assert second.files == fresh.files  # byte for byte what a build from nothing gives
    shutil.rmtree(tmp_path / "elsewhere")
    fewer = build_index(small_corpus(*TEXTS[1:]), encoder, tmp_path)
    assert encoder.encoded == 5
    hits = open_index(small_corpus(*TEXTS[1:]), encoder, tmp_path).search("出生届")
    assert TEXTS[0] not in [hit.passage.text for hit in hits]
    remove_other_indexes(fewer.fingerprint, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [fewer.fingerprint]


def test_a_forced_build_or_another_model_encodes_everything(tmp_path: Path) -> None:
    encoder, other = CharacterEncoder(), CharacterEncoder("other:2")
    corpus = small_corpus(*TEXTS)
    build_index(corpus, encoder, tmp_path)
    build_index(corpus, encoder, tmp_path, afresh=True)
    build_index(corpus, other, tmp_path)
    assert (encoder.encoded, other.encoded) == (8, 4)


def test_vectors_of_a_damaged_index_are_not_taken_over(tmp_path: Path) -> None:
    encoder = CharacterEncoder()
    place = tmp_path / build_index(small_corpus(*TEXTS), encoder, tmp_path).fingerprint / "passages/dense.faiss"
    place.write_bytes(place.read_bytes()[:-1] + b"?")
    assert texts_to_encode(small_corpus(*TEXTS), encoder.name, folder=tmp_path) == 4


def test_what_a_dead_build_left_is_removed_and_a_running_one_stays(tmp_path: Path) -> None:
    running, dead = tmp_path / f"building-{os.getppid()}", tmp_path / "building-4194305"  # above the largest pid
    running.mkdir()
    dead.mkdir()
    remove_other_indexes("none", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [running.name]


@pytest.mark.parametrize(
    ("question", "best"), [("出生届はいつ", 0), ("美容師の免許", 1), ("ミリ波は何局", 2), ("自動運転", 3)]
)
def test_the_best_hit_answers(tmp_path: Path, question: str, best: int) -> None:
    corpus, encoder = small_corpus(*TEXTS), CharacterEncoder()
    build_index(corpus, encoder, tmp_path)
    hits = open_index(corpus, encoder, tmp_path).search(question)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]
    assert hits[0].passage.text == TEXTS[best]
    assert hits[0].score > hits[1].score
    assert hits[0].sentences[0].sentence.text == TEXTS[best]


def test_a_missing_index_says_how_to_build(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="keikaku build"):
        check_index(small_corpus(*TEXTS), "characters:1", tmp_path / "none")


def test_an_index_of_another_model_is_refused_by_name(tmp_path: Path) -> None:
    corpus = small_corpus(*TEXTS)
    build_index(corpus, CharacterEncoder("first:1"), tmp_path)
    with pytest.raises(IndexMismatch, match=r"first:1.*second:2.*keikaku build"):
        open_index(corpus, CharacterEncoder("second:2"), tmp_path)


def test_an_index_of_other_texts_is_refused(tmp_path: Path) -> None:
    build_index(small_corpus(*TEXTS), CharacterEncoder(), tmp_path)
    with pytest.raises(IndexMismatch, match="計画本文"):
        check_index(small_corpus(*TEXTS, "増えた。"), "characters:1", tmp_path)


@pytest.mark.parametrize("name", ["passages/dense.faiss", "sentences/words/vocab.index.json"])
def test_a_damaged_or_missing_file_is_named(tmp_path: Path, name: str) -> None:
    corpus = small_corpus(*TEXTS)
    place = tmp_path / build_index(corpus, CharacterEncoder(), tmp_path).fingerprint
    (place / name).write_bytes((place / name).read_bytes()[:-1] + b"?")
    with pytest.raises(IndexDamaged, match=name):
        check_index(corpus, "characters:1", tmp_path)
    (place / name).unlink()
    with pytest.raises(IndexDamaged, match=name):
        check_index(corpus, "characters:1", tmp_path)


def test_a_damaged_manifest_is_refused(tmp_path: Path) -> None:
    corpus = small_corpus(*TEXTS)
    place = tmp_path / build_index(corpus, CharacterEncoder(), tmp_path).fingerprint
    (place / "manifest.json").write_text(json.dumps({"format": 1}))
    with pytest.raises(IndexDamaged, match="目録"):
        check_index(corpus, "characters:1", tmp_path)


def test_a_build_that_dies_leaves_the_old_index_in_place(tmp_path: Path) -> None:
    corpus, encoder = small_corpus(*TEXTS), CharacterEncoder()
    build_index(corpus, encoder, tmp_path)

    def fail(done: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        build_index(small_corpus(*TEXTS, "増えた。"), encoder, tmp_path, fail)
    assert len(list(tmp_path.iterdir())) == 1
    assert open_index(corpus, encoder, tmp_path).search("出生届")[0].passage.text == TEXTS[0]
