"""The store of what was worked out: from files, from texts, and of the pages of the last site.

The rows are in a `Store` and can be deleted at any time: nothing that is published depends on them. A result is stored
under a name that contains a digest of all that decides it.
"""

import base64
import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from functools import partial, update_wrapper
from math import inf
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from .inputs import is_settled, stamp
from .parallel import pack, shared_out, unpack
from .reads import note, with_reads
from .store import FEW, Store

_MOST_BYTES = 32_000_000
"""of new rows in memory"""
_RECENT_OF = 10
"""a table is written whole once more than one of so many of its results is recent"""

Item = TypeVar("Item")
Owner = TypeVar("Owner")
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Table(dict[str, Any]):
    """Results by name, each of which JSON can represent.

    `recent` are those that came after the others were written: where they are few, they are written alone.
    """

    def __init__(self, stored: dict[str, Any] | None = None, recent: dict[str, Any] | None = None) -> None:
        super().__init__((stored or {}) | (recent or {}))
        self.recent, self.new, self._asked = recent or {}, dict[str, Any](), set[str]()

    def recall(self, name: str) -> Any:
        """The result under a name; None for nothing."""
        self._asked.add(name)
        return self.get(name)

    def remember(self, name: str, value: Any) -> None:
        """Keep a result, which must not be changed later."""
        self._asked.add(name)
        self[name] = self.new[name] = value

    def to_store(self, whole: bool) -> tuple[dict[str, Any] | None, dict[str, Any]]:
        """The results of before, None where they are as they are stored, and those that are recent.

        After a `whole` build without the results that it did not ask for, once they are many.
        """
        is_much, recent = whole and len(self) > 2 * len(self._asked) + FEW, self.recent | self.new
        if not is_much and len(recent) * _RECENT_OF < len(self):
            return None, recent
        return {name: value for name, value in self.items() if not is_much or name in self._asked}, {}


class Cache:
    """The results for one collection. `save` writes what is new to disk."""

    def __init__(self, root: Path) -> None:
        self.root, self._store = root, Store(root)
        self._new: dict[str, bytes] = {}
        self._size: float = 0
        self._asked: set[str] = set()
        self._tables: dict[str, Table] = {}

    def sha256(self, file: str | Path, status: os.stat_result | None = None) -> str:
        """The sha256 of a file in hexadecimal; the file is read only if it may have changed since `status`.

        A file changed a moment ago is read again the next time, because another change in the same moment would not
        show. Raises OSError.
        """
        name, before = self._name_of(file), stamp(file, status)
        entry = self._files.recall(name)
        if entry and entry[:-1] == before:
            return str(entry[-1])
        now = time.time_ns()
        with open(file, "rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        if before == stamp(file) and is_settled(before, now):
            self._files.remember(name, [*before, digest])
        return digest

    @property
    def _files(self) -> Table:
        return self.table("files")

    def integrity(self, file: Path) -> str:
        """The digest in the form of Subresource Integrity: sha256- and base64. Raises OSError."""
        return f"sha256-{base64.b64encode(bytes.fromhex(self.sha256(file))).decode()}"

    def value(self, file: Path, key: str, compute: Callable[[], Any]) -> Any:
        """The result of `compute`, which JSON can represent; computed once for each content and key."""
        return json.loads(self.content(file, f"as JSON: {key}", lambda: json.dumps(compute()).encode()))

    def content(self, file: Path, key: str, compute: Callable[[], bytes]) -> bytes:
        """The bytes that `compute` makes from a file; computed once for each content and key."""
        digest = self.sha256(file)
        name = f"content {digest} {key}"
        stored = self.bytes_of(name)
        if stored is None:
            stored = compute()
            if self.sha256(file) == digest:
                self.put(name, stored)
        return stored

    def result(self, name: str, compute: Callable[[], Any]) -> Any:
        """The result of `compute`, which JSON can represent; computed once for each name."""
        stored = self.recall(name)
        if stored is None:
            stored = compute()
            self.remember(name, stored)
        return stored

    def still_needed(self, *names: str) -> None:
        """Keep what is stored under these names, though it is not read."""
        self._asked.update(names)

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
        return self._new[name] if name in self._new else self._store.read(name)

    def has(self, name: str) -> bool:
        """True if something is kept under a name."""
        return name in self._new or self._store.has(name)

    def put(self, name: str, value: bytes) -> None:
        """Keep bytes."""
        self._asked.add(name)
        self._new[name] = value
        self._size += len(value)
        if self._size > _MOST_BYTES:
            self._write(None)

    def table(self, name: str) -> "Table":
        """Many small results in one row: to read a thousand rows takes a tenth of a second."""
        if name not in self._tables:
            rows = [self.recall(name), self.recall(_recent(name))]
            stored, recent = (row if isinstance(row, dict) else {} for row in rows)
            self._tables[name] = Table(stored, recent)
        return self._tables[name]

    def work_ahead(self, items: Sequence[Item], work: Callable[[Item], object]) -> None:
        """Let copies of this process work on items, where that pays, and take over what they keep here.

        What a copy that fails has kept is lost; whoever asks for it works it out.
        """
        _, shares = shared_out(items, partial(self.kept_by, work))
        for share in shares:
            self.take_over(share.result())

    def take_over(self, kept: bytes | None) -> None:
        """Keep what a copy of this process has kept; None of one that has failed."""
        for name, value in unpack(kept):
            if name:
                self.put(name, value)
                continue
            for table, results in json.loads(value).items():
                for entry, result in results.items():
                    self.table(table).remember(entry, result)

    def kept_by(self, work: Callable[[Item], object], items: Sequence[Item]) -> bytes:
        """Work on items in a copy of the process, which writes nothing to disk; return all that is kept."""
        self._size, before = -inf, set(self._new)
        for table in self._tables.values():
            table.new.clear()
        for item in items:
            work(item)
        tables = {name: table.new for name, table in self._tables.items() if table.new}
        rows = [(name, value) for name, value in self._new.items() if name not in before]
        return pack([*rows, ("", json.dumps(tables).encode())])

    def save(self, whole: bool = False) -> None:
        """Write new rows to disk. If nothing can be written, the next build computes them again.

        At the end of a `whole` build, rows that it did not ask for are forgotten once they are many.
        """
        for name, table in self._tables.items():
            if table.new:
                before, recent = table.to_store(whole)
                if before is not None:
                    self.remember(name, before)
                self.remember(_recent(name), recent)
                table.recent = recent
                table.new.clear()
        self._write(self._asked if whole else None)

    def _write(self, asked: set[str] | None) -> None:
        self._size = 0
        if self._new and self._store.write(self._new, asked):
            self._new.clear()

    def _name_of(self, file: str | Path) -> str:
        path, root = str(file), f"{self.root}{os.sep}"
        if path.startswith(root):
            return path.removeprefix(root)
        try:
            return os.path.relpath(path, self.root)
        except ValueError:  # on another drive of Windows
            return path


def _recent(table: str) -> str:
    """The name of the row with what is recent of a table."""
    return f"{table} recently"


def digest_of_text(text: str) -> str:
    """The sha256 of a text in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def cached_per_owner(
    function: Callable[Concatenate[Owner, Arguments], Result],
) -> Callable[Concatenate[Owner, Arguments], Result]:
    """Cache the results of a function for as long as its first argument exists.

    The first argument must be weakly referenceable and hashed by identity, the others hashable and positional. What was
    read for a result is noted for everybody who gets it.
    """
    results: WeakKeyDictionary[Any, dict[Any, tuple[Result, set[str]]]] = WeakKeyDictionary()

    def cached(owner: Owner, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        of_owner = results.setdefault(owner, {})
        if args not in of_owner:
            of_owner[args] = with_reads(lambda: function(owner, *args, **kwargs))
        result, reads = of_owner[args]
        note(*reads)
        return result

    update_wrapper(cached, function)
    return cached
