"""An answer on the terminal: its outcome in words, its text, and every citation with the quoted sentences marked."""

from __future__ import annotations

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from chatbot.answer import Answer, Citation
from corpus.normalize import display_text

_INDENT = 4  # characters
_OUTCOMES = {
    "answered": ("計画に答えがありました", "bold green"),
    "partial": ("計画に一部の答えがありました", "bold yellow"),
    "not_found": ("計画の中に答えは見つかりませんでした", "bold red"),
}


def print_answer(console: Console, answer: Answer) -> None:
    """Print `answer` on `console`."""
    label, style = _OUTCOMES[answer.outcome]
    if answer.understood_as:
        console.print(Text(f"〈{display_text(answer.understood_as)}〉という質問として受け取りました。", "dim"))
    if answer.searched_for:
        console.print(Text(f"次の言葉でも探しました: {'、'.join(answer.searched_for)}", "dim"))
    console.print(Text(f"■ {label}", style))
    console.print(Text(display_text(answer.text)))
    for citation in answer.citations:
        console.print()
        _print_citation(console, citation)


def _print_citation(console: Console, citation: Citation) -> None:
    draft = "bold yellow" if "案" in citation.status else ""
    page = "" if citation.page is None else f"{citation.page}ページ"
    facts = [(citation.publisher, ""), (citation.published, ""), (citation.status, draft), (page, "")]
    known = [part for fact in facts if fact[0] for part in (fact, "、")][:-1]
    console.print(Text.assemble((f"[{citation.number}] ", "bold cyan"), (citation.title, "bold"), "（", *known, "）"))
    notes = (Text(display_text(f"脚注{note.number} {note.text}"), "dim") for note in citation.footnotes)
    path = Text(" › ".join(display_text(heading) for heading in citation.heading_path), "dim")
    for text in (path, _marked(citation, on_screen=console.is_terminal), *notes):
        if text:
            console.print(_indented(text, on_screen=console.is_terminal))


def _indented(text: Text, on_screen: bool) -> RenderableType:
    """The text with a margin: of wrapped lines on a screen; else before each line, and no space behind it."""
    if on_screen:
        return Padding(text, (0, 0, 0, _INDENT), expand=False)
    return Text("\n").join(Text(" " * _INDENT) + line for line in text.split("\n"))


def _marked(citation: Citation, on_screen: bool) -> Text:
    """The passage with the quoted sentences marked: by style on a screen, else by 》《 around them."""
    passage = display_text(citation.text)
    text, position = Text(), 0
    for piece in display_text(citation.quote).splitlines():
        start = passage.find(piece, position)
        if not piece or start < 0:
            continue
        text.append(passage[position:start])
        text.append(piece if on_screen else f"》{piece}《", "bold underline")
        position = start + len(piece)
    if not position:  # the quote is no plain part of the passage: print it as its own line
        text.append(f"》{display_text(citation.quote)}《\n", "bold underline")
    return text.append(passage[position:])
