"""The command line: a thin Typer app over the four packages, each imported only when its command runs.

Exit status: 0 done (also when the plans hold no answer), 1 the system failed (no space left), 2 a wrong input or an
index or model that is not fit, 130 interrupted. `verify` ends with 1 where a quote is not as it was.
"""

from __future__ import annotations

import errno
import json
import os
import re
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from chatbot.feedback_commands import feedback
from chatbot.screen import console, open_assistant, progress_bar, say
from eval.commands import evaluation

if TYPE_CHECKING:
    from corpus.document import Corpus
    from corpus.library import Draft
    from corpus.listing import Row
    from index.encoder import DeferredEncoder

# Nothing leaves the machine unless the user asks for it.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
# Idle threads of the model sleep: spinning, they make a question take a second where another program uses a core.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

RESTART = "開いているチャット画面には、起動し直すと反映されます。"
REASONS = {
    errno.ENOENT: "ファイルまたはフォルダがありません",
    errno.EACCES: "権限がありません",
    errno.EROFS: "読み取り専用の場所です",
    errno.EISDIR: "ファイルではなくフォルダです",
    errno.ENOTDIR: "途中の名前がフォルダではありません",
    errno.ENOSPC: "空き容量がありません",
}
INPUT_ERRORS = (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError)


class Format(StrEnum):
    """How records are printed."""

    TABLE = "table"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"


class Commands(TyperGroup):
    """Commands whose errors meant for the user are printed without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; ValueError and OSError become a message and an exit status."""
        _speak_utf8()
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        except ValueError as error:
            _fail(str(error), 2)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of a pipe has gone; Typer ends quietly
                raise
            _fail(_reason(error), 2 if isinstance(error, INPUT_ERRORS) else 1)
        return result


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="政府のデジタル計画に、原文の引用と出典で答えます。 (Ask the plans; answers are quotations with citations.)",
)
app.add_typer(evaluation, name="eval")
app.add_typer(feedback, name="feedback")

Query = Annotated[str, typer.Option(help="この語をすべて含むものだけ (only those with these words)")]
OutputFormat = Annotated[
    Format | None, typer.Option("--format", help="既定は画面なら table、ほかは tsv (table on a terminal, else tsv)")
]


@app.command()
def build(
    force: Annotated[bool, typer.Option("--force", help="最新でも作り直す (even when up to date)")] = False,
) -> None:
    """索引を作ります。最新なら何もしません。 (Build the index; nothing to do when it is up to date.)"""
    _build(force)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="質問 (the question)", show_default=False)] = None,
    history: Annotated[
        list[str] | None, typer.Option(help="これまでの質問、古い順 (earlier questions, oldest first; repeatable)")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON 1行で出す (print one line of JSON)")] = False,
    batch: Annotated[
        Path | None, typer.Option(metavar="IN.jsonl", help="質問のファイル、1行に1問 (a file of questions, one a line)")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="OUT.jsonl", help="--batch の回答の書き先 (where --batch writes)")
    ] = None,
    sheet: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="出典票も書く: .md、.docx、.csv (write the source sheet as well)"),
    ] = None,
) -> None:
    """質問に答えます。 (Answer a question, or a file of questions.)"""
    if (question is None) == (batch is None):
        raise ValueError(
            '質問か --batch のどちらか一つを渡してください。例: keikaku ask "美容師免許の申請の根拠法令は？"'
        )
    from chatbot.batch import readable, write_line
    from chatbot.source_sheet.checking import check_sheet_name, save_sheet
    from chatbot.terminal import print_answer

    if sheet is not None:
        check_sheet_name(sheet, batch is not None)
    if batch is not None:
        _ask_batch(batch, output)
        return
    if output is not None:
        raise ValueError("--output は --batch とともに使います。")
    answer = open_assistant().answer_question(readable(question or ""), [readable(turn) for turn in history or []])
    if sheet is not None:
        save_sheet(sheet, answer)
    if as_json:
        write_line(sys.stdout, answer.as_dict())
    else:
        print_answer(console(), answer)


@app.command()
def verify(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="出典票（Markdown、Word、CSV） (source sheets)", show_default=False),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="JSON で1ファイル1行 (a line of JSON for each file)")] = False,
) -> None:
    """出典票の引用を、いまの原典と一つずつ照合します。 (Check every quote of a source sheet against the texts.)

    判定は、変更なし、原典更新あり、不一致。すべて変更なしなら 0、それ以外があれば 1、読めないファイルがあれば 2 で終わります。
    """
    from chatbot.source_sheet.checking import check_files

    if status := check_files(files, as_json):
        raise typer.Exit(status)


@app.command()
def chat(
    host: Annotated[str, typer.Option(help="待ち受けるアドレス (address)")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="ポート番号 (port)")] = 7860,
    build_first: Annotated[
        bool, typer.Option("--build", help="索引がないか古ければ先に作る (build the index where it is missing or old)")
    ] = False,
    api_only: Annotated[
        bool, typer.Option("--api-only", help="画面を出さず、API だけを開く (serve the API without the window)")
    ] = False,
) -> None:
    """チャット画面と API を開きます。 (Serve the chat window and the API.)"""
    with console(sys.stderr).status("読み込んでいます…"):
        from chatbot.assistant import WaitingAssistant
        from chatbot.web.app import launch
        from index.store import StoreError
    try:
        assistant = WaitingAssistant()
    except StoreError:
        if not build_first:
            raise
        _build()
        assistant = WaitingAssistant()
    launch(assistant, host=host, port=port, before_serving=assistant.load, api_only=api_only)


@app.command()
def mcp() -> None:
    """AI アプリの道具として、標準入出力の MCP で応じます。 (Serve an MCP client over standard input and output.)"""
    from chatbot.assistant import WaitingAssistant
    from chatbot.mcp.server import serve_stdio

    assistant = WaitingAssistant()
    if sys.stdin.isatty():
        say("MCP クライアントから起動するコマンドです。終了は Ctrl+D。 (An MCP client starts this command.)")
    serve_stdio(assistant, when_serving=assistant.load)


@app.command()
def policies(
    query: Query = "",
    ministry: Annotated[str, typer.Option(help="主担当・関係府省庁 (lead or related ministry)")] = "",
    output_format: OutputFormat = None,
) -> None:
    """重点政策の一覧です。 (List the policies.)"""
    from corpus.listing import POLICY_COLUMNS, policy_rows

    corpus = _read_corpus()
    rows = policy_rows(corpus, query, ministry)
    _print_records(POLICY_COLUMNS, rows, len(corpus.policies), output_format)


@app.command()
def procedures(
    query: Query = "",
    group: Annotated[str, typer.Option(help="グループの番号 (number of the group)")] = "",
    lists: Annotated[
        bool,
        typer.Option(
            "--lists", help="地方公共団体が優先的にオンライン化すべき手続の一覧 (the lists for local governments)"
        ),
    ] = False,
    output_format: OutputFormat = None,
) -> None:
    """オンライン化を実施する行政手続の一覧です。 (List the procedures that go online.)"""
    from corpus.listing import LIST_COLUMNS, PROCEDURE_COLUMNS, list_rows, procedure_rows

    corpus = _read_corpus()
    if lists and group:
        raise ValueError("--lists の一覧にグループはありません。--group と一緒には使えません。")
    if lists:
        _print_records(LIST_COLUMNS, list_rows(corpus, query), len(list_rows(corpus)), output_format)
    else:
        total = sum(len(entry.rows) for entry in corpus.procedure_groups)
        _print_records(PROCEDURE_COLUMNS, procedure_rows(corpus, query, group), total, output_format)


@app.command()
def add(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="PDF、Word（.docx）、HTML、Markdown、テキスト", show_default=False),
    ],
    title: Annotated[str, typer.Option(help="題名。1件のときだけ (title, for a single file)")] = "",
    published: Annotated[str, typer.Option(help="日付: 2025、2025-06、2025-06-13 (date)")] = "",
    publisher: Annotated[str, typer.Option(help="公表者 (publisher)")] = "",
    status: Annotated[str, typer.Option(help="状態: 決定、案など (status; 案 is a draft)")] = "",
) -> None:
    """手元の文書を加えます。 (Add your own documents.)

    元のファイルは写しを取って保ちます。同じファイルをもう一度加えても何も変わりません。一つでも読めなければ、何も加えません。
    """
    from corpus.library import locked, prepare

    if title and len(files) > 1:
        raise ValueError("--title は1件ずつ加えるときに使います。")
    with locked():
        drafts = [prepare(path, title, published, publisher, status) for path in files]
        new = _not_yet_added(drafts)
        for draft in new:
            for remark in draft.remarks:
                say(f"{draft.document.source}: {remark}")
        if new:
            _add(new)


@app.command()
def documents(output_format: OutputFormat = None) -> None:
    """収録した計画と、加えた文書の一覧です。 (List the documents.)"""
    from corpus.listing import DOCUMENT_COLUMNS, document_rows

    rows = document_rows(_read_corpus())
    _print_records(DOCUMENT_COLUMNS, rows, len(rows), output_format)


@app.command()
def remove(
    doc_id: Annotated[str, typer.Argument(help="文書の id。keikaku documents で分かります (the document's id)")],
) -> None:
    """加えた文書を外します。 (Remove one of your own documents.)"""
    from corpus.library import locked
    from corpus.readers import read_documents
    from index.encoder import DeferredEncoder
    from index.updates import remove_document

    if doc_id in [document.doc_id for document in read_documents()]:
        raise ValueError(f"{doc_id} は収録された計画なので、外せません。")
    with locked():
        remove_document(doc_id, DeferredEncoder())
    say(f"{doc_id} を外しました。{RESTART}")


@app.command()
def show(
    doc_id: Annotated[str | None, typer.Argument(help="文書の id (the document's id)", show_default=False)] = None,
    section: Annotated[str, typer.Option(help="見出しにこの語をすべて含むところだけ (only under such headings)")] = "",
    audit: Annotated[
        bool, typer.Option("--audit", help="読み取りの誤りを探す (look for faults in what was read)")
    ] = False,
) -> None:
    """文書を、読み取った形で表示します。 (Print a document as parsed, to check it against the original.)"""
    from corpus.reading import reading

    corpus = _read_corpus()
    if audit:
        _print_audit(corpus, doc_id)
    elif doc_id is None:
        ids = "、".join(document.doc_id for document in corpus.documents)
        raise ValueError(f"文書の id を渡してください: {ids}")
    else:
        sys.stdout.writelines(f"{line}\n" for line in reading(corpus, doc_id, section))


def _build(force: bool = False) -> None:
    from corpus.readers import read_corpus
    from index.encoder import DeferredEncoder
    from index.store import StoreError, check_index, remove_other_indexes

    corpus = read_corpus()
    encoder = DeferredEncoder()
    if not force:
        try:
            check_index(corpus, encoder.name)
        except StoreError:
            pass
        else:
            say("索引は最新です。")
            return
    remove_other_indexes(_index(corpus, encoder, force))
    say(f"索引を作りました（{len(corpus.passages):,}件）。")


def _index(corpus: Corpus, encoder: DeferredEncoder, afresh: bool = False) -> str:
    """Build the index of `corpus` beside the others; gives its fingerprint."""
    from index.store import build_index, texts_to_encode

    with progress_bar("索引を作っています", texts_to_encode(corpus, encoder.name, afresh)) as progress:
        return build_index(corpus, encoder, progress=progress, afresh=afresh).fingerprint


def _not_yet_added(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts whose file is neither in the library nor earlier among them; says which are."""
    from corpus.library import LIBRARY, find_same

    new: dict[str, Draft] = {}
    for draft in drafts:
        same = find_same(LIBRARY, draft.original_sha256)
        if same or draft.original_sha256 in new:
            doc_id = same.doc_id if same else draft.document.doc_id
            say(f"{draft.document.source}: もう登録されています（{doc_id}）。")
        else:
            new[draft.original_sha256] = draft
    return list(new.values())


def _add(drafts: Sequence[Draft]) -> None:
    from corpus.library import read_library
    from index.encoder import DeferredEncoder
    from index.store import texts_to_encode
    from index.updates import add_documents, corpus_with

    encoder = DeferredEncoder()
    corpus = corpus_with(read_library(), [draft.document for draft in drafts])
    for draft in drafts:
        if not any(passage.doc_id == draft.document.doc_id for passage in corpus.passages):
            raise ValueError(f"{draft.document.source}: 引用できる文がありません。")
    with progress_bar("索引に加えています", texts_to_encode(corpus, encoder.name)) as progress:
        add_documents(drafts, encoder, progress, corpus=corpus)
    for draft in drafts:
        count = sum(passage.doc_id == draft.document.doc_id for passage in corpus.passages)
        document = draft.document
        facts = f"題名「{document.title}」、日付 {document.published or '不明'}、公表者 {document.publisher or '不明'}"
        say(f"{document.doc_id} を登録しました: {facts}（{count:,}件のまとまり）")
    say(f"違うところがあれば、keikaku remove で外し、--title などを付けて加え直してください。{RESTART}")


def _read_corpus() -> Corpus:
    from corpus.readers import read_corpus

    return read_corpus()


def _ask_batch(source: Path, output: Path | None) -> None:
    from chatbot.batch import answer_lines, read_lines

    lines = read_lines(source)
    with progress_bar("答えています", len(lines)) as progress:
        counts = answer_lines(lines, open_assistant, source, output, progress)
    say(
        f"{counts.total()}問（回答 {counts['answered']}、一部 {counts['partial']}、"
        f"見つからず {counts['not_found']}、読めない行 {counts['error']}）"
    )


def _print_audit(corpus: Corpus, doc_id: str | None) -> None:
    """Every fault as a line; ends with status 1 where there is one."""
    from corpus.audit import audit

    passages = [passage for passage in corpus.passages if doc_id in (None, passage.doc_id)]
    if not passages:
        raise ValueError(f"文書 {doc_id} はありません。")
    faults = [fault for fault in audit(corpus) if doc_id in (None, fault.doc_id)]
    for fault in faults:
        print(f"{fault.doc_id}\t{fault.line}\t{fault.problem}\t{fault.text}")
    say(f"{len(passages):,}件のまとまりを調べ、誤りは {len(faults)} 件でした。")
    if faults:
        raise typer.Exit(1)


# --- records


def _print_records(columns: Sequence[str], rows: list[Row], total: int, output_format: Format | None) -> None:
    """The rows by their columns; JSON prints what else a row holds too."""
    match output_format or (Format.TABLE if sys.stdout.isatty() else Format.TSV):
        case Format.TABLE:
            _print_table(columns, rows)
            say(f"全{total:,}件中{len(rows):,}件")
        case Format.TSV:
            cells = [[re.sub(r"[\t\r\n]+", " ", str(row[column])) for column in columns] for row in rows]
            sys.stdout.writelines("\t".join(line) + "\n" for line in [list(columns), *cells])
        case Format.CSV:
            from chatbot.csv_file import csv_text

            sys.stdout.write(csv_text(columns, rows))
        case Format.JSON:
            sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")


def _print_table(columns: Sequence[str], rows: list[Row]) -> None:
    from rich.table import Table
    from rich.text import Text

    from corpus.normalize import display_text

    table = Table(*columns)
    for row in rows:
        table.add_row(*(Text(display_text(str(row[column]))) for column in columns))
    console().print(table)


# --- screen and errors


def _fail(message: str, status: int) -> None:
    console(sys.stderr).print(message, style="red", markup=False)
    raise typer.Exit(status) from None


def _reason(error: OSError) -> str:
    reason = REASONS.get(error.errno or 0, error.strerror or str(error))
    return f"{error.filename}: {reason}" if error.filename else reason


def _speak_utf8() -> None:
    """Standard output in UTF-8 whatever the locale, so that a file or pipe holds what the README says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    app()
