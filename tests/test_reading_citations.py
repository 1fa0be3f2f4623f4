"""The citations of an answer in the address of a reading page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_assistant import BIRTH_CITATIONS, DRAFT, PLAN, cite

from chatbot.web.documents.citations import MOST_CITATIONS, Cited, citation_link, read, write

DOCUMENT = replace(PLAN, text="あ" * 100)


def test_an_address_holds_all_citations_of_the_document_and_names_one() -> None:
    first = replace(cite(1, PLAN, (), "文。", "文。"), spans=((10, 20), (30, 35)))
    other = cite(2, DRAFT, (), "文。", "文。")
    third = replace(cite(3, PLAN, (), "文。", "文。"), spans=((50, 60),))
    link = citation_link(third, (first, other, third), "/en")
    assert link == "/en/documents/juten-keikaku-2025?cite=1:10-20,30-35;3:50-60&at=3#cite-3"
    assert citation_link(BIRTH_CITATIONS[1], BIRTH_CITATIONS, "").startswith(
        "/documents/torimatome-2026-draft?cite=2:0-"
    )


def test_what_is_written_is_read_again() -> None:
    cited = (Cited(1, ((10, 20), (30, 35))), Cited(3, ((50, 60),)))
    quotes = read(write(cited), "3", DOCUMENT)
    assert (quotes.citations, quotes.active, quotes.is_damaged) == (cited, cited[1], False)
    assert (quotes.beside(-1), quotes.beside(1)) == (cited[0], None)


def test_a_number_may_be_left_out() -> None:
    quotes = read("10-20;50-60,70-80", "", DOCUMENT)
    assert quotes.citations == (Cited(1, ((10, 20),)), Cited(2, ((50, 60), (70, 80))))
    assert quotes.active == Cited(1, ((10, 20),))


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
    ],
)
def test_places_outside_the_text_are_left_out(written: str, kept: tuple[tuple[int, int], ...] | None) -> None:
    quotes = read(written, "1", DOCUMENT)
    assert quotes.citations == ((Cited(1, kept),) if kept else ())
    assert quotes.is_damaged is (written != "1:90-100")


def test_a_number_that_comes_twice_counts_once() -> None:
    quotes = read("1:0-5;1:10-15", "1", DOCUMENT)
    assert quotes.citations == (Cited(1, ((0, 5),)),) and quotes.is_damaged


def test_an_endless_address_is_cut() -> None:
    quotes = read(";".join(f"{n}:0-5" for n in range(1, 500)), "1", DOCUMENT)
    assert len(quotes.citations) == MOST_CITATIONS and quotes.is_damaged


def test_nothing_cited_is_nothing_damaged() -> None:
    quotes = read("", "", DOCUMENT)
    assert (quotes.citations, quotes.active, quotes.is_damaged, quotes.beside(1)) == ((), None, False, None)
