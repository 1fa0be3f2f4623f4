"""`keikaku verify`: the verdict on each quote, on the answer and on the rest, and the exit status."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

import keikaku
from chatbot.answer import Answer, Citation
from chatbot.source_sheet import ReadSheet, Report, SourceSheet, sheet_of, verify, write_sheet
from chatbot.source_sheet.places import BareText, find_quote, pieces_of, stands_at
from corpus.document import Document, Page, Span

# A sentence that a page break cuts: it stands at two spans.
TEXT = (
    "前書き。\n出生届のオンライン化を、2026 年度を\n目途に整備することを目指す。\n"
    "必要な情報を共有するための電子カルテ情報共有\n\n- 23 -\n\nサービスの運用を開始する予定である。\n手数料は300円とする。\n"
)
SUFFIXES = ("md", "docx", "csv")


def span(words: str) -> Span:
    start = TEXT.index(words)
    return start, start + len(words)


BIRTHS = (span("出生届のオンライン化を、2026 年度を\n目途に整備することを目指す。"),)
RECORDS = (span("必要な情報を共有するための電子カルテ情報共有"), span("サービスの運用を開始する予定である。"))
FEE = (span("手数料は300円とする。"),)
PLAN = Document(
    "plan", "計画（案）", "2026-07-07", "会議", "案", "", "plan.txt", "prose", TEXT, pages=(Page(1, 0), Page(2, 70))
)


def cite(number: int, spans: tuple[Span, ...]) -> Citation:
    quote = "".join(TEXT[start:end] for start, end in spans).replace("\n", "")
    return Citation(
        number=number,
        passage_id=f"plan:{number}",
        doc_id=PLAN.doc_id,
        title=PLAN.title,
        published=PLAN.published,
        publisher=PLAN.publisher,
        status=PLAN.status,
        heading_path=("第1",),
        text=quote,
        quote=quote,
        spans=spans,
        score=1.0,
        page=PLAN.page_at(spans[0][0]),
        sha256=PLAN.sha256,
    )


CITATIONS = (cite(1, BIRTHS), cite(2, RECORDS), cite(3, FEE))
ANSWER = Answer("いつ？", "answered", "\n".join(f"{c.quote} [{c.number}]" for c in CITATIONS), CITATIONS, 1.0)
SHEET = sheet_of(ANSWER)


def as_written(sheet: SourceSheet) -> ReadSheet:
    return ReadSheet(sheet, sheet.answer_sha256, sheet.record_sha256)


def altered(**changes: object) -> ReadSheet:
    """The sheet whose first citation was changed by hand; the checksums stay."""
    first, *rest = SHEET.citations
    sheet = replace(SHEET, citations=(replace(first, **changes), *rest))  # type: ignore[arg-type]
    return ReadSheet(sheet, SHEET.answer_sha256, SHEET.record_sha256)


def verdicts(report: Report) -> list[str]:
    return [item.finding.verdict for item in report.citations]


def test_what_is_as_it_was_is_unchanged() -> None:
    report = verify(as_written(SHEET), [PLAN])
    assert report.is_unchanged and verdicts(report) == ["unchanged"] * 3
    assert [item.places for item in report.citations] == [BIRTHS, RECORDS, FEE]


@pytest.mark.parametrize(
    "quote", ["出生届のオンライン化を、2027 年度を目途に整備することを目指す。", "出生届のオンライン化を", "", " "]
)
def test_an_altered_quote_is_a_mismatch(quote: str) -> None:
    report = verify(altered(quote=quote), [PLAN])
    assert verdicts(report) == ["mismatch", "unchanged", "unchanged"]
    assert (report.answer.verdict, report.record.verdict, report.is_unchanged) == ("unchanged", "mismatch", False)


def test_the_difference_is_shown() -> None:
    report = verify(altered(quote="出生届のオンライン化を、2027 年度を目途に整備することを目指す。"), [PLAN])
    assert report.citations[0].finding.reasons == (
        "引用は原典にありません。違うところ: 票「イン化を、2027年度を目途に整」、原典のこの位置「イン化を、2026年度を目途に整」。",
    )


@given(at=st.integers(0, 200), character=st.sampled_from("0１あ。亜aＡ\u200b"))
@settings(max_examples=200, deadline=None)
def test_one_character_is_enough(at: int, character: str) -> None:
    """Every character of every quote, replaced or put in, recomputed checksums or not."""
    for number, citation in enumerate(SHEET.citations):
        cut = at % len(citation.quote)
        if citation.quote[cut] == character:
            continue
        for rest in (cut, cut + 1):
            quote = citation.quote[:cut] + character + citation.quote[rest:]
            if quote.split() == citation.quote.split():
                continue
            changed = [*SHEET.citations]
            changed[number] = replace(citation, quote=quote)
            report = verify(as_written(replace(SHEET, citations=tuple(changed))), [PLAN])
            assert report.citations[number].finding.verdict == "mismatch"


@pytest.mark.parametrize("spans", [((0, 4),), ((0, 9**8),), ((9, 3),), ((-1, 4),), FEE])
def test_spans_that_show_something_else_are_a_mismatch_that_says_where_the_quote_stands(
    spans: tuple[Span, ...],
) -> None:
    report = verify(altered(spans=spans), [PLAN])
    assert verdicts(report)[0] == "mismatch"
    assert report.citations[0].places == BIRTHS
    assert "別の位置にあります（1ページ、本文の2行目、5-" in report.citations[0].finding.reasons[0].replace("–", "-")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "決定"}, "状態は、票「決定」、原典「案」。"),
        ({"title": "計画"}, "文書は、票「計画」、原典「計画（案）」。"),
        ({"published": "2026-07-08"}, "公表日は、票「2026-07-08」、原典「2026-07-07」。"),
        ({"page": 7}, "ページは、票「7」、原典「1」。"),
    ],
)
def test_altered_facts_are_a_mismatch(changes: dict[str, object], reason: str) -> None:
    report = verify(altered(**changes), [PLAN])
    assert report.citations[0].finding.reasons == (reason,) and verdicts(report)[0] == "mismatch"


def test_facts_that_the_catalog_states_anew_are_an_update() -> None:
    report = verify(as_written(SHEET), [replace(PLAN, status="決定")])
    assert verdicts(report) == ["updated"] * 3 and report.record.verdict == "unchanged"


def test_of_another_text_it_is_said_whether_the_quote_still_stands_and_where() -> None:
    added, removed = "改定について。\n", TEXT.replace("300円", "400円")
    report = verify(as_written(SHEET), [replace(PLAN, text=added + removed)])
    assert verdicts(report) == ["updated"] * 3
    moved = tuple((start + len(added), end + len(added)) for start, end in RECORDS)
    assert [item.places for item in report.citations] == [
        ((BIRTHS[0][0] + len(added), BIRTHS[0][1] + len(added)),),
        moved,
        (),
    ]
    assert report.citations[0].finding.reasons[1].startswith("引用は今の本文にもあります（1ページ、本文の3行目、")
    assert report.citations[2].finding.reasons == ("本文が更新されています。", "引用は今の本文に見つかりません。")


def test_a_sentence_that_is_whole_again_is_found_too() -> None:
    joined = TEXT.replace("\n\n- 23 -\n\n", "")
    report = verify(as_written(SHEET), [replace(PLAN, text=joined)])
    assert "引用は今の本文にもあります" in report.citations[1].finding.reasons[1]


def test_an_own_document_added_anew_is_known_by_its_text_or_its_title() -> None:
    anew = replace(PLAN, doc_id="plan-0a1b2c3d")
    assert verdicts(verify(as_written(SHEET), [anew])) == ["unchanged"] * 3
    assert verdicts(verify(as_written(SHEET), [replace(anew, text=TEXT + "付録。")])) == ["updated"] * 3


def test_a_document_that_is_not_here_is_named() -> None:
    report = verify(as_written(SHEET), [])
    assert report.citations[0].finding.reasons == ("文書 plan はここにありません。",)
    assert verdicts(report) == ["mismatch"] * 3


def test_an_altered_answer_is_named() -> None:
    report = verify(replace(as_written(SHEET), sheet=replace(SHEET, answer="300円 [3]")), [PLAN])
    assert report.answer.reasons == ("回答の文が、書き出されたときと違います。",)
    assert report.record.verdict == "unchanged" and verdicts(report) == ["unchanged"] * 3


@pytest.mark.parametrize("changes", [{"question": "別"}, {"outcome": "partial"}, {"program": "x"}, {"citations": ()}])
def test_whatever_else_was_altered_is_said(changes: dict[str, object]) -> None:
    sheet = replace(SHEET, **changes)  # type: ignore[arg-type]
    assert verify(replace(as_written(SHEET), sheet=sheet), [PLAN]).record.verdict == "mismatch"


def test_a_quote_that_moved_is_found_whatever_its_pieces() -> None:
    """Pieces of a slide: short, out of order, far apart."""
    text = "庁\n" + "資料。" * 900 + "外務省\n12 件\n以上"
    end = len(text)
    spans = ((end - 9, end - 7), (0, 1), (end - 6, end - 3))
    quote = "".join(text[start:end].replace("\n", "") for start, end in spans)
    for before in ("", "改。", "庁外" * 20):
        moved = tuple((start + len(before), end + len(before)) for start, end in spans)
        assert find_quote(before + text, spans, quote) == moved
    assert find_quote(text.replace("12", "13"), spans, quote) == ()


def test_a_quote_joined_from_places_apart_says_so() -> None:
    findings = verify(as_written(SHEET), [PLAN]).citations
    assert [item.finding.reasons for item in findings] == [(), ("離れた2か所の文をつないだ引用です。",), ()]


def test_places() -> None:
    text = BareText(TEXT)
    assert text.find("目途に整備する", 1) == (span("目途に整備する"),)
    assert text.find("2026年度を目途に", 1) == (span("2026 年度を\n目途に"),)
    assert text.find("手数料は400円とする。", 3) == ()
    assert text.find("電子カルテ情報共有サービスの運用", 1) == ()
    assert text.find("電子カルテ情報共有サービスの運用", 2) == (span("電子カルテ情報共有"), span("サービスの運用"))
    assert (pieces_of(BIRTHS), pieces_of(RECORDS), pieces_of(((0, 4), (5, 9)))) == (1, 2, 1)
    assert stands_at(TEXT, RECORDS, CITATIONS[1].quote) and not stands_at(TEXT, RECORDS[:1], CITATIONS[1].quote)


# --- the command


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setattr("chatbot.source_sheet.checking.read_documents", lambda: (PLAN,))
    return lambda *arguments: CliRunner().invoke(keikaku.app, ["verify", *map(str, arguments)])


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(suffix: str, sheet: SourceSheet = SHEET) -> Path:
        path = tmp_path / f"票.{suffix}"
        path.write_bytes(write_sheet(sheet, suffix))
        return path

    return write


def test_every_format_passes(run: Callable[..., Result], written: Callable[..., Path]) -> None:
    result = run(*map(written, SUFFIXES))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.count("すべて変更なし") == 3 and result.stdout.count("変更なし") == 3 + 3 * 5


def test_a_changed_quote_ends_with_1(run: Callable[..., Result], written: Callable[..., Path]) -> None:
    path = written("csv")
    path.write_bytes(path.read_bytes().replace("300円".encode(), "900円".encode()))
    result = run(path, written("md"))
    rows = [line.split("│")[1:3] for line in result.stdout.splitlines() if line.startswith("│")]
    shown = [(label.strip(), verdict.strip()) for label, verdict in rows if label.strip()]
    assert result.exit_code == 1
    assert shown[:5] == [
        ("回答", "不一致"),
        ("票の記載", "不一致"),
        ("引用 1", "変更なし"),
        ("引用 2", "変更なし"),
        ("引用 3", "不一致"),
    ]
    assert "票「手数料は900円とする。」、原典のこの位置「手数料は300円とする。」" in result.stdout


def test_an_updated_text_ends_with_1(
    run: Callable[..., Result], written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.source_sheet.checking.read_documents", lambda: (replace(PLAN, text=f"改{TEXT}"),))
    result = run(written("md"))
    assert result.exit_code == 1 and result.stdout.count("原典更新あり") == 3


def test_json_is_a_line_for_each_file(run: Callable[..., Result], written: Callable[..., Path], tmp_path: Path) -> None:
    result = run("--json", written("md"), tmp_path / "無い.md")
    good, bad = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 2
    assert (good["unchanged"], good["answer"], good["question"]) == (
        True,
        {"verdict": "unchanged", "reasons": []},
        "いつ？",
    )
    assert good["citations"][2] == {
        "number": 3,
        "doc_id": "plan",
        "title": "計画（案）",
        "verdict": "unchanged",
        "reasons": [],
        "places": [list(FEE[0])],
    }
    assert bad["error"] == f"{tmp_path / '無い.md'}: ファイルがありません。"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "空のファイルです。"),
        ("# 計画\n".encode(), "出典票ではありません（「様式」がありません）。"),
        (b"PK\x03\x04", "として壊れています。"),
        (b"# \x81\xff\xfd\xa0\x80", "の文字コードを判別できません"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_the_others_are_still_checked(
    run: Callable[..., Result], written: Callable[..., Path], tmp_path: Path, data: bytes, message: str
) -> None:
    path = tmp_path / "別.md"
    path.write_bytes(data)
    result = run(path, written("md"))
    assert result.exit_code == 2 and "すべて変更なし" in result.stdout
    assert message in result.stderr and str(path) in result.stderr and "Traceback" not in result.stderr


def test_ask_writes_the_sheet_too(run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keikaku, "open_assistant", lambda: SimpleNamespace(answer_question=lambda *asked: ANSWER))
    path = tmp_path / "票.DOCX"
    asked = CliRunner().invoke(keikaku.app, ["ask", "いつ？", "--json", "--sheet", str(path)])
    assert (asked.exit_code, json.loads(asked.stdout)["answer"]) == (0, ANSWER.text)
    assert run(path).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["いつ？", "--sheet", "票.pdf"], "出典票の形式「.pdf」はありません。使えるのは .md、.docx、.csv です。\n"),
        (["--batch", "in.jsonl", "--sheet", "票.md"], "--sheet は、一つの質問に答えるときに使います。\n"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused_before_the_question_is_asked(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(keikaku.app, ["ask", *arguments])
    assert (result.exit_code, result.stderr) == (2, message)


def test_a_folder_is_named(run: Callable[..., Result], tmp_path: Path) -> None:
    result = run(tmp_path)
    assert (result.exit_code, result.stderr) == (2, f"{tmp_path}: ファイルではなくフォルダです。\n")
