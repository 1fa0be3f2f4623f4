"""What the browser tests share; lets them use fake_assistant.py of the folder above."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import launched, visits

sys.path.insert(0, str(Path(__file__).parent.parent))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Any]:
    """Opens the window."""
    wait_for = "#question textarea[aria-describedby]"
    with visits(browser, address, wait_for, ("data:", "blob:")) as open_page:
        yield open_page


@pytest.fixture
def page(open_page: Any) -> Any:
    return open_page(viewport={"width": 1280, "height": 900})
