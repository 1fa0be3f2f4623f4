"""A path → Extracted: what is refused before any parser sees it, and the parser for each suffix."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from corpus.formats.extracted import Extracted, UnreadableFile

SUFFIXES = (".pdf", ".docx", ".html", ".htm", ".md", ".txt")
_MEGABYTE = 1 << 20
LARGEST_FILE = 50 * _MEGABYTE
LARGEST_TEXT_FILE = 20 * _MEGABYTE  # of .html, .htm, .md and .txt
LARGEST_TEXT = 20 * _MEGABYTE  # of the text that comes out of any file, in UTF-8
_SIGNATURES = (
    (b"%PDF-", "PDF", (".pdf",)),
    (b"PK\x03\x04", "Word などの文書（zip 形式）", (".docx",)),
    (b"\xd0\xcf\x11\xe0", "古い形式（.doc など）か、パスワード付きの文書", ()),
    (b"{\\rtf", "リッチテキスト（.rtf）", ()),
)


def extract(path: Path) -> Extracted:
    """The text of the file at `path`; UnreadableFile where it cannot be a document."""
    return extract_bytes(path.name, read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """The bytes of an ordinary file of an accepted kind and size; UnreadableFile else."""
    _check_suffix(path.name)
    try:
        mode = path.stat()
        if stat.S_ISDIR(mode.st_mode):
            raise UnreadableFile(f"{path} はフォルダです。ファイルを指定してください。")
        if not stat.S_ISREG(mode.st_mode):
            raise UnreadableFile(f"{path} は通常のファイルではありません。")
        with path.open("rb") as file:
            data = file.read(_largest(path.name) + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(f"{path} が見つかりません。ファイル名を確かめてください。") from error
    except PermissionError as error:
        raise UnreadableFile(f"{path} を読む権限がありません。") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the path
        raise UnreadableFile(f"{path} を読めません（{error}）。") from error
    return data


def extract_bytes(name: str, data: bytes) -> Extracted:
    """The text of a file named `name` that holds `data`; UnreadableFile where it cannot be a document."""
    suffix = _check_suffix(name)
    if not data.strip():
        raise UnreadableFile(f"{name} は空のファイルです。")
    if len(data) > _largest(name):
        raise UnreadableFile(
            f"{name} は大きすぎます（{_largest(name) // _MEGABYTE} MB まで）。分けて登録してください。"
        )
    _check_signature(name, suffix, data)
    try:
        extracted = _parser(suffix)(name, data)
    except UnreadableFile:
        raise
    except Exception as error:  # a parser may fail in any way on bytes that nobody has checked
        raise UnreadableFile(f"{name} は壊れているか、{suffix} の形式ではないため読めません。") from error
    if not any(map(str.isalnum, extracted.text)):
        raise UnreadableFile(f"{name} には文章がありません。")
    if len(extracted.text.encode()) > LARGEST_TEXT:
        raise UnreadableFile(
            f"{name} の文章は大きすぎます（{LARGEST_TEXT // _MEGABYTE} MB まで）。分けて登録してください。"
        )
    return extracted


def _check_suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise UnreadableFile(f"{name} の形式は読めません。読めるのは {'、'.join(SUFFIXES)} です。")
    return suffix


def _largest(name: str) -> int:
    return LARGEST_FILE if name.lower().endswith((".pdf", ".docx")) else LARGEST_TEXT_FILE


def _check_signature(name: str, suffix: str, data: bytes) -> None:
    """Refuse a file whose first bytes say that it is of another kind than its name says."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for signature, kind, suffixes in _SIGNATURES:
        if head.startswith(signature) and suffix not in suffixes:
            advice = f"拡張子を {suffixes[0]} に変えて" if suffixes else "PDF か .docx で保存し直して"
            raise UnreadableFile(f"{name} の中身は{kind}です。{advice}登録してください。")
    if suffix in (".txt", ".md") and head[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise UnreadableFile(f"{name} の中身は HTML です。拡張子を .html に変えて登録してください。")


def _parser(suffix: str) -> Callable[[str, bytes], Extracted]:
    """The parser of a suffix, imported only here: answering a question must not wait for it."""
    if suffix == ".pdf":
        from corpus.formats.pdf import extract_pdf as parser
    elif suffix == ".docx":
        from corpus.formats.word import extract_word as parser
    elif suffix in (".html", ".htm"):
        from corpus.formats.webpage import extract_webpage as parser
    else:
        from corpus.formats.plain import extract_plain as parser
    return parser
