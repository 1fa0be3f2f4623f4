"""Why an answer is what it is: how its question was understood, and how each passage was found."""

from __future__ import annotations

from chatbot.answer import Answer, Citation, Why
from chatbot.web.escape import escape
from chatbot.web.text import Texts
from corpus.normalize import display_text


def question_note(answer: Answer, rephrase: bool, texts: Texts) -> str:
    """A note to be opened: what the question was looked up as; without `rephrase` it was as it stands."""
    lines = list(_as_understood(answer, texts)) if rephrase else [texts.why.switched_off]
    if rephrase:
        lines = [*lines, texts.why.how_to_switch_off] if lines else [texts.why.as_it_stands]
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<details class="why"><summary>{escape(texts.why.question)}</summary><ul>{items}</ul></details>'


def passage_note(citation: Citation, texts: Texts) -> str:
    """A note to be opened: the words of the question in the passage, and its place in each ranking."""
    summary = escape(texts.why.passage.format(number=citation.number))
    body = f"<p>{escape(texts.why.not_searched)}</p>"
    if citation.why:
        rows = _rows(citation.why, texts)
        body = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
        body = f"<dl>{body}</dl>"
    return f'<details class="why"><summary>{summary}</summary>{body}</details>'


def _as_understood(answer: Answer, texts: Texts) -> list[str]:
    lines = []
    if answer.understood_as:
        lines.append(texts.why.follow_up.format(question=display_text(answer.understood_as)))
    for bridge in answer.bridges:
        official = texts.why.between_bridged.join(bridge.official)
        lines.append(texts.why.bridge.format(said=bridge.said, official=official))
    return lines


def _rows(why: Why, texts: Texts) -> list[tuple[str, str]]:
    words, ranks = texts.why, why.ranks
    read = words.not_read.format(rank=why.rank)
    if why.relevance is not None:
        read = words.relevance.format(rank=why.rank, relevance=f"{why.relevance:+.1f}".replace("-", "−"))
    return [
        (words.terms, words.separator.join(why.terms) or words.no_terms),
        (words.dense, words.rank.format(rank=ranks.dense)),
        (words.bm25, words.no_match if ranks.bm25 is None else words.rank.format(rank=ranks.bm25)),
        (words.fused, words.rank.format(rank=ranks.fused)),
        (words.reranked, read),
    ]
