"""The citations of an answer in the address of a reading page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from fake_assistant import BIRTH_CITATIONS, DRAFT, PLAN, cite

from chatbot.web.documents.citations import LONGEST, MOST_CITATIONS, Cited, CitedQuotes, citation_link, write
from chatbot.web.documents.citations import read as read_address
from chatbot.web.documents.claim import claim, way_back

DOCUMENT = replace(PLAN, text="あ" * 100)
HERE, THERE = PLAN.doc_id, DRAFT.doc_id
LENGTHS = {HERE: 100, THERE: 50}


def read(cite: str, at: str, turn: str = "") -> CitedQuotes:
    return read_address(cite, at, DOCUMENT, LENGTHS, turn)


def test_an_address_holds_all_citations_in_order_and_names_one() -> None:
    first = replace(cite(1, PLAN, (), "文。", "文。"), spans=((10, 20), (30, 35)))
    other = replace(cite(2, DRAFT, (), "文。", "文。"), spans=((3, 5),))
    third = replace(cite(3, PLAN, (), "文。", "文。"), spans=((50, 60),))
    link = citation_link(third, (first, other, third), "/en", 4)
    cited = "1:10-20,30-35;2@torimatome-2026-draft:3-5;3:50-60"
    assert link == f"/en/documents/juten-keikaku-2025?cite={cited}&at=3&turn=4#cite-3"
    there = citation_link(other, (first, other, third), "")
    cited = "1@juten-keikaku-2025:10-20,30-35;2:3-5;3@juten-keikaku-2025:50-60"
    assert there == f"/documents/torimatome-2026-draft?cite={cited}&at=2#cite-2"


def test_an_address_holds_no_word_of_the_answer() -> None:
    link = citation_link(BIRTH_CITATIONS[1], BIRTH_CITATIONS, "", 1)
    assert re.fullmatch(r"/documents/[a-z0-9-]+\?cite=[0-9a-z@:;,-]+&at=2&turn=1#cite-2", link)


def test_what_is_written_is_read_again() -> None:
    cited = (Cited(1, HERE, ((10, 20), (30, 35))), Cited(2, THERE, ((0, 50),)), Cited(3, HERE, ((50, 60),)))
    quotes = read(write(cited, cited[2]), "3", "7")
    assert quotes == CitedQuotes(cited, cited[2], 7)
    assert (quotes.beside(-1), quotes.beside(1)) == (cited[1], None)
    assert quotes.here == (cited[0], cited[2])


def test_the_way_leads_through_the_documents_in_the_order_of_the_answer() -> None:
    quotes = read(f"1:10-20;2@{THERE}:0-5;3:50-60", "1", "2")
    second = quotes.beside(1)
    assert second and quotes.address(second, "/en", keys_off=True) == (
        f"/en/documents/{THERE}?cite=1@{HERE}:10-20;2:0-5;3@{HERE}:50-60&at=2&turn=2&keys=off#cite-2"
    )


def test_a_citation_of_another_document_is_not_looked_at_on_this_page() -> None:
    quotes = read(f"1@{THERE}:0-5;2:50-60", "1")
    assert quotes.active == Cited(2, HERE, ((50, 60),))
    assert read(f"1@{THERE}:0-5", "1").active is None


@pytest.mark.parametrize("turn", ["", "0", "-1", "01", "1000", "٣", "2 ", "x", "1&q=質問"])
def test_a_turn_that_is_none_is_passed_over(turn: str) -> None:
    quotes = read("1:10-20", "1", turn)
    assert (quotes.turn, quotes.is_damaged) == (None, False)


def test_an_address_stays_short_and_keeps_the_citation_looked_at() -> None:
    long = tuple((start, start + 1) for start in range(0, 1000, 5))
    cited = [Cited(number, HERE, long) for number in range(1, 6)]
    value = write(cited, cited[3])
    assert LONGEST / 3 < len(value) <= LONGEST
    numbers = [piece.partition(":")[0] for piece in value.split(";")]
    assert numbers == ["1", "4"]


def test_what_is_too_long_is_cut_between_citations() -> None:
    spans = ",".join(["0-5"] * 180)
    quotes = read(";".join(f"{number}:{spans}" for number in range(1, 9)), "1")
    assert [len(cited.spans) for cited in quotes.citations] == [180] * 5 and quotes.is_damaged


def test_a_number_may_be_left_out() -> None:
    quotes = read("10-20;50-60,70-80", "")
    assert quotes.citations == (Cited(1, HERE, ((10, 20),)), Cited(2, HERE, ((50, 60), (70, 80))))
    assert quotes.active == Cited(1, HERE, ((10, 20),))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1:90-100", ((90, 100),)),
        ("1:90-101", None),
        ("1:10-10", None),
        ("1:20-10", None),
        ("1:0-5,90-101", ((0, 5),)),
        ("0:0-5", None),
        ("1:٣-5", None),
        ("1:-3-5", None),
        ("1: 0-5", None),
        ("1:0-5,", None),
        ("1@unknown:0-5", None),
        ("1@torimatome-2026-draft:0-51", None),
        ("1@../etc:0-5", None),
        ("@juten-keikaku-2025:0-5", None),
    ],
)
def test_places_outside_the_text_are_left_out(written: str, kept: tuple[tuple[int, int], ...] | None) -> None:
    quotes = read(written, "1")
    assert quotes.citations == ((Cited(1, HERE, kept),) if kept else ())
    assert quotes.is_damaged is (written != "1:90-100")


def test_a_number_that_comes_twice_counts_once() -> None:
    quotes = read("1:0-5;1:10-15", "1")
    assert quotes.citations == (Cited(1, HERE, ((0, 5),)),) and quotes.is_damaged


def test_an_endless_address_is_cut() -> None:
    quotes = read(";".join(f"{n}:0-5" for n in range(1, 500)), "1")
    assert len(quotes.citations) == MOST_CITATIONS and quotes.is_damaged


def test_nothing_cited_is_nothing_damaged() -> None:
    quotes = read("", "")
    assert (quotes.citations, quotes.active, quotes.is_damaged, quotes.beside(1)) == ((), None, False, None)


def test_the_claim_is_the_words_at_the_places() -> None:
    quoted = "・ 引用の一つ目、", "引用の\n二つ目<sup>3</sup>。"
    text = f"前。\n- {quoted[0]}\n間の文。{quoted[1]}後。"
    document = replace(PLAN, text=text)
    spans = tuple((text.index(words), text.index(words) + len(words)) for words in quoted)
    quotes = CitedQuotes((Cited(1, HERE, spans),), Cited(1, HERE, spans))
    assert claim(quotes, document) == "・ 引用の一つ目、引用の二つ目³。"
    assert claim(CitedQuotes(), document) == ""


def test_a_long_claim_is_cut() -> None:
    cited = Cited(1, HERE, ((0, 300),))
    assert claim(CitedQuotes((cited,), cited), replace(PLAN, text="文" * 300)) == "文" * 119 + "…"


def test_the_way_back_leads_to_the_card_of_the_answer() -> None:
    quotes = read(f"1@{THERE}:0-5;2:50-60", "2", "3")
    assert (way_back(quotes, "/en"), way_back(quotes, "")) == ("/en/#source-3-2", "/#source-3-2")
    assert way_back(read("2:50-60", "2"), "") == ""
