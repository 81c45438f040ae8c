"""Verification of remote audio against its episode, by requests to its server. Never part of a build."""

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError, MaxRetryError

from anthology.problems import Issue, counted

from .recording import AudioError

_PARALLEL = 4
"""Servers asked at the same time."""
_MAX_REDIRECTS = 5
_MAX_RECORDING_BYTES = 2_000_000_000
"""bytes of a recording that is measured"""
# identity: a compressed response has another length. One byte: a server with ranges tells the total,
# and one without them is recognised by its status before the rest is read.
_HEADERS = {"Accept-Encoding": "identity", "User-Agent": "anthology (verifying an enclosure)"}
_FIRST_BYTE = _HEADERS | {"Range": "bytes=0-0"}
_RETRY_STATUSES = (429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class RemoteAudio:
    """An enclosure as its episode declares it: `length` in bytes, `type` a MIME type."""

    id: str
    url: str
    length: int
    type: str


@dataclass(frozen=True, slots=True)
class Response:
    """A server's response for an enclosure, in a few words, and its differences from the episode.

    `length` and `type` are the server's: None and '' where it does not say.
    """

    remote: RemoteAudio
    summary: str
    issues: tuple[Issue, ...]
    length: int | None = None
    type: str = ""

    def __str__(self) -> str:
        return f"{self.remote.id}\n  {self.remote.url}\n  {self.summary}"


def verify(
    remotes: Iterable[RemoteAudio], *, timeout: float, retries: int, progress: TextIO | None = None
) -> Iterator[Response]:
    """Ask for each enclosure, four at a time; responses come in the order of `remotes`.

    `timeout` is in seconds, for connecting and for each response; `retries` are tries after the first.
    """
    asked = list(remotes)
    pools = PoolManager(num_pools=_PARALLEL, maxsize=_PARALLEL, timeout=Timeout(timeout))
    with pools as pool, ThreadPoolExecutor(_PARALLEL) as workers:
        futures = [workers.submit(_ask, pool, remote, retries) for remote in asked]
        _show_progress(futures, progress)
    yield from (future.result() for future in futures)


def download(url: str, file: Path, timeout: float) -> None:
    """Save a recording in a file; raises AudioError where that fails."""
    pool = PoolManager(timeout=Timeout(timeout), retries=Retry(_MAX_REDIRECTS))
    try:
        answer = pool.request("GET", url, headers=_HEADERS, preload_content=False)
        with pool, answer, file.open("wb") as opened:
            for piece in answer.stream(1 << 16):
                opened.write(piece)
                if opened.tell() > _MAX_RECORDING_BYTES:
                    raise AudioError("it has more than 2 GB", "write its duration yourself")
    except (HTTPError, OSError, ValueError) as error:
        issue = _unreachable(error.reason if isinstance(error, MaxRetryError) else error)
        raise AudioError(issue.message, issue.fix) from error


def _ask(pool: PoolManager, remote: RemoteAudio, retries: int) -> Response:
    retry = Retry(
        total=max(0, retries) + _MAX_REDIRECTS,
        connect=max(0, retries),
        read=max(0, retries),
        status=max(0, retries),
        other=0,
        redirect=_MAX_REDIRECTS,
        status_forcelist=_RETRY_STATUSES,
        backoff_factor=0.3,
        backoff_max=5,
        allowed_methods={"HEAD", "GET"},
        # A server may ask for an hour, and a person is waiting.
        respect_retry_after_header=False,
        raise_on_status=False,
    )
    try:
        head = _request(pool, "HEAD", remote.url, _HEADERS, retry)
        part = _request(pool, "GET", remote.url, _FIRST_BYTE, retry)
    except MaxRetryError as error:
        return Response(remote, "no answer", (_unreachable(error.reason),))
    except (HTTPError, OSError, ValueError) as error:
        return Response(remote, "no answer", (_unreachable(error),))
    return _check_response(remote, head, part)


def _request(
    pool: PoolManager, method: str, url: str, headers: dict[str, str], retry: Retry
) -> BaseHTTPResponse:
    response = pool.request(method, url, headers=headers, retries=retry, preload_content=False)
    response.close()  # only the headers are needed; some servers send the whole recording
    return response


def _check_response(remote: RemoteAudio, head: BaseHTTPResponse, part: BaseHTTPResponse) -> Response:
    ranges, total = _range_total(part)
    # Some servers refuse HEAD but answer a player's GET.
    best = head if head.status == 200 else part
    length = total if total is not None else _content_length(best.headers.get("Content-Length"))
    kind = (best.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if best.status not in {200, 206}:
        words = _STATUS_WORDS.get(best.status, "with an error")
        issue = _issue("url", f"its server answers {words} ({best.status})", _CHECK_URL)
        return Response(remote, f"status {best.status}", (issue,))
    redirects = _redirects(best)
    facts = [
        f"status {best.status}",
        f"{length if length is not None else 'unknown'} bytes",
        kind or "no type",
        "byte ranges" if ranges else "no byte ranges",
        *([f"after {counted(len(redirects), 'redirect')}"] if redirects else []),
    ]
    issues = _response_issues(remote, length, kind, ranges, redirects)
    return Response(remote, ", ".join(facts), tuple(issues), length, kind)


_CHECK_URL = "open the address in a browser; correct it here, or put the file back there"
_STATUS_WORDS = {
    401: "that it wants a password",
    403: "that it may not be read",
    404: "that there is no such file",
    410: "that it is gone",
    429: "that it was asked too often",
}


def _issue(field: str, message: str, fix: str) -> Issue:
    return Issue(message, fix, ("audio", field))


def _response_issues(
    remote: RemoteAudio, length: int | None, kind: str, ranges: bool, redirects: list[str]
) -> Iterator[Issue]:
    if length is None:
        message = "its server does not say how long it is"
        yield _issue("length", message, "let the server send Content-Length")
    elif length != remote.length:
        message = f"it has {length} bytes on its server, where the notes say {remote.length}"
        yield _issue("length", message, f"write  length: {length}  if that is the right recording")
    if kind != remote.type:
        message = f"its server calls it {kind or 'nothing'}, the notes {remote.type}"
        yield _issue("type", message, "set the type on the server; podcast apps go by it")
    if not ranges:
        fix = "switch ranges on, or use another host: Apple requires them, and players seek with them"
        yield _issue("url", "its server does not send parts of it (byte ranges)", fix)
    if remote.url.lower().startswith("https:") and any(
        step.lower().startswith("http:") for step in redirects
    ):
        yield _issue("url", "it is redirected from https to http", "let the server redirect to https")


def _range_total(part: BaseHTTPResponse) -> tuple[bool, int | None]:
    """Return whether the server sent the one byte that was asked for, and the total length."""
    total = re.fullmatch(r"bytes 0-0/(\d{1,15}|\*)", (part.headers.get("Content-Range") or "").strip())
    if part.status != 206 or not total:
        return False, None
    return True, _content_length(total[1])


def _redirects(response: BaseHTTPResponse) -> list[str]:
    """Return the URLs to which the request was redirected."""
    history = response.retries.history if response.retries else ()
    return [step.redirect_location for step in history if step.redirect_location]


def _content_length(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d{1,15}", text) else None


_UNREACHABLE = {
    r"timed out": ("its server does not answer in time", "try again later, or with a longer  --timeout"),
    r"too many redirects": (
        f"it is redirected more than {_MAX_REDIRECTS} times",
        "write the address at which the file is",
    ),
    r"name.*resol|resol.*name|name.*known": ("there is no server of that name", "correct the address"),
    r"certificate|ssl": (
        "its server's certificate is not trusted",
        "have the certificate corrected: apps refuse it too",
    ),
    r"": ("its server cannot be reached", "correct the address, or try again later"),
}
"""Patterns in urllib3's reasons, in order, with the message and the fix."""


def _unreachable(reason: object) -> Issue:
    text = str(reason).lower()
    matches = (words for pattern, words in _UNREACHABLE.items() if re.search(pattern, text, re.DOTALL))
    return _issue("url", *next(matches))


def _show_progress(futures: list[Future[Response]], progress: TextIO | None) -> None:
    """Draw a progress bar on a terminal."""
    if progress is None or not progress.isatty():
        return
    for done, _ in enumerate(as_completed(futures), 1):
        filled = 30 * done // len(futures)
        bar = "█" * filled + "░" * (30 - filled)
        print(f"\r{bar} {done} of {len(futures)}", end="", file=progress, flush=True)
    print("\r\x1b[K", end="", file=progress, flush=True)
