"""The search form and its two-way map, on hand-made cases, on any text, and on the five plans."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.document import Corpus
from corpus.normalize import align, display_text, search_form

PIECES = st.sampled_from(
    ["<sup>12</sup>", "<sup>きょうじん</sup>", "³⁷", "**", "## ", "<p>", "- ・", "\uf06c ", "㈱", "①", "ｶﾞ", "が", "⼈", "⻑", "デバйд", "é", "ﬁ", "½", "한", "각", "カatalog", "２０２５ 年", "A  I", " ", "\u3000", "\n", "\t", "𠮷", "👩", "ΐ", "ǆ"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("printed", "searched"),
    [
        ("3手続³⁷を", "3手続を"),
        ("強靱<sup>きょうじん</sup>な社会<sup>12</sup>", "強靱な社会"),
        ("**デジタル庁**", "デジタル庁"),
        ("\uf06c 出生届", "・出生届"),
        ("⼈⼝と⺠間の⻑", "人口と民間の長"),
        ("２０２６ 年度", "2026年度"),
        ("AI Ready  data", "AI Ready data"),
        ("ガバメント AI ワークスペース", "ガバメントAIワークスペース"),
        ("カatalogと手續、デバйд", "カタログと手続、デバイド"),
        ("メタパース", "メタバース"),
        ("㈱①", "(株)1"),
        (" 前後 ", "前後"),
        ("", ""),
        (" \n", ""),
    ],
)
def test_search_form(printed: str, searched: str) -> None:
    assert search_form(printed) == searched


def test_every_equivalent_ideograph_of_unicode_is_folded() -> None:
    assert [search_form(radical) for radical in "⺀⺁⺄⺟⻄⻑⻲⿕㇐"[1:8]] == list("厂乙母西長亀龠")
    left = [chr(c) for c in range(0x2E80, 0x2FD6) if search_form(chr(c)) == chr(c) and unicodedata.name(chr(c), "")]
    assert left == ["⺀"]  # CJK RADICAL REPEAT has no equivalent


def test_display_keeps_what_is_printed() -> None:
    assert display_text("**目標**：3手続<sup>37</sup>、強靱<sup>きょうじん</sup>") == "目標：3手続³⁷、強靱"
    assert display_text("\uf0d8 手續") == "・ 手續"


def test_the_map_leads_to_what_was_printed() -> None:
    printed = "（２０２６ 年度）<sup>12</sup>に ㈱計画 の カatalog"
    form = align(printed)
    assert form.text == "(2026年度)に(株)計画のカタログ"

    def original(part: str) -> str:
        start = form.text.index(part)
        return printed[slice(*form.original_span(start, start + len(part)))]

    assert original("2026年度") == "２０２６ 年度"
    assert original("株") == "㈱"
    assert original("タロ") == "カatalog"  # a mended misprint is one piece
    assert original("に(株)") == "に ㈱"
    place = printed.index("計画")
    assert form.text[slice(*form.search_span(place, place + 2))] == "計画"
    mark = printed.index("<sup>")
    start, end = form.search_span(mark, mark + len("<sup>12</sup>"))
    assert start == end  # a footnote mark has no place in the search form


@given(TEXTS)
@example("e\u0301\u0300 ｶﾞﾞ")
@example("\u1100\u1161\u11a8")
@example("\u09c7\u09be")
@example("a\u0315\u0300\u05ae")
def test_the_aligned_form_is_the_search_form(text: str) -> None:
    assert align(text).text == search_form(text)


@given(TEXTS)
def test_the_map_is_monotone_and_inside_the_text(text: str) -> None:
    form = align(text)
    assert len(form.starts) == len(form.ends) == len(form.text)
    assert list(form.starts) == sorted(form.starts)
    assert list(form.ends) == sorted(form.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(form.starts, form.ends, strict=True))


@given(TEXTS, st.data())
def test_there_and_back_again(text: str, data: st.DataObject) -> None:
    form = align(text)
    if not form.text:
        return
    start = data.draw(st.integers(0, len(form.text) - 1))
    end = data.draw(st.integers(start + 1, len(form.text)))
    first, last = form.original_span(start, end)
    again = form.search_span(first, last)
    assert again[0] <= start and end <= again[1]  # wider only where one piece made several characters
    assert form.original_span(*again) == (first, last)


@given(st.text(st.sampled_from("aeかが漢ｶ① \u0301\u0315\u0323\u3099\uff9e\u0b57한𠮷")))
def test_no_place_splits_a_combining_sequence(text: str) -> None:
    form = align(text)
    inner = {place for place in (*form.starts, *form.ends) if 0 < place < len(text)}
    marks = [place for place in inner if unicodedata.combining(unicodedata.normalize("NFKD", text[place])[0])]
    assert marks == []


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 1), (0, 9)])
def test_a_range_outside_the_form_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="検索形"):
        align("計画").original_span(start, end)


def test_every_sentence_of_the_plans_is_mapped(corpus: Corpus) -> None:
    for document in corpus.documents:
        form = align(document.text)
        assert form.text == search_form(document.text)
        assert form.original_span(0, len(form.text))[0] >= 0
