"""The statements of a document on a subject: sentences that can be read alone, with what they cannot be read without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.evidence import ANSWER_CHARACTERS, pick_evidence
from chatbot.question import Asked
from chatbot.sentence_blocks import running_sentence
from corpus.document import Document, Passage, Sentence, join_sentences
from corpus.normalize import search_form
from index.retriever import Hit
from index.tokenizer import words

_READ = 8  # passages of a document whose statements are looked at
_ROOM = 320  # characters of the statements of a document that are shown whatever the other documents say
_STATEMENTS = 3  # of a document that are shown so
_FRAGMENT = 30  # characters: a shorter line of a slide is not read alone,
_WINDOW = 160  # and is shown with as many characters of the lines around it
_ON_SUBJECT_SHARE = 0.5  # of those words of the subject that a statement or its heading must hold


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as a document makes it: sentences that stand together in one passage."""

    document: Document
    passage: Passage
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The sentences as printed, joined."""
        return join_sentences(self.sentences)

    @property
    def page(self) -> int | None:
        """The printed page, None where it is not known."""
        return self.document.page_at(self.sentences[0].spans[0][0])


def best_statements(asked: Asked, named: set[str], document: Document, hits: Sequence[Hit]) -> list[Said]:
    """The statements of a document that say most of the matter, best first; one at least."""
    picked = [item for item in pick_evidence(asked, hits, _ROOM) if item.chosen]
    said = [
        Said(document, item.hit.passage, tuple(item.hit.passage.sentences[at] for at in block))
        for item in picked
        for block in _blocks(item.hit.passage, item.chosen)
    ]
    return [one for one in said if _is_on(named, one)][:_STATEMENTS] or said[:1]


def _is_on(named: set[str], said: Said) -> bool:
    """Whether a statement, with the heading right above it, speaks of the subject."""
    spoken = words(search_form(f"{' '.join(said.passage.heading_path[-1:])} {said.text}"))
    return len(named & {*spoken}) >= _ON_SUBJECT_SHARE * len(named)


def all_statements(document: Document, hits: Sequence[Hit]) -> list[Said]:
    """Every statement of the passages that speak of the matter."""
    return [
        Said(document, hit.passage, tuple(hit.passage.sentences[at] for at in block))
        for hit in hits[:_READ]
        for block in _blocks(hit.passage, range(len(hit.passage.sentences)))
    ]


def _blocks(passage: Passage, chosen: Sequence[int]) -> list[list[int]]:
    """`chosen` in statements: a sentence with the list that it runs through, the short lines of a slide together."""
    texts = [sentence.text for sentence in passage.sentences]
    blocks: list[list[int]] = []
    for at in chosen:
        if blocks and at in blocks[-1]:
            continue
        joins = blocks and at == blocks[-1][-1] + 1 and passage.kind == "slide"
        room = _WINDOW - sum(len(texts[index]) for index in blocks[-1]) if joins else 0
        if room > 0 and min(len(texts[at]), len(texts[at - 1])) < _FRAGMENT:
            blocks[-1].append(at)
        else:
            whole = running_sentence(texts, at, ANSWER_CHARACTERS)
            blocks.append([index for index in whole if index in chosen and index >= at] or [at])
    return blocks
