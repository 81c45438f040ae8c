"""Whether audio that lies elsewhere is what its episode says: asked of its server, never by a build."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TextIO
from urllib.parse import urlsplit

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError, MaxRetryError

Finding = tuple[str, str, str]
"""the part of `audio:` that it is about (url, length, type, or nothing), what is wrong, and the fix"""

_AT_ONCE = 4
"""servers asked at the same time; politely few"""
_REDIRECTS = 5
# identity: a compressed answer would have another length. The first byte: a server that keeps ranges says
# how many there are, and one that does not is known by its status, without the rest being read.
_HEAD = {"Accept-Encoding": "identity", "User-Agent": "anthology (verifying an enclosure)"}
_FIRST_BYTE = _HEAD | {"Range": "bytes=0-0"}
_BUSY = (429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Remote:
    """An enclosure as its episode describes it: `length` in bytes, `type` a MIME type."""

    id: str
    url: str
    length: int
    type: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said of an enclosure, and what of it does not fit."""

    remote: Remote
    said: str
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        return f"{self.remote.id}\n  {self.remote.url}\n  {self.said}"


def verify(
    remotes: Iterable[Remote], *, timeout: float, retries: int, progress: TextIO | None = None
) -> Iterator[Answer]:
    """Asks about each, a few at once, and gives the answers in the order of the questions.

    `timeout` is in seconds, for connecting and for each answer; `retries` are tries after the first.
    """
    asked = list(remotes)
    pools = PoolManager(num_pools=_AT_ONCE, maxsize=_AT_ONCE, timeout=Timeout(timeout))
    with pools as pool, ThreadPoolExecutor(_AT_ONCE) as workers:
        futures = [workers.submit(_ask, pool, remote, retries) for remote in asked]
        _watch(futures, progress)
    yield from (future.result() for future in futures)


def _ask(pool: PoolManager, remote: Remote, retries: int) -> Answer:
    retry = Retry(
        total=max(0, retries) + _REDIRECTS,
        connect=max(0, retries),
        read=max(0, retries),
        status=max(0, retries),
        other=0,
        redirect=_REDIRECTS,
        status_forcelist=_BUSY,
        backoff_factor=0.3,
        backoff_max=5,
        allowed_methods={"HEAD", "GET"},
        # A server may ask for an hour; somebody is waiting.
        respect_retry_after_header=False,
        raise_on_status=False,
    )
    try:
        head = _request(pool, "HEAD", remote.url, _HEAD, retry)
        part = _request(pool, "GET", remote.url, _FIRST_BYTE, retry)
    except MaxRetryError as error:
        return Answer(remote, "no answer", (_unreachable(error.reason),))
    except (HTTPError, OSError, ValueError) as error:
        return Answer(remote, "no answer", (_unreachable(error),))
    return _judge(remote, head, part)


def _request(
    pool: PoolManager, method: str, url: str, headers: dict[str, str], retry: Retry
) -> BaseHTTPResponse:
    response = pool.request(method, url, headers=headers, retries=retry, preload_content=False)
    response.close()  # the head is all we want; some servers would send the whole recording
    return response


def _judge(remote: Remote, head: BaseHTTPResponse, part: BaseHTTPResponse) -> Answer:
    ranges, total = _range_total(part)
    # Some servers refuse HEAD, but answer what a player asks.
    best = head if head.status == 200 else part
    length = total if total is not None else _number(best.headers.get("Content-Length"))
    kind = (best.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if best.status not in {200, 206}:
        said = f"status {best.status}"
        return Answer(remote, said, (("url", f"its server answers {_status(best.status)}", _LOOK),))
    way = _way(remote, best)
    shown = [
        f"status {best.status}",
        f"{length if length is not None else 'unknown'} bytes",
        kind or "no type",
    ]
    shown += ["byte ranges" if ranges else "no byte ranges"]
    shown += [f"after {len(way)} redirect{'s' if len(way) > 1 else ''}"] if way else []
    return Answer(remote, ", ".join(shown), tuple(_findings(remote, length, kind, ranges, way)))


_LOOK = "open the address in a browser; correct it here, or put the file back there"


def _findings(
    remote: Remote, length: int | None, kind: str, ranges: bool, way: list[str]
) -> Iterator[Finding]:
    if length is None:
        yield "length", "its server does not say how long it is", "let the server send Content-Length"
    elif length != remote.length:
        yield (
            "length",
            f"it has {length} bytes on its server, where the notes say {remote.length}",
            f"write  length: {length}  if that is the right recording",
        )
    if kind != remote.type:
        yield (
            "type",
            f"its server calls it {kind or 'nothing'}, the notes {remote.type}",
            "set the type on the server; podcast apps go by it",
        )
    if not ranges:
        yield (
            "url",
            "its server does not send parts of it (byte ranges)",
            "switch ranges on, or use another host: Apple requires them, and players seek with them",
        )
    if any(urlsplit(step).scheme == "http" for step in way) and urlsplit(remote.url).scheme == "https":
        yield "url", "it is redirected from https to http", "let the server redirect to https"


def _range_total(part: BaseHTTPResponse) -> tuple[bool, int | None]:
    """Whether one byte came when one was asked for, and how many there are."""
    found = re.fullmatch(r"bytes 0-0/(\d{1,15}|\*)", (part.headers.get("Content-Range") or "").strip())
    if part.status != 206 or not found:
        return False, None
    return True, _number(found[1])


def _way(remote: Remote, response: BaseHTTPResponse) -> list[str]:
    """The addresses to which it was redirected."""
    history = response.retries.history if response.retries else ()
    return [step.redirect_location for step in history if step.redirect_location]


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d{1,15}", text) else None


def _status(status: int) -> str:
    words = {
        401: "that it wants a password",
        403: "that it may not be read",
        404: "that there is no such file",
        410: "that it is gone",
        429: "that it was asked too often",
    }
    return f"{words[status]} ({status})" if status in words else f"with an error ({status})"


def _unreachable(reason: object) -> Finding:
    text = str(reason).lower()
    if "timed out" in text:
        return "url", "its server does not answer in time", "try again later, or with a longer  --timeout"
    if "too many redirects" in text:
        return (
            "url",
            f"it is redirected more than {_REDIRECTS} times",
            "write the address where the file lies",
        )
    if "name" in text and ("resol" in text or "known" in text):
        return "url", "there is no server of that name", "correct the address"
    if "certificate" in text or "ssl" in text:
        return (
            "url",
            "its server's certificate is not trusted",
            "have the certificate put right: apps refuse it too",
        )
    return "url", "its server cannot be reached", "correct the address, or try again later"


def _watch(futures: list[Future[Answer]], progress: TextIO | None) -> None:
    """A bar that fills as answers come, where somebody is looking."""
    if progress is None or not progress.isatty():
        return
    for done, _ in enumerate(as_completed(futures), 1):
        filled = 30 * done // len(futures)
        bar = "█" * filled + "░" * (30 - filled)
        print(f"\r{bar} {done} of {len(futures)}", end="", file=progress, flush=True)
    print("\r\x1b[K", end="", file=progress, flush=True)
