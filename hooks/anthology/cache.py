"""The store of what was worked out: from files, from texts, and of the pages of the last site.

It is `.cache/anthology/store.db` beside mkdocs.yml (SQLite) and can be deleted at any time: nothing that is published
depends on it. A result is stored under a name that contains a digest of all that decides it. Each row is sealed with
the code, the installed libraries and the place in which it was made: a row that is damaged, forged, from another
version or another place is not believed, and computed again.
"""

import base64
import hashlib
import json
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import update_wrapper
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from .git import tracked_files
from .inputs import code_version, is_settled, stamp
from .problems import Problem
from .whole_files import write_whole

FOLDER = ".cache/anthology"
STORE = f"{FOLDER}/store.db"

_GITIGNORE = "# Made by anthology. Everything here can be deleted.\n*\n"
_TABLE = "CREATE TABLE rows (name TEXT PRIMARY KEY, value BLOB, seal BLOB) WITHOUT ROWID"
_NOT_DAMAGED = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}  # fmt: skip
"""errors of a store that another build holds, or of a disk that takes nothing"""
_SECONDS = 5
"""for which a build waits while another one writes"""
_FEW = 1_000
"""rows that are kept though nothing asked for them"""

Owner = TypeVar("Owner")
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Table(dict[str, Any]):
    """Results by name, each of which JSON can represent."""

    def __init__(self, stored: dict[str, Any]) -> None:
        super().__init__(stored)
        self.changed, self._asked = False, set[str]()

    def recall(self, name: str) -> Any:
        """The result under a name; None for nothing."""
        self._asked.add(name)
        return self.get(name)

    def remember(self, name: str, value: Any) -> None:
        """Keep a result, which must not be changed later."""
        self._asked.add(name)
        self[name], self.changed = value, True

    def kept(self, whole: bool) -> dict[str, Any]:
        """What is to be stored: after a `whole` build without what it did not ask for, once that is much."""
        is_much = whole and len(self) > 2 * len(self._asked) + _FEW
        return {name: value for name, value in self.items() if name in self._asked} if is_much else dict(self)


class Cache:
    """The results for one collection. `save` writes what is new to disk."""

    def __init__(self, root: Path) -> None:
        self.root, self._folder = root, root / FOLDER
        self._new: dict[str, bytes] = {}
        self._asked: set[str] = set()
        self._tables: dict[str, Table] = {}
        self._seal = self._place()
        self._reader = self._opened()

    def sha256(self, file: Path) -> str:
        """The sha256 of a file in hexadecimal; the file is read only if it may have changed.

        A file changed a moment ago is read again the next time, because another change in the same moment would not
        show. Raises OSError.
        """
        name, before = self._name_of(file), stamp(file)
        entry = self._files.recall(name)
        if entry and entry[:-1] == before:
            return str(entry[-1])
        now = time.time_ns()
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        if before == stamp(file) and is_settled(before, now):
            self._files.remember(name, [*before, digest])
        return digest

    def keep_digest(self, file: Path, digest: str) -> None:
        """Keep the digest of a file of which only the number of links has just changed. Raises OSError."""
        given = stamp(file)
        if is_settled([*given[:2], 0], time.time_ns()):
            self._files.remember(self._name_of(file), [*given, digest])

    @property
    def _files(self) -> Table:
        return self.table("files")

    def integrity(self, file: Path) -> str:
        """The digest in the form of Subresource Integrity: sha256- and base64. Raises OSError."""
        return f"sha256-{base64.b64encode(bytes.fromhex(self.sha256(file))).decode()}"

    def value(self, file: Path, key: str, compute: Callable[[], Any]) -> Any:
        """The result of `compute`, which JSON can represent; computed once for each content and key."""
        return self.result(f"value {self.sha256(file)} {key}", compute)

    def content(self, file: Path, key: str, compute: Callable[[], bytes]) -> bytes:
        """The bytes that `compute` makes from a file; computed once for each content and key."""
        name = f"content {self.sha256(file)} {key}"
        stored = self.bytes_of(name)
        if stored is None:
            stored = compute()
            self.put(name, stored)
        return stored

    def result(self, name: str, compute: Callable[[], Any]) -> Any:
        """The result of `compute`, which JSON can represent; computed once for each name."""
        stored = self.recall(name)
        if stored is None:
            stored = compute()
            self.remember(name, stored)
        return stored

    def recall(self, name: str) -> Any:
        """The value that was remembered under a name; None for nothing."""
        stored = self.bytes_of(name)
        return None if stored is None else json.loads(stored)

    def remember(self, name: str, value: Any) -> None:
        """Keep a value that JSON can represent."""
        self.put(
            name,
            json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"),
        )

    def bytes_of(self, name: str) -> bytes | None:
        """The bytes that were kept under a name, if they are as they were written here; None for nothing."""
        self._asked.add(name)
        return self._new[name] if name in self._new else self._read(name)

    def put(self, name: str, value: bytes) -> None:
        """Keep bytes."""
        self._asked.add(name)
        self._new[name] = value

    def table(self, name: str) -> "Table":
        """Many small results in one row: to read a thousand rows takes a tenth of a second."""
        if name not in self._tables:
            stored = self.recall(name)
            self._tables[name] = Table(stored if isinstance(stored, dict) else {})
        return self._tables[name]

    def save(self, whole: bool = False) -> None:
        """Write new rows to disk. If nothing can be written, the next build computes them again.

        At the end of a `whole` build, rows that it did not ask for are forgotten once they are many.
        """
        for name, table in self._tables.items():
            if table.changed:
                self.remember(name, table.kept(whole))
                table.changed = False
        if not self._new:
            return
        with suppress(OSError):
            self._make_folder()
            self._seal = self._place()
            for _ in range(2):  # a damaged store is made again
                try:
                    self._write(whole)
                    self._new.clear()
                    self._reader = self._opened()
                    break
                except sqlite3.Error as error:
                    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NOT_DAMAGED:
                        break
                    self._discard()

    def _name_of(self, file: Path) -> str:
        path, root = str(file), f"{self.root}{os.sep}"
        return path.removeprefix(root) if path.startswith(root) else os.path.relpath(path, self.root)

    def _read(self, name: str) -> bytes | None:
        if self._reader is None:
            return None
        try:
            row = self._reader.execute("SELECT value, seal FROM rows WHERE name = ?", (name,)).fetchone()
            is_whole = row is not None and type(row[0]) is bytes and row[1] == self._sealed(name, row[0])
            return row[0] if is_whole else None
        except (sqlite3.Error, OverflowError, UnicodeError):
            self._reader = None
            return None

    def _write(self, whole: bool) -> None:
        writer = self._connection("rwc")
        if writer is None:
            return
        try:
            seal = self._sealed("", b"")
            if not _is_ours(writer):
                writer.execute(_TABLE)
            if writer.execute("SELECT seal FROM rows WHERE name = ''").fetchone() != (seal,):
                writer.execute("DELETE FROM rows")
            rows = [("", b"", seal)]
            rows += [(name, value, self._sealed(name, value)) for name, value in self._new.items()]
            writer.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", rows)
            if whole:
                self._forget_old(writer)
            writer.commit()
        finally:
            writer.close()

    def _forget_old(self, writer: sqlite3.Connection) -> None:
        """Delete what this build did not ask for, once that is more than what it did and a thousand."""
        (number,) = writer.execute("SELECT count(*) FROM rows").fetchone()
        if number > 2 * len(self._asked) + _FEW:
            names = [
                name
                for (name,) in writer.execute("SELECT name FROM rows")
                if name and name not in self._asked
            ]
            writer.executemany("DELETE FROM rows WHERE name = ?", [(name,) for name in names])

    def _sealed(self, name: str, value: bytes) -> bytes:
        start = name.encode("utf-8", "surrogatepass") + b"\0"
        return hashlib.blake2b(start + value, key=self._seal, digest_size=16).digest()

    def _place(self) -> bytes:
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
        reader = self._connection("ro") if self._seal else None
        return reader if reader and _is_ours(reader) else None

    def _connection(self, mode: str) -> sqlite3.Connection | None:
        files = [self._folder / "store.db", self._folder / "store.db-journal"]
        try:
            present = [file.lstat() for file in files if os.path.lexists(file)]
            is_plain = all(stat.S_ISREG(status.st_mode) for status in present) and not _is_linked(self.root)
            if not is_plain or (mode == "ro" and not present):
                return None
            address = f"{files[0].absolute().as_uri()}?mode={mode}"
            connection = sqlite3.connect(address, uri=True, timeout=_SECONDS)
            # A killed program leaves a whole store; after a power cut a damaged one is made again.
            connection.execute("PRAGMA synchronous = OFF")
        except (OSError, sqlite3.Error):
            return None
        return connection

    def _discard(self) -> None:
        for name in ("store.db", "store.db-journal"):
            (self._folder / name).unlink(missing_ok=True)

    def _make_folder(self) -> None:
        if _is_linked(self.root):
            raise OSError
        self._folder.mkdir(parents=True, exist_ok=True)
        ignore = self._folder / ".gitignore"
        if not ignore.is_file() or ignore.is_symlink():
            write_whole(ignore, _GITIGNORE.encode())


def digest_of_text(text: str) -> str:
    """The sha256 of a text in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


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
    """True for a store that has our table and nothing else: a view could compute for ever."""
    try:
        return [(_TABLE,)] == store.execute("SELECT sql FROM sqlite_master").fetchall()
    except sqlite3.Error:
        return False


def cached_per_owner(
    function: Callable[Concatenate[Owner, Arguments], Result],
) -> Callable[Concatenate[Owner, Arguments], Result]:
    """Cache the results of a function for as long as its first argument exists.

    The first argument must be weakly referenceable and hashed by identity, the others hashable and positional.
    """
    results: WeakKeyDictionary[Any, dict[Any, Result]] = WeakKeyDictionary()

    def cached(owner: Owner, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        of_owner = results.setdefault(owner, {})
        if args not in of_owner:
            of_owner[args] = function(owner, *args, **kwargs)
        return of_owner[args]

    update_wrapper(cached, function)
    return cached
