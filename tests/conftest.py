"""What many tests read: the plans as parsed, and the assistant over the real index."""

from __future__ import annotations

import pytest

from chatbot.assistant import Assistant
from corpus.document import Corpus
from corpus.readers import read_corpus


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return read_corpus()


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """The real one; `keikaku build` (or `make test`) makes its index."""
    return Assistant.open()
