"""The commands for an office's own documents, with an encoder that needs no model and one short bundled plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from small_index import CharacterEncoder
from typer.testing import CliRunner, Result

import corpus.readers
import index.encoder
import index.updates
import keikaku
from corpus.document import Document
from corpus.library import LIBRARY, read_library, remove
from corpus.readers import read_documents

PLAN = "# 第一市の計画\n\n2025年4月1日\n\n## 1. 窓口\n\n窓口の混雑予測を2026年度に始める。\n"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """One short plan, an index of its own; the library is the temporary one that conftest names."""
    short = read_documents()[3:4]
    monkeypatch.setattr(corpus.readers, "read_documents", lambda *folder: short)
    monkeypatch.setattr(index.updates, "read_documents", lambda: short)
    monkeypatch.setattr(index.encoder, "DeferredEncoder", CharacterEncoder)
    for name in ("add_documents", "remove_document"):
        monkeypatch.setattr(index.updates, name, partial(getattr(index.updates, name), folder=tmp_path / "index"))
    yield
    for document in read_library():
        remove(document.doc_id)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "shi no keikaku.md"
    path.write_text(PLAN, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(keikaku.app, [str(argument) for argument in arguments])


def test_a_document_is_added_listed_shown_and_removed(plan: Path) -> None:
    added = run("add", plan, "--publisher", "第一市", "--status", "案")
    (document,) = read_library()
    assert added.exit_code == 0
    assert f"{document.doc_id} を登録しました" in added.stderr
    assert "題名「第一市の計画」、日付 2025-04-01、公表者 第一市" in added.stderr
    rows = [line.split("\t") for line in run("documents").stdout.splitlines()]
    assert rows[-1][:5] == [document.doc_id, "第一市の計画", "2025-04-01", "第一市", "案"]
    shown = run("show", document.doc_id, "--section", "窓口").stdout.splitlines()
    assert shown[-1] == "     7  窓口の混雑予測を2026年度に始める。"
    removed = run("remove", document.doc_id)
    assert (removed.exit_code, read_library()) == (0, ())
    assert f"{document.doc_id} を外しました" in removed.stderr
    assert len(run("documents").stdout.splitlines()) == 2


def test_the_plans_are_read_once(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Sequence[Document]] = []
    corpus_of = index.updates.corpus_of
    monkeypatch.setattr(index.updates, "corpus_of", lambda documents: read.append(documents) or corpus_of(documents))
    assert run("add", plan).exit_code == 0
    assert len(read) == 1


def test_adding_the_same_file_again_changes_nothing(plan: Path) -> None:
    run("add", plan)
    before = {path: path.read_bytes() for path in LIBRARY.rglob("*") if path.is_file()}
    again = run("add", plan, plan)
    assert again.exit_code == 0
    assert again.stderr.count("もう登録されています") == 2
    assert {path: path.read_bytes() for path in LIBRARY.rglob("*") if path.is_file()} == before


def test_one_bad_file_among_good_ones_adds_nothing(plan: Path, tmp_path: Path) -> None:
    bad = tmp_path / "empty.txt"
    bad.touch()
    result = run("add", plan, bad)
    assert result.exit_code == 2
    assert "empty.txt" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert read_library() == ()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["add", "PLAN", "PLAN", "--title", "題"], "--title は1件ずつ"),
        (["add", "PLAN", "--published", "2025-02-30"], "2025-02-30"),
        (["add", "none.pdf"], "none.pdf"),
        (["remove", "torimatome-2025-gaiyo"], "収録された計画なので、外せません"),
        (["remove", "none-00000000"], "none-00000000 という登録文書はありません"),
        (["show", "none"], "文書 none はありません"),
        (["show", "torimatome-2025-gaiyo", "--section", "第9章"], "「第9章」を含む見出しはありません"),
        (["show"], "文書の id を渡してください"),
        (["show", "none", "--audit"], "文書 none はありません"),
    ],
)
def test_a_wrong_input_gets_one_message(plan: Path, arguments: list[str], message: str) -> None:
    result = run(*(str(plan) if argument == "PLAN" else argument for argument in arguments))
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert read_library() == ()


def test_a_file_without_a_sentence_to_quote_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rules.md"
    path.write_text("---\n\n***\n", encoding="utf-8")
    result = run("add", path)
    assert result.exit_code == 2
    assert read_library() == ()


def test_an_audit_without_a_fault_says_how_much_it_looked_at() -> None:
    result = run("show", "torimatome-2025-gaiyo", "--audit")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "誤りは 0 件でした" in result.stderr
