"""What the browser tests share; lets them use fake_assistant.py of the folder above."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import Profiles, launched, visits

sys.path.insert(0, str(Path(__file__).parent.parent))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def profiles(browser: Any) -> Profiles:
    return Profiles(browser)


@pytest.fixture
def open_page(profiles: Profiles, address: str) -> Iterator[Any]:
    """Opens the window."""
    wait_for = "#question textarea[aria-describedby]"
    with visits(profiles, address, wait_for, ("data:", "blob:")) as open_page:
        yield open_page


@pytest.fixture
def page(open_page: Any) -> Any:
    return open_page(viewport={"width": 1280, "height": 900})
