"""The browser in which pages are measured and tested."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path(os.environ.get("KEIKAKU_CHROMIUM", "/usr/bin/chromium"))


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium, that asks nothing of another host by itself; ImportError without Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()
