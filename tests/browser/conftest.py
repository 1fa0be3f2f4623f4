"""What the browser tests share; lets them use fake_assistant.py of the folder above."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import Profiles, visits

from eval.benchmarks.browser import launched
from eval.benchmarks.site_pages import QUESTION_BOX

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
    with visits(profiles, address, QUESTION_BOX, ("data:", "blob:")) as open_page:
        yield open_page


@pytest.fixture
def page(open_page: Any) -> Any:
    return open_page(viewport={"width": 1280, "height": 900})
