"""A sheet as Markdown: sections below `##`, short fields as list items, long ones as block quotes.

Every text is escaped, so that it shows its characters and nothing else (CommonMark 2.4 and 2.5), and can be read back
after an editor has changed line ends or taken white space off the ends of lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.source_sheet.escapes import character, is_hidden
from chatbot.source_sheet.sections import Section, SheetField

_MARKUP = re.compile(r"[\\`*_\[\]<>&|~$]")
_BEGINS_BLOCK = re.compile(r"([#+=-])|(\d+)([.)])")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])|&#x([0-9A-Fa-f]{1,6});")
_LINE_BREAK = re.compile(r"(?<!\\)(?:\\\\)*\\$")
_SECTION = re.compile(r"##[ \t]+\S")
_LONG_LABEL = re.compile(r"###[ \t]+(.*\S)")
_BETWEEN_ITEMS = re.compile(r"(?<=\n)(- .*)\n\n(?=- )")
_ITEM = re.compile(r"[-*+][ \t]+([^:：]+?)[ \t]*[:：](.*)", re.DOTALL)


def write_markdown(title: str, sections: Sequence[Section]) -> bytes:
    """The file, in UTF-8 with LF line ends."""
    blocks = [f"# {title}"]
    for section in sections:
        blocks.append(f"## {section.heading}")
        blocks += map(_block, section.fields)
    text = _BETWEEN_ITEMS.sub(r"\1\n", "\n\n".join(blocks))
    return f"{text}\n".encode()


def is_markdown(text: str) -> bool:
    """Whether a text begins as a sheet does."""
    return bool(re.match(r"\s*# \S", text))


def read_markdown(text: str) -> list[list[SheetField]]:
    """The fields by section."""
    sections: list[list[SheetField]] = []
    label, quoted = "", list[str]()
    for line in [*re.split(r"\r\n|\r|\n", text), "## "]:
        line = line.strip(" \t")
        if line.startswith(">") and label:
            quoted.append(line[1:].lstrip(" \t"))
            continue
        if quoted:
            sections[-1].append(SheetField(label, _unescaped_lines(quoted), True))
            label, quoted = "", []
        if _SECTION.match(line):
            sections.append([])
        elif sections and (found := _LONG_LABEL.fullmatch(line)):
            label = found[1]
        elif sections and (found := _ITEM.fullmatch(line)):
            sections[-1].append(SheetField(found[1], _unescaped(found[2].strip(" \t"))))
    return sections


def _block(field: SheetField) -> str:
    if not field.is_long:
        return f"- {field.label}: {_escaped(field.text)}".rstrip(" ")
    lines = "\\\n".join(map(_escaped_line, field.text.split("\n")))
    return f"### {field.label}\n\n" + re.sub("^", "> ", lines, flags=re.MULTILINE)


def _escaped_line(line: str) -> str:
    return _BEGINS_BLOCK.sub(_escaped_mark, _escaped(line), count=1) if _BEGINS_BLOCK.match(line) else _escaped(line)


def _escaped_mark(mark: re.Match[str]) -> str:
    return f"\\{mark[1]}" if mark[1] else f"{mark[2]}\\{mark[3]}"


def _escaped(text: str) -> str:
    text = _MARKUP.sub(r"\\\g<0>", text)
    text = re.sub(r"^[ \t]+|[ \t]+$|\n", lambda match: "".join(map(_reference, match[0])), text)
    return "".join(_reference(mark) if is_hidden(mark) else mark for mark in text)


def _reference(mark: str) -> str:
    return f"&#x{ord(mark):X};"


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: match[1] or character(match[2]), text)


def _unescaped_lines(lines: Sequence[str]) -> str:
    """The lines of a block quote; all but the last end in a backslash, the line break of Markdown."""
    return "\n".join(_unescaped(line[:-1] if _LINE_BREAK.search(line) else line) for line in lines)
