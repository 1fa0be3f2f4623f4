"""Where slides begin, and which numbers are page numbers."""

from corpus.layout import Line, split_lines
from corpus.slide_pages import BREAK, Titles, cut, number_slides


def _texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines if line.text]


def _titled(*titles: str) -> Titles:
    return lambda lines: [i for i, line in enumerate(lines) if line.text.strip() in titles]


def test_two_blank_lines_part_slides() -> None:
    slides = cut(split_lines("あ\n\nい\n\n\n\nう\n"), _titled())
    assert [_texts(slide) for slide in slides] == [["あ", "い"], ["う"]]


def test_a_line_set_in_parts_slides_only_between_two_titles() -> None:
    lines = split_lines("題一\n本文\n 囲み\n続き\n 題二\n本文\n本文")
    assert [_texts(s) for s in cut(lines, _titled("題一", "題二"))] == [
        ["題一", "本文", " 囲み", "続き"],
        [" 題二", "本文", "本文"],
    ]
    assert len(cut(lines, _titled("題一"))) == 1


def test_of_two_places_the_more_even_one_parts_the_slides() -> None:
    lines = split_lines("あ\n題一\n 一\nい\n 二\nう\n題二")
    first, second = cut(lines, _titled("題一", "題二"))
    assert _texts(second)[0] == " 二"
    assert _texts(first) == ["あ", "題一", " 一", "い"]


def test_page_numbers_grow_from_slide_to_slide() -> None:
    slides = [
        split_lines(text)
        for text in ("あ\n7", "い 8", "9う", "約10億円\n\n10", "値は11件", "検討12能登地震", "13 件", "14年度")
    ]
    first, rest = number_slides(slides)
    assert first == 7
    assert [_texts(slide) for slide in rest] == [
        ["あ", BREAK],
        ["い ", BREAK],
        [BREAK, "う"],
        ["約10億円", BREAK],
        ["値は11件"],
        ["検討", BREAK, "能登地震"],
        ["13 件"],
        ["14年度"],
    ]
    assert rest[5][2].start == len("検討12")  # what remains remembers where it stood


def test_without_a_sequence_no_number_is_a_page_number() -> None:
    slides = [split_lines(text) for text in ("24\n時間", "65", "5")]
    assert number_slides(slides) == (None, slides)
