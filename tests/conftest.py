"""What many tests read: the plans as parsed, and the assistant over the real index."""

from __future__ import annotations

import os
import tempfile

import pytest

# Before anything reads it: a developer's own documents must not be in the corpus under test.
_EMPTY_LIBRARY = tempfile.TemporaryDirectory(prefix="keikaku-documents-")
os.environ["KEIKAKU_DOCUMENTS"] = _EMPTY_LIBRARY.name
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as keikaku.py sets it

from chatbot.assistant import Assistant  # noqa: E402
from corpus.document import Corpus  # noqa: E402
from corpus.readers import read_corpus  # noqa: E402


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return read_corpus()


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """The real one; `keikaku build` (or `make test`) makes its index."""
    return Assistant.open()
