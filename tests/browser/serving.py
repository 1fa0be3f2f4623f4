"""An application behind a real port and pages that are opened of it, for the tests in a browser."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from eval.benchmarks.browser import CHROMIUM

IN_BROWSER = [
    pytest.mark.skipif(
        not CHROMIUM.exists() and "CI" not in os.environ, reason=f"needs {CHROMIUM}: apt-get install chromium"
    ),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # Gradio and Starlette, of each other
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """The address of a server of `app`, without a slash at its end; the server stops at the end."""
    import uvicorn

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


def pages_app() -> Any:
    """The headers and the style sheet of the whole application, without its chat window: pages are added to it."""
    from fastapi import FastAPI

    from chatbot.web.security import Guard
    from chatbot.web.site import STYLESHEET, stylesheet

    app = FastAPI()
    app.add_middleware(Guard)
    app.add_route(STYLESHEET, stylesheet)
    return app


class Profiles:
    """Contexts of a browser. Pages opened with the same options share one, as tabs do, and with it what the server lets
    a browser keep: the scripts of the window are then read once.
    """

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._contexts: dict[str, Any] = {}

    def context(self, **options: Any) -> Any:
        """The context of these options of Playwright's `new_context`."""
        name = repr(sorted(options.items()))
        if name not in self._contexts:
            self._contexts[name] = self._browser.new_context(**options)
        return self._contexts[name]

    def close_pages(self) -> None:
        """Closes all pages, also those that pages have opened."""
        for context in self._contexts.values():
            for page in context.pages:
                page.close()


@contextmanager
def visits(
    profiles: Profiles,
    address: str,
    wait_for: str = "",
    schemes: Sequence[str] = ("data:",),
    errors_may_be: bool = False,
    timeout: float = 15_000,  # milliseconds
) -> Iterator[Callable[..., Any]]:
    """A function that opens a path; all pages are closed at the end.

    Then no page has asked another host for anything or, unless `errors_may_be`, written an error: a page of
    status 4xx writes one.
    """
    requests: list[str] = []
    errors: list[str] = []

    def open_page(path: str = "", **options: Any) -> Any:
        page = profiles.context(**options).new_page()
        page.set_default_timeout(timeout)
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda entry: errors.append(entry.text) if entry.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address + path)
        if wait_for:
            page.locator(wait_for).wait_for()
        return page

    yield open_page
    profiles.close_pages()
    assert [url for url in requests if not url.startswith((address, *schemes))] == []
    assert errors_may_be or errors == []
