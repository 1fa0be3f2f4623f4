"""An English question that asks to count or to list records, read piece by piece."""

from __future__ import annotations

import re

from chatbot.request import Kind, Names, ProcedureWords, Request, RequestText, Role
from index.vocabulary import japanese_terms

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("group", re.compile(r"\b(?:procedure )?groups?(?: of procedures)?\b(?! (?:no|number|\d))")),
    ("policy", re.compile(r"\b(?:priority )?(?:policy measures|policies|policy)\b|\bmeasures\b")),
    ("procedure", re.compile(r"\b(?:administrative )?procedures?\b")),
)
_COUNT = re.compile(r"\bhow many\b|\b(?:total )?number of\b")
_ALL = re.compile(r"\b(?:list|all|every|each|which|what)\b")
PROCEDURE_WORDS = ProcedureWords(
    re.compile(r"\bprocedures\b"),
    re.compile(r"\b(?:share|target|rate|percentage|when|year|system|ids?|article|law|measures|policies)\b"),
    _COUNT,
    re.compile(r"\b(?:list|all|which)\b"),
)
_GROUP = re.compile(r"\bgroup (?:no\.? ?|number )?(?P<number>\d{1,3})\b")
_YEAR = re.compile(r"\bby (?:the )?(?:end of )?(?P<fiscal>fiscal(?: year)? ?|fy ?)?(?P<year>20\d\d)\b")
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("any", re.compile(r"\b(?:involv\w+|related to|take part|participat\w+|concerned?)\b")),
    ("lead", re.compile(r"\b(?:leads?|led by|leading|in charge(?: of)?|responsible(?: for)?|main ministry)\b")),
)
_FILLER = set(
    "a an the is are there be do does in of for by to that have has as with their its under on at please me give show tell and they them it"
    " plan plans deadline deadlines due target targets go goes set listed exist contain contains included".split()
)
_NAME_WORDS = set(
    "communications welfare labour labor culture sports science technology forestry fisheries trade industry tourism".split()
)
_LONGEST_NAME = 9  # words of a ministry's name


def read_english(reader: RequestText, names: Names) -> Request | None:
    """The request of an English question, in small letters; None where it makes none, or says more than is understood."""
    request = Request("policy", "which")
    if number := reader.take(_GROUP):
        request.group = number["number"]
    if year := reader.take(_YEAR):
        request.year, request.year_unit = int(year["year"]), "年度" if year["fiscal"] else "年"
    reader.take_role(request, _ROLES)
    _take_ministry(reader, request, names)
    kind = next((kind for kind, pattern in _KINDS if reader.take(pattern)), None)
    wants = reader.take_wants(request, _COUNT, _ALL)
    if kind is None or not wants or (request.role and not request.ministry):
        return None
    request.kind = kind
    request.names_list = bool(reader.take(re.compile(r"\b(?:priority plan|in total|altogether|list)\b")))
    words = re.findall(r"[a-z0-9]+", reader.rest)
    return request if all(word in _FILLER for word in words) else None


def _take_ministry(reader: RequestText, request: Request, names: Names) -> None:
    """The longest run of words that the glossary gives as the name of one ministry."""
    words = list(re.finditer(r"[a-z]+(?:['’]s)?", reader.rest))
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        for first in range(len(words) - length + 1):
            start, end = words[first].start(), words[first + length - 1].end()
            terms = japanese_terms(reader.rest[start:end])
            if len(terms) == 1 and terms[0] in names.ministries and _is_exact(reader.rest[start:end]):
                request.ministry = terms[0]
                reader.rest = f"{reader.rest[:start]} {reader.rest[end:]}"
                return


def _is_exact(name: str) -> bool:
    """Whether `name` neither begins nor ends with a word that is no part of a ministry's name."""
    words = name.split()
    ends = ((words[0], words[1:]), (words[-1], words[:-1]))
    return all(
        word in _NAME_WORDS or japanese_terms(" ".join(rest)) != japanese_terms(name) for word, rest in ends
    ) and (words[0] not in _FILLER)
