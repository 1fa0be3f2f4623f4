"""A comparison → what its page and its file show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from chatbot.changes import ChangeKind
from chatbot.differences import Difference, differences
from chatbot.labels import document_name
from chatbot.side_by_side import Row, SideBySide
from chatbot.statements import Said
from chatbot.web.compare_text import CompareTexts
from chatbot.web.documents.citations import quote_link
from chatbot.web.escape import escape, hidden
from corpus.document import Document, Span
from corpus.normalize import display_text


@dataclass(frozen=True, slots=True)
class Note:
    """A line below a statement: how it differs from an older one. `label` is what changed, in words."""

    label: str
    text: str
    since: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A statement as shown, with where it stands and how it differs; without `quote`, nothing corresponds."""

    document: Document
    quote: Markup | None = None
    headings: str = ""
    page: int | None = None
    notes: tuple[Note, ...] = ()
    link: str = ""  # to the statement in its document


@dataclass(frozen=True, slots=True)
class View:
    """The page: documents that have a column with the rows beneath, those with statements of their own, the silent."""

    columns: tuple[Document, ...]
    rows: tuple[tuple[Cell, ...], ...]
    alone: tuple[tuple[Document, tuple[Cell, ...]], ...]
    silent: tuple[Document, ...]
    is_only_one: bool


def view(found: SideBySide, texts: CompareTexts) -> View:
    """What the page shows of a comparison."""
    aligned = [row for row in found.rows if _count(row) > 1]
    single = [cell for row in found.rows if _count(row) == 1 for cell in row if cell]
    places = [at for at in range(len(found.speaking)) if any(row[at] for row in aligned)]
    alone = tuple(
        (document, tuple(_cell(said, (), texts) for said in single if said.document is document))
        for document in found.speaking
    )
    return View(
        tuple(found.speaking[at] for at in places),
        tuple(_row(row, places, found.speaking, texts) for row in aligned),
        tuple((document, cells) for document, cells in alone if cells),
        found.silent,
        len(found.speaking) == 1,
    )


def csv_rows(found: SideBySide, texts: CompareTexts) -> Iterator[dict[str, str]]:
    """A row for each statement, then one for each document that is silent, by the columns of the file."""
    for number, row in enumerate(found.rows, 1):
        told = differences(row)
        for said in (cell for cell in row if cell):
            notes = tuple(_notes(said, told, texts))
            change = "／".join(f"{note.label}：{note.text}" if note.text else note.label for note in notes)
            path = " › ".join(display_text(heading) for heading in said.passage.heading_path)
            since = "、".join(dict.fromkeys(note.since for note in notes))
            page = "" if said.page is None else str(said.page)
            values = (str(number), *_facts(said.document), path, page, display_text(said.text), since, change)
            yield dict(zip(texts.columns, values, strict=True))
    for document in found.silent:
        yield dict(zip(texts.columns, ("", *_facts(document), "", "", texts.silent, "", ""), strict=True))


def told_since(name: str, texts: CompareTexts) -> Markup:
    """With which document a statement was compared, the Japanese name marked as such."""
    return Markup(texts.since).format(name=Markup('<span lang="ja">{}</span>').format(name))


def _row(row: Row, places: Sequence[int], speaking: Sequence[Document], texts: CompareTexts) -> tuple[Cell, ...]:
    told = differences(row)
    cells = ((speaking[at], row[at]) for at in places)
    return tuple(_cell(said, told, texts) if said else Cell(document) for document, said in cells)


def _cell(said: Said, told: Sequence[Difference], texts: CompareTexts) -> Cell:
    path = " › ".join(display_text(heading) for heading in said.passage.heading_path)
    spans = tuple(span for sentence in said.sentences for span in sentence.spans)
    link = quote_link(said.document.doc_id, spans, texts.site.prefix)
    return Cell(said.document, _quote(said, told, texts), path, said.page, tuple(_notes(said, told, texts)), link)


def _notes(said: Said, told: Sequence[Difference], texts: CompareTexts) -> Iterator[Note]:
    for difference in told:
        if difference.newer is not said:
            continue
        since = document_name(difference.older.document, dated=True)
        if difference.decided:
            yield Note(texts.decided, f"{texts.draft} → {texts.in_force}", since)
        for change in difference.changes:
            older, newer = difference.older.text[slice(*change.older)], said.text[slice(*change.newer)]
            yield Note(texts.kinds[change.kind], f"{display_text(older)} → {display_text(newer)}", since)
        if difference.verdict != "changed":
            yield Note(texts.same if difference.verdict == "same" else texts.differs, "", since)


def _quote(said: Said, told: Sequence[Difference], texts: CompareTexts) -> Markup:
    """The statement, what changed in `<mark>` with its kind said to screen readers."""
    pieces, done = [], 0
    for (start, end), kind in _marks(said, told):
        if start < done:
            continue
        label = hidden(f"［{texts.changed_here}{texts.kinds[kind]}］")
        pieces.append(f"{_shown(said.text[done:start])}<mark>{label}{_shown(said.text[start:end])}</mark>")
        done = end
    return Markup("".join([*pieces, _shown(said.text[done:])]))


def _marks(said: Said, told: Iterable[Difference]) -> list[tuple[Span, ChangeKind]]:
    found: set[tuple[Span, ChangeKind]] = set()
    for difference in told:
        if difference.newer is said:
            found.update((change.newer, change.kind) for change in difference.changes)
        if difference.older is said:
            found.update((change.older, change.kind) for change in difference.changes)
    return sorted(found)


def _shown(text: str) -> str:
    """A part of a statement escaped, in its screen form; the white space around it stays."""
    bare = text.strip()
    at = text.find(bare)
    return escape(text[:at] + display_text(bare) + text[at + len(bare) :])


def _facts(document: Document) -> tuple[str, str, str]:
    return document.title, document.published, document.status


def _count(row: Row) -> int:
    return sum(cell is not None for cell in row)
