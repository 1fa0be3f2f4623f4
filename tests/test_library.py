"""The folder of an office's own documents: whole or not there, checked when read."""

from __future__ import annotations

import errno
import hashlib
import json
import multiprocessing
import os
import re
import shutil
from pathlib import Path

import office_files as files
import pytest

from corpus import library
from corpus.document import Corpus, Page
from corpus.formats import UnreadableFile
from corpus.library import LibraryError, find_same, locked, prepare, publish, read_library, remove
from corpus.readers import read_corpus


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "documents"


def _write(tmp_path: Path, name: str = "みどり市 計画.txt", text: str = files.PLAIN, encoding: str = "cp932") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_document_comes_back_as_it_was_added(tmp_path: Path, folder: Path) -> None:
    path = _write(tmp_path)
    draft = prepare(path, title="みどり市  計画", published="2025-04", publisher="みどり市", status="決定")
    added = publish(draft, folder)
    assert read_library(folder) == (added,)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert added.doc_id == f"document-{digest[:8]}"
    assert (added.title, added.published, added.publisher, added.status) == (
        "みどり市 計画",
        "2025-04",
        "みどり市",
        "決定",
    )
    assert (added.kind, added.source_file, added.text) == ("office", "みどり市 計画.txt", files.PLAIN)
    place = folder / added.doc_id
    assert (place / "original.txt").read_bytes() == path.read_bytes()
    assert (place / "text.txt").read_bytes() == files.PLAIN.encode()
    record = json.loads((place / "document.json").read_text("utf-8"))
    assert record["original_sha256"] == digest and record["media_type"] == "text/plain"
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", record["added"])


def test_pages_come_back(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(files.pdf([["一枚目の文章を、ここに書く。"], ["二枚目の文章を、ここに書く。"]]))
    publish(prepare(path), folder)
    assert read_library(folder)[0].pages == (Page(1, 0), Page(2, 15))


def test_what_is_not_given_is_read_from_the_file(tmp_path: Path) -> None:
    markdown = tmp_path / "Midori_City plan-2025.md"
    markdown.write_text(files.MARKDOWN, encoding="utf-8")
    document = prepare(markdown).document
    assert document.doc_id.startswith("midori-city-plan-2025-")
    assert (document.title, document.published, document.status) == ("みどり市デジタル計画", "2025-04-01", "登録文書")
    plain = prepare(_write(tmp_path)).document
    assert (plain.title, plain.published) == ("みどり市 計画", "2025-04-01")
    headed = prepare(_write(tmp_path, "a.txt", "# 窓口計画\n本文である。\n")).document
    assert (headed.title, headed.published) == ("窓口計画", "")


@pytest.mark.parametrize("published", ["2025-02-30", "令和7年", "2025/04/01", "25", "2025-4"])
def test_a_date_that_is_none_is_refused(published: str, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="2025-06-13 のように"):
        prepare(_write(tmp_path), published=published)


def test_a_title_that_cannot_be_shown_is_refused(tmp_path: Path) -> None:
    for title in ("計" * 201, "計\x1b[31m画"):
        with pytest.raises(LibraryError, match="長すぎるか、使えない文字"):
            prepare(_write(tmp_path), title=title)


def test_bundled_ids_are_never_taken(corpus: Corpus) -> None:
    assert [d.doc_id for d in corpus.documents if re.search(r"-[0-9a-f]{8}$", d.doc_id)] == []


def test_the_same_file_is_found_under_any_name(tmp_path: Path, folder: Path) -> None:
    added = publish(prepare(_write(tmp_path)), folder)
    again = prepare(_write(tmp_path, "写し.txt"))
    assert find_same(folder, again.original_sha256) == added
    assert find_same(folder, "0" * 64) is None
    with pytest.raises(LibraryError, match="もう登録されています"):
        publish(again, folder)


def test_an_unreadable_file_leaves_the_folder_as_it_was(tmp_path: Path, folder: Path) -> None:
    publish(prepare(_write(tmp_path)), folder)
    before = _tree(folder)
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 broken")
    with pytest.raises(UnreadableFile):
        prepare(bad)
    assert _tree(folder) == before


def test_a_full_disk_leaves_nothing(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        publish(prepare(_write(tmp_path)), folder)
    assert list(folder.iterdir()) == []
    assert read_library(folder) == ()


def _die_while_adding(path: Path, folder: Path) -> None:
    library._sync = lambda _: os._exit(9)  # type: ignore[assignment]
    publish(prepare(path), folder)


def test_a_killed_process_leaves_nothing_that_is_read_and_the_next_one_sweeps(tmp_path: Path, folder: Path) -> None:
    process = multiprocessing.get_context("fork").Process(target=_die_while_adding, args=(_write(tmp_path), folder))
    process.start()
    process.join()
    assert process.exitcode == 9
    assert [place.name for place in folder.iterdir()] == [f".adding-{process.pid}"]
    assert read_library(folder) == ()
    (folder / ".removing-old-12345678").mkdir()
    added = publish(prepare(_write(tmp_path)), folder)
    assert [place.name for place in folder.iterdir()] == [added.doc_id]


def test_documents_are_in_the_order_of_their_ids(tmp_path: Path, folder: Path) -> None:
    for name in ("b.txt", "a.txt", "c.txt"):
        publish(prepare(_write(tmp_path, name, f"{name}の計画である。")), folder)
    assert [document.source_file for document in read_library(folder)] == ["a.txt", "b.txt", "c.txt"]


@pytest.mark.parametrize("damage", ["text", "json", "missing", "empty", "hash"])
def test_a_damaged_document_is_named_and_can_be_removed(damage: str, tmp_path: Path, folder: Path) -> None:
    place = folder / publish(prepare(_write(tmp_path)), folder).doc_id
    if damage == "text":
        (place / "text.txt").write_text("別の文である。", "utf-8")
    elif damage == "missing":
        (place / "text.txt").unlink()
    elif damage == "empty":
        shutil.rmtree(place)
        place.mkdir()
    else:
        (place / "document.json").write_text("{" if damage == "json" else "{}", "utf-8")
    with pytest.raises(LibraryError, match=f"{place.name} が壊れています。「keikaku remove {place.name}」"):
        read_library(folder)
    remove(place.name, folder)
    assert read_library(folder) == ()


def test_removing_what_is_not_there_names_what_is(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(LibraryError, match="登録されている文書: ありません"):
        remove("plan", folder)
    added = publish(prepare(_write(tmp_path)), folder)
    (tmp_path / "outside").mkdir()
    for unknown in ("plan", "../outside", "", ".lock", f"{added.doc_id}/"):
        with pytest.raises(LibraryError, match=f"登録されている文書: {added.doc_id}"):
            remove(unknown, folder)
    remove(added.doc_id, folder)
    assert list(folder.iterdir()) == [] and (tmp_path / "outside").is_dir()


def test_two_changes_do_not_run_at_once(folder: Path) -> None:
    with locked(folder), pytest.raises(LibraryError, match="ほかの keikaku が"), locked(folder, wait=0.1):
        pass
    with locked(folder, wait=0):
        pass


def test_the_corpus_reads_the_library_after_the_plans(tmp_path: Path, folder: Path, corpus: Corpus) -> None:
    added = publish(prepare(_write(tmp_path)), folder)
    with_library = read_corpus(library=folder)
    assert with_library.documents == (*corpus.documents, added)
    assert with_library.passages[: len(corpus.passages)] == corpus.passages
    own = with_library.passages[len(corpus.passages) :]
    assert [passage.text for passage in own if passage.heading_path == ("第１章 総則", "１ 目的")] == [
        "この計画は、行政手続の負担を減らすことを目的とする。"
    ]
    assert {passage.doc_id for passage in own} == {added.doc_id}


def test_tests_do_not_see_a_developers_documents(corpus: Corpus) -> None:
    assert Path(os.environ["KEIKAKU_DOCUMENTS"]) == library.LIBRARY
    assert {document.kind for document in corpus.documents} & {"office"} == set()
