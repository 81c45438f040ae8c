"""The search index, made by Pagefind: files with which a browser searches the site without a server.

Pagefind is a program. Its command takes the order of pages and their addresses from a folder of files, and its
Python library waits a tenth of a second for each page, so its service is used directly: JSON in base64, a
comma after each message. It runs beside the rendering of the pages, on another processor.
"""

import hashlib
import json
import os
import re
import subprocess
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import cbor2

from anthology.cache import Cache
from anthology.parallel import pack, unpack

from .records import Record, known_words

PAGEFIND_FOLDER = "pagefind"
"""The folder of the index within the site."""
WORD_LIST = "known-words.txt"
"""The file in it from which a search without results proposes words."""
# Without Pagefind's own user interfaces, which the site does not use: half a megabyte.
_PUBLISHED_FILES = re.compile(
    r"pagefind\.js|pagefind-worker\.js|pagefind-entry\.json|wasm\..+\.pagefind|.+\.pf_(meta|filter|index|fragment)"
)
_MAGIC = b"pagefind_dcd"
"""The first bytes in each of Pagefind's compressed files."""
_KEPT = "search index"
"""the row of the store with the digest of the records of the last index, and its files"""
_UNSTABLE_FILES = re.compile(r"\.pf_(meta|filter)$")

Files = dict[str, bytes]
"""Contents by path within the folder."""


class SearchError(Exception):
    """Pagefind is missing or has failed; the message gives the fix."""


class SearchIndex:
    """An index of `records` that Pagefind makes in the background. Raises SearchError if it does not start.

    With a `store`, the last index is kept, and Pagefind not started where the records are the same.
    """

    def __init__(self, records: Sequence[Record], language: str, store: Cache | None = None) -> None:
        self._expected, self._store = len(records) + 2, store
        self._process: subprocess.Popen[bytes] | None = None
        language = language.partition("-")[0].lower()
        self._digest = _digest_of(records, language)
        kept = (store.bytes_of(_KEPT) if store else None) or b""
        self._kept = dict(unpack(kept[len(self._digest) :])) if kept.startswith(self._digest) else None
        if self._kept is None:
            self._start(records, language)

    def _start(self, records: Sequence[Record], language: str) -> None:
        self._words = known_words(records)
        self._process = _start_pagefind()
        self._output: list[bytes] = []
        requests = _requests(records, language)
        Thread(target=self._send, args=(requests,), daemon=True).start()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def write(self, site: Path) -> None:
        """Wait for the index and write its files below `site`. Raises SearchError if Pagefind failed."""
        files = self._kept or self._made()
        for path, content in files.items():
            file = site / PAGEFIND_FOLDER / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink(missing_ok=True)  # it may be a link to a file of the last site
            file.write_bytes(content)
        if self._store and not self._kept:
            self._store.put(_KEPT, self._digest + pack(files.items()))

    def _made(self) -> Files:
        self._reader.join()
        self.stop()
        messages = b"".join(self._output).split(b",")[:-1]
        answers: list[dict[str, Any]] = [json.loads(b64decode(message))["payload"] for message in messages]
        errors = [answer for answer in answers if answer["type"] == "Error"]
        if errors or len(answers) < self._expected:
            reason = errors[0].get("message", "") if errors else "it ended before it had answered"
            raise SearchError(f"Pagefind could not make the search index: {reason}")
        # Written here: Pagefind reports that it has written files before it has.
        files = {file["path"]: b64decode(file["content"]) for file in answers[-1]["files"]}
        return _make_deterministic(_published_files(files)) | {WORD_LIST: self._words.encode()}

    def stop(self) -> None:
        """End Pagefind, whether or not it is done."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # unsent requests do not matter any more
                if pipe:
                    pipe.close()

    def _send(self, requests: Iterable[bytes]) -> None:
        # Not closed afterwards: at the end of its input Pagefind exits without answering.
        assert self._process
        assert self._process.stdin
        with suppress(OSError, ValueError):  # if Pagefind has ended, its answers say why
            self._process.stdin.writelines(requests)
            self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process
        assert self._process.stdout
        answered = 0
        with suppress(OSError, ValueError):  # stopped
            while answered < self._expected and (chunk := os.read(self._process.stdout.fileno(), 1 << 20)):
                self._output.append(chunk)
                answered += chunk.count(b",")


def _digest_of(records: Iterable[Record], language: str) -> bytes:
    digest = hashlib.sha256(language.encode())
    for record in records:
        digest.update(f"\0{record.url}\0{record.html}".encode("utf-8", "surrogatepass"))
    return digest.digest()


def _start_pagefind() -> subprocess.Popen[bytes]:
    # Imports asyncio, which a site without search does not need.
    from pagefind.service import get_executable

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


def _requests(records: Sequence[Record], language: str) -> Iterator[bytes]:
    pages = (
        {"type": "AddFile", "index_id": 0, "url": page.url, "file_contents": page.html, "file_path": None}
        for page in records
    )
    # One language for all pages: a search covers posts in every language.
    index = {"type": "NewIndex", "config": {"force_language": language}}
    for number, request in enumerate([index, *pages, {"type": "GetFiles", "index_id": 0}], 1):
        yield b64encode(json.dumps({"message_id": number, "payload": request}).encode()) + b","


def _published_files(files: Files) -> Files:
    published = {path: content for path, content in files.items() if _PUBLISHED_FILES.fullmatch(path)}
    if any(path.startswith("wasm.") and "unknown" not in path for path in published):
        published.pop("wasm.unknown.pagefind", None)  # for languages without stemming
    return published


def _make_deterministic(files: Files) -> Files:
    """Sort the values of filters, which Pagefind writes in the order of a hash table, and rename by content."""
    stable = {path: content for path, content in files.items() if not _UNSTABLE_FILES.search(path)}
    entry = files["pagefind-entry.json"].decode()
    for meta_path in _with_suffix(files, ".pf_meta"):
        meta = _unpack(files[meta_path])
        for filter_path in _with_suffix(files, ".pf_filter"):
            name, values = cbor2.loads(_unpack(files[filter_path]))
            content = cbor2.dumps([name, sorted(values, key=cbor2.dumps)])
            old, new = _content_names(filter_path, content)
            before, _, after = meta.rpartition(old.encode())  # filters come after pages and words
            meta = before + new.encode() + after
            stable[filter_path.replace(old, new)] = _pack(content)
        old, new = _content_names(meta_path, meta)
        stable[meta_path.replace(old, new)] = _pack(meta)
        entry = entry.replace(old, new)
    return stable | {"pagefind-entry.json": entry.encode()}


def _with_suffix(files: Iterable[str], suffix: str) -> list[str]:
    return sorted(path for path in files if path.endswith(suffix))


def _content_names(path: str, content: bytes) -> tuple[str, str]:
    """Return Pagefind's hash in a file name and the one of the new content, of the same length."""
    old = path.rpartition(".")[0].rpartition("_")[2]
    return old, hashlib.sha256(content).hexdigest()[: len(old)]


def _unpack(content: bytes) -> bytes:
    return zlib.decompress(content, wbits=31).removeprefix(_MAGIC)


def _pack(content: bytes) -> bytes:
    # Not gzip.compress, whose header differs between versions of Python.
    return zlib.compress(_MAGIC + content, 9, wbits=31)
