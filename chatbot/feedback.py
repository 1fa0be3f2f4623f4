"""What people say of answers, kept in one SQLite file on this machine where `KEIKAKU_FEEDBACK` names one, else nowhere.

Kept are the question with the turns before it, the answer's outcome, the ids of the passages cited, what was said of it
and the day. Nothing tells who said it: no address, no browser, no time of day.
"""

from __future__ import annotations

import datetime
import errno
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

PATH_VARIABLE = "KEIKAKU_FEEDBACK"
Verdict = Literal["useful", "wrong", "wrong_source"]
Trouble = Literal["full", "busy", "closed", "foreign", "newer", "broken"]

_APPLICATION = 0x6B656B66  # "kekf", in the header of the file: a database of another program is left alone
_VERSION = 1
_WAIT_SECONDS = 2.0  # for another process that writes
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- a number is never given twice, also after all was deleted
    day TEXT NOT NULL,
    question TEXT NOT NULL,
    history TEXT NOT NULL,
    outcome TEXT NOT NULL,
    passages TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN {get_args(Verdict)}),
    wrong_citation INTEGER
);
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
"""
_COLUMNS = "day, question, history, outcome, passages, verdict, wrong_citation"
_TROUBLES: dict[Trouble, str] = {
    "full": "空き容量がありません",
    "busy": "別のプログラムが使っています",
    "closed": "開けないか、書き込めません",
    "foreign": "keikaku のご意見のファイルではありません",
    "newer": "新しい版の keikaku のファイルです",
    "broken": "ファイルが壊れています",
}
_CODES: dict[int, Trouble] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_NOTADB: "foreign",
    sqlite3.SQLITE_CORRUPT: "broken",
}


class FeedbackError(ValueError):
    """The file of feedback cannot be used; `trouble` says why, the text is for the user."""

    def __init__(self, path: Path, trouble: Trouble) -> None:
        super().__init__(f"ご意見のファイル {path}: {_TROUBLES[trouble]}。")
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was said of one answer. `wrong_citation` is the number, from 1, of the citation that a `wrong_source` is."""

    question: str
    history: tuple[str, ...]
    outcome: str
    passages: tuple[str, ...]
    verdict: Verdict
    wrong_citation: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Feedback as it is kept: with its number in the file and the day."""

    number: int
    day: str
    feedback: Feedback


class FeedbackFile:
    """The file; it is made by the first thing that is kept, readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, feedback: Feedback, number: int | None = None, today: datetime.date | None = None) -> int:
        """Keep `feedback`, in place of the one of that `number` if it is still there; gives its number. FeedbackError."""
        with self._opened(create=True) as connection:
            row = _row(feedback, today or datetime.date.today())
            marks = ", ".join("?" * (len(row) + 1))
            sql = f"INSERT OR REPLACE INTO feedback (id, {_COLUMNS}) VALUES ({marks})"
            return connection.execute(sql, (number, *row)).lastrowid or 0

    def read(self) -> list[Kept]:
        """All that is kept, oldest first; nothing where there is no file. FeedbackError."""
        if not self.path.exists():
            return []
        with self._opened() as connection:
            rows = connection.execute(f"SELECT id, {_COLUMNS} FROM feedback ORDER BY id").fetchall()
        return [_kept(*row) for row in rows]

    def clear(self) -> int:
        """Delete all that is kept, so that the file does not hold it any more; gives how much it was. FeedbackError."""
        if not self.path.exists():
            return 0
        with self._opened() as connection:
            count = connection.execute("DELETE FROM feedback").rowcount
        with self._opened() as connection:
            connection.execute("VACUUM")
        return count

    @contextmanager
    def _opened(self, create: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are committed at the end, or none of them."""
        try:
            if create:
                os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            uri = f"{self.path.resolve().as_uri()}?mode=rw"
            with closing(sqlite3.connect(uri, timeout=_WAIT_SECONDS, uri=True)) as connection:
                connection.execute("PRAGMA secure_delete = ON")
                self._check(connection)
                with connection:
                    yield connection
        except OSError as error:
            raise FeedbackError(self.path, "full" if error.errno == errno.ENOSPC else "closed") from error
        except sqlite3.Error as error:
            raise FeedbackError(
                self.path, _CODES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "closed")
            ) from error

    def _check(self, connection: sqlite3.Connection) -> None:
        """Makes the table in an empty file; FeedbackError for a file that is none of ours, or of a later version."""
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if application == version == tables == 0:
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
        elif application != _APPLICATION:
            raise FeedbackError(self.path, "foreign")
        elif version != _VERSION:
            raise FeedbackError(self.path, "newer")


def feedback_file() -> FeedbackFile | None:
    """The file that the environment names; None where nothing may be kept."""
    path = os.environ.get(PATH_VARIABLE, "").strip()
    return FeedbackFile(Path(path).expanduser()) if path else None


def _row(feedback: Feedback, today: datetime.date) -> tuple[str | int | None, ...]:
    return (
        today.isoformat(),
        _storable(feedback.question),
        json.dumps([_storable(turn) for turn in feedback.history], ensure_ascii=False),
        feedback.outcome,
        json.dumps(feedback.passages),
        feedback.verdict,
        feedback.wrong_citation,
    )


def _storable(text: str) -> str:
    """`text` without what UTF-8 cannot hold: a lone surrogate becomes its escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _kept(
    number: int, day: str, question: str, history: str, outcome: str, passages: str, verdict: Verdict, wrong: int | None
) -> Kept:
    said = Feedback(question, tuple(json.loads(history)), outcome, tuple(json.loads(passages)), verdict, wrong)
    return Kept(number, day, said)
