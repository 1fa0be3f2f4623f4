"""What a page was asked by its address: values read and checked, and addresses made from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

LONGEST_QUERY = 200  # characters
_MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class FormTexts:
    """What is said of a value that cannot be used, in one language; `{…}` are filled in with str.format."""

    too_long: str
    not_a_choice: str
    not_a_number: str
    no_such_page: str


JAPANESE_FORM = FormTexts(
    "言葉が長すぎます（{length:,}字）。{longest:,}字以内で入力してください。",
    "「{label}」に「{value}」という値はありません。一覧から選び直してください。",
    "「{label}」は数字で入力してください（入力された値：{value}）。",
    "{page}ページ目はありません（全{pages}ページ）。",
)
ENGLISH_FORM = FormTexts(
    "The words are too long ({length:,} characters). Please use at most {longest:,}.",
    "There is no value “{value}” for “{label}”. Please choose one from the list.",
    "Please give a number for “{label}” (given: {value}).",
    "There is no page {page} ({pages} in all).",
)


class BadInput(ValueError):
    """A value that cannot be used. The text is for the user; `status` is that of the response."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class Form:
    """The values of a query string, with the words for those that cannot be used. Each raises BadInput."""

    values: Mapping[str, str]
    texts: FormTexts

    def words(self, name: str) -> str:
        """Words as typed."""
        value = self.values.get(name, "").strip()
        if len(value) > LONGEST_QUERY:
            raise BadInput(self.texts.too_long.format(length=len(value), longest=LONGEST_QUERY))
        return value

    def choice(self, name: str, label: str, choices: Collection[str]) -> str:
        """One of the choices, or nothing."""
        value = self.values.get(name, "").strip()
        if value and value not in choices:
            raise BadInput(self.texts.not_a_choice.format(label=label, value=value[:LONGEST_QUERY]))
        return value

    def number(self, name: str, label: str) -> int | None:
        """A whole number, or nothing."""
        value = self.values.get(name, "").strip()
        if not value:
            return None
        if not value.isdecimal() or len(value) > _MOST_DIGITS:
            raise BadInput(self.texts.not_a_number.format(label=label, value=value[:LONGEST_QUERY]))
        return int(value)


@dataclass(frozen=True, slots=True)
class Paging:
    """One page of a list: its number, how many there are, and the part of the list that it shows."""

    page: int
    pages: int
    start: int
    stop: int


def paging(form: Form, count: int, size: int, label: str) -> Paging:
    """The page asked for of `count` items, `size` to a page; BadInput where there is none of that number."""
    asked, pages = form.number("page", label), max(1, -(-count // size))
    page = 1 if asked is None else asked
    if not 0 < page <= pages:
        raise BadInput(form.texts.no_such_page.format(page=page, pages=pages), 404)
    return Paging(page, pages, (page - 1) * size, min(page * size, count))


def address(path: str, state: Mapping[str, object], **changes: object) -> str:
    """`path` with a query string of `state` and `changes`, what is empty left out."""
    values = {name: str(value) for name, value in {**state, **changes}.items() if value not in ("", None)}
    return f"{path}?{urlencode(values)}" if values else path
