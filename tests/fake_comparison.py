"""A stand-in for the assistant that compares three short plans by word overlap, for the tests of the comparison page."""

from __future__ import annotations

from fake_assistant import FakeAssistant

from chatbot import wording
from chatbot.api.assistance import State
from chatbot.assistant import QuestionError
from chatbot.question import read_question
from chatbot.side_by_side import SideBySide, oldest_first, side_by_side
from corpus.document import Corpus, Document, Passage, Sentence
from corpus.normalize import search_form
from index.retriever import Hit, ScoredSentence
from index.tokenizer import words

TEXTS = {
    "old": (
        "（１）出生届\n",
        "出生届のオンライン届出について、全ての自治体での運用を2025年度中に開始する。",
        "出生届の様式に用いる<b>電子署名</b>の在り方を検討する。",
        "\n（２）保育\n",
        "保育施設等におけるICT端末の導入率を100%とする。",
    ),
    "new": (
        "１．届出\n",
        "出生届のオンライン届出について、全ての自治体での運用を2026年夏までに開始する。",
        "出生届の届出を受けた自治体は、=SUM(A1)と記録する。",
        "\n２．窓口\n",
        "窓口の混雑を減らすため、予約の仕組みを全ての支所に広げる。",
    ),
    "draft": (
        "第１\n",
        "保育施設等におけるICT端末の導入率は99.5%となった。",
        "\n第２\n",
        "電子契約の利用を全ての部局に広げる。",
    ),
}
_ABOUT = {
    "old": ("情報化の方針", "2024-11-12", "会議資料", "https://example.go.jp/houshin"),
    "new": ("情報化計画", "2025-06-13", "決定", ""),
    "draft": ("情報化計画 2026（案）", "2026-07-07", "案", ""),
}


def _document(doc_id: str) -> Document:
    title, published, status, source = _ABOUT[doc_id]
    return Document(doc_id, title, published, "みどり市", status, source, "", "prose", "".join(TEXTS[doc_id]), (title,))


def _passages(doc_id: str) -> list[Passage]:
    """A passage for each heading."""
    found: list[Passage] = []
    at = 0
    for text in TEXTS[doc_id]:
        if text.endswith("\n"):
            found.append(Passage(f"{doc_id}:{at}", doc_id, "text", (text.strip(),), ()))
        else:
            sentence = Sentence(text, ((at, at + len(text)),), True)
            last = found.pop()
            found.append(Passage(last.id, doc_id, "text", last.heading_path, (*last.sentences, sentence)))
        at += len(text)
    return found


CORPUS = Corpus(
    tuple(_document(doc_id) for doc_id in ("draft", "old", "new")),
    tuple(passage for doc_id in TEXTS for passage in _passages(doc_id)),
    (),
    (),
)


def hits(question: str) -> list[Hit]:
    """The passages that share words with the question, scored by how many."""
    asked = set(words(search_form(question)))
    found = []
    for passage in CORPUS.passages:
        score = float(len(asked & set(words(search_form(passage.text)))))
        if score:
            scored = tuple(ScoredSentence(sentence, score, 0.9) for sentence in passage.sentences)
            found.append(Hit(passage, 0, score, 0.9, scored))
    return sorted(found, key=lambda hit: -hit.score)


class FakeComparer(FakeAssistant):
    """Compares by `hits`; 故障 fails, 拒否 is refused."""

    def __init__(self) -> None:
        super().__init__()
        self.corpus = CORPUS

    def compare_documents(self, question: str) -> SideBySide:
        """The comparison of the three plans."""
        if "故障" in question:
            raise RuntimeError("index on fire")
        if "拒否" in question:
            raise QuestionError("この質問は読めません。")
        found = hits(question)
        if not found:
            refusal = wording.silence("unrelated", (), len(CORPUS.documents))
            return SideBySide(silent=tuple(oldest_first(CORPUS.documents)), refusal=refusal)
        return side_by_side(question, read_question(question, CORPUS.documents), found, CORPUS.documents)


class LoadingComparer(FakeComparer):
    """The model is not there yet."""

    def __init__(self) -> None:
        super().__init__()
        self.state: State = "loading"
