from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.layout import Flow, merge_spans
from corpus.sentences import read_sentences, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("整備する。次に、検討する。", ["整備する。", "次に、検討する。"]),
        ("「検討する。まとめる。」とした。次の文。", ["「検討する。まとめる。」とした。", "次の文。"]),
        (
            "医師（※）（所定単位が日数。外用薬を除く。）を除く。終わり。",
            ["医師（※）（所定単位が日数。外用薬を除く。）を除く。", "終わり。"],
        ),
        ("つながると考えられる。¹⁶このため、進める。", ["つながると考えられる。¹⁶", "このため、進める。"]),
        ("２．地域を支える公共サービス。３．不断に見直し。", ["２．地域を支える公共サービス。", "３．不断に見直し。"]),
        ("閉じない「括弧。次の文。", ["閉じない「括弧。", "次の文。"]),
        ("本当？はい！そうです。", ["本当？", "はい！", "そうです。"]),
        ("句点のない見出し", ["句点のない見出し"]),
        ("  前後の空白。  ", ["前後の空白。"]),
        ("", []),
    ],
)
def test_split_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


def test_a_sentence_knows_both_halves_of_a_page_break() -> None:
    text = "運用が開始予\n\n³ 脚注である。\n\n定であること。"
    first, second = (0, 6), (text.index("定"), len(text))
    (sentence,) = read_sentences(text, [first, second])
    assert sentence.text == "運用が開始予定であること。"
    assert sentence.spans == (first, second)
    assert sentence.starts_paragraph


def test_a_line_break_between_latin_words_becomes_a_space_and_none_between_japanese() -> None:
    text = "Business\nProcess の\n改革。"
    (sentence,) = read_sentences(text, [(0, len(text))])
    assert sentence.text == "Business Process の改革。"
    assert sentence.spans == ((0, len(text)),)


# What the plans are made of: brackets, full stops, marks, Latin words, line breaks.
_PRINTED = st.text(st.sampled_from("あいア漢字。．！？「」（）()『』、¹²³<sup>A1 \n\u3000"), max_size=60)


def _bare(text: str) -> str:
    return "".join(text.split())


@given(_PRINTED)
def test_sentences_cover_all_but_white_space_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert _bare("".join(text[start:end] for start, end in spans)) == _bare(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@st.composite
def _text_and_spans(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(_PRINTED)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    return text, list(zip(cuts[::2], cuts[1::2], strict=False))


@given(_text_and_spans())
def test_a_flow_is_verbatim_but_for_white_space(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = drawn
    flow = Flow(text, spans)
    printed = _bare("".join(text[start:end] for start, end in spans))
    assert _bare(flow.text) == printed
    assert "\n" not in flow.text
    back = flow.spans(0, len(flow.text))
    assert _bare("".join(text[start:end] for start, end in back)) == printed
    assert all(before[1] <= after[0] for before, after in pairwise(back))


@given(_text_and_spans())
def test_sentences_are_proven_by_their_spans(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = drawn
    sentences = read_sentences(text, spans)
    for sentence in sentences:
        assert _bare("".join(text[start:end] for start, end in sentence.spans)) == _bare(sentence.text)
    assert _bare("".join(s.text for s in sentences)) == _bare("".join(text[start:end] for start, end in spans))


@given(_text_and_spans())
def test_merged_spans_hold_the_same_text(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = drawn
    merged = merge_spans(text, spans)
    assert _bare("".join(text[start:end] for start, end in merged)) == _bare("".join(text[a:b] for a, b in spans))
    assert merge_spans(text, merged) == merged


def test_a_number_that_the_margin_cut_is_put_together() -> None:
    text = "202\n6年度までに12\nAI 件"
    (sentence,) = read_sentences(text, [(0, len(text))])
    assert sentence.text == "2026年度までに12 AI 件"
