"""The door to Pagefind: makes the files by which a browser searches the site without a server.

Pagefind is a program. Its Python library waits a tenth of a second for the answer to each page, so it
is spoken to directly, in its own protocol: JSON in base64, a comma behind each message. It runs beside
the rendering of the pages, on a processor that would be idle.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import IO, Any

from pagefind.service import get_executable

from .search_records import Record

FOLDER = "pagefind"
"""Where the files stand within the site."""
_NEEDED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "*.pf_meta", "wasm.*.pagefind")
_MAGIC = b"pagefind_dcd"
"""Stands before the content of each of Pagefind's compressed files."""


class SearchError(Exception):
    """Pagefind is missing or has failed; the message says what to do."""


class SearchIndex:
    """An index that is being made of `records`, into the folder `pagefind` below `folder`."""

    def __init__(self, records: Sequence[Record], language: str, folder: Path) -> None:
        self.folder = folder / FOLDER
        self.expected = len(records) + 2
        self.process = _start()
        messages = _messages(records, language.partition("-")[0].lower(), self.folder)
        assert self.process.stdin is not None
        self.writer = Thread(target=_write, args=(self.process.stdin, messages), daemon=True)
        self.answers: list[dict[str, Any]] = []
        self.reader = Thread(target=self._read, daemon=True)
        self.writer.start()
        self.reader.start()

    def finish(self) -> None:
        """Waits until the files are there, and leaves only those that a search asks for."""
        self.reader.join()
        self.stop()
        wrong = [answer for answer in self.answers if answer["type"] == "Error"]
        if wrong or len(self.answers) < self.expected:
            said = wrong[0].get("message", "") if wrong else "it ended before it had answered"
            raise SearchError(f"Pagefind could not make the search index: {said}")
        _keep_what_is_needed(self.folder)
        _always_the_same(self.folder)

    def stop(self) -> None:
        """Ends Pagefind, done or not."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # what it did not take is of no interest any more
                if pipe:
                    pipe.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        rest = b""
        while len(self.answers) < self.expected and (read := self.process.stdout.read1(1 << 16)):  # type: ignore[attr-defined]
            *whole, rest = (rest + read).split(b",")
            self.answers += [json.loads(b64decode(answer))["payload"] for answer in whole]


def _start() -> subprocess.Popen[bytes]:
    program = get_executable()
    if program is None or not Path(program).is_file():
        raise SearchError(
            "Pagefind, which makes the search, is not installed: no program of that name was found. "
            "Install what requirements.lock lists:  python -m pip install -r requirements.lock"
        )
    try:
        return subprocess.Popen(
            [program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        raise SearchError(f"Pagefind, which makes the search, does not start: {program}: {error}") from None


def _messages(records: Sequence[Record], language: str, folder: Path) -> Iterable[bytes]:
    # One language: a reader finds what is there, in whichever language it is written.
    requests = [
        {"type": "NewIndex", "config": {"force_language": language}},
        *(
            {
                "type": "AddFile",
                "index_id": 0,
                "url": record.url,
                "file_contents": record.html,
                "file_path": None,
            }
            for record in records
        ),
        {"type": "WriteFiles", "index_id": 0, "output_path": str(folder)},
    ]
    for number, request in enumerate(requests, 1):
        yield b64encode(json.dumps({"message_id": number, "payload": request}).encode()) + b","


def _write(pipe: IO[bytes], messages: Iterable[bytes]) -> None:
    with suppress(OSError, ValueError):  # where Pagefind has ended: what it answered says so
        for message in messages:
            pipe.write(message)
        pipe.flush()


def _keep_what_is_needed(folder: Path) -> None:
    """Without Pagefind's own surfaces, which we do not show: half a megabyte in every copy of the site."""
    needed = {file for pattern in _NEEDED for file in folder.glob(pattern)}
    languages = [file for file in needed if file.name.startswith("wasm.") and ".unknown." not in file.name]
    if languages:
        needed -= set(folder.glob("wasm.unknown.pagefind"))
    for file in folder.iterdir():
        if file.is_dir() and file.name not in {"fragment", "index", "filter"}:
            shutil.rmtree(file)
        elif file.is_file() and file not in needed:
            file.unlink()


def _always_the_same(folder: Path) -> None:
    """The same collection gives the same bytes.

    Pagefind keeps the values of a filter in a hash table, and writes them in the order that it happens
    to have. They are sorted here, and the files named anew by what is in them.
    """
    entry = folder / "pagefind-entry.json"
    known = entry.read_text(encoding="utf-8")
    for meta in sorted(folder.glob("*.pf_meta")):
        told = _unpacked(meta)
        for file in sorted(folder.glob("filter/*.pf_filter")):
            ordered = _in_order(_unpacked(file))
            old = file.stem.rpartition("_")[2]
            new = hashlib.sha256(ordered).hexdigest()[: len(old)]
            file.unlink()
            file.with_name(file.name.replace(old, new)).write_bytes(_packed(ordered))
            before, _, after = told.rpartition(old.encode())  # filters stand behind pages and words
            told = before + new.encode() + after
        old = meta.stem.rpartition("_")[2]
        new = hashlib.sha256(told).hexdigest()[: len(old)]
        meta.unlink()
        meta.with_name(meta.name.replace(old, new)).write_bytes(_packed(told))
        known = known.replace(old, new)
    entry.write_text(known, encoding="utf-8")


def _in_order(index: bytes) -> bytes:
    """A filter, in CBOR: an array of its name and of its values, each a name with its pages; sorted."""
    start = _past_head(index, 0)
    start = _past(index, start)  # the name
    place = _past_head(index, start)
    values = []
    while place < len(index) and index[place] != 0xFF:
        end = _past(index, place)
        values.append(index[place:end])
        place = end
    return index[: _past_head(index, start)] + b"".join(sorted(values)) + index[place:]


def _past(cbor: bytes, place: int) -> int:
    """Where the item that begins here ends: a number, a text, or an array."""
    kind, number, inside = cbor[place] >> 5, cbor[place] & 31, _past_head(cbor, place)
    if kind == 3:
        return inside + _number(cbor, place)
    if kind != 4:
        return inside
    if number == 31:  # an array without a length ends at 0xFF
        while cbor[inside] != 0xFF:
            inside = _past(cbor, inside)
        return inside + 1
    for _ in range(_number(cbor, place)):
        inside = _past(cbor, inside)
    return inside


def _past_head(cbor: bytes, place: int) -> int:
    return place + 1 + {24: 1, 25: 2, 26: 4, 27: 8}.get(cbor[place] & 31, 0)


def _number(cbor: bytes, place: int) -> int:
    end = _past_head(cbor, place)
    return int.from_bytes(cbor[place + 1 : end]) if end > place + 1 else cbor[place] & 31


def _unpacked(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()).removeprefix(_MAGIC)


def _packed(content: bytes) -> bytes:
    return gzip.compress(_MAGIC + content, mtime=0)
