"""The slide decks and the overview, against rows read off their texts."""

import csv
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.document import Corpus, Document, Passage
from corpus.layout import Line, split_lines

DATA = Path(__file__).parent / "data"
DECKS = ("torikumi-hoshin-2024", "torimatome-2025-gaiyo", "katsudo-hokoku-2025")

CHROME = re.compile(
    r"よむ、つかう、まなぶ。|.*\(1 ページ\)|出典|公開元URL|ページ画像|ダウンロードした画像|低解像度|プレーン|資料テキスト"
    r"|テキストをコピー|\tSlide \d+"
)
SECOND_COPY = range(113, 213)  # torimatome-2025-gaiyo prints its lines 13–112 twice
NUMBERING = {"katsudo-hokoku-2025": {*range(136, 175), 1087, 1089, 1111, 1113, 1126, 1128}}  # 1, 2, 3 … of diagrams
CREDITS = {"torikumi-hoshin-2024": {25, 26, 255, 256, 262, 263}}  # （出所）…

LISTS = [  # what begins a list, how many entries it has, the last of them, and the heading above
    ("対象クラウドサービス", 5, "Amazon Web Services", "ガバメントクラウド"),
    ("仕様内製サービス", 4, "公共サービスメッシュ", "内部開発の加速"),
    ("ブリッジ型サービス", 4, "ガバメントクラウド", "内部開発の加速"),
    ("完全内製サービス", 4, "生成AI検証環境", "内部開発の加速"),
    (
        "デジタル庁デザインシステム",
        1,
        "グッドデザインベスト100を受賞（2024年度）",
        "一⼈ひとりに寄り添う優しいサービスに",
    ),
    ("アナログ規制の例", 2, "対面講習 書面掲示 往訪閲覧・縦覧 FD等記録媒体", "制度はアナログ前提からデジタル前提へ"),
]
LIST_HEADS = {head for head, *_ in LISTS}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _bare(text: str) -> str:
    return "".join(text.split())


def _slides(corpus: Corpus, doc_id: str) -> list[Passage]:
    return [p for p in corpus.passages if p.doc_id == doc_id and p.kind == "slide"]


@pytest.mark.parametrize("row", _rows("slides.tsv"), ids=lambda row: f"{row['doc'][:4]}-{row['lines']}")
def test_what_stands_on_a_slide(corpus: Corpus, row: dict[str, str]) -> None:
    wanted = _bare(row["text"])
    document = corpus.document(row["doc"])
    found = [
        passage
        for passage in _slides(corpus, row["doc"])
        if any(wanted in _bare(s.text) for s in passage.sentences)
        or (row["within"] == "passage" and wanted in _bare(passage.text))
    ]
    headings = [passage.heading_path for passage in found]
    numbers = [document.page_at(passage.spans[0][0]) for passage in found]
    place = (int(row["page"]) if row["page"] else None, row["heading"])
    assert any(number == place[0] and place[1] in path for number, path in zip(numbers, headings, strict=True)), (
        headings
    )


@pytest.mark.parametrize("row", _rows("slides_apart.tsv"), ids=lambda row: f"{row['doc'][:4]}-{row['lines']}")
def test_lines_of_different_boxes_are_not_joined(corpus: Corpus, row: dict[str, str]) -> None:
    glued = _bare(row["one"] + row["other"])
    texts = [_bare(s.text) for passage in _slides(corpus, row["doc"]) for s in passage.sentences]
    assert [text for text in texts if glued in text] == []
    assert any(_bare(row["one"]) in text for text in texts)


@pytest.mark.parametrize(
    ("doc_id", "first", "last", "lines"),
    [
        # the lines at which pages begin, told by the numbers printed on them or on their neighbours
        ("torikumi-hoshin-2024", 0, 41, {6: 262, 7: 311, 10: 526, 12: 690, 24: 1357, 26: 1494, 30: 1747, 31: 1801}),
        ("katsudo-hokoku-2025", 4, 43, {9: 201, 18: 851, 20: 1000, 23: 1087, 32: 1509, 41: 1868, 42: 1899, 43: 1931}),
    ],
)
def test_pages_grow_by_one(corpus: Corpus, doc_id: str, first: int, last: int, lines: dict[int, int]) -> None:
    document = corpus.document(doc_id)
    assert [page.number for page in document.pages] == list(range(first, last + 1))
    starts = [page.start for page in document.pages]
    assert starts == sorted(set(starts))
    text = document.text.split("\n")
    for number, line in lines.items():
        assert document.page_at(sum(len(part) + 1 for part in text[: line - 1])) == number


@pytest.mark.parametrize(
    ("doc_id", "line"),
    [("torikumi-hoshin-2024", 701), ("katsudo-hokoku-2025", 901), ("katsudo-hokoku-2025", 1040)]
    + [("katsudo-hokoku-2025", line) for line in (1069, 1083, 1213, 1271, 1324, 1367, 1400, 1454, 1478, 1537, 1694)],
)
def test_printed_page_numbers_are_out_of_the_text(corpus: Corpus, doc_id: str, line: int) -> None:
    start, end = split_lines(corpus.document(doc_id).text)[line - 1].span
    assert not [p for p in _slides(corpus, doc_id) for first, last in p.spans if first < end and start < last]


@pytest.mark.parametrize(
    ("doc_id", "line", "kept"),
    [
        ("torikumi-hoshin-2024", 1444, "新地方創生本部とも連携の上、取組を加速・深化し、社会変革を確かなものとする"),
        ("torikumi-hoshin-2024", 1797, "（2024年度から順次）"),
        ("katsudo-hokoku-2025", 207, "24"),  # 24時間, no page number
        ("katsudo-hokoku-2025", 689, "15 件"),  # on page 15
        ("katsudo-hokoku-2025", 727, "16件"),  # on page 16
        ("katsudo-hokoku-2025", 1140, "※「デジタル社会の実現に向けた重点計画（令和７年６月13日閣議決定）」を元に作成"),
    ],
)
def test_only_the_page_number_of_a_line_is_left_out(corpus: Corpus, doc_id: str, line: int, kept: str) -> None:
    document = corpus.document(doc_id)
    start, end = split_lines(document.text)[line - 1].span
    spans = [span for p in _slides(corpus, doc_id) for span in p.spans]
    inside = [(max(first, start), min(last, end)) for first, last in spans if first < end and start < last]
    assert "".join(document.text[first:last] for first, last in inside) == kept


@pytest.mark.parametrize("doc_id", DECKS)
def test_every_line_stands_in_one_passage_or_is_left_out_for_a_reason(corpus: Corpus, doc_id: str) -> None:
    document = corpus.document(doc_id)
    spans = sorted(span for p in _slides(corpus, doc_id) for span in p.spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans)), "a text stands twice"
    unexplained = []
    for line in split_lines(document.text):
        rest = _uncovered(document, line, spans)
        if rest and not _is_left_out(corpus, document, line, rest):
            unexplained.append((line.number, rest))
    assert unexplained == []


def _uncovered(document: Document, line: Line, spans: list[tuple[int, int]]) -> str:
    start, end = line.start, line.start + len(line.text)
    near = [span for span in spans if span[0] < end and start < span[1]]
    return _bare("".join(document.text[i] for i in range(start, end) if not any(a <= i < b for a, b in near)))


def _is_left_out(corpus: Corpus, document: Document, line: Line, rest: str) -> bool:
    doc_id, number = document.doc_id, line.number
    headings = {_bare(part) for p in _slides(corpus, doc_id) for part in p.heading_path}
    labels = {label for p in _slides(corpus, doc_id) for label in p.context.split()}
    is_column = rest in {"今後の取組", "課題／これまでの成果", "今後の取組課題／これまでの成果"}
    return (
        bool(CHROME.match(line.text))
        or (doc_id == "torimatome-2025-gaiyo" and number in SECOND_COPY)
        or number in NUMBERING.get(doc_id, set()) | CREDITS.get(doc_id, set())
        or rest == str(document.page_at(line.start))
        or (len(rest) == 1 and any(rest in label for label in labels))  # vertical headings
        or rest in headings
        or is_column
        or (doc_id == "torimatome-2025-gaiyo" and any(rest in heading for heading in headings))
        or rest
        in {"2.行政のデジタル変革と取組成果", "4.組織の強化「デジタル庁2.0へ」"}  # slides of a chapter's head only
        or rest in {"•26", "６"}  # a stray bullet before a page number (1514) and a number that nothing explains (2343)
        or not any(unicodedata.category(c)[0] in "LN" or c in "%％" for c in rest if c not in "○❶❷❸")  # → ＋ ・・・
        or rest.startswith("https://")  # repeated addresses
        or not re.sub("※イメージ画像であり、数字等はダミーです", "", re.sub("^42", "", rest))
    )


def test_no_sentence_is_a_page_number(corpus: Corpus) -> None:
    for doc_id in DECKS:
        document = corpus.document(doc_id)
        for passage in _slides(corpus, doc_id):
            page = document.page_at(passage.spans[0][0])
            assert str(page) not in [sentence.text for sentence in passage.sentences], passage.heading_path


def test_the_references_of_the_deck_are_told_from_its_first_half(corpus: Corpus) -> None:
    document = corpus.document("torikumi-hoshin-2024")
    for passage in _slides(corpus, document.doc_id):
        page = document.page_at(passage.spans[0][0])
        assert page is not None and (passage.heading_path[:1] == ("参考資料",)) == (page > 25)


def test_an_infographic_is_one_passage_in_the_order_printed(corpus: Corpus) -> None:
    document = corpus.document("katsudo-hokoku-2025")
    for number in range(9, 21):
        on_slide = [p for p in _slides(corpus, document.doc_id) if document.page_at(p.spans[0][0]) == number]
        passage, *lists = [p for p in on_slide if p.sentences[0].text not in LIST_HEADS]
        assert not lists
        assert list(passage.spans) == sorted(passage.spans)


@pytest.mark.parametrize(("head", "entries", "last", "heading"), LISTS, ids=lambda value: str(value))
def test_a_list_of_an_infographic_stands_apart(
    corpus: Corpus, head: str, entries: int, last: str, heading: str
) -> None:
    (passage,) = [p for p in _slides(corpus, "katsudo-hokoku-2025") if p.sentences[0].text == head]
    assert len(passage.sentences) == entries + 1
    assert passage.sentences[-1].text == last
    assert passage.heading_path[-1] == heading


def test_the_values_of_the_agency_are_kept_together(corpus: Corpus) -> None:
    (passage,) = [p for p in _slides(corpus, "katsudo-hokoku-2025") if "バリュー 一人ひとりのために" in p.text]
    assert passage.text.startswith("バリュー")
    assert {"常に目的を問い", "あらゆる立場を超えて", "成果への挑戦を続けます"} <= {s.text for s in passage.sentences}


def test_vertical_headings_are_read_in_the_right_order(corpus: Corpus) -> None:
    contexts = {p.context for p in _slides(corpus, "torikumi-hoshin-2024")}
    assert "国・地方のデジタル共通基盤の整備" in contexts  # 799–815, columns reversed
    assert "我が国のデータ利活用制度の検討" in contexts  # 1140–1156, columns reversed
    assert "各分野の取組 モビリティ" in contexts  # 474–485
    assert "各分野の取組 インフラ 防災" in contexts  # 528–538, 569–570
    assert "立案段階 実施段階" in contexts  # 2386–2394
