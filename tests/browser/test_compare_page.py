"""The comparison page in a browser: columns side by side when wide, blocks when narrow, without JavaScript, by keyboard."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fake_comparison import FakeComparer

CHROMIUM = Path(os.environ.get("KEIKAKU_CHROMIUM", "/usr/bin/chromium"))
BIRTHS = "出生届のオンライン届出"

pytestmark = [
    pytest.mark.skipif(
        not CHROMIUM.exists() and "CI" not in os.environ, reason=f"needs {CHROMIUM}: apt-get install chromium"
    ),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    import uvicorn
    from fastapi import FastAPI

    from chatbot.web.compare import add_compare
    from chatbot.web.security import Guard
    from chatbot.web.site import STYLESHEET, stylesheet

    app = FastAPI()
    app.add_middleware(Guard)
    app.add_route(STYLESHEET, stylesheet)
    add_compare(app, FakeComparer(), ThreadPoolExecutor(max_workers=1))
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)
    listener.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Any]:
    """Opens a page; at the end, none has asked another host for anything."""
    requests: list[str] = []
    contexts: list[Any] = []

    def open_page(path: str, **options: Any) -> Any:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [url for url in requests if not url.startswith((address, "data:"))] == []


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ["/compare", f"/compare?q={BIRTHS}", "/en/compare?q=ICT端末の導入率", "/compare?q="])
def test_it_is_accessible_and_fits(open_page: Any, path: str, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(path, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    violations = Axe().run(page, options=rules).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark is (scheme == "dark")
