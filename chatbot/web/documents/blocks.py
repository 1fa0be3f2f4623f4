"""The sections of a page as HTML: headings, paragraphs, policies with their fields, footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from chatbot.web.documents.ink import Pen
from chatbot.web.documents.links import element_id, permalink
from chatbot.web.documents.notes import Note
from chatbot.web.documents.outline import Heading, Section
from chatbot.web.documents.rows import columns, plain_cells
from chatbot.web.documents.tables import Tables
from chatbot.web.documents.text import ReadingTexts
from chatbot.web.escape import escape
from corpus.document import Corpus, Document, Measure, Passage, Policy, Sentence
from corpus.layout import Flow
from corpus.normalize import display_text
from corpus.policies import LEAD, RELATED, TARGET

_FIELDS = (TARGET, LEAD, RELATED)
_DEEPEST = 6  # the last level of HTML's headings


class Setter:
    """Sets the sections of one page."""

    def __init__(
        self, document: Document, path: str, corpus: Corpus, measures: dict[int, Measure], texts: ReadingTexts
    ) -> None:
        """`path` is that of the document; `measures` are those of the timeline by the offset of their headings."""
        self._document = document
        self._path = path
        self._policies: dict[str, Policy] = {f"policy:{policy.number}": policy for policy in corpus.policies}
        self._texts = texts
        self._tables = Tables(document, path, measures, texts)

    def section(self, section: Section, pen: Pen, heading_notes: dict[tuple[str, ...], str]) -> str:
        """Headings and passages; `heading_notes` are the footnote marks of headings, by heading path."""
        passages, headings = section.passages, [*section.headings]
        pieces = []
        titled = headings[-1] if headings and _begins_with_title(passages[0]) else None
        for heading in headings[:-1] if titled else headings:
            shown = escape(display_text(heading.text))
            pieces.append(self._heading(heading, shown, heading_notes.get(heading.path, "")))
        for names, group in groupby(passages, key=columns):
            if names:
                pieces.append(self._tables.table(names, list(group), pen))
                continue
            for passage in group:
                pieces.append(self._passage(passage, pen, titled, heading_notes))
                titled = None
        return "".join(pieces)

    def notes(self, notes: Iterable[Note], pen: Pen) -> str:
        """The notes of a page as list items, each with a link back to its mark."""
        return "".join(self._note(note, pen) for note in notes)

    def _note(self, note: Note, pen: Pen) -> str:
        number = note.footnote.number
        text = "".join(f'<div id="{element_id(p)}">{self._paragraphs(p.sentences, pen)}</div>' for p in note.passages)
        back = ""
        if note.footnote.mark:
            label = escape(self._texts.back_label.format(number=number))
            back = f'<a class="back" href="#ref-{note.id}" aria-label="{label}">{escape(self._texts.back)}</a>'
        name = escape(self._texts.note.format(number=number))
        return (
            f'<li id="note-{note.id}" tabindex="-1"><p class="note-name">{name}</p>'
            f'<div lang="ja">{text}</div><p class="note-links">{back}{permalink(note.passages[0], self._path, self._texts)}</p></li>'
        )

    def _heading(self, heading: Heading, shown: str, mark: str = "") -> str:
        level = min(heading.depth + 2, _DEEPEST)
        more = f'<span class="goes-on">{escape(self._texts.goes_on)}</span>' if heading.goes_on else ""
        page = ""
        if heading.page is not None:
            page = f' <span class="page">{escape(self._texts.page.format(page=heading.page))}</span>'
        return f'<h{level} id="{heading.id}"><span lang="ja">{shown}{mark}</span>{more}{page}</h{level}>'

    def _passage(self, passage: Passage, pen: Pen, title: Heading | None, marks: dict[tuple[str, ...], str]) -> str:
        sentences, head = passage.sentences, ""
        if title:
            first, *rest = sentences
            head = self._heading(title, self._title(first, pen), marks.get(title.path, ""))
            sentences = tuple(rest)
        policy = self._policies.get(passage.record) if passage.kind == "policy" else None
        text = self._policy(policy, sentences, pen) if policy else self._paragraphs(sentences, pen)
        link = permalink(passage, self._path, self._texts)
        return f'<div class="passage" id="{element_id(passage)}" lang="ja">{head}{text}{link}</div>'

    def _title(self, sentence: Sentence, pen: Pen) -> str:
        """A heading that is a sentence of its passage; the number of a policy stands apart from its name."""
        flow = self._flow(sentence)
        number = flow.text.index("]") + 1 if sentence.text.startswith("[No") and "]" in flow.text else 0
        return f"{pen.write(flow, 0, number)} {pen.write(flow, number)}".strip()

    def _paragraphs(self, sentences: Iterable[Sentence], pen: Pen) -> str:
        return "".join(f"<p>{''.join(written)}</p>" for written in self._written(sentences, pen))

    def _written(self, sentences: Iterable[Sentence], pen: Pen) -> Iterator[list[str]]:
        """The HTML of the sentences of each paragraph."""
        paragraph: list[str] = []
        for sentence in sentences:
            if paragraph and sentence.starts_paragraph:
                yield paragraph
                paragraph = []
            paragraph.append(self._sentence(sentence, pen))
        if paragraph:
            yield paragraph

    def _sentence(self, sentence: Sentence, pen: Pen) -> str:
        if found := plain_cells(sentence, self._document):
            written = (f'<span class="cell">{pen.write(self._flow(cell))}</span>' for cell in found)
            return " ".join(written)
        return pen.write(self._flow(sentence))

    def _policy(self, policy: Policy, sentences: Iterable[Sentence], pen: Pen) -> str:
        """Paragraphs, then the labelled fields as a list of terms; a label as printed is the term."""
        body, terms = [], []
        for index, group in groupby(sentences, key=lambda sentence: _field_of(policy, sentence)):
            if index is None:
                body.append(self._paragraphs(group, pen))
            else:
                terms.append(self._term(policy, index, list(group), pen))
        return "".join(body) + (f'<dl class="record">{"".join(terms)}</dl>' if terms else "")

    def _term(self, policy: Policy, index: int, sentences: list[Sentence], pen: Pen) -> str:
        flow = self._flow(sentences[0])
        value = (policy.target, policy.lead, policy.related)[index].spans[0][0]
        label = next((at for at, offset in enumerate(flow.offsets) if offset >= value), 0)
        term = pen.write(flow, 0, label) if label else escape(_FIELDS[index] + self._texts.goes_on)
        first = pen.write(flow, label)
        rest = self._paragraphs(sentences[1:], pen)
        return f"<dt>{term}</dt><dd><p>{first}</p>{rest}</dd>"

    def _flow(self, sentence: Sentence) -> Flow:
        return Flow(self._document.text, sentence.spans)


def _begins_with_title(passage: Passage) -> bool:
    if not passage.heading_path or columns(passage):
        return False
    return _bare(display_text(passage.sentences[0].text)) == _bare(display_text(passage.heading_path[-1]))


def _bare(text: str) -> str:
    return "".join(text.split())


def _field_of(policy: Policy, sentence: Sentence) -> int | None:
    """Which of 具体的な目標, 主担当府省庁 and 関係府省庁 a sentence belongs to."""
    for index, field in enumerate((policy.target, policy.lead, policy.related)):
        if any(start < end_of and start_of < end for start, end in sentence.spans for start_of, end_of in field.spans):
            return index
    return None
