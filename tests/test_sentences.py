import pytest

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
