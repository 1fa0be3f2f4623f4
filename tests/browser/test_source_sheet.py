"""Saving the 出典票 in a browser: one click for each format, and `keikaku verify` on what was saved."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from serving import IN_BROWSER, serving
from typer.testing import CliRunner

import keikaku
from chatbot.answer import Answer, Citation
from corpus.document import Corpus, Document, Span

pytestmark = IN_BROWSER
QUOTES = (  # doc_id and words as printed; a row of a table, a sentence with a footnote mark
    ("torimatome-2026-draft", "全ての自治体において出生届のオンライン化を可能とするため、"),
    ("juten-keikaku-2025", "美容師免許の申請\t美容師法施行規則(平成十年厚生省令第7号) 第1条"),
)


class PlanAssistant:
    """Answers every question with the same quotes of the real plans."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def answer_question(self, question: str, history: Sequence[str] = (), rephrase: bool = True) -> Answer:
        """The answer, its quotes at their places."""
        citations = tuple(
            _cite(number, self.corpus.document(doc_id), words) for number, (doc_id, words) in enumerate(QUOTES, 1)
        )
        text = "\n".join(f"{citation.quote} [{citation.number}]" for citation in citations)
        return Answer(question, "answered", text, citations, 1.0)


def _cite(number: int, document: Document, words: str) -> Citation:
    start = document.text.index(words)
    spans: tuple[Span, ...] = ((start, start + len(words)),)
    facts = (document.doc_id, document.title, document.published, document.publisher, document.status)
    return Citation(
        number, f"{document.doc_id}:{number}", *facts, ("見出し",), words, words, spans, 1.0, document.page_at(start),
        sha256=document.sha256,
    )  # fmt: skip


@pytest.fixture(scope="module")
def address(corpus: Corpus) -> Iterator[str]:
    from chatbot.web.app import build_app

    with serving(build_app(PlanAssistant(corpus))) as address:
        yield address + "/"


def ask(page: Any, box: str) -> Any:
    page.get_by_role("textbox", name=box, exact=True).fill("=出生届は|いつから？")
    page.keyboard.press("Enter")
    links = page.locator("#turn-1 .sheet")
    links.wait_for()
    return links


def altered(path: Path, old: str, new: str) -> Path:
    """A copy in which a person has changed a word, with the program that belongs to the format."""
    copy = path.with_stem("altered")
    if path.suffix == ".docx":
        document = docx.Document(io.BytesIO(path.read_bytes()))
        for row in (row for table in document.tables for row in table.rows):
            for run in row.cells[1].paragraphs[0].runs:
                run.text = run.text.replace(old, new)
        document.save(str(copy))
    else:
        copy.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
    return copy


def verify(path: Path) -> tuple[int, str]:
    result = CliRunner().invoke(keikaku.app, ["verify", str(path)])
    return result.exit_code, result.stdout


def test_each_format_is_saved_with_a_click_and_proves_its_quotes(page: Any, tmp_path: Path) -> None:
    links = ask(page, "質問")
    for name, suffix in (("Markdown", "md"), ("Word", "docx"), ("CSV", "csv")):
        with page.expect_download() as waiting:
            links.get_by_role("link", name=f"出典票を保存： {name}").click()
        assert re.fullmatch(rf"出典票_\d{{8}}-\d{{6}}\.{suffix}", waiting.value.suggested_filename)
        path = tmp_path / f"sheet.{suffix}"
        waiting.value.save_as(path)
        status, shown = verify(path)
        assert (status, shown.count("変更なし")) == (0, 5), shown
        status, shown = verify(altered(path, "出生届のオンライン化", "死亡届のオンライン化"))
        assert status == 1
        assert [line.split("│")[2].strip() for line in shown.splitlines() if line.startswith("│ 引用")] == [
            "不一致",
            "変更なし",
        ]
        assert page.locator("#turn-1 .reply").is_visible()  # the window stays as it is


def test_the_sheet_of_the_english_window_is_in_english(open_page: Any, tmp_path: Path) -> None:
    page = open_page("en/")
    links = ask(page, "Question")
    with page.expect_download() as waiting:
        links.get_by_role("link", name="Save the source sheet: Markdown").click()
    path = tmp_path / "sheet.md"
    waiting.value.save_as(path)
    assert path.read_text("utf-8").startswith("# Source sheet (出典票)\n")
    assert "> =出生届は\\|いつから？" in path.read_text("utf-8").replace("\\=", "=")
    assert verify(path)[0] == 0


def test_the_links_are_large_enough_and_reached_by_keyboard(page: Any) -> None:
    links = ask(page, "質問")
    boxes = [link.bounding_box() for link in links.get_by_role("link").all()]
    assert [box for box in boxes if box["height"] < 44 or box["width"] < 44] == []
    first = links.get_by_role("link").first
    first.focus()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith(".md")
