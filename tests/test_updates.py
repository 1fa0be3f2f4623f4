"""Own documents in and out: text and index change together, or nothing changes, whatever happens on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from small_index import CharacterEncoder

import index.updates
from corpus.document import Corpus
from corpus.library import LibraryError, prepare, read_library
from corpus.readers import read_documents
from index.store import build_index, check_index, fingerprint, open_index
from index.updates import add_documents, corpus_with, remove_document

PLAN = (
    "# 第一市の計画\n\n## 1. 窓口\n\n窓口の混雑予測を2026年度に始める。\n\n## 2. 図書館\n\n図書館の予約を電子化する。\n"
)
OTHER = "# 第二市の計画\n\n## 1. 公園\n\n公園の遊具の点検に無人機を使う。\n"


@pytest.fixture(autouse=True)
def _one_bundled_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shortest of the bundled plans stands for all of them: an index takes no time."""
    monkeypatch.setattr(index.updates, "read_documents", lambda: read_documents()[3:4])


def _read(library: Path) -> Corpus:
    return corpus_with(read_library(library), [])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """The library and the folder of indexes, with the index of the plans alone."""
    library, folder = tmp_path / "documents", tmp_path / "index"
    build_index(_read(library), CharacterEncoder(), folder)
    return library, folder


def _state(*folders: Path) -> dict[str, bytes]:
    files = (path for folder in folders if folder.exists() for path in sorted(folder.rglob("*")))
    return {str(path): path.read_bytes() for path in files if path.is_file() and path.name != ".lock"}


def test_a_document_is_found_in_the_index_and_gone_after_its_removal(plan: Path, places: tuple[Path, Path]) -> None:
    library, folder = places
    before = _state(library, folder)
    encoder = CharacterEncoder()
    draft = prepare(plan)
    corpus = add_documents([draft], encoder, library=library, folder=folder)
    assert corpus == _read(library)
    assert 0 < encoder.encoded <= 6  # its passages and sentences, nothing of the plans
    hits = open_index(corpus, encoder, folder).search("窓口の混雑予測はいつ", limit=3)
    assert draft.document.doc_id in [hit.passage.doc_id for hit in hits]
    assert len(list(folder.iterdir())) == 1

    remove_document(draft.document.doc_id, encoder, library, folder)
    assert _state(library, folder) == before
    hits = open_index(_read(library), encoder, folder).search("窓口の混雑予測はいつ", limit=2000)
    assert draft.document.doc_id not in {hit.passage.doc_id for hit in hits}


def test_ids_of_other_documents_stay(plan: Path, places: tuple[Path, Path]) -> None:
    library, folder = places
    before = [passage.id for passage in _read(library).passages]
    corpus = add_documents([prepare(plan)], CharacterEncoder(), library=library, folder=folder)
    assert [passage.id for passage in corpus.passages if passage.id in set(before)] == before


def test_a_full_disk_while_indexing_changes_nothing(plan: Path, places: tuple[Path, Path]) -> None:
    library, folder = places
    before = _state(library, folder)

    def full(done: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        add_documents([prepare(plan)], CharacterEncoder(), full, library, folder)
    assert _state(library, folder) == before


def test_a_full_disk_while_publishing_takes_back_what_was_published(
    plan: Path, places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    library, folder = places
    other = tmp_path / "other.md"
    other.write_text(OTHER, encoding="utf-8")
    publish = index.updates.publish
    calls = iter([publish, None])

    def second_fails(draft: object, place: Path) -> object:
        if (call := next(calls)) is None:
            raise OSError(28, "No space left on device")
        return call(draft, place)

    monkeypatch.setattr(index.updates, "publish", second_fails)
    with pytest.raises(OSError, match="No space"):
        add_documents([prepare(plan), prepare(other)], CharacterEncoder(), library=library, folder=folder)
    assert read_library(library) == ()
    assert _serves(library, folder)


def test_an_unknown_document_is_not_removed(places: tuple[Path, Path]) -> None:
    library, folder = places
    before = _state(library, folder)
    with pytest.raises(LibraryError, match="none-00000000"):
        remove_document("none-00000000", CharacterEncoder(), library, folder)
    assert _state(library, folder) == before


def test_a_damaged_document_can_be_removed(plan: Path, places: tuple[Path, Path]) -> None:
    library, folder = places
    draft = prepare(plan)
    add_documents([draft], CharacterEncoder(), library=library, folder=folder)
    (library / draft.document.doc_id / "text.txt").write_text("別の文", encoding="utf-8")
    with pytest.raises(LibraryError, match=draft.document.doc_id):
        _read(library)
    remove_document(draft.document.doc_id, CharacterEncoder(), library, folder)
    assert _serves(library, folder)


@pytest.mark.parametrize("moment", ["encoding", "published"])
def test_a_killed_process_leaves_an_index_that_serves(plan: Path, places: tuple[Path, Path], moment: str) -> None:
    library, folder = places
    script = f"""
        import sys, time
        sys.path[:0] = [{str(Path(__file__).parent)!r}, {str(Path(__file__).parent.parent)!r}]
        from pathlib import Path
        import index.updates
        from corpus.library import prepare
        from corpus.readers import read_documents
        from small_index import CharacterEncoder

        def stop(*values):
            print("now", flush=True)
            time.sleep(60)

        class Stopping(CharacterEncoder):
            def encode_passages(self, texts, progress=None):
                vectors = super().encode_passages(texts, progress)
                if {moment!r} == "encoding":
                    stop()
                return vectors

        index.updates.read_documents = lambda: read_documents()[3:4]
        index.updates.remove_other_indexes = stop
        index.updates.add_documents(
            [prepare(Path({str(plan)!r}))], Stopping(), library=Path({str(library)!r}), folder=Path({str(folder)!r})
        )
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "now\n"
        assert _serves(library, folder)  # also while it works
        os.kill(process.pid, signal.SIGKILL)
    assert _serves(library, folder)
    assert len(read_library(library)) == (moment == "published")
    draft = prepare(plan)
    if moment == "encoding":  # and the same command works afterwards, and sweeps up
        add_documents([draft], CharacterEncoder(), library=library, folder=folder)
        assert [path.name for path in folder.iterdir()] == [fingerprint(_read(library), "characters:1")]


def _serves(library: Path, folder: Path) -> bool:
    return check_index(_read(library), "characters:1", folder).is_dir()
