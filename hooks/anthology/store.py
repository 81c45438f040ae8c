"""Rows on disk that are believed only if this program wrote them here: SQLite below `.cache/anthology/`.

Each row is sealed with the code, the installed libraries and the place in which it was made: a row that is damaged,
forged, from another version or another place is not believed.
"""

import hashlib
import math
import os
import sqlite3
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from .git import tracked_files
from .inputs import code_version
from .problems import Problem
from .whole_files import write_whole

FOLDER = ".cache/anthology"
STORE = f"{FOLDER}/store.db"
FEW = 1_000
"""rows that are kept though nothing asked for them"""

_GITIGNORE = "# Made by anthology. Everything here can be deleted.\n*\n"
_TABLE = "CREATE TABLE rows (name TEXT PRIMARY KEY, value BLOB, seal BLOB)"
"""with an index of names alone: without row ids, each step of a search would read whole rows to compare their names"""
_SCHEMA = [(_TABLE,), (None,)]
"""of our table and its index: anything else, such as a view, could compute for ever"""
_NOT_DAMAGED = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}  # fmt: skip
"""errors of a store that another build holds, or of a disk that takes nothing"""
_PAGE_BYTES = 32_768
"""a text and its HTML fit one page of a new store, so one call of the system reads each"""
_SEAL_BYTES = 16
_SECONDS = 5
"""for which a build waits while another one writes"""


class Store:
    """The rows of one collection, by name; the value of each is bytes."""

    def __init__(self, root: Path) -> None:
        self._root, self._folder = root, root / FOLDER
        self._key = self._sealing_key()
        self._process = os.getpid()
        self._reader = self._opened()

    def has(self, name: str) -> bool:
        """True if there is a row of this name, which may be damaged."""
        return self._row("SELECT 1 FROM rows WHERE name = ?", name) is not None

    def read(self, name: str) -> bytes | None:
        row = self._row("SELECT value, seal FROM rows WHERE name = ?", name)
        is_whole = row is not None and type(row[0]) is bytes and row[1] == self._seal_of(name, row[0])
        return row[0] if row is not None and is_whole else None

    def _row(self, question: str, name: str) -> tuple[Any, ...] | None:
        if self._process != os.getpid():  # a copy of the process cannot use the same connection
            self._process, self._reader = os.getpid(), self._opened()
        if self._reader is None:
            return None
        try:
            row: tuple[Any, ...] | None = self._reader.execute(question, (name,)).fetchone()
            return row
        except (sqlite3.Error, OverflowError, UnicodeError):
            self._reader = None
            return None

    def write(self, rows: Mapping[str, bytes], asked: Collection[str] | None = None) -> bool:
        """Write rows to disk and return whether that was possible; of a damaged store nothing is kept.

        With `asked`, other rows than these are forgotten once they are many.
        """
        with suppress(OSError):
            self._make_folder()
            self._key = self._sealing_key()
            for _ in range(2):  # a damaged store is made again
                try:
                    self._write(rows, asked)
                    self._reader = self._opened()
                    return True
                except (sqlite3.Error, UnicodeError) as error:
                    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NOT_DAMAGED:
                        break
                    self._discard()
        return False

    def _write(self, rows: Mapping[str, bytes], asked: Collection[str] | None) -> None:
        writer = self._connection("rwc")
        if writer is None:
            raise OSError
        try:
            seal = self._seal_of("", b"")
            if self._is_cut() or (schema := _schema(writer)) not in ([], _SCHEMA):
                raise sqlite3.DatabaseError("the store is damaged, or somebody else's")
            if not schema:
                writer.execute(_TABLE)
            if writer.execute("SELECT seal FROM rows WHERE name = ''").fetchone() != (seal,):
                writer.execute("DELETE FROM rows")
            sealed = [("", b"", seal)]
            sealed += [(name, value, self._seal_of(name, value)) for name, value in rows.items()]
            writer.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", sealed)
            if asked is not None:
                _forget_old(writer, asked)
            writer.commit()
        finally:
            writer.close()

    def _seal_of(self, name: str, value: bytes) -> bytes:
        seal = hashlib.sha256(self._key + name.encode("utf-8", "surrogatepass") + b"\0")
        seal.update(value)
        return seal.digest()[:_SEAL_BYTES]  # without the others nobody can lengthen a row and its seal

    def _sealing_key(self) -> bytes:
        """The code, and the place in which a store was made: one that came by git is not ours.

        The place is told by the inode and the time of .gitignore, which no copy has and nobody can foresee.
        """
        try:
            status = (self._folder / ".gitignore").lstat()
        except OSError:
            return b""
        place = f"{code_version()} {status.st_dev} {status.st_ino} {status.st_ctime_ns}"
        return hashlib.sha256(place.encode()).digest()

    def _opened(self) -> sqlite3.Connection | None:
        reader = self._connection("ro") if self._key else None
        return reader if reader and not self._is_cut() and _is_ours(reader) else None

    def _is_cut(self) -> bool:
        """True for a store of which the end is missing: SQLite may write there what it cannot read.

        Its head has the size of its pages and their number. https://www.sqlite.org/fileformat2.html
        """
        store = self._folder / "store.db"
        try:
            with store.open("rb") as file:
                head, size = file.read(32), os.fstat(file.fileno()).st_size
        except OSError:  # there is none
            return False
        pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
        # A journal is that of a build which writes, or was killed; then SQLite itself sees to it.
        return 0 < size < max(32, math.prod(pages)) and not store.with_name("store.db-journal").exists()

    def _connection(self, mode: str) -> sqlite3.Connection | None:
        files = [self._folder / "store.db", self._folder / "store.db-journal"]
        try:
            present = [file.lstat() for file in files if os.path.lexists(file)]
            is_plain = all(stat.S_ISREG(status.st_mode) for status in present) and not _is_linked(self._root)
            if not is_plain or (mode == "ro" and not present):
                return None
            address = f"{files[0].absolute().as_uri()}?mode={mode}"
            connection = sqlite3.connect(address, uri=True, timeout=_SECONDS)
            # A killed program leaves a whole store; after a power cut a damaged one is made again.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        except (OSError, sqlite3.Error, UnicodeError):  # SQLite's message on a damaged store may be no text
            if mode == "ro":
                return None
            raise
        return connection

    def _discard(self) -> None:
        for name in ("store.db", "store.db-journal"):
            (self._folder / name).unlink(missing_ok=True)

    def _make_folder(self) -> None:
        if _is_linked(self._root):
            raise OSError
        self._folder.mkdir(parents=True, exist_ok=True)
        ignore = self._folder / ".gitignore"
        if not ignore.is_file() or ignore.is_symlink():
            write_whole(ignore, _GITIGNORE.encode())


def check_cache(root: Path) -> Iterator[Problem]:
    """A cache is made by each machine for itself: one that is a link, or in the repository, is refused."""
    if linked := _is_linked(root):
        path = linked.relative_to(root).as_posix()
        yield Problem("this folder of the cache is a link", f"delete it:  rm {path}", path=path)
    elif tracked := tracked_files(root, ".cache"):
        fix = "take it out of git and delete it:  git rm -rq --cached .cache && rm -rf .cache"
        yield Problem("this file of the cache is in the repository", fix, path=tracked[0])


def _is_linked(root: Path) -> Path | None:
    folder = root / FOLDER
    return next((part for part in (folder.parent, folder) if part.is_symlink()), None)


def _is_ours(store: sqlite3.Connection) -> bool:
    try:
        return _schema(store) == _SCHEMA
    except (sqlite3.Error, UnicodeError):
        return False


def _schema(store: sqlite3.Connection) -> list[Any]:
    return store.execute("SELECT sql FROM sqlite_master").fetchall()


def _forget_old(writer: sqlite3.Connection, asked: Collection[str]) -> None:
    """Delete rows that nobody asked for, once they are more than those that somebody did, and a few."""
    (number,) = writer.execute("SELECT count(*) FROM rows").fetchone()
    if number > 2 * len(asked) + FEW:
        names = [name for (name,) in writer.execute("SELECT name FROM rows") if name and name not in asked]
        writer.executemany("DELETE FROM rows WHERE name = ?", [(name,) for name in names])
