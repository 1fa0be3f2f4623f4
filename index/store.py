"""The index on disk: built beside, published by one atomic rename, checked when opened.

An index lies in a folder named after its fingerprint, a hash over the format, the model and everything that was
indexed. So an index that fits is there or is not, and a half-written one is never found.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.document import Corpus
from index.encoder import Encoder
from index.level import Level
from index.passage_text import dense_text, lexical_text, sentence_dense_text, sentence_text
from index.retriever import Retriever

FORMAT = 1
INDEX_FOLDER = Path(os.environ.get("KEIKAKU_INDEX") or Path(__file__).parent / "data")
_REBUILD = "「keikaku build」で索引を作り直してください。"


class StoreError(ValueError):
    """The index cannot be used; the message says why and what to do."""


class IndexMissing(StoreError):
    """There is no index yet."""


class IndexMismatch(StoreError):
    """The index was built with another model or from other texts."""


class IndexDamaged(StoreError):
    """A file of the index is missing or was changed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built from. `files` maps file names to their SHA-256."""

    format: int
    fingerprint: str
    model: str
    documents: dict[str, str]
    passages: int
    sentences: int
    dimension: int
    files: dict[str, str]


def fingerprint(corpus: Corpus, model: str) -> str:
    """The name of the index that fits `corpus` and `model`: 16 hex digits."""
    digest = hashlib.sha256(f"{FORMAT}\n{model}\n".encode())
    for document in corpus.documents:
        digest.update(f"{document.doc_id}\t{document.sha256}\n".encode())
    for text in (*_encoded_texts(corpus), *_lexical_texts(corpus), *_sentence_texts(corpus)):
        digest.update(f"{text}\n".encode())
    return digest.hexdigest()[:16]


def check_index(corpus: Corpus, model: str, folder: Path = INDEX_FOLDER) -> Path:
    """The folder of the index that fits, every file checked; StoreError says what is wrong and how to rebuild."""
    place = folder / fingerprint(corpus, model)
    if not (place / "manifest.json").is_file():
        raise _missing(folder, model)
    changed = [name for name, digest in _read_manifest(place).files.items() if _hash(place / name) != digest]
    if changed:
        raise IndexDamaged(f"索引のファイルが壊れています（{'、'.join(changed)}）。{_REBUILD}")
    return place


def build_index(
    corpus: Corpus,
    encoder: Encoder,
    folder: Path = INDEX_FOLDER,
    progress: Callable[[int], None] | None = None,
) -> Manifest:
    """Index every passage and sentence of `corpus` and publish the index; `progress` gets the number of texts encoded.

    An index of other texts or another model is removed once the new one stands. OSError where the disk refuses.
    """
    name = fingerprint(corpus, encoder.name)
    sentences = _sentence_texts(corpus)
    with _published(folder, name) as place:
        texts = _encoded_texts(corpus)
        unique = list(dict.fromkeys(texts))
        row = {text: number for number, text in enumerate(unique)}
        vectors = encoder.encode_passages(unique, progress)[[row[text] for text in texts]]
        Level.from_texts(vectors[: len(corpus.passages)], _lexical_texts(corpus)).save(place / "passages")
        Level.from_texts(vectors[len(corpus.passages) :], sentences).save(place / "sentences")
        manifest = Manifest(
            FORMAT,
            name,
            encoder.name,
            {document.doc_id: document.sha256 for document in corpus.documents},
            len(corpus.passages),
            len(sentences),
            encoder.dimension,
            _hashes(place),
        )
        (place / "manifest.json").write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=2), "utf-8")
    return manifest


def open_index(corpus: Corpus, encoder: Encoder, folder: Path = INDEX_FOLDER) -> Retriever:
    """The index that fits, checked; StoreError where `check_index` raises it."""
    place = check_index(corpus, encoder.name, folder)
    return Retriever(corpus.passages, encoder, Level.load(place / "passages"), Level.load(place / "sentences"))


def indexed_texts(corpus: Corpus) -> int:
    """How many texts `build_index` encodes: the end of its progress."""
    return len(set(_encoded_texts(corpus)))


def _encoded_texts(corpus: Corpus) -> list[str]:
    """What the encoder reads: every passage, then every sentence."""
    passages = [dense_text(passage) for passage in corpus.passages]
    sentences = [
        sentence_dense_text(passage, sentence) for passage in corpus.passages for sentence in passage.sentences
    ]
    return passages + sentences


def _lexical_texts(corpus: Corpus) -> list[str]:
    documents = {document.doc_id: document for document in corpus.documents}
    return [lexical_text(documents[passage.doc_id], passage) for passage in corpus.passages]


def _sentence_texts(corpus: Corpus) -> list[str]:
    return [sentence_text(passage, sentence) for passage in corpus.passages for sentence in passage.sentences]


@contextmanager
def _published(folder: Path, name: str) -> Iterator[Path]:
    """A new folder to write into; at the end it gets its name in one rename, and every other index is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    building = folder / f"building-{os.getpid()}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    try:
        yield building
        shutil.rmtree(folder / name, ignore_errors=True)
        building.rename(folder / name)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    for other in folder.iterdir():
        if other.is_dir() and other.name != name:
            shutil.rmtree(other, ignore_errors=True)


def _missing(folder: Path, model: str) -> StoreError:
    for path in sorted(folder.glob("*/manifest.json")) if folder.is_dir() else []:
        if path.parent.name.startswith("building-"):
            continue
        built_with = _read_manifest(path.parent).model
        if built_with != model:
            return IndexMismatch(
                f"索引は別のモデル（{built_with}）で作られています。今のモデルは {model} です。{_REBUILD}"
            )
        return IndexMismatch(f"索引は今の計画本文と一致しません。{_REBUILD}")
    return IndexMissing(f"索引がまだありません（{folder}）。{_REBUILD}")


def _read_manifest(place: Path) -> Manifest:
    try:
        return Manifest(**json.loads((place / "manifest.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise IndexDamaged(f"索引の目録を読めません（{place}）。{_REBUILD}") from error


def _hashes(place: Path) -> dict[str, str]:
    files = sorted(path for path in place.rglob("*") if path.is_file())
    return {path.relative_to(place).as_posix(): _hash(path) for path in files}


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
