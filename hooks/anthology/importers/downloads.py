"""Files that an editor asks to be fetched (`--media`): kept with their sums, so that a stopped import goes on."""

import hashlib
import time
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from .private_addresses import refuse_private


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is fetched: what it is called, its suffix by MIME type, and the most bytes it may have.

    Hosts often serve files under a type that says nothing: then the suffix of the address decides.
    """

    name: str
    suffixes: dict[str, str]
    limit: int


_JPEG, _MP3, _SRT = ".jpg", ".mp3", ".srt"
PICTURE_FILE = FileKind(
    "picture that browsers show",
    {"image/jpeg": _JPEG, "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "image/avif": ".avif"},
    30_000_000,
)  # fmt: skip
CHAPTERS = FileKind(
    "file of chapters", {"application/json+chapters": ".json", "application/json": ".json"}, 5_000_000
)
TRANSCRIPT = FileKind(
    "transcript that is read here",
    {"text/vtt": ".vtt", "application/x-subrip": _SRT, "application/srt": _SRT, "text/srt": _SRT},
    20_000_000,
)
RECORDING = FileKind(
    "recording that apps play",
    {"audio/mpeg": _MP3, "audio/mp3": _MP3, "audio/x-m4a": ".m4a", "audio/mp4": ".m4a", "audio/ogg": ".ogg",
     "audio/opus": ".opus", "audio/flac": ".flac"},
    1_000_000_000,
)  # fmt: skip
_NO_TYPES = {"application/octet-stream", "binary/octet-stream", "text/plain"}
_TRIES = 3
_PIECE = 1 << 16
_TOLD = 20_000_000
"""bytes after which the progress of a long file is told again"""


@dataclass(slots=True)
class Downloads:
    """Fetches files into a folder; each is named by the digest of its address; that of its bytes is kept beside it.

    `source` is where the import comes from: addresses of a private network are asked only where it is there itself, or
    at `private_host`.
    With `recordings` they are fetched, too. `progress` is called with each file; `failed` has a sentence for each
    address that cannot be had. `timeout` is for each answer, `longest` for a file, in seconds; `limit` in bytes holds
    where a kind allows more.
    """

    folder: Path
    source: str = ""
    recordings: bool = False
    limit: int = 1_000_000_000
    timeout: float = 20
    longest: float = 3600
    pause: float = 1
    progress: TextIO | None = None
    private_host: str = ""
    failed: dict[str, str] = field(default_factory=dict)

    def fetch(self, address: str, kind: FileKind = PICTURE_FILE) -> Path | None:
        """The file at an http or https address; None, and noted in `failed`, for one that cannot be had."""
        if address in self.failed or urlsplit(address).scheme not in {"http", "https"}:
            return None
        key = hashlib.sha256(address.encode()).hexdigest()[:24]
        if kept := self._kept(key):
            return kept
        self._tell(f"fetching {address}")
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder / f"{key}.part"
        error = ""
        for number in range(_TRIES):
            try:
                return self._store(key, unfinished, self._load(address, kind, unfinished))
            except (OSError, HTTPException, ValueError) as problem:
                error = str(problem)
                if getattr(problem, "code", 500) < 500 or isinstance(problem, ValueError):
                    break
                time.sleep(self.pause * 2**number)
        self.failed[address] = error
        return None

    def _kept(self, key: str) -> Path | None:
        """A file that was fetched before, if its bytes still have their sum."""
        for file in sorted(self.folder.glob(f"{key}-*/*")):
            if _sum(file) == file.parent.name.rpartition("-")[2]:
                return file
        return None

    def _load(self, address: str, kind: FileKind, unfinished: Path) -> str:
        """Fetch the rest of a file, from where an earlier try stopped; return its name."""
        begun = unfinished.stat().st_size if unfinished.exists() else 0
        headers = {"User-Agent": "anthology", "Accept-Encoding": "identity"}
        headers |= {"Range": f"bytes={begun}-"} if begun else {}
        refuse_private(address, self.source, self.private_host)
        request = Request(quote(address, safe="!#$%&'()*+,/:;=?@[]~"), headers=headers)
        with self._opener().open(request, timeout=self.timeout) as answer:
            suffix = _suffix(answer.headers.get_content_type(), address, kind)
            self._receive(answer, unfinished, begun, min(kind.limit, self.limit))
        return f"{Path(urlsplit(address).path).stem[:60] or 'file'}{suffix}"

    def _receive(self, answer: HTTPResponse, unfinished: Path, begun: int, limit: int) -> None:
        mode = "ab" if answer.status == 206 else "wb"
        declared = int(answer.headers.get("Content-Length") or 0)
        end, told = time.monotonic() + self.longest, _TOLD
        with unfinished.open(mode) as file:
            while piece := answer.read(_PIECE):
                file.write(piece)
                if file.tell() > limit or declared > limit:
                    unfinished.unlink()
                    raise ValueError(f"it has more than {limit:,} bytes")
                if time.monotonic() > end:
                    raise ValueError(f"it takes longer than {self.longest:,.0f} s")
                if file.tell() > told:
                    self._tell(f"  {file.tell() // 1_000_000:,} MB")
                    told += _TOLD
            if declared and file.tell() != declared + (begun if mode == "ab" else 0):
                raise OSError("the connection ended too early")

    def _store(self, key: str, unfinished: Path, name: str) -> Path:
        file = self.folder / f"{key}-{_sum(unfinished)}" / name
        file.parent.mkdir(exist_ok=True)
        unfinished.replace(file)
        return file

    def _opener(self) -> OpenerDirector:
        return build_opener(_Redirects(self.source, self.private_host))

    def _tell(self, line: str) -> None:
        if self.progress:
            print(line, file=self.progress)


class _Redirects(HTTPRedirectHandler):
    """Follows an answer to another address only where the first one could have been asked."""

    def __init__(self, source: str, private_host: str) -> None:
        self._source, self._private_host = source, private_host

    def redirect_request(self, *arguments: Any) -> Request | None:
        """The further request; raises ValueError for one that is refused."""
        refuse_private(arguments[-1], self._source, self._private_host)
        return super().redirect_request(*arguments)


def _suffix(type_: str, address: str, kind: FileKind) -> str:
    own = Path(urlsplit(address).path).suffix.lower()
    if type_ in kind.suffixes:
        return kind.suffixes[type_]
    if type_ in _NO_TYPES and own in kind.suffixes.values():
        return own
    raise ValueError(f"it is no {kind.name}, but {type_}")


def _sum(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()[:24]
