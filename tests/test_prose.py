"""Page breaks, footnotes and headings of the prose plans, against the places named in the notes on the sources."""

import re
from bisect import bisect_right

import pytest
from gold import bare, line_at, rows

from corpus.document import Corpus
from corpus.layout import Flow, split_lines
from corpus.policies import policy_region
from corpus.procedures import procedure_region
from corpus.prose import Prose, read_prose
from corpus.schedule import schedule_region

DRAFT_BREAKS = """50-54 79-85 133-143 187-199 221-231 253-257 332-334 372-384 400-406 418-422 447-455 473-481 519-525 571-575
593-595 607-611 663-667 683-685 703-707 725-731 747-753 769-771 795-797 849-851 867-871 939-941 953-961 977-981 1001-1003"""
FOUNDATION_BREAKS = """7442-7444 9668-9674 9688-9696 9708-9710 9712-9714 9716-9718 9764-9768 9802-9812 9847-9857
9871-9881 9891-9901 9919-9925 9937-9949 9959-9973 9988-9992 10010-10012 10032-10034 10050-10058 10064-10076"""
PLAN_BREAKS = """271-279 293-299 387-393 419-425 501-509 536-538 578-584 604-610 634-636 668-670 690-696 745-751 771-777 819-827
869-875"""


def _breaks(text: str, prose: Prose) -> set[tuple[int, int]]:
    """Line numbers between which a paragraph goes on over at least one other line."""
    starts = [line.start for line in split_lines(text)]
    found = set()
    for paragraph in prose.paragraphs:
        for (before, _), (after, _) in zip(paragraph.spans, paragraph.spans[1:], strict=False):
            lines = bisect_right(starts, before), bisect_right(starts, after)
            if lines[1] - lines[0] > 1:
                found.add(lines)
    return found


def _pairs(listed: str) -> set[tuple[int, int]]:
    return {(int(a), int(b)) for a, b in (pair.split("-") for pair in listed.split())}


def _draft(corpus: Corpus) -> tuple[str, Prose]:
    text = corpus.document("torimatome-2026-draft").text
    return text, read_prose(text, split_lines(text))


def _plan(corpus: Corpus) -> tuple[str, Prose]:
    text = corpus.document("juten-keikaku-2025").text
    lines = split_lines(text)
    regions = [policy_region(lines), schedule_region(lines), procedure_region(lines)]
    return text, read_prose(text, [line for i, line in enumerate(lines) if not any(i in r for r in regions)])


def test_every_page_break_of_the_draft_is_rejoined_and_nothing_else(corpus: Corpus) -> None:
    assert _breaks(*_draft(corpus)) == _pairs(DRAFT_BREAKS)


def test_every_page_break_of_part_1_of_the_plan_is_rejoined_and_nothing_else(corpus: Corpus) -> None:
    text, prose = _plan(corpus)
    assert {pair for pair in _breaks(text, prose) if pair[1] < 950} == _pairs(PLAN_BREAKS)


def test_every_page_break_of_the_other_prose_of_the_plan_is_rejoined_and_nothing_else(corpus: Corpus) -> None:
    text, prose = _plan(corpus)
    assert {pair for pair in _breaks(text, prose) if pair[1] > 950} == _pairs(FOUNDATION_BREAKS)


def test_footnotes_are_complete_and_in_order(corpus: Corpus) -> None:
    assert [note.number for note in _draft(corpus)[1].notes] == list(range(1, 64))
    assert [note.number for note in _plan(corpus)[1].notes] == [*range(1, 64), *range(1, 47)]


@pytest.mark.parametrize(("number", "lines"), [(6, [110, 112, 113, 115]), (9, [135, 137, 139, 141]), (10, [166])])
def test_a_footnote_keeps_its_items_and_leaves_the_body_alone(corpus: Corpus, number: int, lines: list[int]) -> None:
    text, prose = _draft(corpus)
    note = next(note for note in prose.notes if note.number == number)
    assert [line_at(text, spans[0][0]) for spans in note.paragraphs] == lines


def test_a_repeat_at_a_page_break_is_left_out(corpus: Corpus) -> None:
    text, prose = _draft(corpus)
    joined = [Flow(text, paragraph.spans).text for paragraph in prose.paragraphs]
    assert any("政策ダッシュボードの作成・公表" in paragraph for paragraph in joined)
    assert any("生産性向上に関するダッシュボード」による取組" in paragraph for paragraph in joined)


def test_tables_of_contents_are_left_out(corpus: Corpus) -> None:
    texts = [passage.text for passage in corpus.passages if passage.doc_id == "juten-keikaku-2025"]
    assert not [text for text in texts if "\t" in text]
    assert not [text for text in texts if text.startswith("#### 1. データ利活用を巡る現状")]


def test_a_table_in_columns_is_read_down_the_columns(corpus: Corpus) -> None:
    (passage,) = [p for p in corpus.passages if "①オープン・透明" in p.text]
    assert passage.sentences[0].text.endswith("以下の 10 原則を掲げている。")
    principles = [s.text for s in passage.sentences if s.text[0] in "①②③④⑤⑥⑦⑧⑨⑩"]
    assert principles == [
        "①オープン・透明", "②公平・倫理", "③安全・安心", "④継続・安定・強靱", "⑤社会課題の解決",
        "⑥迅速・柔軟", "⑦包摂・多様性", "⑧浸透", "⑨新たな価値の創造", "⑩飛躍・国際貢献",
    ]  # fmt: skip


def test_ruby_is_dropped(corpus: Corpus) -> None:
    assert [p.id for p in corpus.passages if "きょうじん" in p.text] == []
    assert any("強靱な社会を掲げており" in p.text for p in corpus.passages)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("2030 年目途の実装に向け検討を進める", ["【医療・介護DX】", "● 医療DX", "<必要な取組>", "(3) 電子処方箋の導入促進等", "④ 医療機関・薬局間の情報連携の推進"]),
        ("調達依頼から支払までの業務を中心に", ["(1) 各府省 AX/DX の推進", "① 府省共通業務の AX/DX の推進（会計、人事管理、ガバメント AI ワークスペース、ガバメント AI 「源内」、EBPM）", "（共通システムが存在する共通業務の DX）"]),
        ("2026年度を目途に整備することを目指す", ["ア 個人向けの行政手続のデジタル完結の推進", "(イ) マイナンバーカードの普及と利活用の推進", "A オンライン市役所サービス等の推進", "(b) 出生関連手続のオンライン化"]),
    ],
)  # fmt: skip
def test_heading_paths_follow_the_numbering(corpus: Corpus, text: str, path: list[str]) -> None:
    wanted = "".join(text.split())
    found = [p for p in corpus.passages if wanted in "".join(p.text.split()) and p.kind == "text"]
    assert found
    assert list(found[0].heading_path[-len(path) :]) == path


def _is_field(printed: str, sentence: str) -> bool:
    """A field of a policy stands after its label."""
    return sentence.endswith(printed) and sentence.removesuffix(printed).endswith("：")


@pytest.mark.parametrize(("doc_id", "lines", "printed"), rows("sentences.tsv"))
def test_a_sentence_stands_as_a_reader_reads_it(corpus: Corpus, doc_id: str, lines: str, printed: str) -> None:
    sentences = {bare(s.text) for passage in corpus.passages if passage.doc_id == doc_id for s in passage.sentences}
    assert [s for s in sentences if s == bare(printed) or _is_field(bare(printed), s)], lines


def test_markdown_is_no_text(corpus: Corpus) -> None:
    plans = ("torimatome-2026-draft", "juten-keikaku-2025")
    prose = [p for p in corpus.passages if p.doc_id in plans and p.kind in ("text", "footnote")]
    for mark in ("**", "](", "<http", "| ", "# "):
        assert not [p.text for p in prose if mark in p.text], mark
    assert not [s.text for p in prose for s in p.sentences if s.text.startswith("- ")]


def test_the_headings_of_a_list_are_its_items(corpus: Corpus) -> None:
    (passage,) = [p for p in corpus.passages if "ウ．行政手続におけるオンラインによる本人確認手法の見直し" in p.text]
    assert passage.heading_path[-1].startswith("３． ３")
    assert [s.text[0] for s in passage.sentences[-12:]] == list("アイウエオカキクケコサシ")


def test_a_title_printed_again_is_no_text(corpus: Corpus) -> None:
    texts = {bare(p.text) for p in corpus.passages if p.doc_id == "juten-keikaku-2025"}
    assert not texts & {
        bare("デジタル社会の実現に向けた重点計画"),
        bare("第5 データ利活用制度の在り方に関する基本方針"),
    }


def test_every_line_of_the_draft_is_read(corpus: Corpus) -> None:
    """Each line that is no heading stands in a passage, but for the katakana repeated at two page breaks."""
    text, prose = _draft(corpus)
    covered = bytearray(len(text))
    for passage in corpus.passages:
        if passage.doc_id == "torimatome-2026-draft":
            for start, end in passage.spans:
                covered[start:end] = b"\x01" * (end - start)
    for heading in prose.headings:
        for start, end in heading.spans:
            covered[start:end] = b"\x01" * (end - start)
    left = "".join(character for character, seen in zip(text, covered, strict=True) if not seen)
    assert re.sub(r"[\s\-⁰¹²³⁴⁵⁶⁷⁸⁹]", "", left) == "ダッド"
