"""Bytes → text in one of the encodings that Japanese offices use."""

from __future__ import annotations

import codecs
import re

from corpus.formats.extracted import UnreadableFile, control_characters

_MARKED = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TWO_BYTE = ("utf-16-le", "utf-16-be")
_LOCAL = (("iso2022_jp", "cp932", "euc_jp"), ("shift_jis_2004", "euc_jis_2004"))  # the second where the first fails
TRIED = "UTF-8、UTF-16、Shift_JIS（CP932）、EUC-JP、ISO-2022-JP"
_KANA = re.compile(r"[ぁ-んァ-ヶー]")
_JAPANESE = re.compile(
    r"[ぁ-んァ-ヶー×÷\u2010-\u27bf\u3000-\u303f\u3220-\u33ff\u4e00-\u9fff\uf900-\ufaff\uff01-\uff5e]"
)
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_LEAST_KANA = 0.05  # of what is not ASCII; less is Chinese or gibberish
_LEAST_JAPANESE = 0.9  # of what is not ASCII
_MOST_CONTROLS = 0.01  # of all characters; more is no text


def decode(name: str, data: bytes, declared: str = "") -> str:
    """The text that `data` holds; a byte order mark decides, then UTF-8, then `declared`, then what reads as Japanese.

    UnreadableFile where it is binary or no encoding fits.
    """
    text = _marked(name, data) or _unmarked(data, declared)
    if text is None:
        if b"\0" in data:
            raise UnreadableFile(f"{name} は文章のファイルではありません（バイナリ）。元のファイルを確かめてください。")
        raise UnreadableFile(
            f"{name} の文字コードを判別できません（{TRIED} を試しました）。UTF-8 で保存し直してください。"
        )
    if control_characters(text) > max(2, len(text) * _MOST_CONTROLS):
        raise UnreadableFile(
            f"{name} は文章のファイルではありません（制御文字が多すぎます）。元のファイルを確かめてください。"
        )
    return text


def _marked(name: str, data: bytes) -> str | None:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            text = _strict(data, encoding)
            if text is None and encoding == "utf-8-sig":
                raise UnreadableFile(f"{name} は UTF-8 として壊れています。UTF-8 で保存し直してください。")
            if text is not None:
                return text
    return None


def _unmarked(data: bytes, declared: str) -> str | None:
    if b"\0" not in data:
        if not data.isascii() or b"\x1b$" not in data:
            text = _strict(data, "utf-8")
            if text is not None:
                return text
        for encodings in ((declared,), *_LOCAL):
            texts = [text for encoding in encodings if (text := _strict(data, encoding)) is not None]
            best = max(texts, key=_japanese_share, default=None)
            if best is not None and _reads_as_japanese(best):
                return best
    wide = [text for encoding in _TWO_BYTE if (text := _strict(data, encoding)) is not None]
    best = max(wide, key=_plain_share, default=None)
    return best if best is not None and _plain_share(best) > 0.3 else None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _japanese_share(text: str) -> float:
    foreign = len(_FOREIGN.findall(text))
    return len(_JAPANESE.findall(text)) / foreign if foreign else 0.0


def _reads_as_japanese(text: str) -> bool:
    foreign = len(_FOREIGN.findall(text))
    if not foreign:
        return False
    return _japanese_share(text) >= _LEAST_JAPANESE and len(_KANA.findall(text)) / foreign >= _LEAST_KANA


def _plain_share(text: str) -> float:
    """The share of kana and ASCII: bytes of another encoding read as UTF-16 hold next to none."""
    plain = sum(character.isascii() and (character.isprintable() or character in "\r\n\t") for character in text)
    return (plain + len(_KANA.findall(text))) / len(text) if text else 0.0
