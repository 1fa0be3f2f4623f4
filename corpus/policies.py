"""第2 重点政策一覧: every policy with its body, 具体的な目標, 主担当府省庁 and 関係府省庁.

A policy is `○[No. g-n] title`, then its bullets, then the three labelled fields. Where a policy spilt over a column of
the original, its last fields are printed before its own heading, after the complete fields of another policy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from corpus.document import Document, Field, Passage, Policy, Sentence, Span, passage_id
from corpus.layout import Flow, Line, trim
from corpus.passages import pack
from corpus.sentences import read_sentences

TARGET, LEAD, RELATED = "具体的な目標", "主担当府省庁", "関係府省庁"
WHOLE_CHARACTERS = 450  # a policy up to this length is one passage
_PAGE_WIDTH = 65  # a page break cuts a paragraph after at least one full line of print

_PART = re.compile(r"#+\s*(第2\s+重点政策一覧)\s*")
_NEXT_PART = re.compile(r"#+\s*第3\s.*")
_HEADING_LINE = re.compile(r"#+\s[^\[]*")
_CONTENTS_PART = re.compile(r"第2\s+重点政策一覧\t.*")
_CHAPTER = re.compile(r"(?P<number>\d)[.．]\s+(?P<title>[^\t]*\S)\s*\t\s*\d+\s*")
# The table of contents prints the same headings with tabs and page numbers.
_POLICY = re.compile(r"[#*\s]*○?\s*(?P<mark>\[No\.?\s*(?P<number>\d+-\d+)\])[*\s]*(?P<title>[^\t]*)")
_LABEL = re.compile(
    r"[#*\s-]*(?P<label>(?P<target>具体的な目標)|主?担当{1,2}府省庁|(?P<related>関?係府省庁))\s*\**\s*[：:]\**"
)
_MARK = re.compile(r"\s*(?:[・○●※＜<\[【（(]|[①-⑳])")
_QUALIFIER = re.compile(r"[（(](?!※|\d+[）)])")
_END = tuple("。．！？）)」』】＞>：:")

Paragraph = list[Span]


@dataclass(slots=True)
class _Draft:
    """A policy while it is read: paragraphs by place, each a list of spans; what follows the last field is surplus."""

    number: str
    title: Paragraph
    line: int
    body: list[Paragraph] = field(default_factory=list)
    fields: dict[str, list[Paragraph]] = field(default_factory=dict)
    surplus: list[tuple[str, Paragraph]] = field(default_factory=list)

    def is_complete(self) -> bool:
        return len(self.fields) == len((TARGET, LEAD, RELATED))


def policy_region(lines: Sequence[Line]) -> range:
    """Indexes into `lines` from the heading of 第2 (table of contents included) up to the heading of 第3.

    The document's title, printed again above the heading of 第3, is left out too.
    """
    start = next((i for i, line in enumerate(lines) if _PART.fullmatch(line.text)), len(lines))
    ends = (i for i in range(start, len(lines)) if _NEXT_PART.fullmatch(lines[i].text))
    stop = next(ends, len(lines))
    while stop - 1 > start and (not lines[stop - 1].text.strip() or _HEADING_LINE.fullmatch(lines[stop - 1].text)):
        stop -= 1
    return range(start, stop)


def read_policies(text: str, lines: Sequence[Line]) -> tuple[Policy, ...]:
    """The policies of 第2 in the order printed, displaced fields put back; none where the text has no such part."""
    region = policy_region(lines)
    if not region:
        return ()
    match = _PART.fullmatch(lines[region.start].text)
    path = (match[1],) if match else ()
    drafts = _read_drafts(text, [lines[index] for index in region])
    _return_displaced(text, drafts)
    return tuple(_policy(text, draft, path) for draft in drafts)


def policy_chapters(text: str) -> dict[str, str]:
    """The chapters of 第2, number → title, as its table of contents prints them; a policy's number begins with its own."""
    lines = text.split("\n")
    start = next((i for i, line in enumerate(lines) if _CONTENTS_PART.fullmatch(line)), len(lines))
    matches = takewhile(bool, map(_CHAPTER.fullmatch, lines[start + 1 :]))
    return {match["number"]: match["title"] for match in matches if match}


def _read_drafts(text: str, lines: Sequence[Line]) -> list[_Draft]:
    drafts: list[_Draft] = []
    for line in lines:
        if "\t" in line.text or not line.text.strip():
            continue
        if match := _POLICY.fullmatch(line.text):
            title = _clean_spans(line, match.start("title"))
            drafts.append(_Draft(match["number"], title, line.number))
        elif drafts:
            _add_line(text, drafts[-1], line)
    return drafts


def _add_line(text: str, draft: _Draft, line: Line) -> None:
    label = _LABEL.match(line.text)
    name = _label_name(label) if label else ""
    spans = _clean_spans(line, label.end() if label else 0)
    if draft.is_complete():
        draft.surplus.append((name, spans))
    elif name:
        draft.fields[name] = [spans] if spans else []
    elif draft.fields:
        _continue(text, list(draft.fields.values())[-1], line.text, spans)
    elif not draft.body and not line.text.lstrip().startswith("- "):
        draft.title.extend(spans)  # a title that runs over two lines: bodies begin with a bullet
    else:
        _continue(text, draft.body, line.text, spans)


def _label_name(match: re.Match[str]) -> str:
    if match["target"]:
        return TARGET
    return RELATED if match["related"] else LEAD


def _continue(text: str, paragraphs: list[Paragraph], printed: str, spans: Paragraph) -> None:
    """Add a line as a paragraph, or to the last one where a page break cut that."""
    if paragraphs and not printed.lstrip().startswith("- ") and _is_cut(text, paragraphs[-1], spans):
        paragraphs[-1].extend(spans)
    else:
        paragraphs.append(spans)


def _is_cut(text: str, before: Paragraph, after: Paragraph) -> bool:
    printed, following = Flow(text, before).text, Flow(text, after).text
    if _QUALIFIER.match(following):  # 「（2027年度末：90法人）」 belongs to the figure before it
        return not printed.endswith("。")
    if following[:1].isdecimal() and text[before[-1][1] : after[0][0]].count("\n") == 1:
        return not printed.endswith(_END)  # a figure set in a line of its own right under its words
    if _MARK.match(following):
        return False
    return printed.endswith("、") or (len(printed) >= _PAGE_WIDTH and not printed.endswith(_END))


def _clean_spans(line: Line, start: int) -> Paragraph:
    """`line` from `start` on without heading marks, list dash and `**`, which the conversion to Markdown put in."""
    if start == 0 and (markup := re.match(r"\s*(?:#+\s|-\s)\s*", line.text)):
        start = markup.end()
    spans = []
    for end in (*(bold.start() for bold in re.finditer(r"\*\*", line.text)), len(line.text)):
        if start < end:
            first, last = trim(line.text, (start, end), line.start)
            spans.extend([(first, last)] if first < last else [])
        start = max(start, end + len("**"))
    return spans


def _return_displaced(text: str, drafts: Sequence[_Draft]) -> None:
    """Give each policy that lacks fields the nearest surplus printed before it."""
    for index, draft in enumerate(drafts):
        if draft.is_complete():
            continue
        giver = next((other for other in reversed(drafts[:index]) if other.surplus), None)
        if giver is None:
            continue
        name = next(reversed(draft.fields), "")
        for label, spans in giver.surplus:
            if label:
                name = label
                draft.fields[name] = [spans]
            else:
                _continue(text, draft.fields[name] if name else draft.body, "", spans)
        giver.surplus = []


def _policy(text: str, draft: _Draft, path: tuple[str, ...]) -> Policy:
    return Policy(
        number=draft.number,
        title=_field(text, [draft.title]),
        heading_path=path,
        body=tuple(sentence for spans in draft.body for sentence in read_sentences(text, spans)),
        target=_field(text, draft.fields.get(TARGET, [])),
        lead=_field(text, draft.fields.get(LEAD, [])),
        related=_field(text, draft.fields.get(RELATED, [])),
        line=draft.line,
    )


def _field(text: str, paragraphs: Sequence[Paragraph]) -> Field:
    flows = [Flow(text, spans) for spans in paragraphs]
    spans = tuple(span for flow in flows for span in flow.spans(0, len(flow.text)))
    return Field("\n".join(flow.text for flow in flows), spans)


def policy_passages(document: Document, policies: Sequence[Policy], earlier_ids: set[str]) -> list[Passage]:
    """A short policy as one passage; a longer one as passages of its body and of its fields. Extends `earlier_ids`."""
    passages = []
    for policy in policies:
        title = _title_sentence(document.text, policy)
        path = (*policy.heading_path, title.text)
        for sentences, context in _policy_parts(document.text, policy, title):
            bare = "\n".join(sentence.text for sentence in sentences)
            name = passage_id(document.doc_id, "policy", bare, earlier_ids)
            record = f"policy:{policy.number}"
            passages.append(Passage(name, document.doc_id, "policy", path, sentences, context, record))
    return passages


def _policy_parts(text: str, policy: Policy, title: Sentence) -> Iterator[tuple[tuple[Sentence, ...], str]]:
    labelled = [s for value in (policy.target, policy.lead, policy.related) for s in _labelled(text, value)]
    whole = (title, *policy.body, *labelled)
    if sum(len(sentence.text) for sentence in whole) <= WHOLE_CHARACTERS:
        yield whole, ""
        return
    bodies = pack(policy.body) or [()]
    yield (title, *bodies[0]), ""  # the title is no passage of its own
    yield from ((sentences, "") for sentences in bodies[1:])
    yield from ((sentences, TARGET) for sentences in pack(labelled))


def field_sentences(text: str, value: Field) -> list[Sentence]:
    """The sentences of a field of a policy, without its label; `text` is the published text."""
    return [sentence for spans in _paragraphs(text, value) for sentence in read_sentences(text, spans)]


def _title_sentence(text: str, policy: Policy) -> Sentence:
    """`[No. 1-26] title`, as printed."""
    start = text.rfind("[No", 0, policy.title.spans[0][0])
    mark = (start, text.index("]", start) + 1)
    flow = Flow(text, policy.title.spans)
    return Sentence(f"{text[slice(*mark)]} {flow.text}", (mark, *policy.title.spans), starts_paragraph=True)


def _labelled(text: str, value: Field) -> Iterator[Sentence]:
    """The sentences of a field; its label, as printed, stands at the head of the first."""
    if not value.spans:
        return
    line_start = text.rfind("\n", 0, value.spans[0][0]) + 1
    label = _LABEL.match(text, line_start)
    lead: Paragraph = [label.span("label")] if label else []
    if label:
        colon = re.compile(r"[：:]").search(text, label.end("label"))
        lead.extend([colon.span()] if colon else [])
    paragraphs = _paragraphs(text, value)
    for index, spans in enumerate(paragraphs):
        yield from read_sentences(text, [*lead, *spans] if index == 0 else spans)


def _paragraphs(text: str, value: Field) -> list[Paragraph]:
    """The spans of a field by its paragraphs, which its text shows by line breaks."""
    lengths = [len("".join(paragraph.split())) for paragraph in value.text.split("\n")]
    paragraphs: list[Paragraph] = [[] for _ in lengths]
    index = filled = 0
    for start, end in value.spans:
        while filled >= lengths[index] and index < len(lengths) - 1:
            index, filled = index + 1, 0
        paragraphs[index].append((start, end))
        filled += len("".join(text[start:end].split()))
    return paragraphs
