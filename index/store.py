"""The index on disk: built beside, published by one atomic rename, checked when opened.

An index lies in a folder named after its fingerprint, a hash over the format, the model and everything that was
indexed. So an index that fits is there or is not, and a half-written one is never found.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.document import Corpus
from index.dense import DenseIndex
from index.encoder import Encoder
from index.level import DENSE_FILE, Level
from index.passage_text import dense_text, lexical_text, sentence_dense_text, sentence_text
from index.reading import Reranker
from index.retriever import Retriever
from index.settings import SHIPPED, SearchSettings

FORMAT = 2
INDEX_FOLDER = Path(os.environ.get("KEIKAKU_INDEX") or Path(__file__).parent / "data")
_DIGESTS = "texts.npy"  # the digest of the text behind every vector, passages first
_DIGEST_BYTES = 16
_BUILDING = "building-"
_REBUILD = "「keikaku build」で索引を作り直してください。"


class StoreError(ValueError):
    """The index cannot be used; the message says why and what to do."""


class IndexMissing(StoreError):
    """There is no index yet."""


class IndexMismatch(StoreError):
    """The index was built with another model or from other texts."""


class IndexDamaged(StoreError):
    """A file of the index is missing or was changed."""


class PassageEncoder(Protocol):
    """What building needs of an encoder."""

    name: str

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors, *shape* (n, width)."""
        ...


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
    for text in (*encoded_texts(corpus), *_lexical_texts(corpus), *_sentence_texts(corpus)):
        digest.update(f"{text}\n".encode())
    return digest.hexdigest()[:16]


def check_index(corpus: Corpus, model: str, folder: Path = INDEX_FOLDER) -> Path:
    """The folder of the index that fits, every file checked; StoreError says what is wrong and how to rebuild."""
    place = folder / fingerprint(corpus, model)
    if not (place / "manifest.json").is_file():
        raise _missing(folder, model)
    if changed := _changed(place, _read_manifest(place)):
        raise IndexDamaged(f"索引のファイルが壊れています（{'、'.join(changed)}）。{_REBUILD}")
    return place


def build_index(
    corpus: Corpus,
    encoder: PassageEncoder,
    folder: Path = INDEX_FOLDER,
    progress: Callable[[int], None] | None = None,
    afresh: bool = False,
) -> Manifest:
    """Index every passage and sentence of `corpus` and publish the index; `progress` gets the number of texts encoded.

    A text that another index in `folder` holds for the same model is not encoded again, unless `afresh`. The other
    indexes stay until `remove_other_indexes`. OSError where the disk refuses.
    """
    name = fingerprint(corpus, encoder.name)
    sentences = _sentence_texts(corpus)
    with _published(folder, name) as place:
        texts = encoded_texts(corpus)
        vectors = vectors_of(texts, encoder, {} if afresh else _known_vectors(folder, encoder.name), progress)
        Level.from_texts(vectors[: len(corpus.passages)], _lexical_texts(corpus)).save(place / "passages")
        Level.from_texts(vectors[len(corpus.passages) :], sentences).save(place / "sentences")
        np.save(place / _DIGESTS, np.frombuffer(b"".join(map(_digest, texts)), dtype=f"V{_DIGEST_BYTES}"))
        manifest = Manifest(
            FORMAT,
            name,
            encoder.name,
            {document.doc_id: document.sha256 for document in corpus.documents},
            len(corpus.passages),
            len(sentences),
            vectors.shape[1],
            _hashes(place),
        )
        (place / "manifest.json").write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=2), "utf-8")
    return manifest


def remove_other_indexes(fingerprint: str, folder: Path = INDEX_FOLDER) -> None:
    """Remove every index in `folder` but one, and what builds that died have left; a running build stays."""
    for other in folder.iterdir():
        building = re.fullmatch(rf"{_BUILDING}(\d+)", other.name)
        if other.is_dir() and other.name != fingerprint and not (building and _is_running(int(building[1]))):
            shutil.rmtree(other, ignore_errors=True)


def open_index(
    corpus: Corpus,
    encoder: Encoder,
    folder: Path = INDEX_FOLDER,
    reranker: Reranker | None = None,
    settings: SearchSettings = SHIPPED,
) -> Retriever:
    """The index that fits, checked, its hits to be read by `reranker`; StoreError where `check_index` raises it."""
    place = check_index(corpus, encoder.name, folder)
    levels = Level.load(place / "passages"), Level.load(place / "sentences")
    return Retriever(corpus.passages, encoder, *levels, reranker, settings)


def texts_to_encode(corpus: Corpus, model: str, afresh: bool = False, folder: Path = INDEX_FOLDER) -> int:
    """How many texts `build_index` would encode: the end of its progress."""
    known = {} if afresh else _known_vectors(folder, model)
    return sum(_digest(text) not in known for text in set(encoded_texts(corpus)))


def vectors_of(
    texts: Sequence[str],
    encoder: PassageEncoder,
    known: dict[bytes, NDArray[np.float32]],
    progress: Callable[[int], None] | None = None,
) -> NDArray[np.float32]:
    """A row for each text, *shape* (n, width): the known ones as they are, the others encoded once each."""
    new = [text for text in dict.fromkeys(texts) if _digest(text) not in known]
    if new:
        encoded = zip(new, encoder.encode_passages(new, progress), strict=True)
        known = known | {_digest(text): vector for text, vector in encoded}
    return np.stack([known[_digest(text)] for text in texts])


def _known_vectors(folder: Path, model: str) -> dict[bytes, NDArray[np.float32]]:
    """The vectors of every whole index in `folder` that `model` made, by the digest of their text."""
    known: dict[bytes, NDArray[np.float32]] = {}
    for path in _manifests(folder):
        try:
            manifest = _read_manifest(path.parent)
        except IndexDamaged:
            continue
        if (manifest.format, manifest.model) != (FORMAT, model) or _changed(path.parent, manifest):
            continue
        digests = np.load(path.parent / _DIGESTS)
        levels = [DenseIndex.load(path.parent / level / DENSE_FILE).vectors for level in ("passages", "sentences")]
        known.update(zip((digest.tobytes() for digest in digests), np.concatenate(levels), strict=True))
    return known


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST_BYTES).digest()


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError as error:
        return isinstance(error, PermissionError)  # it runs, for another user
    return True


def encoded_texts(corpus: Corpus) -> list[str]:
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
    """A new folder to write into; at the end it gets its name in one rename."""
    folder.mkdir(parents=True, exist_ok=True)
    building = folder / f"{_BUILDING}{os.getpid()}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    try:
        yield building
        shutil.rmtree(folder / name, ignore_errors=True)
        building.rename(folder / name)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def _changed(place: Path, manifest: Manifest) -> list[str]:
    return [name for name, digest in manifest.files.items() if _hash(place / name) != digest]


def _missing(folder: Path, model: str) -> StoreError:
    for path in _manifests(folder):
        built_with = _read_manifest(path.parent).model
        if built_with != model:
            return IndexMismatch(
                f"索引は別のモデル（{built_with}）で作られています。今のモデルは {model} です。{_REBUILD}"
            )
        return IndexMismatch(f"索引は今の計画本文と一致しません。{_REBUILD}")
    return IndexMissing(f"索引がまだありません（{folder}）。{_REBUILD}")


def _manifests(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*/manifest.json") if not path.parent.name.startswith(_BUILDING))


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
