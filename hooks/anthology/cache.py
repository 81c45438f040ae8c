"""Content-addressed cache of per-file results, and the digests of files.

It is in `.cache/anthology/` beside mkdocs.yml and can be deleted at any time. Nothing that is published depends
on it: a result is stored under the sha256 of the file's bytes and under the code that computed it. Whatever is
damaged, or was made in another place, is ignored and computed again.
"""

import base64
import hashlib
import json
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache, update_wrapper
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from .git import tracked_files
from .problems import Problem
from .whole_files import write_whole

FOLDER = ".cache/anthology"

_LIBRARIES = ("av", "mutagen", "numpy", "pillow")
# A file on a disk that stores whole seconds (FAT, old Macs) can change twice within one of them.
_COARSE_NS, _FINE_NS = 2_000_000_000, 50_000_000
_GITIGNORE = "# Made by anthology. Everything here can be deleted.\n*\n"

Owner = TypeVar("Owner")
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Cache:
    """Results about the files of one collection. `save` writes them to disk."""

    def __init__(self, root: Path) -> None:
        self._root, self._folder = root, root / FOLDER
        self._files: dict[str, list[Any]] = {}
        self._results: dict[str, dict[str, Any]] = {}
        self._changed = False
        self._load()

    def sha256(self, file: Path) -> str:
        """The sha256 of a file in hexadecimal; the file is read only if it may have changed.

        Size, inode and both times stand for the content; programs that copy a file's times cannot set the
        change time. A file changed a moment ago is read again the next time, because another change in the
        same moment would not show. Raises OSError.
        """
        name, before = os.path.relpath(file, self._root), _stamp(file)
        entry = self._files.get(name)
        if entry and entry[:-1] == before:
            return str(entry[-1])
        now = time.time_ns()
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        resolution = _FINE_NS if before[2] % 10**9 else _COARSE_NS
        if before == _stamp(file) and now - max(before[1:3]) > resolution:
            self._files[name] = [*before, digest]
            self._changed = True
        return digest

    def integrity(self, file: Path) -> str:
        """The digest in the form of Subresource Integrity: sha256- and base64. Raises OSError."""
        return f"sha256-{base64.b64encode(bytes.fromhex(self.sha256(file))).decode()}"

    def value(self, file: Path, key: str, compute: Callable[[], Any]) -> Any:
        """The result of `compute`, which JSON can represent; computed once for each content and key."""
        results = self._results.setdefault(self.sha256(file), {})
        if key not in results:
            results[key] = compute()
            self._changed = True
        return results[key]

    def content(self, file: Path, key: str, compute: Callable[[], bytes]) -> bytes:
        """The bytes that `compute` makes from a file; computed once for each content and key."""
        computed: list[bytes] = []

        def compute_and_store() -> str:
            computed.append(compute())
            name = hashlib.sha256(computed[0]).hexdigest()
            self._write(name, computed[0])
            return name

        name = str(self.value(file, key, compute_and_store))
        if computed:
            return computed[0]
        stored = self._read(name) if re.fullmatch("[0-9a-f]{64}", name) else b""
        if hashlib.sha256(stored).hexdigest() != name:  # deleted or damaged
            stored = compute()
            self._write(name, stored)
        return stored

    def save(self) -> None:
        """Write new results to disk. If nothing can be written, the next build computes them again."""
        if not self._changed:
            return
        files = {name: entry for name, entry in sorted(self._files.items()) if (self._root / name).is_file()}
        digests = {entry[-1] for entry in files.values()}
        results = {digest: values for digest, values in sorted(self._results.items()) if digest in digests}
        body = json.dumps({"files": files, "results": results}, sort_keys=True).encode()
        with suppress(OSError):
            self._make_folder()  # whose time is a part of the head
        self._write("results.json", b"\n".join([self._head(body), body]))
        self._changed = False

    def _load(self) -> None:
        head, _, body = self._read("results.json").partition(b"\n")
        if head and head == self._head(body):
            with suppress(ValueError, KeyError, TypeError, RecursionError):
                stored = json.loads(body)
                if _is_well_formed(stored["files"], stored["results"]):
                    self._files, self._results = stored["files"], stored["results"]

    def _head(self, body: bytes) -> bytes:
        """The code, the content, and the place in which a cache was made: one that came by git is not ours.

        The place is told by the inode and the time of .gitignore, which no copy has and nobody can foresee.
        """
        try:
            status = (self._folder / ".gitignore").lstat()
        except OSError:
            return b""
        place = f"{status.st_dev} {status.st_ino} {status.st_ctime_ns}"
        return f"{_code_version()} {hashlib.sha256(body).hexdigest()} {place}".encode()

    def _read(self, name: str) -> bytes:
        file = self._folder / name
        try:
            is_plain = not _is_linked(self._root) and stat.S_ISREG(file.lstat().st_mode)
            return file.read_bytes() if is_plain else b""
        except OSError:
            return b""

    def _write(self, name: str, content: bytes) -> None:
        with suppress(OSError):
            self._make_folder()
            write_whole(self._folder / name, content)

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


def _is_well_formed(files: Any, results: Any) -> bool:
    if not (isinstance(files, dict) and isinstance(results, dict)):
        return False
    stamps = all([type(part) for part in entry] == [int, int, int, int, str] for entry in files.values())
    return stamps and all(isinstance(values, dict) for values in results.values())


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


def _stamp(file: Path) -> list[int]:
    status = file.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


@lru_cache(maxsize=1)
def _code_version() -> str:
    """The hash of the code and of the library versions: after a change of either, all is computed again."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {_library_version(library)}\n".encode())
    return digest.hexdigest()


def _library_version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"
