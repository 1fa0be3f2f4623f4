"""What every command says on the terminal: results on standard output, messages and progress beside them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

    from chatbot.assistant import Assistant


def console(stream: TextIO | None = None) -> Console:
    """A console that wraps on a terminal only: in a pipe or file a line stays a line."""
    from rich.console import Console

    stream = stream or sys.stdout
    return Console(file=stream, highlight=False, width=None if stream.isatty() else 100_000)


@contextmanager
def progress_bar(description: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar for the person at the terminal; gives the function that takes the number done."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    screen = console(sys.stderr)
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task(description, total=total)
        yield lambda done: bar.update(task, completed=done)


def say(message: str) -> None:
    """A message for the person at the terminal; standard output is kept for results."""
    console(sys.stderr).print(message, markup=False)


def open_assistant() -> Assistant:
    """As `Assistant.open`, saying so while it loads."""
    with console(sys.stderr).status("読み込んでいます…"):
        from chatbot.assistant import Assistant

        return Assistant.open()
