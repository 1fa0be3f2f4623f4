"""The figures as README.md and RESULTS.md state them: a block between two comments, made from `expected.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from eval.expected import MEASURES, Expected
from eval.gate import DIGITS, Row

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "eval" / "RESULTS.md"
STATED_IN = (ROOT / "README.md", RESULTS)
START, END = "<!-- figures -->\n", "<!-- /figures -->\n"

_LABELS = {
    "answer_accuracy": "回答の正解率",
    "cited@1": "引用 1 件目が正しい",
    "cited@5": "引用 5 件までに正しいものがある",
    "citation_precision": "引用 5 件までのうち正しいものの割合",
    "abstention": "答えのない質問を断った割合",
    "wrongly_abstained": "答えのある質問を誤って断った割合",
    "precision_when_answering": "断らずに答えたときの正解率",
    "ndcg@10": "検索結果の順位の良さ（nDCG@10）",
}


def figures_block(expected: Expected) -> str:
    """What stands between the comments: a table with a row a measure and a column a question file, and the limits."""
    return "".join(f"{line}\n" for line in (*_table(expected), "", _limits(expected)))


def write_figures(paths: Sequence[Path], expected: Expected) -> None:
    """Make the block of every file anew; ValueError where the two comments do not stand in it once each, in order."""
    for path in paths:
        write_block(path, START, END, figures_block(expected))


def write_block(path: Path, start: str, end: str, block: str) -> None:
    """Write `block` between the lines `start` and `end` of the file; ValueError as from `read_block`."""
    before, _, after = _split(path, start, end)
    path.write_text(f"{before}{start}{block}{end}{after}", encoding="utf-8", newline="\n")


def read_block(path: Path, start: str, end: str) -> str:
    """What stands between the two lines; ValueError where they do not stand in the file once each, in order."""
    return _split(path, start, end)[1]


def stated_rows(paths: Sequence[Path], expected: Expected) -> list[Row]:
    """For each file one OK row, or a FAIL row for each line of its block that is not as `expected` says.

    ValueError as from `write_figures`.
    """
    return [row for path in paths for row in _rows(path, expected)]


def _rows(path: Path, expected: Expected) -> list[Row]:
    stated, wanted = read_block(path, START, END).splitlines(), figures_block(expected).splitlines()
    rows = [
        Row(False, path.name, "figures", "", f"「{seen or ''}」は「{line or ''}」のはずです")
        for seen, line in zip_longest(stated, wanted)
        if seen != line
    ]
    return rows or [Row(True, path.name, "figures", "", "(expected.toml のとおり)")]


def _split(path: Path, start: str, end: str) -> tuple[str, str, str]:
    """What stands before, between and after the comments."""
    text = path.read_text(encoding="utf-8")
    if text.count(start) != 1 or text.count(end) != 1 or text.index(start) > text.index(end):
        raise ValueError(
            f"{path}: 数値を書く場所を示す行 {start.strip()} と {end.strip()} が、この順に一度ずつ要ります。"
        )
    before, rest = text.split(start)
    between, after = rest.split(end)
    return before, between, after


def _table(expected: Expected) -> Iterator[str]:
    yield _line("", *(f"`{file.name}`（{file.use}）" for file in expected.files))
    yield _line("---", *("---:" for _ in expected.files))
    yield _line("問数", *(str(file.n) for file in expected.files))
    for name in MEASURES:
        values = (f"{file.figures[name].value:.{DIGITS}f}" for file in expected.files)
        yield _line(f"{_LABELS[name]} `{name}`", *values)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _limits(expected: Expected) -> str:
    limits = {name: f"{limit:g}" for name, limit in expected.limits.items()}
    return (
        f"上限（2 コアの CPU、bfloat16 あり、ほかに重い処理がないとき）: 1 問への回答は、読み込みの後で中央値 {limits['latency_p50_ms']} ミリ秒、"
        f"95 パーセンタイル {limits['latency_p95_ms']} ミリ秒。索引作りは {limits['index_build_s']} 秒。"
        f"失敗する質問は {limits['failed']} 問。下限: 引用が原文と一致する割合は {expected.limits['verbatim_share']:.{DIGITS}f}。"
    )
