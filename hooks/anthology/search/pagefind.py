"""The door to Pagefind: makes the files by which a browser searches the site without a server.

Pagefind is a program. Its Python library waits a tenth of a second for the answer to each page, so it
is spoken to directly, in its own protocol: JSON in base64, a comma behind each message. It runs beside
the rendering of the pages, on a processor that would be idle.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import IO, Any

from .records import Record

PAGEFIND_FOLDER = "pagefind"
"""Where the files stand within the site."""
# Not Pagefind's own surfaces, which we do not show: half a megabyte in every copy of the site.
_PUBLISHED_FILES = re.compile(
    r"pagefind\.js|pagefind-worker\.js|pagefind-entry\.json|wasm\..+\.pagefind|.+\.pf_(meta|filter|index|fragment)"
)
_MAGIC = b"pagefind_dcd"
"""Stands before the content of each of Pagefind's compressed files."""

_UNSTABLE_FILES = re.compile(r"\.pf_(meta|filter)$")

Files = dict[str, bytes]
"""By their address within the folder."""


class SearchError(Exception):
    """Pagefind is missing or has failed; the message says what to do."""


class SearchIndex:
    """An index that is being made of `records` while the caller does something else."""

    def __init__(self, records: Sequence[Record], language: str) -> None:
        self.expected = len(records) + 2
        self.process = _start_pagefind()
        messages = _messages(records, language.partition("-")[0].lower())
        assert self.process.stdin is not None
        self.answers: list[dict[str, Any]] = []
        self.reader = Thread(target=self._read, daemon=True)
        Thread(target=_send, args=(self.process.stdin, messages), daemon=True).start()
        self.reader.start()

    def write(self, site: Path) -> None:
        """Waits until the index is made, and puts its files below `site`."""
        self.reader.join()
        self.stop()
        wrong = [answer for answer in self.answers if answer["type"] == "Error"]
        if wrong or len(self.answers) < self.expected:
            said = wrong[0].get("message", "") if wrong else "it ended before it had answered"
            raise SearchError(f"Pagefind could not make the search index: {said}")
        # We write the files: Pagefind says that it has written them while it is still at it.
        files = {file["path"]: b64decode(file["content"]) for file in self.answers[-1]["files"]}
        for address, content in _make_deterministic(_published_files(files)).items():
            file = site / PAGEFIND_FOLDER / address
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

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
        rest = [b""]
        with suppress(OSError, ValueError):  # stopped
            while len(self.answers) < self.expected and (
                read := os.read(self.process.stdout.fileno(), 1 << 20)
            ):
                first, *more = read.split(b",")
                rest.append(first)
                for piece in more:
                    self.answers.append(json.loads(b64decode(b"".join(rest)))["payload"])
                    rest = [piece]


def _start_pagefind() -> subprocess.Popen[bytes]:
    from pagefind.service import (
        get_executable,
    )  # with all of asyncio, which a site without search does not need

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


def _messages(records: Sequence[Record], language: str) -> Iterable[bytes]:
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
        {"type": "GetFiles", "index_id": 0},
    ]
    for number, request in enumerate(requests, 1):
        yield b64encode(json.dumps({"message_id": number, "payload": request}).encode()) + b","


def _send(pipe: IO[bytes], messages: Iterable[bytes]) -> None:
    with suppress(OSError, ValueError):  # where Pagefind has ended: what it answered says so
        for message in messages:
            pipe.write(message)
        pipe.flush()


def _published_files(files: Files) -> Files:
    kept = {address: content for address, content in files.items() if _PUBLISHED_FILES.fullmatch(address)}
    if any(address.startswith("wasm.") and "unknown" not in address for address in kept):
        kept.pop("wasm.unknown.pagefind", None)  # for languages that Pagefind has no stems for
    return kept


def _make_deterministic(files: Files) -> Files:
    """The same collection gives the same bytes.

    Pagefind keeps the values of a filter in a hash table, and writes them in the order that it happens
    to have. They are sorted here, and the files named anew by what is in them.
    """
    same = {address: content for address, content in files.items() if not _UNSTABLE_FILES.search(address)}
    entry = files["pagefind-entry.json"].decode()
    for meta in sorted(address for address in files if address.endswith(".pf_meta")):
        told = _unpack(files[meta])
        for address in sorted(address for address in files if address.endswith(".pf_filter")):
            ordered = _sort_filter(_unpack(files[address]))
            old, new = _renamed(address, ordered)
            before, _, after = told.rpartition(old.encode())  # filters stand behind pages and words
            told = before + new.encode() + after
            same[address.replace(old, new)] = _pack(ordered)
        old, new = _renamed(meta, told)
        same[meta.replace(old, new)] = _pack(told)
        entry = entry.replace(old, new)
    return same | {"pagefind-entry.json": entry.encode()}


def _renamed(address: str, content: bytes) -> tuple[str, str]:
    """What Pagefind calls a file, and what it is called by its content; of one length."""
    old = address.rpartition(".")[0].rpartition("_")[2]
    return old, hashlib.sha256(content).hexdigest()[: len(old)]


def _sort_filter(index: bytes) -> bytes:
    """A filter, in CBOR: an array of its name and of its values, each a name with its pages; sorted."""
    start = _skip_head(index, 0)
    start = _skip_item(index, start)  # the name
    place = _skip_head(index, start)
    values = []
    while place < len(index) and index[place] != 0xFF:
        end = _skip_item(index, place)
        values.append(index[place:end])
        place = end
    return index[: _skip_head(index, start)] + b"".join(sorted(values)) + index[place:]


def _skip_item(cbor: bytes, place: int) -> int:
    """Where the item that begins here ends: a number, a text, or an array."""
    kind, number, inside = cbor[place] >> 5, cbor[place] & 31, _skip_head(cbor, place)
    if kind == 3:
        return inside + _head_value(cbor, place)
    if kind != 4:
        return inside
    if number == 31:  # an array without a length ends at 0xFF
        while cbor[inside] != 0xFF:
            inside = _skip_item(cbor, inside)
        return inside + 1
    for _ in range(_head_value(cbor, place)):
        inside = _skip_item(cbor, inside)
    return inside


def _skip_head(cbor: bytes, place: int) -> int:
    return place + 1 + {24: 1, 25: 2, 26: 4, 27: 8}.get(cbor[place] & 31, 0)


def _head_value(cbor: bytes, place: int) -> int:
    end = _skip_head(cbor, place)
    return int.from_bytes(cbor[place + 1 : end]) if end > place + 1 else cbor[place] & 31


def _unpack(content: bytes) -> bytes:
    return gzip.decompress(content).removeprefix(_MAGIC)


def _pack(content: bytes) -> bytes:
    return gzip.compress(_MAGIC + content, mtime=0)
