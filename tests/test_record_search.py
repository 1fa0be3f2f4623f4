"""Records found by everyday words: over a few hand-made records, whose right order is plain to see."""

from __future__ import annotations

import pytest

from chatbot.record_search import Found, RecordSearch

NAMES = (
    "一般旅券の発給の申請",
    "一般旅券の紛失又は焼失の届出",
    "在留カードの再交付申請",
    "美容師免許の申請",
    "美容師試験の受験願書の提出",
    "PS カードの申請",
    "登録",
)
RECORDS = [[name, "1000" + str(at), "旅券法" if "旅券" in name else "他の法"] for at, name in enumerate(NAMES)]
FILLING = [[f"届{at}", "", "届出"] for at in range(40)]  # without them every word would be a common one


@pytest.fixture(scope="module")
def search() -> RecordSearch:
    return RecordSearch([*RECORDS, *FILLING])


def test_nothing_asked_gives_everything_in_order(search: RecordSearch) -> None:
    for query in ("", "  ", "\u3000"):
        assert search.find(query) == Found(tuple(range(47)))


@pytest.mark.parametrize(
    ("query", "places", "searched_for"),
    [
        ("旅券", (0, 1), ()),
        ("パスポート", (0, 1), ("旅券",)),
        ("パスポートをなくした", (1, 2, 0), ("旅券", "紛失", "再交付")),
        ("passport", (0, 1), ("旅券", "パスポート")),
        ("美容師になりたい", (3, 4), ()),
        ("美容師 試験", (4,), ()),
        ("10003", (3,), ()),
        ("ＰＳカード", (5,), ()),
        ("登録", (6,), ()),
    ],
)
def test_records_that_hold_the_whole_query(
    search: RecordSearch, query: str, places: tuple[int, ...], searched_for: tuple[str, ...]
) -> None:
    assert search.find(query) == Found(places, True, searched_for)


def test_a_part_of_the_query_is_told_from_the_whole(search: RecordSearch) -> None:
    found = search.find("美容師 犬")
    assert (found.places, found.is_whole) == ((3, 4), False)


@pytest.mark.parametrize("query", ["犬", "犬の届出", "dog", "xyzzy", "%", "<script>"])
def test_what_no_record_holds_is_not_found(search: RecordSearch, query: str) -> None:
    assert search.find(query).places == ()


def test_an_unknown_english_word_leaves_a_part(search: RecordSearch) -> None:
    assert search.find("passport").is_whole and not search.find("zebra passport").is_whole


def test_a_name_counts_more_than_another_text_and_a_whole_field_most() -> None:
    search = RecordSearch([["甲", "水道"], ["水道の届", ""], ["水道", ""]])
    assert search.find("水道").places == (2, 0, 1)  # the second field of the first record is the word itself


def test_a_number_is_found_with_its_mark() -> None:
    search = RecordSearch([["a", "1-2"], ["b", "1-26"]])
    assert search.find("No. 1-26").places == (1,) and search.find("1-2").places == (0, 1)
