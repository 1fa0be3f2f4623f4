"""The words of a list's heading and items: each part told apart as a field, as quoted, as asked, or as our own wording."""

from __future__ import annotations

from collections.abc import Iterable

from chatbot.answer import Part
from chatbot.fields import group_reference, policy_name, row_name
from chatbot.request import Request
from corpus.document import Passage, Policy, Procedure, ProcedureGroup

Words = tuple[Part, ...]
GROUP_OPTION = " --group "
Entry = tuple[Words, Passage | None]  # an item as its passage is quoted for it, and that passage


def said(text: str) -> Part:
    """Our own wording."""
    return Part("wording", text)


def field_of(text: str) -> Part:
    """A value of a record, as the record has it."""
    return Part("field", text)


def asked(text: str) -> Part:
    """Words of the question."""
    return Part("asked", text)


def policy_words(policy: Policy) -> Words:
    """A policy by its number and title, both quoted."""
    number, title = policy_name(policy)
    return Part("quote", number), said(" "), Part("quote", title)


def row_words(row: Procedure) -> Words:
    """A procedure by its name and id, both quoted."""
    name, procedure_id = row_name(row)
    return Part("quote", name), said("（手続ID "), Part("quote", procedure_id), said("）")


def titled(request: Request) -> Words:
    """That the topic stands in the title."""
    return said("題名に「"), asked(request.topic), said("」を含む")


def in_group(group: ProcedureGroup) -> Words:
    """That the procedures are of one group."""
    return field_of(group_reference(group)), said("の")


def group_option(group: ProcedureGroup) -> Words:
    """The option of `keikaku procedures` for a group."""
    return said(GROUP_OPTION), field_of(group.number)


def ministry_words(request: Request, leads: Iterable[str]) -> Words:
    """The ministry of the request and its role; `leads` are the lead ministries of what was found."""
    ministry = field_of(request.ministry)
    match request.role:
        case "related":
            return said("関係府省庁に"), ministry, said("がある")
        case "any":
            return said("主担当府省庁か関係府省庁に"), ministry, said("がある")
    if request.partner:
        return said("主担当府省庁に"), ministry, said("と"), field_of(request.partner), said("がともにある")
    alone = all(lead == request.ministry for lead in leads)
    return said(f"主担当府省庁{'が' if alone else 'に'}"), ministry, said("の" if alone else "がある")


def deadline_words(request: Request) -> Words:
    """The deadline of the request."""
    return said("「"), asked(str(request.year)), said(f"{request.year_unit}」の期限か目標")
