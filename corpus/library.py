"""The folder of an office's own documents: added, verified and removed, each by one rename.

    LIBRARY/<doc_id>/document.json    what is known of the document, with the hashes of the two other files
    LIBRARY/<doc_id>/text.txt         the text that quotations are proven against; never made anew
    LIBRARY/<doc_id>/original.<ext>   the file as it was added, byte for byte

A folder whose name begins with a dot is no document: one being written, one being removed, or the lock.
"""

from __future__ import annotations

import datetime
import fcntl
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.document import Document, Page
from corpus.formats import Extracted, extract_bytes, read_bytes
from corpus.formats.dates import is_published_date, printed_date

LIBRARY = Path(os.environ.get("KEIKAKU_DOCUMENTS") or Path(__file__).parent.parent / "documents")
KIND = "office"
DEFAULT_STATUS = "登録文書"
WAIT_SECONDS = 10.0  # for another command that adds or removes
_LONGEST_VALUE = 200  # characters of a title, publisher or status
_LONGEST_SLUG = 40  # characters


class LibraryError(ValueError):
    """The documents cannot be read or changed; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document ready to be added; nothing is written yet. `remarks` say what of the file could not be read."""

    document: Document
    media_type: str
    original: bytes
    original_sha256: str
    remarks: tuple[str, ...] = ()


def prepare(path: Path, title: str = "", published: str = "", publisher: str = "", status: str = "") -> Draft:
    """Read the file at `path` as a document.

    `published` is YYYY, YYYY-MM or YYYY-MM-DD; where it is not given, the date printed at the beginning of the text is
    taken, else that of the file's metadata. The title is that of the metadata, the first heading, or the file's name.
    UnreadableFile where the file cannot be a document, LibraryError where a value cannot be.
    """
    if published and not is_published_date(published):
        raise LibraryError(
            f"日付「{published}」は読めません。2025、2025-06、2025-06-13 のように実在する日付を書いてください。"
        )
    title, publisher, status = (_value(value) for value in (title, publisher, status))
    data = read_bytes(path)
    extracted = extract_bytes(path.name, data)
    digest = hashlib.sha256(data).hexdigest()
    document = Document(
        doc_id=_doc_id(path.stem, digest),
        title=title or _title(extracted, path.stem),
        published=published or printed_date(extracted.text) or extracted.published,
        publisher=publisher,
        status=status or DEFAULT_STATUS,
        source=path.name,
        source_file=path.name,
        kind=KIND,
        text=extracted.text,
        pages=extracted.pages,
    )
    return Draft(document, extracted.media_type, data, digest, extracted.remarks)


def publish(draft: Draft, folder: Path = LIBRARY) -> Document:
    """Add a document, visible at once and whole, or not at all; the caller holds `locked(folder)`.

    LibraryError where a document of that id is there already, OSError where the disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    document = draft.document
    place = folder / document.doc_id
    if place.exists():
        raise LibraryError(
            f"{document.doc_id} はもう登録されています。先に「keikaku remove {document.doc_id}」で外してください。"
        )
    adding = folder / f".adding-{os.getpid()}"
    shutil.rmtree(adding, ignore_errors=True)
    try:
        adding.mkdir()
        _write(adding / f"original{Path(document.source_file).suffix.lower()}", draft.original)
        _write(adding / "text.txt", document.text.encode())
        _write(adding / "document.json", json.dumps(_record(draft), ensure_ascii=False, indent=2).encode())
        _sync(adding)
        adding.rename(place)
        _sync(folder)
    except BaseException:
        shutil.rmtree(adding, ignore_errors=True)
        raise
    return document


def remove(doc_id: str, folder: Path = LIBRARY) -> None:
    """Take a document out, a damaged one as well; the caller holds `locked(folder)`. LibraryError if there is none."""
    require_known(doc_id, folder)
    removing = folder / f".removing-{doc_id}"
    shutil.rmtree(removing, ignore_errors=True)
    (folder / doc_id).rename(removing)
    _sync(folder)
    shutil.rmtree(removing, ignore_errors=True)  # what stays is swept by the next `publish`


def require_known(doc_id: str, folder: Path = LIBRARY) -> None:
    """LibraryError, which lists the documents, if there is none of that id."""
    known = _doc_ids(folder)
    if doc_id not in known:
        listed = "、".join(known) if known else "ありません"
        raise LibraryError(f"{doc_id} という登録文書はありません。登録されている文書: {listed}")


def read_library(folder: Path = LIBRARY, without: str = "") -> tuple[Document, ...]:
    """The documents of `folder` by doc_id, each checked against its hash; none where there is no folder.

    LibraryError names the document that is damaged, unless it is the one left out by `without`.
    """
    return tuple(_read(folder / doc_id)[0] for doc_id in _doc_ids(folder) if doc_id != without)


def find_same(folder: Path, sha256: str) -> Document | None:
    """The document whose original has that SHA-256: adding the same file again changes nothing."""
    for doc_id in _doc_ids(folder):
        document, record = _read(folder / doc_id)
        if record["original_sha256"] == sha256:
            return document
    return None


@contextmanager
def locked(folder: Path = LIBRARY, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the library for a change; LibraryError where another process holds it for longer than `wait` seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise LibraryError(
                        "ほかの keikaku が文書を登録または削除しています。終わってから、もう一度実行してください。"
                    ) from None
                time.sleep(0.05)
        yield  # closing the file gives the lock back


def _value(text: str) -> str:
    value = " ".join(text.split())
    if len(value) > _LONGEST_VALUE or not value.isprintable():
        raise LibraryError(f"「{value[:20]}…」は長すぎるか、使えない文字を含みます（{_LONGEST_VALUE} 文字まで）。")
    return value


def _title(extracted: Extracted, stem: str) -> str:
    heading = re.search(r"^#{1,6}[ \t]+(\S.*)$", extracted.text, re.MULTILINE)
    return extracted.title or (heading[1].strip("#* \t")[:_LONGEST_VALUE] if heading else "") or stem


def _doc_id(stem: str, digest: str) -> str:
    """A name that says something where the file's does; the bundled plans' ids do not end in eight hex digits."""
    slug = "-".join(re.findall(r"[a-z0-9]+", stem.lower()))[:_LONGEST_SLUG].strip("-")
    return f"{slug or 'document'}-{digest[:8]}"


def _record(draft: Draft) -> dict[str, Any]:
    document = draft.document
    return {
        "title": document.title,
        "published": document.published,
        "publisher": document.publisher,
        "status": document.status,
        "source": document.source,
        "media_type": draft.media_type,
        "pages": [[page.number, page.start] for page in document.pages],
        "added": datetime.date.today().isoformat(),
        "original_sha256": draft.original_sha256,
        "text_sha256": document.sha256,
    }


def _read(place: Path) -> tuple[Document, dict[str, Any]]:
    try:
        record = json.loads((place / "document.json").read_bytes())
        data = (place / "text.txt").read_bytes()
        if hashlib.sha256(data).hexdigest() != record["text_sha256"]:
            raise ValueError("text.txt was changed")
        document = Document(
            doc_id=place.name,
            title=str(record["title"]),
            published=str(record["published"]),
            publisher=str(record["publisher"]),
            status=str(record["status"]),
            source=str(record["source"]),
            source_file=str(record["source"]),
            kind=KIND,
            text=data.decode(),
            pages=tuple(Page(int(number), int(start)) for number, start in record["pages"]),
        )
        str(record["original_sha256"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(
            f"登録文書 {place.name} が壊れています。「keikaku remove {place.name}」で外し、元のファイルから登録し直してください。"
        ) from error
    return document, record


def _doc_ids(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(place.name for place in folder.iterdir() if place.is_dir() and not place.name.startswith("."))


def _sweep(folder: Path) -> None:
    """Remove what killed processes left behind."""
    for place in folder.glob(".removing-*"):
        shutil.rmtree(place, ignore_errors=True)
    for place in folder.glob(".adding-*"):
        if not _is_running(place.name.removeprefix(".adding-")):
            shutil.rmtree(place, ignore_errors=True)


def _is_running(process: str) -> bool:
    if not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    with suppress(OSError):  # some file systems do not know this of folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
