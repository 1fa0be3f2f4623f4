"""The commands `keikaku eval …`; each imports what it needs when it runs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chatbot.screen import console, open_assistant, progress_bar, say

if TYPE_CHECKING:
    from chatbot.assistant import Assistant
    from corpus.document import Corpus
    from eval.questions import Question
    from eval.verdicts import Judged

evaluation = typer.Typer(no_args_is_help=True, help="回答を評価します。 (Score the answers.)")

Questions = Annotated[list[Path], typer.Argument(metavar="QUESTIONS…", help="質問のファイル (question files)")]


@evaluation.command("run")
def evaluation_run(
    questions: Questions,
    report: Annotated[Path | None, typer.Option(help="報告を書くフォルダ (folder of the report)")] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            metavar="ANSWERS.jsonl",
            help="質問せずに、この回答を採点する。形式は ask --batch と同じ (score these answers, whoever wrote them)",
        ),
    ] = None,
) -> None:
    """質問のファイルで回答を採点します。 (Score the answers to question files.)"""
    from corpus.readers import read_corpus
    from eval.answers import read_answers
    from eval.harness import write_report
    from eval.questions import read_questions
    from eval.terminal import scores_notes, scores_table

    items = read_questions(questions)
    if report is not None:
        report.mkdir(parents=True, exist_ok=True)  # a folder that cannot be made is told before the questions are asked
    threshold = None
    if answers is not None:
        judged, scores = _judge(items, read_answers(answers, items), read_corpus())
    else:
        judged, scores, threshold = _ask_and_judge(items, open_assistant(), "評価しています")
    if report is not None:
        title = f"回答の評価（{'、'.join(path.stem for path in questions)}）"
        write_report(report, title, scores, judged, threshold)
    console().print(scores_table(scores))
    for note in scores_notes(scores):
        say(note)


@evaluation.command("gate")
def evaluation_gate(
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="この質問ファイルだけ。繰り返せる (this question file only)"),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="測った値で expected.toml と README を改める (renew the stated figures)")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="報告を書くフォルダ (folder of the reports)")] = None,
    skip_build: Annotated[
        bool, typer.Option("--skip-build", help="索引を作る時間を測らない (do not time the building of the index)")
    ] = False,
) -> None:
    """README の数値を測り直し、OK か FAIL を示します。 (Measure every figure of the README again: OK or FAIL.)

    一つでも FAIL なら、終了コードは 1 です。
    """
    from eval.expected import EXPECTED_FILE, read_expected, write_expected
    from eval.gate import gate_rows, renew, summary
    from eval.readme import STATED_IN, stated_rows, write_figures

    expected = read_expected(EXPECTED_FILE)
    stated_rows(STATED_IN, expected)  # a file that cannot be renewed is told before the questions are asked
    files = expected.chosen(only or [])
    scores = _score_files([EXPECTED_FILE.parent / "questions" / f"{file.name}.jsonl" for file in files], report)
    seconds = None if skip_build else _build_seconds()
    if update:
        expected = renew(expected, scores)
        write_expected(EXPECTED_FILE, expected)
        write_figures(STATED_IN, expected)
    rows = gate_rows(expected, scores, seconds) + stated_rows(STATED_IN, expected)
    sys.stdout.writelines(f"{row.line}\n" for row in rows)
    say(summary(rows))
    if not all(row.ok for row in rows):
        raise typer.Exit(1)


@evaluation.command("compare")
def evaluation_compare(
    before: Annotated[Path, typer.Argument(metavar="A", help="前の報告のフォルダ (the report before)")],
    after: Annotated[Path, typer.Argument(metavar="B", help="後の報告のフォルダ (the report after)")],
    as_json: Annotated[bool, typer.Option("--json", help="JSON で出す (print JSON)")] = False,
) -> None:
    """二つの報告を比べます。 (Compare two reports: differences, their significance, and the questions that flipped.)"""
    from eval.compare import compare
    from eval.terminal import comparison_notes, comparison_table, flip_lines

    comparison = compare(before, after)
    if as_json:
        sys.stdout.write(json.dumps(asdict(comparison), ensure_ascii=False, indent=2) + "\n")
        return
    console().print(comparison_table(comparison))
    sys.stdout.writelines(f"{line}\n" for line in flip_lines(comparison))
    for note in comparison_notes(comparison):
        say(note)


@evaluation.command("ablate")
def evaluation_ablate(
    questions: Annotated[
        list[Path] | None,
        typer.Argument(metavar="QUESTIONS…", help="既定は test (test by default)", show_default=False),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="これを外した行だけ。繰り返せる (only without this; repeatable)"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="書き込まない (print only)")] = False,
) -> None:
    """部品を一つずつ外して測り、RESULTS.md の表を改めます。 (Leave out each part of the search and measure.)

    --without か質問のファイルを渡したときは、表を示すだけで、書き込みません。
    """
    from corpus.readers import read_corpus
    from eval.ablation import END, QUESTIONS, START, ablation_block, chosen, measure
    from eval.questions import FOLDER, read_questions
    from eval.readme import RESULTS, read_block, write_block
    from index.store import fingerprint

    variants = chosen(without or [])
    paths = questions or [FOLDER / f"{name}.jsonl" for name in QUESTIONS]
    is_written = not (dry_run or questions or without)
    if is_written:
        read_block(RESULTS, START, END)  # a file that cannot be renewed is told before the questions are asked
    items, corpus = read_questions(paths), read_corpus()
    with console(sys.stderr).status("読み込んでいます…"):
        from index.encoder import open_encoder

        encoder = open_encoder()
    with progress_bar("外して測っています", len(items) * len(variants)) as progress:
        tallies = measure(items, corpus, encoder, variants, progress)
    names = "、".join(path.stem for path in paths)
    about = f"{names} の {len(items)} 問、索引 {fingerprint(corpus, encoder.name)}、{date.today().isoformat()}。"
    block = ablation_block(variants, tallies, about)
    sys.stdout.write(block)
    if is_written:
        write_block(RESULTS, START, END, block)
        say(f"{RESULTS} に書きました。")


@evaluation.command("check")
def evaluation_check(questions: Questions) -> None:
    """質問のファイルの誤りを探します。 (Look for faults in question files.)"""
    from corpus.readers import read_documents
    from eval.check import check_questions

    problems = check_questions(questions, read_documents())
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    say(f"誤りは {len(problems)} 件でした。")
    if problems:
        raise typer.Exit(1)


@evaluation.command("calibrate")
def evaluation_calibrate(
    questions: Annotated[
        list[Path] | None,
        typer.Argument(metavar="QUESTIONS…", help="既定は dev と tune (dev and tune by default)", show_default=False),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="書き込まない (print only)")] = False,
) -> None:
    """回答しない（not_found）しきい値を決め直します。 (Fit the thresholds of silence and write them.)"""
    from chatbot.thresholds import FILE, Thresholds, write_thresholds
    from eval.calibration import curve, fit, fit_partial, of_language
    from eval.harness import collect_answers
    from eval.questions import ASKED_ON, FOLDER, read_questions
    from eval.terminal import curve_table
    from eval.verdicts import judge_all
    from index.store import fingerprint

    paths = questions or [FOLDER / "dev.jsonl", FOLDER / "tune.jsonl"]
    items = read_questions(paths)
    assistant = open_assistant()
    assistant.thresholds, assistant.today = None, ASKED_ON
    with progress_bar("評価しています", len(items)) as progress:
        answers = collect_answers(items, assistant.answer_with_hits, progress)
    judged = judge_all(items, answers, assistant.corpus)
    values: list[float] = []
    for name, japanese in (("日本語", True), ("英語など", False)):
        part = of_language(judged, japanese)
        point = fit(part)
        values += [round(point.threshold, 4), round(fit_partial(part, point.threshold), 4)]
        console().print(curve_table(f"{name}（{len(part)}問）", curve(part), point))
    said = "回答しない: {} 未満（日本語）、{} 未満（英語など）。一部の回答とする: {} 未満、{} 未満。".format(
        *values[::2], *values[1::2]
    )
    if dry_run:
        say(f"{said}書き込んでいません。")
        return
    write_thresholds(
        Thresholds(
            model=assistant.models,
            index=fingerprint(assistant.corpus, assistant.model),
            questions="、".join(f"{path.stem}（{len(read_questions([path]))}問）" for path in paths),
            date=date.today().isoformat(),
            japanese=values[0],
            other=values[2],
            partial_japanese=values[1],
            partial_other=values[3],
        )
    )
    say(f"{said}{FILE} に書きました。")


@evaluation.command("squad")
def evaluation_squad(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.json[.gz]", help="SQuAD形式のファイル (a file of SQuAD's layout)")
    ],
    limit: Annotated[
        int | None, typer.Option(min=1, help="最初の何問だけ、段落はすべて (the first questions only, all paragraphs)")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON 1行で出す (print one line of JSON)")] = False,
) -> None:
    """SQuAD形式のベンチマークで検索と回答の抜き出しを採点します。 (Retrieval and answer spans on a SQuAD file.)"""
    from eval.squad_file import read_squad
    from eval.terminal import squad_tables

    benchmark = read_squad(file, limit)
    with console(sys.stderr).status("読み込んでいます…"):
        from eval.squad import evaluate, steps
        from index.encoder import open_encoder
        from index.reranker import open_reranker

        encoder, reranker = open_encoder(), open_reranker()
    with progress_bar("評価しています", steps(benchmark)) as progress:
        scores = evaluate(benchmark, encoder, progress, reranker)
    if as_json:
        print(json.dumps(scores.as_dict(), ensure_ascii=False))
    else:
        console().print(*squad_tables(scores))


def _judge(
    items: Sequence[Question], answers: Sequence[dict[str, Any]], corpus: Corpus, **about: str
) -> tuple[list[Judged], dict[str, Any]]:
    """The verdicts, and the content of `scores.json`: the date, what else is said about the system, the scores."""
    from eval.scores import report_scores
    from eval.verdicts import judge_all

    judged = judge_all(items, answers, corpus)
    return judged, {"date": date.today().isoformat(), **about, **report_scores(judged)}


def _ask_and_judge(
    items: Sequence[Question], assistant: Assistant, description: str
) -> tuple[list[Judged], dict[str, Any], float | None]:
    """Verdicts and scores of the assistant's own answers, and the confidence below which it is silent."""
    from eval.harness import collect_answers
    from eval.questions import ASKED_ON
    from index.store import fingerprint

    assistant.today = ASKED_ON
    with progress_bar(description, len(items)) as progress:
        answers = collect_answers(items, assistant.answer_with_hits, progress)
    index = fingerprint(assistant.corpus, assistant.model)
    judged, scores = _judge(items, answers, assistant.corpus, model=assistant.models, index=index)
    return judged, scores, assistant.thresholds.japanese if assistant.thresholds else None


def _score_files(paths: Sequence[Path], report: Path | None) -> dict[str, dict[str, Any]]:
    """The scores of each question file by its name; a report on each in a folder of that name inside `report`."""
    from eval.harness import write_report
    from eval.questions import read_questions

    files = {path.stem: read_questions([path]) for path in paths}
    if report is not None:
        report.mkdir(parents=True, exist_ok=True)
    assistant = open_assistant()
    by_name = {}
    for name, items in files.items():
        judged, by_name[name], threshold = _ask_and_judge(items, assistant, f"{name} で評価しています")
        if report is not None:
            write_report(report / name, f"回答の評価（{name}）", by_name[name], judged, threshold)
    return by_name


def _build_seconds() -> float:
    """How long it takes to build the index afresh, the loading of the model included; it is built aside and removed."""
    from corpus.readers import read_corpus
    from index.encoder import DeferredEncoder
    from index.store import build_index, texts_to_encode

    corpus, encoder = read_corpus(), DeferredEncoder()
    with (
        TemporaryDirectory(prefix="keikaku-index-") as folder,
        progress_bar("索引を作る時間を測っています", texts_to_encode(corpus, encoder.name, True)) as progress,
    ):
        started = time.perf_counter()
        build_index(corpus, encoder, Path(folder), progress=progress, afresh=True)
        return time.perf_counter() - started
