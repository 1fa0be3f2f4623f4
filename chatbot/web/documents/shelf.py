"""The documents of the corpus, each cut into parts when it is first read."""

from __future__ import annotations

from chatbot.web.conversation import Answerer
from chatbot.web.documents.parts import Reading, read_through
from chatbot.web.documents.rows import measures_of
from corpus.document import Corpus, Measure


class Shelf:
    """What the pages read; it follows the assistant where that opens another corpus."""

    def __init__(self, assistant: Answerer) -> None:
        self._assistant = assistant
        self._take(assistant.corpus)

    def _take(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._readings: dict[str, Reading] = {}
        self._measures = measures_of(corpus)

    @property
    def corpus(self) -> Corpus:
        """The corpus that answers are taken from now."""
        if self._assistant.corpus is not self._corpus:
            self._take(self._assistant.corpus)
        return self._corpus

    @property
    def measures(self) -> dict[int, Measure]:
        """The measures of the timeline by the offset of their headings."""
        return self._measures

    def reading(self, doc_id: str) -> Reading | None:
        """The document of that id, None where there is none."""
        corpus = self.corpus
        if doc_id not in self._readings:
            if all(document.doc_id != doc_id for document in corpus.documents):
                return None
            self._readings[doc_id] = read_through(corpus, doc_id)
        return self._readings[doc_id]
