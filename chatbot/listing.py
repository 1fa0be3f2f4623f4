"""Complete lists and counts, computed from the records: which records a request means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from chatbot.answer import Part
from chatbot.fields import COLUMNS, chapter_name, group_name, law_name, ministries, printed_values, shown
from chatbot.listing_answer import Listing, Selection, listing
from chatbot.listing_words import (
    GROUP_OPTION,
    Entry,
    Words,
    asked,
    deadline_words,
    field_of,
    group_option,
    in_group,
    ministry_words,
    policy_words,
    row_words,
    said,
    titled,
)
from chatbot.record_filters import by_column, by_law, by_other_names, by_topic, holds_topic, is_due
from chatbot.request import Names, Request, Role
from chatbot.request_reading import asks_for_procedures, read_request
from corpus.document import Corpus, Passage, Policy, ProcedureGroup, ProcedureList
from corpus.normalize import search_form
from corpus.policies import field_sentences
from index.retriever import Hit

# What the tables call bodies that a question names by other words.
_COLUMN_WORDS = {"地方公共団体": "地方等", "自治体": "地方等", "地方自治体": "地方等", "地方": "地方等"}
_ROLE_FIELDS: dict[Role, tuple[str, ...]] = {
    "lead": ("lead",),
    "sole": ("lead",),
    "related": ("related",),
    "any": ("lead", "related"),
}
_NEAREST = 5  # hits, most of which are of the group that is meant
_SMALL_GROUP = 12  # procedures


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
        return listing(selection, longest, citations) if selection else None

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
        return listing(selection, longest, citations) if selection else None

    def _select(self, request: Request) -> Selection | None:
        if request.is_priority:
            return self._priority_lists(request)
        if request.kind == "policy":
            return self._policies(request)
        return self._groups(request) if request.kind == "group" else self._procedures(request)

    # --- policies

    def _policies(self, request: Request) -> Selection | None:
        words: list[Words] = []
        policies: Sequence[Policy] = self._corpus.policies
        if request.ministry:
            fields = _ROLE_FIELDS[request.role or "lead"]
            named = {request.ministry, request.partner} - {""}
            policies = [p for p in policies if any(named <= {*ministries(getattr(p, f).text)} for f in fields)]
            if request.role == "sole":
                policies = [policy for policy in policies if {*ministries(policy.lead.text)} == named]
            words.append(ministry_words(request, [p.lead.text for p in policies]))
        if request.year and self._corpus.plan:
            plan = self._corpus.plan
            policies = [p for p in policies if is_due(request, (), field_sentences(plan.text, p.target), plan)]
            words.append((said("具体的な目標に"), *deadline_words(request), said("がある")))
        topic = request.topic
        if request.section:
            policies = [policy for policy in policies if policy.number.startswith(f"{request.section}-")]
            words.append((said("番号が "), field_of(request.section), said(" で始まる")))
            topic = "" if topic and self._is_chapter(topic, request.section) else topic
        if topic:
            if not any(holds_topic(topic, policy.title.text) for policy in self._corpus.policies):
                return None
            policies = [policy for policy in policies if holds_topic(topic, policy.title.text)]
            words.append(titled(request))
        if not words and not (request.names_list and request.wants != "which"):
            return None
        if topic and request.wants == "which":
            return None
        entries = [(policy_words(policy), self._passages.get(f"policy:{policy.number}")) for policy in policies]
        command = [said("keikaku policies")]
        command += [said(" --ministry "), field_of(request.ministry)] if request.ministry else []
        command += [said(" --query "), asked(request.topic)] if request.topic else []
        return Selection(self._noun(words, "施策", "第2 重点政策一覧"), entries, tuple(command))

    def _is_chapter(self, topic: str, section: str) -> bool:
        """Whether a chapter with the number of a part of the list, （４） for No. 4-, has `topic` in its title."""
        headings = {heading for passage in self._corpus.passages for heading in passage.heading_path}
        titles = [heading for heading in headings if search_form(heading).startswith(f"({section})")]
        return any(holds_topic(topic, title) for title in titles)

    # --- procedures

    def _groups(self, request: Request) -> Selection | None:
        words: list[Words] = []
        groups: Sequence[ProcedureGroup] = self._corpus.procedure_groups
        if request.ministry:
            groups = [group for group in groups if request.ministry in ministries(group.ministries.text)]
            words.append((said("担当府省庁に"), field_of(request.ministry), said("がある")))
        if request.year and self._corpus.plan:
            plan = self._corpus.plan
            groups = [group for group in groups if is_due(request, group.measures, group.kpi, plan)]
            words.append((said("取組内容かKPIに"), *deadline_words(request), said("がある")))
        if request.topic:
            groups = [group for group in groups if holds_topic(request.topic, group.title.text)]
            words.append(titled(request))
        if request.law or request.column or request.group or (not words and request.wants == "which"):
            return None
        if request.topic and (not groups or request.wants == "which"):
            return None
        entries = [((Part("quote", group_name(g)),), self._passages.get(f"group:{g.number}")) for g in groups]
        return Selection(self._noun(words, "手続グループ", "第4"), entries, (said("keikaku procedures"),))

    def _procedures(self, request: Request) -> Selection | None:
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
            words.append(in_group(group))
            options = group_option(group)
        if request.ministry:
            rows = [item for item in rows if request.ministry in ministries(item[0].ministries.text)]
            words.append((said("担当府省庁に"), field_of(request.ministry), said("がある手続グループの")))
        if request.law:
            law = Part("field" if request.law in self._names.laws else "asked", request.law)
            rows, note = by_law(rows, request.law)
            words.append((said("根拠法令が"), law, said("の")))
            options += (said(" --query "), law)
        if request.topic:
            found = by_topic(rows, request.topic) or by_other_names(rows, request.topic)
            if found is None:
                return None
            rows, topic_words, topic_options = found
            words.append(topic_words)
            options += topic_options
        if request.column:
            column, value = request.column[0], _COLUMN_WORDS.get(request.column[1], request.column[1])
            rows, column_words, note = by_column(rows, column, value)
            words.append(column_words)
        if not words and not (request.names_list and request.wants != "which"):
            return None
        entries = [
            (row_words(row), self._passages.get(f"procedure:{group.number}:{index}")) for group, index, row in rows
        ]
        is_group = rows and any(part.text == GROUP_OPTION for part in options)
        heading = self._passages.get(f"group:{rows[0][0].number}") if is_group else None
        command = (said("keikaku procedures"), *options)
        return Selection(self._noun(words, "手続", "第4 対象手続一覧"), entries, command, note=note, heading=heading)

    def _priority_lists(self, request: Request) -> Selection | None:
        if request.ministry or request.year or request.law or request.column or request.group:
            return None
        lists = [
            entry
            for entry in self._corpus.procedure_lists
            if any(holds_topic(request.topic, name) for name in (*entry.heading_path[2:], entry.title.text))
        ]
        if not lists:
            return None
        heads: list[Entry] = [
            (
                (Part("quote", shown(entry.title.text)), said("："), Part("count", f"{len(entry.items)}件")),
                self._list_passage(entry),
            )
            for entry in lists
        ]
        entries: list[Entry] = [((field_of(shown(item.text)),), None) for entry in lists for item in entry.items]
        of = (said("「"), asked(request.topic), said("」の")) if request.topic else ()
        noun = (*of, field_of(chapter_name(lists[0].heading_path)), *self._place("第4 Ⅴ"))
        return Selection(noun, entries, (said("keikaku procedures --lists"),), heads)

    def _noun(self, words: Sequence[Words], noun: str, place: str) -> Words:
        """What is counted: the words for its criteria, what it is, and where the plan lists it."""
        criteria = list(chain.from_iterable((said("、"), *of_one) for of_one in words))[1:]
        return (*criteria, said(noun), *self._place(place))

    def _place(self, place: str) -> Words:
        return said("（"), Part("label", self._plan), said(f" {place}）")

    def _list_passage(self, entry: ProcedureList) -> Passage | None:
        path = (*entry.heading_path, entry.title.text)
        return next((passage for passage in self._corpus.passages if passage.heading_path == path), None)


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
