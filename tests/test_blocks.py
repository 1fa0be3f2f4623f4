import pytest

from corpus.blocks import footnote_mark, read_blocks
from corpus.layout import split_lines


def _kinds(text: str) -> list[tuple[str, list[str]]]:
    return [(block.kind, [line.text for line in block.lines]) for block in read_blocks(split_lines(text))]


FULL = "この行は右端まで達しており、次の行に続くものとして印刷された長い行である、すなわち次の"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"{FULL}\n行に続く。", [("text", [FULL, "行に続く。"])]),
        ("2026年7月7日\n会議決定案", [("text", ["2026年7月7日"]), ("text", ["会議決定案"])]),
        ("(2) 見出し\n本文である。", [("heading", ["(2) 見出し"]), ("text", ["本文である。"])]),
        ("- ・ 項目\n- ・ 項目", [("bullet", ["- ・ 項目"]), ("bullet", ["- ・ 項目"])]),
        ("---\n<sup>7</sup> 脚注。", [("rule", ["---"]), ("footnote", ["<sup>7</sup> 脚注。"])]),
        ("| 甲 | 乙 |\n|---|---|", [("row", ["| 甲 | 乙 |"]), ("row", ["|---|---|"])]),
        ("- ① 見出し\n\n（小見出し）\n\n本文。", [("heading", ["- ① 見出し"]), ("heading", ["（小見出し）"]), ("text", ["本文。"])]),
        ("- ① 項目\n- ② 項目\n\n③ 見出し", [("bullet", ["- ① 項目"]), ("bullet", ["- ② 項目"]), ("heading", ["③ 見出し"])]),
        ("- 1 掲載順について\n原則として掲載する。", [("heading", ["- 1 掲載順について"]), ("text", ["原則として掲載する。"])]),
    ],
)  # fmt: skip
def test_lines_are_cut_into_blocks(text: str, kinds: list[tuple[str, list[str]]]) -> None:
    assert _kinds(text) == kinds


@pytest.mark.parametrize(
    ("line", "mark"),
    [("¹² 脚注", (12, 3)), ("<sup>16)</sup> 令和", (16, 15)), ("⁶³公共", (63, 2)), ("強<sup>きょう</sup>靱", None)],
)
def test_the_mark_of_a_footnote(line: str, mark: tuple[int, int] | None) -> None:
    assert footnote_mark(line) == mark
