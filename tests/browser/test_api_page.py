"""In a browser: the page that explains the API, and a window that is told to wait."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_assistant import FakeAssistant

CHROMIUM = Path(os.environ.get("KEIKAKU_CHROMIUM", "/usr/bin/chromium"))

pytestmark = [
    pytest.mark.skipif(
        not CHROMIUM.exists() and "CI" not in os.environ, reason=f"needs {CHROMIUM}: apt-get install chromium"
    ),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # Gradio and Starlette, of each other
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server that takes two questions a minute."""
    import uvicorn

    from chatbot.web.app import build_app

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEIKAKU_QUESTIONS_PER_MINUTE", "2")
        app = build_app(FakeAssistant())
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
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


@pytest.mark.parametrize("path", ["api/docs", "en/api/docs"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_the_page_can_be_read_by_all(browser: Any, address: str, path: str, width: int, scheme: str) -> None:
    """No violation that axe can find, no sideways scrolling, no script needed, no other host asked."""
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + path)
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    violations = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    page.close()


def test_a_call_is_reached_from_the_list_by_keyboard(browser: Any, address: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}api/docs")
    page.get_by_role("link", name="POST /api/search 検索する").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#search")
    assert page.get_by_role("heading", name="検索する", exact=True).is_visible()
    page.close()


@pytest.mark.parametrize(("path", "said"), [("", "送られた回数が多すぎます"), ("en/", "Too many requests")])
def test_a_person_who_asks_too_often_is_told_so_and_keeps_the_question(
    browser: Any, address: str, path: str, said: str
) -> None:
    import httpx

    while httpx.post(f"{address}api/ask", json={"question": "出生届は？"}).status_code != 429:
        pass
    page = browser.new_page()
    page.set_default_timeout(15_000)
    page.goto(address + path)
    box = page.locator("#question textarea[aria-describedby]")
    box.fill("出生届は？")
    box.press("Enter")
    page.get_by_text(said).wait_for()
    assert box.input_value() == "出生届は？"
    page.close()
