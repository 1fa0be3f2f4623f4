"""The text of an answer: its statements, as far as they fit, and around the quotes what there is room for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from chatbot.answer import Part, Statement
from corpus.normalize import search_form
from corpus.years import published_date, relative_points_in

_CUT_WORD = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ\d.,．，]+年?$|[ァ-ヴー]+$|[〇一二三四五六七八九十百千]+$")


def compose(statements: Sequence[Statement], limit: int) -> tuple[Statement, ...]:
    """The statements, a line each, as far as they fit whole into `limit` characters.

    A first one too long for itself is cut and says so by …. Labels, then notes are kept while there is room, each
    whole: they never take the place of a quote.
    """
    first = _cut(_plain(statements[0]), limit)
    kept, room = [(first, statements[0])], limit - len(first.text)
    for statement in statements[1:]:
        plain = _plain(statement)
        if len(plain.text) < room:
            kept.append((plain, statement))
            room -= len(plain.text) + 1
    composed = [plain for plain, _ in kept]
    for at, (plain, statement) in enumerate(kept):
        label = _label(statement)
        if sum(len(part.text) for part in label) <= room:
            composed[at] = replace(plain, parts=(*label, *plain.parts))
            room -= sum(len(part.text) for part in label)
    for at, (_, statement) in enumerate(kept):
        if statement.note and len(statement.note.text) <= room:
            composed[at] = replace(composed[at], note=statement.note)
            room -= len(statement.note.text)
    return tuple(composed)


def year_note(quote: str, published: str) -> Part | None:
    """The years that a quote counts from the date of its document, as a note; None where there are none.

    The date must be known to the month, since a fiscal year begins in April.
    """
    date = published_date(published)
    if date is None:
        return None
    text = search_form(quote)
    found = {text[start:end]: point for point, (start, end) in relative_points_in(text, date)}
    years = "、".join(f"「{word}」は{point}" for word, point in found.items())
    return Part("note", f"（注：公表日 {published} から数えて、{years}）") if years else None


def _label(statement: Statement) -> tuple[Part, ...]:
    return statement.parts[:1] if statement.number is not None and statement.parts[0].kind == "label" else ()


def _plain(statement: Statement) -> Statement:
    """The statement without what may be left out."""
    return replace(statement, parts=statement.parts[len(_label(statement)) :], note=None)


def _cut(statement: Statement, limit: int) -> Statement:
    """The statement, its last parts cut where it is too long, never within a number or a word of Latin letters."""
    over = len(statement.text) - limit
    if over <= 0:
        return statement
    room = sum(len(part.text) for part in statement.parts) - over - 1
    parts: list[Part] = []
    for part in statement.parts:
        if len(part.text) > room:
            parts.append(Part(part.kind, f"{_CUT_WORD.sub('', part.text[:room])}…"))
            break
        parts.append(part)
        room -= len(part.text)
    return replace(statement, parts=tuple(parts))
