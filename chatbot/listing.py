"""Complete lists and counts, computed from the records: which records a request means, and the answer that lists them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from chatbot.answer import Outcome, Part, Statement, shown_text
from chatbot.evidence import Evidence
from chatbot.fields import (
    COLUMNS,
    chapter_name,
    group_name,
    group_reference,
    is_of_several,
    law_name,
    ministries,
    policy_name,
    printed_values,
    row_name,
    shown,
    values,
)
from chatbot.request import Column, Names, Request, Role, asks_for_procedures, read_request
from corpus.document import Corpus, Passage, Policy, Procedure, ProcedureGroup, ProcedureList, join_sentences
from corpus.normalize import search_form
from corpus.years import YEAR, year_in
from index.retriever import Hit, ScoredSentence
from index.vocabulary import official_terms

_COLUMN_NAMES: dict[Column, str] = {"receiver": "手続の受け手", "subject": "手続主体", "type": "手続類型"}
# What the tables call bodies that a question names by other words.
_COLUMN_WORDS = {"地方公共団体": "地方等", "自治体": "地方等", "地方自治体": "地方等", "地方": "地方等"}
_LEAD = re.compile(r"主?担当{1,2}府省庁|関?係府省庁|具体的な目標")
_DEADLINE = re.compile(rf"{YEAR}(?P<fiscal>度)?(?:末?まで|中)")
_ROLE_FIELDS: dict[Role, tuple[str, ...]] = {
    "lead": ("lead",),
    "sole": ("lead",),
    "related": ("related",),
    "any": ("lead", "related"),
}
_PRINTED_VALUES = 6
_NEAREST = 5  # hits, most of which are of the group that is meant
_SMALL_GROUP = 12  # procedures

Words = tuple[Part, ...]
Entry = tuple[Words, Passage | None]  # an item as its passage is quoted for it, and that passage


@dataclass(frozen=True, slots=True)
class Listing:
    """An answer made of records: its outcome, its statements, and the evidence of the items named first."""

    outcome: Outcome
    statements: tuple[Statement, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Selection:
    """The records that a request means, and the words for them.

    `heads` stand before the items, `note` behind the count, `heading` is cited for the list itself; `command` lists them.
    """

    words: Words
    entries: Sequence[Entry]
    command: Words
    heads: Sequence[Entry] = ()
    note: Words = ()
    heading: Passage | None = None


class Listings:
    """Lists and counts over the records of a corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        plan = corpus.plan
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

    def of_group(
        self, question: str, hits: Sequence[Hit], longest: int, citations: int, is_doubtful: bool = False
    ) -> Listing | None:
        """All the procedures of the group that most of the best `hits` are of, where `question` asks for procedures.

        None where it asks for something else. Where that is doubtful, or the group large, all of the best must be of it; of
        a large one only the number is asked for.
        """
        wants = asks_for_procedures(question)
        if wants is None:
            return None
        units = Counter(hit.passage.unit for hit in hits[:_NEAREST])
        unit, count = units.most_common(1)[0] if units else ("", 0)
        group = next((group for group in self._corpus.procedure_groups if unit == f"group:{group.number}"), None)
        if group is None or len(group.rows) < 2:
            return None
        is_small = len(group.rows) <= _SMALL_GROUP
        least = _NEAREST // 2 + 1 if is_small and not is_doubtful else _NEAREST
        if count < least or not (is_small or wants == "count"):
            return None
        selection = self._procedures(Request("procedure", wants, group=search_form(group.number)))
        return _listing(selection, longest, citations) if selection else None

    def _select(self, request: Request) -> _Selection | None:
        if request.is_priority:
            return self._priority_lists(request)
        if request.kind == "policy":
            return self._policies(request)
        return self._groups(request) if request.kind == "group" else self._procedures(request)

    # --- policies

    def _policies(self, request: Request) -> _Selection | None:
        words: list[Words] = []
        policies: Sequence[Policy] = self._corpus.policies
        if request.ministry:
            fields = _ROLE_FIELDS[request.role or "lead"]
            named = {request.ministry, request.partner} - {""}
            policies = [p for p in policies if any(named <= {*ministries(getattr(p, f).text)} for f in fields)]
            if request.role == "sole":
                policies = [policy for policy in policies if {*ministries(policy.lead.text)} == named]
            words.append(_ministry_words(request, [p.lead.text for p in policies]))
        if request.year:
            policies = [policy for policy in policies if _is_due(request, policy.target.text)]
            words.append((_said("具体的な目標に"), *_deadline_words(request), _said("がある")))
        topic = request.topic
        if request.section:
            policies = [policy for policy in policies if policy.number.startswith(f"{request.section}-")]
            words.append((_said("番号が "), _field(request.section), _said(" で始まる")))
            topic = "" if topic and self._is_chapter(topic, request.section) else topic
        if topic:
            if not any(_holds(topic, policy.title.text) for policy in self._corpus.policies):
                return None
            policies = [policy for policy in policies if _holds(topic, policy.title.text)]
            words.append(_titled(request))
        if not words and not (request.names_list and request.wants != "which"):
            return None
        if topic and request.wants == "which":
            return None
        entries = [(_policy_words(policy), self._passages.get(f"policy:{policy.number}")) for policy in policies]
        command = [_said("keikaku policies")]
        command += [_said(" --ministry "), _field(request.ministry)] if request.ministry else []
        command += [_said(" --query "), _asked(request.topic)] if request.topic else []
        return _Selection(self._noun(words, "施策", "第2 重点政策一覧"), entries, tuple(command))

    def _is_chapter(self, topic: str, section: str) -> bool:
        """Whether a chapter with the number of a part of the list, （４） for No. 4-, has `topic` in its title."""
        headings = {heading for passage in self._corpus.passages for heading in passage.heading_path}
        titles = [heading for heading in headings if search_form(heading).startswith(f"({section})")]
        return any(_holds(topic, title) for title in titles)

    # --- procedures

    def _groups(self, request: Request) -> _Selection | None:
        words: list[Words] = []
        groups: Sequence[ProcedureGroup] = self._corpus.procedure_groups
        if request.ministry:
            groups = [group for group in groups if request.ministry in ministries(group.ministries.text)]
            words.append((_said("担当府省庁に"), _field(request.ministry), _said("がある")))
        if request.year:
            groups = [group for group in groups if _is_due(request, _prose(group))]
            words.append((_said("取組内容かKPIに"), *_deadline_words(request), _said("がある")))
        if request.topic:
            groups = [group for group in groups if _holds(request.topic, group.title.text)]
            words.append(_titled(request))
        if request.law or request.column or request.group or (not words and request.wants == "which"):
            return None
        if request.topic and (not groups or request.wants == "which"):
            return None
        entries = [((Part("quote", group_name(g)),), self._passages.get(f"group:{g.number}")) for g in groups]
        return _Selection(self._noun(words, "手続グループ", "第4"), entries, (_said("keikaku procedures"),))

    def _procedures(self, request: Request) -> _Selection | None:
        if request.year or (request.topic and request.wants == "which"):
            return None
        rows = [
            (group, index, row) for group in self._corpus.procedure_groups for index, row in enumerate(group.rows, 1)
        ]
        words: list[Words] = []
        options: Words = ()
        note: Words = ()
        if request.group:
            group = next((g for g in self._corpus.procedure_groups if search_form(g.number) == request.group), None)
            if group is None or not group.rows:
                return None
            rows = [item for item in rows if item[0] is group]
            words.append(_of_group(group))
            options = _group_option(group)
        if request.ministry:
            rows = [item for item in rows if request.ministry in ministries(item[0].ministries.text)]
            words.append((_said("担当府省庁に"), _field(request.ministry), _said("がある手続グループの")))
        if request.law:
            law = Part("field" if request.law in self._names.laws else "asked", request.law)
            rows, note = _by_law(rows, request.law)
            words.append((_said("根拠法令が"), law, _said("の")))
            options += (_said(" --query "), law)
        if request.topic:
            found = _by_topic(rows, request.topic) or _by_other_names(rows, request.topic)
            if found is None:
                return None
            rows, topic_words, topic_options = found
            words.append(topic_words)
            options += topic_options
        if request.column:
            column, value = request.column[0], _COLUMN_WORDS.get(request.column[1], request.column[1])
            rows, column_words, note = _by_column(rows, column, value)
            words.append(column_words)
        if not words and not (request.names_list and request.wants != "which"):
            return None
        entries = [
            (_row_words(row), self._passages.get(f"procedure:{group.number}:{index}")) for group, index, row in rows
        ]
        is_group = rows and any(part.text == _GROUP_OPTION for part in options)
        heading = self._passages.get(f"group:{rows[0][0].number}") if is_group else None
        command = (_said("keikaku procedures"), *options)
        return _Selection(self._noun(words, "手続", "第4 対象手続一覧"), entries, command, note=note, heading=heading)

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
        heads: list[Entry] = [
            (
                (Part("quote", shown(entry.title.text)), _said("："), Part("count", f"{len(entry.items)}件")),
                self._list_passage(entry),
            )
            for entry in lists
        ]
        entries: list[Entry] = [((_field(shown(item.text)),), None) for entry in lists for item in entry.items]
        of = (_said("「"), _asked(request.topic), _said("」の")) if request.topic else ()
        noun = (*of, _field(chapter_name(lists[0].heading_path)), *self._place("第4 Ⅴ"))
        return _Selection(noun, entries, (_said("keikaku procedures --lists"),), heads)

    def _noun(self, words: Sequence[Words], noun: str, place: str) -> Words:
        """What is counted: the words for its criteria, what it is, and where the plan lists it."""
        criteria = list(chain.from_iterable((_said("、"), *of_one) for of_one in words))[1:]
        return (*criteria, _said(noun), *self._place(place))

    def _place(self, place: str) -> Words:
        return _said("（"), Part("label", self._plan), _said(f" {place}）")

    def _list_passage(self, entry: ProcedureList) -> Passage | None:
        path = (*entry.heading_path, entry.title.text)
        return next((passage for passage in self._corpus.passages if passage.heading_path == path), None)


_Row = tuple[ProcedureGroup, int, Procedure]


def _names(corpus: Corpus) -> Names:
    fields = [field.text for policy in corpus.policies for field in (policy.lead, policy.related)]
    fields += [group.ministries.text for group in corpus.procedure_groups]
    rows = [row for group in corpus.procedure_groups for row in group.rows]
    return Names(
        ministries={name for text in fields for name in ministries(text) if len(name) > 1},
        laws={law_name(row) for row in rows} - {""},
        values={column: printed_values(rows, column) for column in COLUMNS},
    )


def _first_passages(corpus: Corpus) -> dict[str, Passage]:
    """The passage that holds each record's title or row, by the record's name."""
    passages: dict[str, Passage] = {}
    for passage in corpus.passages:
        if passage.kind in ("policy", "procedure", "group") and passage.record:
            known = passages.setdefault(passage.record, passage)
            if _is_titled(passage) and not _is_titled(known):  # a column set the fields before the title
                passages[passage.record] = passage
    return passages


def _is_titled(passage: Passage) -> bool:
    return passage.kind != "policy" or passage.text.startswith("[No")


# --- words


def _said(text: str) -> Part:
    return Part("wording", text)


def _field(text: str) -> Part:
    return Part("field", text)


def _asked(text: str) -> Part:
    return Part("asked", text)


def _policy_words(policy: Policy) -> Words:
    number, title = policy_name(policy)
    return Part("quote", number), _said(" "), Part("quote", title)


def _row_words(row: Procedure) -> Words:
    name, procedure_id = row_name(row)
    return Part("quote", name), _said("（手続ID "), Part("quote", procedure_id), _said("）")


def _titled(request: Request) -> Words:
    return _said("題名に「"), _asked(request.topic), _said("」を含む")


def _of_group(group: ProcedureGroup) -> Words:
    return _field(group_reference(group)), _said("の")


_GROUP_OPTION = " --group "


def _group_option(group: ProcedureGroup) -> Words:
    return _said(_GROUP_OPTION), _field(group.number)


def _ministry_words(request: Request, leads: Iterable[str]) -> Words:
    ministry = _field(request.ministry)
    match request.role:
        case "related":
            return _said("関係府省庁に"), ministry, _said("がある")
        case "any":
            return _said("主担当府省庁か関係府省庁に"), ministry, _said("がある")
    if request.partner:
        return _said("主担当府省庁に"), ministry, _said("と"), _field(request.partner), _said("がともにある")
    alone = all(lead == request.ministry for lead in leads)
    return _said(f"主担当府省庁{'が' if alone else 'に'}"), ministry, _said("の" if alone else "がある")


def _deadline_words(request: Request) -> Words:
    year, unit = _asked(str(request.year)), request.year_unit
    return _said("「"), year, _said(f"{unit}（末）まで」か「"), year, _said(f"{unit}中」の期限")


# --- what records meet


def _is_due(request: Request, text: str) -> bool:
    """Whether a text has the deadline of the request, in either calendar."""
    is_fiscal = request.year_unit == "年度"
    return any(
        year_in(found) == request.year and bool(found["fiscal"]) == is_fiscal
        for found in _DEADLINE.finditer(search_form(text))
    )


def _prose(group: ProcedureGroup) -> str:
    return join_sentences([*group.measures, *group.kpi])


def _bare(text: str) -> str:
    """A name without white space and the little words that a question may add or leave out."""
    return re.sub(r"\s|の|等|など|に関する|関連", "", search_form(text)).casefold()


def _holds(topic: str, text: str) -> bool:
    """Whether a name holds the topic; one of Latin letters only as a word of its own (AI not within MAIL)."""
    bare = re.escape(_bare(topic))
    return bool(re.search(rf"(?<![a-z0-9]){bare}(?![a-z0-9])" if topic.isascii() else bare, _bare(text)))


def _by_law(rows: Sequence[_Row], law: str) -> tuple[list[_Row], Words]:
    """The rows of that very law; the note counts those of its own 施行規則 and 施行令, which are left out."""
    laws = [law_name(item[2]) for item in rows]
    kept = [item for item, name in zip(rows, laws, strict=True) if name == law]
    below = Counter(name for name in laws if re.fullmatch(re.escape(law) + "施行(?:令|規則)", name))
    others = [(_said("、"), _field(name), Part("count", f" {count}件")) for name, count in below.items()]
    note = (_said("ほかに "), *list(chain.from_iterable(others))[1:], _said(" があります。"))
    return kept, note if others else ()


def _by_column(rows: Sequence[_Row], column: Column, value: str) -> tuple[list[_Row], Words, Words]:
    """The rows whose cell holds `value`; the note says how many hold nothing else, or what the column holds."""
    cells = [search_form(getattr(item[2], column).text) for item in rows]
    is_whole = is_of_several(value)
    keeps: Callable[[str], bool] = lambda cell: cell == value if is_whole else value in values(cell)  # noqa: E731
    held = {part for cell in cells for part in values(cell)}
    if not any(keeps(cell) for cell in cells) and f"{value}等" in held:
        return _by_column(rows, column, f"{value}等")
    kept = [item for item, cell in zip(rows, cells, strict=True) if keeps(cell)]
    only = sum(cell == value for cell in cells)
    label = _COLUMN_NAMES[column]
    if not kept:
        printed = Counter(cell for cell in cells if cell).most_common(_PRINTED_VALUES)
        each = [(_said("、"), _said("「"), _field(cell), _said("」"), Part("count", f"{n}件")) for cell, n in printed]
        listed = list(chain.from_iterable(each))[1:]
        note = (_said("この欄にあるのは、"), *listed, _said("などです。"))
        return kept, (_said(f"{label}が「"), _asked(value), _said("」の")), note
    named = _field(value)
    if only == len(kept):
        return kept, (_said(f"{label}が「"), named, _said("」の")), ()
    note = (_said("うち「"), named, _said("」だけのものは"), Part("count", f"{only}件"), _said("です。"))
    return kept, (_said(f"{label}に「"), named, _said("」がある")), note


def _by_topic(rows: Sequence[_Row], topic: str) -> tuple[list[_Row], Words, Words] | None:
    """The rows whose name or whose group's title holds the topic, else those below such a heading; None without any."""
    titled = {item[0].number for item in rows if _holds(topic, item[0].title.text)}
    kept = [item for item in rows if item[0].number in titled or _holds(topic, item[2].name.text)]
    if len(titled) == 1 and all(item[0].number in titled for item in kept):
        group = kept[0][0]
        return kept, _of_group(group), _group_option(group)
    if kept:
        words = (_said("手続名かグループの題名に「"), _asked(topic), _said("」を含む"))
        return kept, words, (_said(" --query "), _asked(topic))
    below = [item for item in rows if any(_holds(topic, heading) for heading in item[0].heading_path[1:])]
    return (below, (_said("見出しに「"), _asked(topic), _said("」を含む部分の")), ()) if below else None


def _by_other_names(rows: Sequence[_Row], topic: str) -> tuple[list[_Row], Words, Words] | None:
    """As `_by_topic`, by what the plans call an everyday topic; None where they call it nothing, or several things."""
    found = [rows_of for term in official_terms(topic) if (rows_of := _by_topic(rows, term))]
    return found[0] if len(found) == 1 else None


# --- the answer


def _listing(selection: _Selection, longest: int, citations: int) -> Listing:
    heading: list[Entry] = [((), selection.heading)] if selection.heading else []
    cited = [entry for entry in (*heading, *selection.heads, *selection.entries) if entry[1]][:citations]
    evidence = tuple(_evidence(passage, bool(selection.heads)) for _, passage in cited if passage)
    numbers = {id(entry): number for number, entry in enumerate(cited, 1)}
    total = len(selection.entries)
    count = (_said("："), Part("count", f"全{total:,}件"))
    top = [Statement((*selection.words, *count), 1 if heading else None)]
    top += [Statement(selection.note)] if selection.note else []
    top += [_statement(entry, numbers.get(id(entry)), "") for entry in selection.heads]
    items = [_statement(entry, numbers.get(id(entry)), "・") for entry in selection.entries]
    fitting = _fitting(items, longest - len(shown_text(top)), selection.command)
    return Listing("answered" if total else "not_found", (*top, *fitting), evidence)


def _statement(entry: Entry, number: int | None, mark: str) -> Statement:
    """An item with its citation, or as its record names it where it is not cited."""
    before = (_said(mark),) if mark else ()
    if number is not None:
        return Statement((*before, *entry[0]), number)
    return Statement((*before, *_uncited(entry[0])))


def _uncited(words: Words) -> Words:
    """The words of an item as one field, apart from the count behind it."""
    if words[-1].kind == "count":
        return (_field(words[0].text), *words[1:])
    return (_field("".join(part.text for part in words)),)


def _fitting(items: Sequence[Statement], room: int, command: Words) -> Iterator[Statement]:
    """As many items as fit whole, and how many more there are."""
    if sum(len(item.text) + 1 for item in items) <= room:
        yield from items
        return
    room -= len(_rest(len(items), command).text) + 1
    shown_items = 0
    while room >= len(items[shown_items].text) + 1:
        room -= len(items[shown_items].text) + 1
        yield items[shown_items]
        shown_items += 1
    yield _rest(len(items) - shown_items, command)


def _rest(count: int, command: Words) -> Statement:
    parts = (Part("count", f"…ほか{count:,}件"), _said("（一覧は「"), *command, _said("」で見られます）"))
    return Statement(parts)


def _evidence(passage: Passage, is_whole: bool) -> Evidence:
    """The title or row of a record, with the labelled fields beside it; a list whole."""
    sentences = tuple(ScoredSentence(sentence, 0.0, 0.0) for sentence in passage.sentences)
    chosen = [i for i, sentence in enumerate(passage.sentences) if is_whole or i == 0 or _LEAD.match(sentence.text)]
    return Evidence(Hit(passage, 0, 0.0, 0.0, sentences), tuple(chosen), 0.0)
