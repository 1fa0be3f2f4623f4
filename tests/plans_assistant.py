"""A stand-in for the assistant over real plans: answers and hits are looked up by plain words, without a model."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from citing import cite

from chatbot.answer import Answer, Citation, Part, Statement
from chatbot.assistant import QuestionError
from corpus.document import Corpus, Passage
from index.retriever import Hit

NEAREST = "12. 旅券"


class PlansAssistant:
    """Cites the first passages that hold the question's first word; 遅い takes a while, 故障 fails, 天気 is not found."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()

    def answer_question(self, question: str, history: Sequence[str] = ()) -> Answer:
        """An answer of one quote, or none."""
        if not question.strip():
            raise QuestionError("質問が空です。知りたいことを入力してください。")
        self.asked.append((question, tuple(history)))
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            return self._answer(question)
        finally:
            with self._lock:
                self._now -= 1

    def retrieve(self, question: str, history: Sequence[str] = (), limit: int = 20) -> list[Hit]:
        """The first passages that hold the first word."""
        if not question.strip():
            raise QuestionError("質問が空です。知りたいことを入力してください。")
        found = [passage for passage in self.corpus.passages if question.split()[0] in passage.text][:limit]
        return [Hit(passage, rank, 1.0 / rank, 0.5, ()) for rank, passage in enumerate(found, 1)]

    def _answer(self, question: str) -> Answer:
        if "故障" in question:
            raise RuntimeError("index on fire")
        if "遅い" in question:
            time.sleep(0.3)
        hits = self.retrieve(question, (), 2)
        if not hits:
            said = Statement((Part("wording", "記載は見つかりませんでした。"),))
            near = Statement((Part("wording", "・"), Part("heading", NEAREST)))
            return Answer(question, "not_found", f"{said.text}\n{near.text}", (), 1.0, statements=(said, near))
        citations = tuple(self._cite(hit.rank, hit.passage) for hit in hits)
        return Answer(question, "answered", f"{citations[0].quote} [1]", citations, 1.0)

    def _cite(self, number: int, passage: Passage) -> Citation:
        document, sentence = self.corpus.document(passage.doc_id), passage.sentences[0]
        page = document.page_at(sentence.spans[0][0])
        score = 1.0 / number
        return cite(self.corpus, passage, [sentence], number, score=score, page=page, sha256=document.sha256)
