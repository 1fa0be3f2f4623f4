"""What Word's styles and numberings say of a paragraph: its outline level and the label printed before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_HEADING_NAME = re.compile(r"(?:heading|見出し)\s*([1-9])", re.IGNORECASE)
_TITLE_NAME = re.compile(r"title|表題", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"(?:toc|目次)\s*(?:[1-9]|heading|の見出し)", re.IGNORECASE)
_DEEPEST_HEADING = 6  # Markdown knows no more
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
_KANJI = "〇一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def tag(node: Any) -> str:
    """An element's name without its namespace; empty for comments."""
    return node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def attribute(node: Any, name: str) -> str:
    """An attribute by its name without namespace, or an empty string."""
    return next((str(value) for key, value in node.attrib.items() if key.rsplit("}", 1)[-1] == name), "")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph's style: `heading` is its depth (1 is outermost, 0 is none), `numbering` a pair (numId, level)."""

    heading: int = 0
    is_contents: bool = False
    numbering: tuple[str, int] | None = None


class Styles:
    """The styles of a document, each with what it inherits."""

    def __init__(self, document: Any) -> None:
        self._elements = {attribute(element, "styleId"): element for element in document.styles.element}

    def of(self, paragraph: Any) -> Style:
        """The style of a paragraph; its own properties come before those of its style and its style's parents."""
        own = _child(paragraph, "pPr")
        chain = [own, *self._chain(_value(own, "pStyle"))]
        names = [_value(element, "name") for element in chain[1:]]
        properties = [own, *(_child(element, "pPr") for element in chain[1:])]
        outline = next((level for part in properties if (level := _value(part, "outlineLvl"))), "")
        return Style(
            _heading_depth(outline, names),
            any(_CONTENTS_NAME.fullmatch(name) for name in names),
            _numbering(properties),
        )

    def run(self, run: Any) -> str:
        """ "hidden" or "superscript" where a run of text is that, else empty."""
        properties = _child(run, "rPr")
        if properties is None:
            return ""
        hidden = _child(properties, "vanish")
        if hidden is not None and attribute(hidden, "val") not in ("0", "false"):
            return "hidden"
        return "superscript" if _value(properties, "vertAlign") == "superscript" else ""

    def _chain(self, style_id: str) -> list[Any]:
        chain: list[Any] = []
        while style_id in self._elements and self._elements[style_id] not in chain:
            chain.append(self._elements[style_id])
            style_id = _value(chain[-1], "basedOn")
        return chain


class Numbering:
    """Counts the numbered paragraphs, as Word does when it prints them: the numbers are not in the text."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, int], Any] = {}  # (numId, level) → the level's definition
        self._starts: dict[tuple[str, int], int] = {}
        self._lists: dict[str, str] = {}  # numId → the list whose count it goes on with
        self._counts: dict[tuple[str, int], int] = {}
        kinds = {relation.reltype.rsplit("/", 1)[-1] for relation in document.part.rels.values()}
        if "numbering" in kinds:
            self._read(document.part.numbering_part.element)

    def label(self, paragraph: Any, style: Style) -> str:
        """What Word prints before a paragraph, with a space after a number; the number is counted on."""
        if style.numbering is None:
            return ""
        number, level = style.numbering
        definition = self._levels.get((number, level))
        if definition is None:
            return ""
        kind = _value(definition, "numFmt")
        if kind == "bullet":
            return "・"
        counts = self._count(number, level)
        text = _PLACE.sub(lambda place: self._printed(number, int(place[1]) - 1, counts), _value(definition, "lvlText"))
        return f"{text} " if text else ""

    def _count(self, number: str, level: int) -> dict[int, int]:
        name = self._lists[number]
        start = self._starts.get((number, level), 1)
        self._counts[name, level] = self._counts.get((name, level), start - 1) + 1
        for deeper in [key for key in self._counts if key[0] == name and key[1] > level]:
            del self._counts[deeper]
        return {key[1]: count for key, count in self._counts.items() if key[0] == name}

    def _printed(self, number: str, level: int, counts: dict[int, int]) -> str:
        definition = self._levels.get((number, level))
        kind = _value(definition, "numFmt") if definition is not None else ""
        return number_text(counts.get(level, 1), kind)

    def _read(self, numbering: Any) -> None:
        abstract = {attribute(child, "abstractNumId"): child for child in numbering if tag(child) == "abstractNum"}
        for number in (child for child in numbering if tag(child) == "num"):
            name, source = attribute(number, "numId"), _value(number, "abstractNumId")
            overrides = [child for child in number if tag(child) == "lvlOverride"]
            self._lists[name] = f"{source}/{name}" if overrides else source
            for definition in abstract.get(source, ()):
                if tag(definition) == "lvl":
                    self._define(name, definition)
            for override in overrides:
                if (definition := _child(override, "lvl")) is not None:
                    self._define(name, definition)
                if (start := _value(override, "startOverride")).isdigit():
                    self._starts[name, int(attribute(override, "ilvl"))] = int(start)

    def _define(self, name: str, definition: Any) -> None:
        key = name, int(attribute(definition, "ilvl"))
        self._levels[key] = definition
        start = _value(definition, "start")
        self._starts[key] = int(start) if start.isdigit() else 1


def number_text(number: int, kind: str) -> str:
    """A number as Word prints it under `w:numFmt` `kind`; in Arabic digits where the kind is not known."""
    if kind == "none" or number < 0:
        return ""
    if "EnclosedCircle" in kind and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if kind == "decimalFullWidth":
        return str(number).translate(_FULL_WIDTH)
    if kind in ("upperRoman", "lowerRoman"):
        return _roman(number).upper() if kind == "upperRoman" else _roman(number)
    if kind in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
        return chr(ord("A" if kind == "upperLetter" else "a") + number - 1)
    if kind.startswith("aiueo") and 1 <= number <= len(_KATAKANA):
        return _KATAKANA[number - 1]
    if kind.startswith("iroha") and 1 <= number <= len(_IROHA):
        return _IROHA[number - 1]
    if kind in ("chineseCounting", "japaneseCounting", "ideographDigital", "chineseCountingThousand") and number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens < 2 else _KANJI[tens]) + ("十" if tens else "") + (_KANJI[ones] if ones else "")
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def _heading_depth(outline: str, names: list[str]) -> int:
    if outline.isdigit():
        return min(int(outline) + 1, _DEEPEST_HEADING) if int(outline) < 9 else 0
    for name in names:
        if match := _HEADING_NAME.fullmatch(name):
            return min(int(match[1]), _DEEPEST_HEADING)
    return 1 if any(_TITLE_NAME.fullmatch(name) for name in names) else 0


def _numbering(properties: list[Any]) -> tuple[str, int] | None:
    """The list and level of a paragraph; numId 0 takes a style's numbering away."""
    number = level = ""
    for part in properties:
        if (setting := _child(part, "numPr")) is not None:
            number, level = number or _value(setting, "numId"), level or _value(setting, "ilvl")
    return (number, int(level) if level.isdigit() else 0) if number not in ("", "0") else None


def _child(node: Any, name: str) -> Any:
    return next((child for child in node if tag(child) == name), None) if node is not None else None


def _value(node: Any, name: str) -> str:
    child = _child(node, name)
    return attribute(child, "val") if child is not None else ""
