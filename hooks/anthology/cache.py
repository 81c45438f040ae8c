"""What has been found out about a file before, by the file's content: so that none is read twice.

It lies in `.cache/anthology/` beside mkdocs.yml and may be deleted at any time. Nothing that is published
depends on it: an answer is kept under the sha256 of the bytes it is about and under the code that gave
it, and whatever is damaged is ignored and found out again.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

FOLDER = ".cache/anthology"

_LIBRARIES = ("av", "mutagen", "numpy", "pillow")
# What lies on a disk that keeps whole seconds (FAT, old Macs) can change twice within one.
_COARSE, _FINE = 2_000_000_000, 50_000_000
_IGNORED = "# Made by anthology. Everything here can be deleted.\n*\n"


class Cache:
    """Answers about the files of one collection. `save` writes them down."""

    def __init__(self, root: Path) -> None:
        self._root, self._folder = root, root / FOLDER
        self._files: dict[str, list[Any]] = {}
        self._answers: dict[str, dict[str, Any]] = {}
        self._changed = False
        self._load()

    def digest(self, file: Path) -> str:
        """The sha256 of a file, in hexadecimal; the file is read only if it may have changed.

        Size, inode and both times stand for the content. The time of change cannot be set by programs
        that copy a file's other times. A file changed a moment ago is read again the next time, since
        another change in the same moment would not show.
        """
        name, before = os.path.relpath(file, self._root), _stamp(file)
        known = self._files.get(name)
        if known and known[:-1] == before:
            return str(known[-1])
        now = time.time_ns()
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        if before == _stamp(file) and now - max(before[1:3]) > (_FINE if before[2] % 10**9 else _COARSE):
            self._files[name] = [*before, digest]
            self._changed = True
        return digest

    def about(self, file: Path, question: str, answer: Callable[[], Any]) -> Any:
        """What `answer` says, in JSON's kinds of value; asked once for each content and question."""
        answers = self._answers.setdefault(self.digest(file), {})
        if question not in answers:
            answers[question] = answer()
            self._changed = True
        return answers[question]

    def made_from(self, file: Path, question: str, make: Callable[[], bytes]) -> bytes:
        """The bytes that `make` makes of a file; made once for each content and question."""
        made: list[bytes] = []

        def name_of_made() -> str:
            made.append(make())
            name = hashlib.sha256(made[0]).hexdigest()
            self._write(name, made[0])
            return name

        name = self.about(file, question, name_of_made)
        if not made:
            kept = self._read(str(name))
            # Deleted or damaged: its own name says which bytes it should hold.
            made.append(kept if hashlib.sha256(kept).hexdigest() == name else make())
            if made[0] is not kept:
                self._write(str(name), made[0])
        return made[0]

    def save(self) -> None:
        """Writes down what is new. Where nothing can be written, the next build asks again."""
        if not self._changed:
            return
        files = {name: found for name, found in sorted(self._files.items()) if (self._root / name).is_file()}
        wanted = {found[-1] for found in files.values()}
        answers = {digest: found for digest, found in sorted(self._answers.items()) if digest in wanted}
        body = json.dumps({"files": files, "answers": answers}, sort_keys=True).encode()
        self._write("found.json", b"\n".join([_head(body), body]))
        self._changed = False

    def _load(self) -> None:
        head, _, body = self._read("found.json").partition(b"\n")
        if head and head == _head(body):
            found = json.loads(body)
            self._files, self._answers = found["files"], found["answers"]

    def _read(self, name: str) -> bytes:
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            return b""

    def _write(self, name: str, content: bytes) -> None:
        waiting = self._folder / f".{name}.{os.getpid()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not (ignore := self._folder / ".gitignore").exists():
                ignore.write_text(_IGNORED, encoding="utf-8")
            waiting.write_bytes(content)
            waiting.replace(self._folder / name)  # at once: another build may be reading
        except OSError:
            with suppress(OSError):
                waiting.unlink()


def _stamp(file: Path) -> list[int]:
    found = file.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _head(body: bytes) -> bytes:
    return f"{_asked_by()} {hashlib.sha256(body).hexdigest()}".encode()


@lru_cache(maxsize=1)
def _asked_by() -> str:
    """Stands for the code that gives the answers: a change of it, or of a library, asks everything anew."""
    here, digest = Path(__file__).parent, hashlib.sha256()
    for file in sorted(here.rglob("*.py")):
        digest.update(file.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {_version(library)}\n".encode())
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"
