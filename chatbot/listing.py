"""Complete lists and counts, computed from the records: which records a request means, and the answer that lists them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from chatbot.answer import Outcome
from chatbot.evidence import Evidence
from chatbot.request import Column, Names, Request, Role, read_request
from corpus.document import Corpus, Passage, Policy, Procedure, ProcedureGroup, ProcedureList, join_sentences
from corpus.normalize import display_text, search_form
from index.retriever import Hit, ScoredSentence

_COLUMN_NAMES: dict[Column, str] = {"receiver": "手続の受け手", "subject": "手続主体", "type": "手続類型"}
# What the tables call bodies that a question names by other words.
_COLUMN_WORDS = {"地方公共団体": "地方等", "自治体": "地方等", "地方自治体": "地方等", "地方": "地方等"}
_MINISTRY_SEPARATOR = re.compile(r"[、・\n]")
_VALUE_SEPARATOR = re.compile(r"、|又は")
_LEAD = re.compile(r"主?担当{1,2}府省庁|関?係府省庁|具体的な目標")
_ROLE_FIELDS: dict[Role, tuple[str, ...]] = {"lead": ("lead",), "related": ("related",), "any": ("lead", "related")}
_PRINTED_VALUES = 6

Entry = tuple[str, Passage | None]  # an item as shown, and the passage in which it stands


@dataclass(frozen=True, slots=True)
class Listing:
    """An answer made of records: its outcome, its text, and the evidence of the items named first."""

    outcome: Outcome
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Selection:
    """The records that a request means, and the words for them.

    `heads` stand before the items, `note` behind the count, `heading` is cited for the list itself; `command` lists them.
    """

    words: str
    entries: Sequence[Entry]
    command: str
    heads: Sequence[Entry] = ()
    note: str = ""
    heading: Passage | None = None


class Listings:
    """Lists and counts over the records of a corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        plan = next((document for document in corpus.documents if document.kind == "plan"), None)
        self._plan = f"{plan.names[0]}{plan.published[:4]}" if plan and plan.names else ""
        self._names = _names(corpus)
        self._passages = _first_passages(corpus)

    def answer(self, question: str, longest: int, citations: int) -> Listing | None:
        """The records that `question` asks to be counted or listed; None where it does not, or not surely.

        At most `longest` characters, with at most `citations` pieces of evidence.
        """
        request = read_request(question, self._names) if self._plan else None
        selection = self._select(request) if request else None
        return _listing(selection, longest, citations) if selection else None

    def _select(self, request: Request) -> _Selection | None:
        if request.is_priority:
            return self._priority_lists(request)
        if request.kind == "policy":
            return self._policies(request)
        return self._groups(request) if request.kind == "group" else self._procedures(request)

    # --- policies

    def _policies(self, request: Request) -> _Selection | None:
        words: list[str] = []
        policies: Sequence[Policy] = self._corpus.policies
        if request.ministry:
            fields = _ROLE_FIELDS[request.role or "lead"]
            policies = [p for p in policies if any(request.ministry in _ministries(getattr(p, f).text) for f in fields)]
            words.append(_ministry_words(request, [p.lead.text for p in policies]))
        if request.year:
            policies = [policy for policy in policies if _is_due(request, policy.target.text)]
            words.append(f"具体的な目標に{_deadline_words(request)}がある")
        if request.topic:
            if not any(_holds(request.topic, policy.title.text) for policy in self._corpus.policies):
                return None
            policies = [policy for policy in policies if _holds(request.topic, policy.title.text)]
            words.append(f"題名に「{request.topic}」を含む")
        if not words and not (request.names_list and request.wants != "which"):
            return None
        if request.topic and request.wants == "which":
            return None
        noun = f"{'、'.join(words)}施策（{self._plan} 第2 重点政策一覧）"
        entries = [(f"No. {p.number} {p.title.text}", self._passages.get(f"policy:{p.number}")) for p in policies]
        options = f" --ministry {request.ministry}" if request.ministry else ""
        options += f" --query {request.topic}" if request.topic else ""
        return _Selection(noun, entries, f"keikaku policies{options}")

    # --- procedures

    def _groups(self, request: Request) -> _Selection | None:
        words: list[str] = []
        groups: Sequence[ProcedureGroup] = self._corpus.procedure_groups
        if request.ministry:
            groups = [group for group in groups if request.ministry in _ministries(group.ministries.text)]
            words.append(f"担当府省庁に{request.ministry}がある")
        if request.year:
            groups = [group for group in groups if _is_due(request, _prose(group))]
            words.append(f"取組内容かKPIに{_deadline_words(request)}がある")
        if request.topic:
            groups = [group for group in groups if _holds(request.topic, group.title.text)]
            words.append(f"題名に「{request.topic}」を含む")
        if request.law or request.column or request.group or (not words and request.wants == "which"):
            return None
        if request.topic and (not groups or request.wants == "which"):
            return None
        noun = f"{'、'.join(words)}手続グループ（{self._plan} 第4）"
        entries = [(f"{g.number}. {g.title.text}", self._passages.get(f"group:{g.number}")) for g in groups]
        return _Selection(noun, entries, "keikaku procedures")

    def _procedures(self, request: Request) -> _Selection | None:
        if request.year or (request.topic and request.wants == "which"):
            return None
        rows = [
            (group, index, row) for group in self._corpus.procedure_groups for index, row in enumerate(group.rows, 1)
        ]
        words: list[str] = []
        options = note = ""
        if request.group:
            group = next((g for g in self._corpus.procedure_groups if search_form(g.number) == request.group), None)
            if group is None or not group.rows:
                return None
            rows = [item for item in rows if item[0] is group]
            words.append(f"グループ{group.number}「{group.title.text}」の")
            options = f" --group {group.number}"
        if request.ministry:
            rows = [item for item in rows if request.ministry in _ministries(item[0].ministries.text)]
            words.append(f"担当府省庁に{request.ministry}がある手続グループの")
        if request.law:
            rows, law_words, note = _by_law(rows, request.law)
            words.append(law_words)
            options += f" --query {request.law}"
        if request.column:
            column, value = request.column[0], _COLUMN_WORDS.get(request.column[1], request.column[1])
            rows, column_words, note = _by_column(rows, column, value)
            words.append(column_words)
        if request.topic:
            found = _by_topic(rows, request.topic)
            if found is None:
                return None
            rows, topic_words, topic_options = found
            words.append(topic_words)
            options += topic_options
        if not words and not (request.names_list and request.wants != "which"):
            return None
        noun = f"{'、'.join(words)}手続（{self._plan} 第4 対象手続一覧）"
        entries = [
            (
                f"{row.name.text}（手続ID {row.procedure_id.text}）",
                self._passages.get(f"procedure:{group.number}:{index}"),
            )
            for group, index, row in rows
        ]
        is_group = rows and "--group" in options
        heading = self._passages.get(f"group:{rows[0][0].number}") if is_group else None
        return _Selection(noun, entries, f"keikaku procedures{options}", note=note, heading=heading)

    def _priority_lists(self, request: Request) -> _Selection | None:
        if request.ministry or request.year or request.law or request.column or request.group:
            return None
        lists = [
            entry
            for entry in self._corpus.procedure_lists
            if any(_holds(request.topic, name) for name in (*entry.heading_path[2:], entry.title.text))
        ]
        if not lists:
            return None
        heads = [(f"{entry.title.text}：{len(entry.items)}件", self._list_passage(entry)) for entry in lists]
        entries: list[Entry] = [(item.text, None) for entry in lists for item in entry.items]
        chapter = _NUMBERING.sub("", lists[0].heading_path[1])
        of = f"「{request.topic}」の" if request.topic else ""
        noun = f"{of}{chapter}（{self._plan} 第4 Ⅴ）"
        return _Selection(noun, entries, "keikaku procedures --lists", heads)

    def _list_passage(self, entry: ProcedureList) -> Passage | None:
        path = (*entry.heading_path, entry.title.text)
        return next((passage for passage in self._corpus.passages if passage.heading_path == path), None)


_NUMBERING = re.compile(r"^(?:Ⅴ|V)\s+")
_Row = tuple[ProcedureGroup, int, Procedure]


def _names(corpus: Corpus) -> Names:
    fields = [field.text for policy in corpus.policies for field in (policy.lead, policy.related)]
    fields += [group.ministries.text for group in corpus.procedure_groups]
    rows = [row for group in corpus.procedure_groups for row in group.rows]
    return Names(
        ministries={name for text in fields for name in _ministries(text) if len(name) > 1},
        laws={_law_name(row) for row in rows} - {""},
        values={column: _printed_values(rows, column) for column in _COLUMN_NAMES},
    )


def _printed_values(rows: Iterable[Procedure], column: Column) -> set[str]:
    """The cells of a column, and the parts of those that name several."""
    cells = {search_form(getattr(row, column).text) for row in rows} - {""}
    return cells | {value for cell in cells for value in _values(cell)}


def _first_passages(corpus: Corpus) -> dict[str, Passage]:
    """The passage that holds each record's title or row, by the record's name."""
    passages: dict[str, Passage] = {}
    for passage in corpus.passages:
        if passage.kind in ("policy", "procedure", "group") and passage.record:
            passages.setdefault(passage.record, passage)
    return passages


def _ministries(text: str) -> list[str]:
    return [name.strip() for name in _MINISTRY_SEPARATOR.split(text)]


def _ministry_words(request: Request, leads: Iterable[str]) -> str:
    match request.role:
        case "related":
            return f"関係府省庁に{request.ministry}がある"
        case "any":
            return f"主担当府省庁か関係府省庁に{request.ministry}がある"
    alone = all(lead == request.ministry for lead in leads)
    return f"主担当府省庁{'が' if alone else 'に'}{request.ministry}{'の' if alone else 'がある'}"


def _deadline_words(request: Request) -> str:
    return f"「{request.year}{request.year_unit}（末）まで」か「{request.year}{request.year_unit}中」の期限"


def _is_due(request: Request, text: str) -> bool:
    """Whether a text has the deadline of the request, in either calendar."""
    years = rf"(?:{request.year}|令和{request.year - 2018})"
    return bool(re.search(rf"{years}{request.year_unit}(?:末?まで|中)", search_form(text)))


def _prose(group: ProcedureGroup) -> str:
    return join_sentences([*group.measures, *group.kpi])


def _bare(text: str) -> str:
    """A name without white space and the little words that a question may add or leave out."""
    return re.sub(r"\s|の|等|など|に関する|関連", "", search_form(text)).casefold()


def _holds(topic: str, text: str) -> bool:
    """Whether a name holds the topic; one of Latin letters only as a word of its own (AI not within MAIL)."""
    bare = re.escape(_bare(topic))
    return bool(re.search(rf"(?<![a-z0-9]){bare}(?![a-z0-9])" if topic.isascii() else bare, _bare(text)))


def _law_name(row: Procedure) -> str:
    """The law of a cell: what stands before the bracket with its number; empty where there is none."""
    name, bracket, _ = "".join(search_form(row.law.text).split()).partition("(")
    return name if bracket else ""


def _by_law(rows: Sequence[_Row], law: str) -> tuple[list[_Row], str, str]:
    """The rows of that very law; the note counts those of its own 施行規則 and 施行令, which are left out."""
    laws = [_law_name(item[2]) for item in rows]
    kept = [item for item, name in zip(rows, laws, strict=True) if name == law]
    below = Counter(name for name in laws if re.fullmatch(re.escape(law) + "施行(?:令|規則)", name))
    others = "、".join(f"{name} {count}件" for name, count in below.items())
    return kept, f"根拠法令が{law}の", f"ほかに {others} があります。" if others else ""


def _by_column(rows: Sequence[_Row], column: Column, value: str) -> tuple[list[_Row], str, str]:
    """The rows whose cell holds `value`; the note says how many hold nothing else, or what the column holds."""
    cells = [search_form(getattr(item[2], column).text) for item in rows]
    is_whole = bool(_VALUE_SEPARATOR.search(value))
    keeps: Callable[[str], bool] = lambda cell: cell == value if is_whole else value in _values(cell)  # noqa: E731
    if not any(keeps(cell) for cell in cells) and f"{value}等" in {part for cell in cells for part in _values(cell)}:
        return _by_column(rows, column, f"{value}等")
    kept = [item for item, cell in zip(rows, cells, strict=True) if keeps(cell)]
    only = sum(cell == value for cell in cells)
    label = _COLUMN_NAMES[column]
    if not kept:
        printed = Counter(cell for cell in cells if cell).most_common(_PRINTED_VALUES)
        values = "、".join(f"「{cell}」{count}件" for cell, count in printed)
        return kept, f"{label}が「{value}」の", f"この欄にあるのは、{values}などです。"
    note = f"うち「{value}」だけのものは{only}件です。" if only < len(kept) else ""
    return kept, f"{label}{'に' if note else 'が'}「{value}」{'がある' if note else 'の'}", note


def _values(cell: str) -> list[str]:
    return _VALUE_SEPARATOR.split(cell)


def _by_topic(rows: Sequence[_Row], topic: str) -> tuple[list[_Row], str, str] | None:
    """The rows whose name or whose group's title holds the topic, else those below such a heading; None without any."""
    titled = {item[0].number for item in rows if _holds(topic, item[0].title.text)}
    kept = [item for item in rows if item[0].number in titled or _holds(topic, item[2].name.text)]
    if len(titled) == 1 and all(item[0].number in titled for item in kept):
        group = kept[0][0]
        return kept, f"グループ{group.number}「{group.title.text}」の", f" --group {group.number}"
    if kept:
        return kept, f"手続名かグループの題名に「{topic}」を含む", f" --query {topic}"
    below = [item for item in rows if any(_holds(topic, heading) for heading in item[0].heading_path[1:])]
    return (below, f"見出しに「{topic}」を含む部分の", "") if below else None


# --- the answer


def _listing(selection: _Selection, longest: int, citations: int) -> Listing:
    heading: list[Entry] = [("", selection.heading)] if selection.heading else []
    cited = [entry for entry in (*heading, *selection.heads, *selection.entries) if entry[1]][:citations]
    evidence = tuple(_evidence(passage, bool(selection.heads)) for _, passage in cited if passage)
    numbers = {id(entry): number for number, entry in enumerate(cited, 1)}
    total = len(selection.entries)
    top = [
        f"{selection.words}：全{total:,}件{' [1]' if heading else ''}",
        *([selection.note] if selection.note else []),
    ]
    lines = [*top, *(_line(entry, numbers.get(id(entry)), "") for entry in selection.heads)]
    items = [_line(entry, numbers.get(id(entry)), "・") for entry in selection.entries]
    text = "\n".join([*lines, *_fitting(items, longest - len("\n".join(lines)), selection.command)])
    return Listing("answered" if total else "not_found", text, evidence)


def _line(entry: Entry, number: int | None, mark: str) -> str:
    return f"{mark}{display_text(' '.join(entry[0].split()))}" + (f" [{number}]" if number else "")


def _fitting(items: Sequence[str], room: int, command: str) -> Iterator[str]:
    """As many items as fit whole, and how many more there are."""
    if sum(len(item) + 1 for item in items) <= room:
        yield from items
        return
    room -= len(_rest(len(items), command)) + 1
    shown = 0
    while room >= len(items[shown]) + 1:
        room -= len(items[shown]) + 1
        yield items[shown]
        shown += 1
    yield _rest(len(items) - shown, command)


def _rest(count: int, command: str) -> str:
    return f"…ほか{count:,}件（一覧は「{command}」で見られます）"


def _evidence(passage: Passage, is_whole: bool) -> Evidence:
    """The title or row of a record, with the labelled fields beside it; a list whole."""
    sentences = tuple(ScoredSentence(sentence, 0.0, 0.0) for sentence in passage.sentences)
    chosen = [i for i, sentence in enumerate(passage.sentences) if is_whole or i == 0 or _LEAD.match(sentence.text)]
    return Evidence(Hit(passage, 0, 0.0, 0.0, sentences), tuple(chosen), 0.0)
