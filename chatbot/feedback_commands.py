"""The commands `keikaku feedback …`: what was kept of people's feedback, printed or deleted."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from chatbot.screen import say

if TYPE_CHECKING:
    from chatbot.feedback import FeedbackFile

feedback = typer.Typer(
    no_args_is_help=True, help="チャット画面で寄せられたご意見を書き出し、消します。 (Export or clear the feedback.)"
)


@feedback.command()
def export() -> None:
    """質問ファイルの行として書き出します。空の項目は人が埋めます。 (Print lines of a question file.)"""
    from chatbot.batch import write_line
    from chatbot.feedback_lines import question_line

    kept = _file().read()
    for item in kept:
        write_line(sys.stdout, question_line(item))
    say(f"{len(kept):,}件のご意見を書き出しました。")


@feedback.command()
def clear(
    yes: Annotated[bool, typer.Option("--yes", help="確かめずに消す (without asking)")] = False,
) -> None:
    """すべて消します。元に戻せません。 (Delete all of it.)"""
    file = _file()
    if not yes and not typer.confirm("ご意見をすべて消しますか。元に戻せません", err=True):
        say("消しませんでした。")
        return
    say(f"{file.clear():,}件のご意見を消しました。")


def _file() -> FeedbackFile:
    from chatbot.feedback import PATH_VARIABLE, feedback_file

    file = feedback_file()
    if file is None:
        raise ValueError(f"環境変数 {PATH_VARIABLE} に、ご意見を保存したファイルを指定してください。")
    return file
