"""The text of an answer: quotes with their numbers, and around them what the program adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.normalize import search_form
from corpus.years import published_date, relative_points_in


@dataclass(frozen=True, slots=True)
class Part:
    """A line of an answer: a quote with its number, the label before it and a note behind it, which may be left out."""

    text: str
    label: str = ""
    note: str = ""


def compose(parts: Sequence[Part], limit: int) -> str:
    """The parts, a line each, as far as their texts fit whole into `limit` characters.

    A first text too long for itself is cut and says so by …. Labels, then notes are added while there is room, each
    whole: they never take the place of a quote.
    """
    first = parts[0].text if len(parts[0].text) <= limit else parts[0].text[: limit - 1] + "…"
    lines, room = [(first, parts[0])], limit - len(first)
    for part in parts[1:]:
        if len(part.text) < room:
            lines.append((part.text, part))
            room -= len(part.text) + 1
    texts = [text for text, _ in lines]
    for at, (_, part) in enumerate(lines):
        if len(part.label) <= room:
            texts[at] = part.label + texts[at]
            room -= len(part.label)
    for at, (_, part) in enumerate(lines):
        if len(part.note) <= room:
            texts[at] += part.note
            room -= len(part.note)
    return "\n".join(texts)


def year_note(quote: str, published: str) -> str:
    """The years that a quote counts from the date of its document, as a note; empty where there are none.

    The date must be known to the month, since a fiscal year begins in April.
    """
    date = published_date(published)
    if date is None:
        return ""
    text = search_form(quote)
    found = {text[start:end]: point for point, (start, end) in relative_points_in(text, date)}
    years = "、".join(f"「{word}」は{point}" for word, point in found.items())
    return f"（注：公表日 {published} から数えて、{years}）" if years else ""
