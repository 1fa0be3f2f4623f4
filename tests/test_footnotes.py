"""Footnotes and the sentences that they annotate; the gold rows were read off the plans."""

from __future__ import annotations

import pytest
from gold import bare, line_at, rows

from corpus.document import Corpus, Footnote, Passage
from corpus.footnotes import find_marks
from corpus.sentences import read_sentences


def _footnote(corpus: Corpus, doc_id: str, number: str, line: str) -> Footnote:
    text = corpus.document(doc_id).text
    of_number = [f for f in corpus.footnotes if f.doc_id == doc_id and f.number == int(number)]
    (footnote,) = [f for f in of_number if line_at(text, f.sentences[0].spans[0][0]) == int(line)]
    return footnote


@pytest.mark.parametrize(("doc_id", "number", "line", "beginning", "words", "marked_line"), rows("footnotes.tsv"))
def test_a_footnote_is_bound_to_its_mark(
    corpus: Corpus, doc_id: str, number: str, line: str, beginning: str, words: str, marked_line: str
) -> None:
    text = corpus.document(doc_id).text
    footnote = _footnote(corpus, doc_id, number, line)
    assert bare("".join(sentence.text for sentence in footnote.sentences)).startswith(bare(beginning))
    assert footnote.mark is not None
    assert line_at(text, footnote.mark[0]) == int(marked_line)
    assert bare(text[: footnote.mark[0]]).endswith(bare(words))


def test_every_footnote_of_the_prose_plans_has_a_mark_of_its_own(corpus: Corpus) -> None:
    numbers = {"torimatome-2026-draft": 63, "juten-keikaku-2025": 63 + 46}
    assert {doc_id: sum(f.doc_id == doc_id for f in corpus.footnotes) for doc_id in numbers} == numbers
    marks = [(f.doc_id, f.mark) for f in corpus.footnotes]
    assert len(set(marks)) == len(marks)
    assert not [f for f in corpus.footnotes if f.mark is None]


def test_no_footnote_stands_inside_a_sentence(corpus: Corpus) -> None:
    notes = {f.sentences[0].spans[0] for f in corpus.footnotes if f.doc_id == "juten-keikaku-2025"}
    for passage in corpus.passages:
        if passage.doc_id == "juten-keikaku-2025" and passage.kind != "footnote":
            for start, end in passage.spans:
                assert not [note for note in notes if start < note[1] and note[0] < end], passage.text


def _one(corpus: Corpus, words: str) -> Passage:
    (passage,) = [p for p in corpus.passages if bare(words) in bare(p.text)]
    return passage


def test_the_footnotes_of_a_passage_come_in_reading_order(corpus: Corpus) -> None:
    passage = _one(corpus, "国際的にも通用するものとするべく、DFFT")
    assert [f.number for f in corpus.footnotes_of(passage)] == [15, 16, 17, 18]
    passage = _one(corpus, "テクノロジーマップ⁶¹・技術カタログ⁶²を掲載した")
    assert [(f.number, f.term) for f in corpus.footnotes_of(passage)] == [
        (61, "テクノロジーマップ"),
        (62, "技術カタログ"),
    ]


def test_a_passage_without_a_mark_of_its_own_has_no_footnotes(corpus: Corpus) -> None:
    passage = _one(corpus, "個人向け行政サービスのオンライン窓口であるマイナポータル<sup>22</sup>")
    assert corpus.footnotes_of(passage) == ()  # a misprinted mark: note 22 explains another word
    assert corpus.footnotes_of(_one(corpus, "人口戦略本部等とも連携しながら")) == ()


def test_a_note_that_goes_on_over_the_page_is_one_note(corpus: Corpus) -> None:
    text = "".join(s.text for s in _footnote(corpus, "juten-keikaku-2025", "4", "9652").sentences)
    assert "リアクティブな対応を取っている。行政データの利活用についても制度整備が進んでおり" in text


@pytest.mark.parametrize(
    ("printed", "terms"),
    [
        ("優れたソフトウェア（SaaS<sup>1</sup>）等を調達する。", ["SaaS"]),
        ("Digital Identity Wallet<sup>1</sup>や Verifiable (Digital) Credential<sup>2</sup>等", ["Digital Identity Wallet", "Verifiable (Digital) Credential"]),
        ("「取りまとめ2025<sup>30</sup>」に基づき", ["取りまとめ2025"]),
        ("個人情報の保護に関する法律（以下「個人情報保護法」という。）<sup>3</sup>の改正", ["個人情報保護法"]),
        ("2024年の約7,373万人<sup>9</sup>から、整備率は99.8%<sup>2</sup>", ["約7,373万人", "99.8%"]),
        ("導入率は、45.1%となっており¹⁷、引き続き", ["45.1%となっており"]),
        ("「医療DXの推進に関する工程表」²に基づく", ["「医療DXの推進に関する工程表」"]),
    ],
)  # fmt: skip
def test_the_term_is_what_stands_right_before_the_mark(printed: str, terms: list[str]) -> None:
    sections = [(("節",), read_sentences(printed, [(0, len(printed))]))]
    assert [mark.term for mark in find_marks(printed, sections, ())] == terms
