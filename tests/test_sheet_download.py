"""The 出典票 in the window: how long it is kept, its links, and its download."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from test_verify import ANSWER, PLAN

from chatbot.source_sheet import read_sheet, verify
from chatbot.web import render
from chatbot.web.security import is_open
from chatbot.web.sheets import PATH, SheetStore, download, sheet_links
from chatbot.web.site import SITES
from chatbot.web.text import ENGLISH, JAPANESE
from chatbot.web.turn import Turn


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store() -> SheetStore:
    return SheetStore()


@pytest.fixture
def client(store: SheetStore) -> TestClient:
    app = Starlette()
    for site in SITES:
        app.add_route(f"{site.prefix}{PATH}/{{name}}", download(store, site))
    return TestClient(app)


def test_a_sheet_is_kept_for_its_time() -> None:
    clock = Clock()
    store = SheetStore(seconds=10, clock=clock)
    sheet_id = store.keep(ANSWER)
    clock.now = 9.9
    kept = store.sheet(sheet_id)
    assert kept is not None and kept.question == "いつ？"
    clock.now = 10
    assert store.sheet(sheet_id) is None


def test_the_newest_sheets_are_kept() -> None:
    store = SheetStore(most=2)
    first, second, third = (store.keep(replace(ANSWER, question=word)) for word in "一二三")
    kept = [store.sheet(sheet_id) for sheet_id in (first, second, third)]
    assert [sheet and sheet.question for sheet in kept] == [None, "二", "三"]


def test_an_id_says_nothing_of_the_others(store: SheetStore) -> None:
    ids = {store.keep(ANSWER) for _ in range(100)}
    assert len(ids) == 100 and min(map(len, ids)) >= 22


def test_an_answer_without_citations_has_no_sheet(store: SheetStore) -> None:
    assert store.keep(replace(ANSWER, citations=())) == ""
    assert sheet_links("", JAPANESE) == ""


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [
        ("md", "text/markdown; charset=utf-8"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("csv", "text/csv; charset=utf-8"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_format_is_downloaded_and_proves_itself(
    client: TestClient, store: SheetStore, prefix: str, suffix: str, media_type: str
) -> None:
    sheet_id = store.keep(ANSWER)
    sheet = store.sheet(sheet_id)
    response = client.get(f"{prefix}{PATH}/{sheet_id}.{suffix}")
    assert (response.status_code, response.headers["content-type"]) == (200, media_type)
    assert response.headers["cache-control"] == "no-store"
    assert sheet is not None
    moment = f"{sheet.answered_at:%Y%m%d-%H%M%S}"
    assert response.headers["content-disposition"] == (
        f'attachment; filename="source-sheet_{moment}.{suffix}"; '
        f"filename*=UTF-8''%E5%87%BA%E5%85%B8%E7%A5%A8_{moment}.{suffix}"
    )
    assert verify(read_sheet("票", response.content), [PLAN]).is_unchanged
    if suffix == "md":
        assert response.text.startswith("# Source sheet" if prefix else "# 出典票\n")


@pytest.mark.parametrize("name", ["nothing.md", "x", ".md", "<script>.csv"])
def test_what_is_gone_is_told_in_words(client: TestClient, name: str) -> None:
    response = client.get(f"{PATH}/{name}")
    assert response.status_code == 404
    assert "この出典票は、もうありません" in response.text and "1時間だけ" in response.text
    assert "<script>.csv" not in response.text
    assert "This source sheet is gone" in client.get(f"/en{PATH}/{name}").text


def test_another_suffix_is_not_found(client: TestClient, store: SheetStore) -> None:
    assert client.get(f"{PATH}/{store.keep(ANSWER)}.pdf").status_code == 404


def test_the_links_stand_under_the_answer_in_both_languages() -> None:
    shown = render.transcript((Turn("いつ？", ANSWER, sheet_id="abc"),), JAPANESE)
    for suffix, name in (("md", "Markdown"), ("docx", "Word"), ("csv", "CSV")):
        link = f'<a href="{{}}/source-sheet/abc.{suffix}" download><span class="visually-hidden">{{}}</span>{name}</a>'
        assert link.format("", "出典票を保存：") in shown
        assert link.format("/en", "Save the source sheet: ") in sheet_links("abc", ENGLISH)
    assert "/source-sheet/" not in render.transcript((Turn("いつ？", ANSWER),), JAPANESE)


def test_the_guard_lets_the_download_through_and_gradios_files_not() -> None:
    assert is_open(f"{PATH}/abc.md") and is_open(f"/en{PATH}/abc.docx")
    assert not is_open("/gradio_api/file=/etc/passwd")
