"""Pictures that an editor asks to be fetched (`--media`): kept with their sums, so that a stopped import goes on."""

import hashlib
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import TextIO
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

_SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
}
_TRIES = 3
_PIECE = 1 << 16


@dataclass(slots=True)
class Downloads:
    """Fetches files into a folder; each has the sum of its address as its name, and beside it that of its bytes.

    `progress` is told each file; `failed` has a sentence for each address that cannot be had.
    """

    folder: Path
    limit: int = 30_000_000
    timeout: float = 20
    pause: float = 1
    progress: TextIO | None = None
    failed: dict[str, str] = field(default_factory=dict)

    def fetch(self, address: str) -> Path | None:
        """The picture at an http or https address; None, and noted in `failed`, for one that cannot be had."""
        if address in self.failed or urlsplit(address).scheme not in {"http", "https"}:
            return None
        key = hashlib.sha256(address.encode()).hexdigest()[:24]
        if kept := self._kept(key):
            return kept
        if self.progress:
            print(f"fetching {address}", file=self.progress)
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder / f"{key}.part"
        error = ""
        for number in range(_TRIES):
            try:
                return self._store(key, unfinished, self._load(address, unfinished))
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
            sum_ = file.parent.name.rpartition("-")[2]
            if hashlib.sha256(file.read_bytes()).hexdigest()[:24] == sum_:
                return file
        return None

    def _load(self, address: str, unfinished: Path) -> str:
        """Fetch the rest of a file, from where an earlier try stopped; return its name."""
        begun = unfinished.stat().st_size if unfinished.exists() else 0
        headers = {"User-Agent": "anthology", "Accept-Encoding": "identity"}
        headers |= {"Range": f"bytes={begun}-"} if begun else {}
        request = Request(quote(address, safe="!#$%&'()*+,/:;=?@[]~"), headers=headers)
        with urlopen(request, timeout=self.timeout) as answer:
            suffix = _SUFFIXES.get(answer.headers.get_content_type())
            if suffix is None:
                raise ValueError(
                    f"it is no picture that browsers show, but {answer.headers.get_content_type()}"
                )
            mode = "ab" if answer.status == 206 else "wb"
            declared = int(answer.headers.get("Content-Length") or 0)
            with unfinished.open(mode) as file:
                while piece := answer.read(_PIECE):
                    file.write(piece)
                    if file.tell() > self.limit:
                        unfinished.unlink()
                        raise ValueError(f"it has more than {self.limit:,} bytes")
                if declared and file.tell() != declared + (begun if mode == "ab" else 0):
                    raise OSError("the connection ended too early")
        name = Path(urlsplit(address).path).stem or "picture"
        return f"{name[:60]}{suffix}"

    def _store(self, key: str, unfinished: Path, name: str) -> Path:
        sum_ = hashlib.sha256(unfinished.read_bytes()).hexdigest()[:24]
        file = self.folder / f"{key}-{sum_}" / name
        file.parent.mkdir(exist_ok=True)
        unfinished.replace(file)
        return file
