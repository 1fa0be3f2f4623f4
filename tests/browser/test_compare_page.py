"""The comparison page in a browser: columns side by side when wide, blocks when narrow, without JavaScript, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fake_comparison import FakeComparer
from serving import IN_BROWSER, Profiles, pages_app, serving, visits

BIRTHS = "出生届のオンライン届出"

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    from chatbot.web.compare import add_compare

    app = pages_app()
    add_compare(app, FakeComparer(), ThreadPoolExecutor(max_workers=1))
    with serving(app) as address:
        yield address


@pytest.fixture
def open_page(profiles: Profiles, address: str) -> Iterator[Any]:
    with visits(profiles, address, errors_may_be=True, timeout=30_000) as open_page:
        yield open_page


def test_a_question_is_compared_by_keyboard_and_without_javascript(open_page: Any) -> None:
    page = open_page("/compare", java_script_enabled=False)
    box = page.get_by_role("searchbox", name="質問または話題")
    box.fill(BIRTHS)
    box.press("Enter")
    page.get_by_role("heading", name=f"「{BIRTHS}」を文書ごとに比べる").wait_for()
    assert page.locator(".changes strong").all_inner_texts() == ["期限"]
    assert page.get_by_role("searchbox", name="質問または話題").input_value() == BIRTHS


def test_wide_the_documents_are_columns(open_page: Any) -> None:
    page = open_page(f"/compare?q={BIRTHS}", viewport={"width": 1280, "height": 900})
    left, right = (cell.bounding_box() for cell in page.get_by_role("cell").all())
    assert left["y"] == right["y"] and left["x"] < right["x"]
    assert page.get_by_role("columnheader").count() == 2


def test_narrow_they_are_blocks_that_name_their_document(open_page: Any) -> None:
    page = open_page(f"/compare?q={BIRTHS}", viewport={"width": 360, "height": 800})
    upper, lower = (cell.bounding_box() for cell in page.get_by_role("cell").all())
    assert upper["y"] < lower["y"] and upper["x"] == lower["x"]
    assert page.locator(".cell-document .document").all_inner_texts() == ["情報化の方針", "情報化計画"]
    assert page.get_by_role("columnheader").count() == 2  # still there for screen readers


def test_the_comparison_is_saved_as_a_file(open_page: Any) -> None:
    page = open_page(f"/compare?q={BIRTHS}")
    with page.expect_download() as saved:
        page.get_by_role("link", name="比較をCSVで保存").click()
    assert saved.value.suggested_filename == "compare.csv"
