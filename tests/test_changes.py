"""What changed between two statements: real pairs of the plans in data/changes.tsv, and the rules behind them."""

from __future__ import annotations

import pytest
from gold import bare, line_at, rows

from chatbot.alignment import ALIKE
from chatbot.changes import changes
from chatbot.side_by_side import likeness
from corpus.document import Corpus

GOLD = rows("changes.tsv")
_PAIRS = [pytest.param(*row, id=f"{row[0]}:{row[1]}-{row[3]}") for row in GOLD]
_COLUMNS = ("older_doc", "older_line", "newer_doc", "newer_line", "aligned", "expected", "older", "newer", "why")


def _told(older: str, newer: str) -> str:
    found = changes(older, newer)
    return ";".join(f"{one.kind}:{older[slice(*one.older)]}>{newer[slice(*one.newer)]}" for one in found)


@pytest.mark.parametrize(_COLUMNS, _PAIRS)
def test_a_change_is_claimed_where_there_is_one_and_nowhere_else(
    older_doc: str, older_line: str, newer_doc: str, newer_line: str, aligned: str, expected: str,
    older: str, newer: str, why: str,
) -> None:  # fmt: skip
    assert _told(older, newer) == expected, why
    assert ("yes" if likeness(older, newer) >= ALIKE else "no") == aligned, why


def test_the_gold_sentences_stand_where_the_table_says(corpus: Corpus) -> None:
    texts = {document.doc_id: document.text for document in corpus.documents}
    places = {
        (passage.doc_id, str(line_at(texts[passage.doc_id], sentence.spans[0][0])), sentence.text)
        for passage in corpus.passages
        for sentence in passage.sentences
    }
    listed = [side for row in GOLD for side in ((row[0], row[1], row[6]), (row[2], row[3], row[7]))]
    assert [side for side in listed if side not in places] == []


def test_the_gold_has_both_kinds() -> None:
    claimed = [row for row in GOLD if row[5]]
    assert len(GOLD) >= 25 and len(claimed) >= 10 and len(GOLD) - len(claimed) >= 10
    assert {row[5].split(":")[0] for row in claimed} == {"number", "deadline", "time", "state"}


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        ("施設の電子化の割合を10%とする。", "施設の電子化の割合を20%とする。", "number:10%>20%"),
        ("施設の電子化の割合を10%とする。", "施設の電子化の割合を10件とする。", ""),  # another unit
        ("施設の電子化の割合を10%とする。", "住民の満足の割合は20%である。", ""),  # about other words
        ("施設の電子化の割合を10%とする。", "施設の電子化の割合を約10%とする。", ""),  # the same value
        ("参加する1.5万人の職員を育成する。", "参加する15,000人の職員を育成する。", ""),
        ("小学校の端末の整備率は10%、20%である。", "小学校の端末の整備率は20%、30%である。", ""),  # which of them?
        (
            "手続の電子申請を2025年度中に始める。",
            "手続の電子申請を2026年夏までに始める。",
            "deadline:2025年度>2026年夏",
        ),
        ("手続の電子申請を2025年度中に始める。", "手続の電子申請を令和7年度中に始める。", ""),
        ("手続の電子申請を2025年度中に始める。", "手続の電子申請を2025年10月までに始める。", ""),  # told more closely
        ("手続の電子申請を2025年度中に始める。", "手続の電子申請を2027年度以降に始める。", ""),  # until is not from
        ("データの共有を検討する。", "データの共有を開始した。", "state:検討する>開始した"),
        ("データの共有を開始した。", "データの共有を検討する。", ""),  # a matter does not go back
        ("データの共有を検討する。", "データの共有の検討を進めている。", ""),
        ("窓口の予約を検討する。", "電子契約の利用を開始した。", ""),
    ],
)
def test_rules(older: str, newer: str, expected: str) -> None:
    assert _told(older, newer) == expected


def test_places_are_those_of_the_text_as_printed() -> None:
    older, newer = "・ 施設の電子化の割合を １０ ％ とする。", "施設の<sup>3</sup>電子化の割合を20 %とする。"
    (change,) = changes(older, newer)
    assert bare(older[slice(*change.older)]) == "１０％"
    assert newer[slice(*change.newer)] == "20 %"
