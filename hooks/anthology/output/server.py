"""A local web server for a built site that behaves like a web host.

Players seek with byte ranges, feed readers ask for changes, browsers trust the declared type: the preview and
the client tests need all three, and `http.server` alone supports only the second.
"""

import os
import re
import sys
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path, PurePath
from threading import BoundedSemaphore
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from .live_reload import EVENTS_PATH, SCRIPT, SCRIPT_PATH, LiveReload

TYPES_BY_NAME = {
    "podcast.xml": "application/rss+xml",
    "podcast/*.xml": "application/rss+xml",
    "essays.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
    "chapters.json": "application/json+chapters",
}
"""MIME types by name; a pattern is matched against the end of the path."""

TYPES_BY_SUFFIX = {
    ".css": "text/css; charset=utf-8",
    ".epub": "application/epub+zip",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mjs": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".opml": "text/x-opml; charset=utf-8",
    ".opus": "audio/ogg",
    ".srt": "application/x-subrip",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
"""MIME types by suffix. The system's own table differs between machines."""

MOST_REQUESTS, IDLE_SECONDS = 64, 20
"""at once, and for a client that sends or takes nothing: browsers have six connections to a host"""


def site_server(
    directory: Path, host: str = "127.0.0.1", port: int = 0, live: LiveReload | None = None
) -> ThreadingHTTPServer:
    """Return a server of the site in `directory`, bound to its port: call `serve_forever()`.

    Port 0 takes a free one, which is then `server_port`. The folder may appear or be replaced later. With `live`,
    pages load themselves again after each build. Raises OSError if the port is in use.
    """
    return _SiteServer((host, port), partial(_SiteHandler, directory=os.fspath(directory)), live)


def is_own_host(header: str, host: str) -> bool:
    """True if a Host header names this server, which listens at `host`.

    A page of another site can lead its own name to this machine and read drafts through it (DNS rebinding): only
    numbers, `localhost` and the name that the server was given are ours.
    """
    try:
        name = urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return False
    is_number = bool(re.fullmatch(r"[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*", name))
    return name in {"localhost", host.lower()} or is_number


def site_file(root: Path, path: str) -> Path | None:
    """Return the file under `root` for a decoded URL path, or None.

    A path that ends in a slash is the folder's index.html. Files outside `root` are never returned,
    neither through `..` nor through a symbolic link.
    """
    parts = (path + "index.html" if path.endswith("/") else path).split("/")
    if ".." in parts:
        return None
    file = root.joinpath(*filter(None, parts))
    # os.path.isfile: Path.is_file raises on a name that is too long or contains a NUL
    if not os.path.isfile(file) or not file.resolve().is_relative_to(root.resolve()):
        return None
    return file


def byte_range(header: str, size: int) -> range | None:
    """Return the bytes that a Range header requests of a file of `size` bytes (RFC 9110, section 14).

    None if the answer is the whole file: for no range, an invalid one, or several.
    An empty range if no byte can be sent (status 416).
    """
    unit, _, wanted = header.partition("=")
    first, dash, last = wanted.strip().partition("-")
    if unit.strip().lower() != "bytes" or not dash or not all(_is_number(n) for n in (first, last) if n):
        return None
    if not first:
        return range(max(size - int(last), 0), size) if last else None
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


def _is_number(text: str) -> bool:
    # ASCII only, as "²".isdigit() is True. At most 18 digits, as int() rejects thousands.
    return text.isascii() and text.isdigit() and len(text) <= 18


class _SiteServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(
        self, address: tuple[str, int], handler: Callable[..., Any], live: LiveReload | None
    ) -> None:
        self.host, self.live = address[0], live
        self._free = BoundedSemaphore(MOST_REQUESTS)
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._free.acquire(timeout=1):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        # Not reported: seeking players hang up within a file, and a rebuild removes files.
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _SiteHandler(SimpleHTTPRequestHandler):
    timeout = IDLE_SECONDS
    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES_BY_SUFFIX  # what guess_type reads

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        kinds = (kind for pattern, kind in TYPES_BY_NAME.items() if PurePath(path).match(pattern))
        return next(kinds, None) or super().guess_type(path)

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing: a page is many requests, and the terminal is for the build's messages."""

    @property
    def _live(self) -> LiveReload | None:
        assert isinstance(self.server, _SiteServer)
        return self.server.live

    def _answer(self) -> None:
        assert isinstance(self.server, _SiteServer)
        # Browsers always send one; without it, no other site can be behind the request.
        if not is_own_host(self.headers.get("Host", "localhost"), self.server.host):
            self._send_head(HTTPStatus.MISDIRECTED_REQUEST, {"Content-Length": "0"})
            return
        root = Path(self.directory)
        target, _, query = self.path.partition("?")
        path = unquote(target, errors="surrogateescape")  # keeps names that are not UTF-8
        if self._live and path == EVENTS_PATH:
            self._send_events(self._live)
        elif self._live and path == SCRIPT_PATH:
            self._send_bytes(HTTPStatus.OK, ".js", SCRIPT.encode())
        elif file := site_file(root, path):
            self._send_file(file)
        elif site_file(root, path + "/"):
            moved = f"{target}/?{query}" if query else f"{target}/"
            self._send_head(HTTPStatus.MOVED_PERMANENTLY, {"Location": moved, "Content-Length": "0"})
        else:
            self._send_missing(site_file(root, "/404.html"))

    def _send_file(self, file: Path) -> None:
        with file.open("rb") as body:
            facts, kind = os.fstat(body.fileno()), self.guess_type(file)
            if self._live and file.suffix == ".html":
                page = self._live.with_script(body.read())
                self._send_part(BytesIO(page), len(page), {"Content-Type": kind})
                return
            modified = self.date_time_string(int(facts.st_mtime))
            if self.headers.get("If-Modified-Since") == modified:
                self._send_head(HTTPStatus.NOT_MODIFIED, {"Last-Modified": modified})
            else:
                self._send_part(body, facts.st_size, {"Content-Type": kind, "Last-Modified": modified})

    def _send_part(self, body: BinaryIO, size: int, headers: dict[str, str]) -> None:
        part = byte_range(self._range_header(headers.get("Last-Modified", "")), size)
        if part is None:
            self._send_head(HTTPStatus.OK, {**headers, "Content-Length": str(size)})
            self._send_body(body, range(size))
        elif part:
            headers |= {"Content-Range": f"bytes {part[0]}-{part[-1]}/{size}"}
            self._send_head(HTTPStatus.PARTIAL_CONTENT, {**headers, "Content-Length": str(len(part))})
            self._send_body(body, part)
        else:
            nothing = {"Content-Range": f"bytes */{size}", "Content-Length": "0"}
            self._send_head(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, nothing)

    def _range_header(self, modified: str) -> str:
        # Only for GET; a range of another version of the file would join two recordings.
        current = self.headers.get("If-Range", modified) == modified
        return self.headers.get("Range", "") if self.command == "GET" and current else ""

    def _send_missing(self, page: Path | None) -> None:
        body = page.read_bytes() if page else b"<!doctype html><title>Not found</title><p>Not found"
        self._send_bytes(HTTPStatus.NOT_FOUND, ".html", self._live.with_script(body) if self._live else body)

    def _send_bytes(self, status: HTTPStatus, suffix: str, body: bytes) -> None:
        headers = {"Content-Type": TYPES_BY_SUFFIX[suffix], "Content-Length": str(len(body))}
        self._send_head(status, headers)
        if self.command == "GET":
            self.wfile.write(body)

    def _send_events(self, live: LiveReload) -> None:
        """Send the state of the preview, and each other state, until the page is gone."""
        self._send_head(HTTPStatus.OK, {"Content-Type": "text/event-stream"})
        state = ""
        while self.command == "GET":
            following = live.wait(state)
            self.wfile.write(f"data: {following}\n\n".encode() if following != state else b":\n\n")
            state = following

    def _send_head(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.send_response(status)
        # no-cache: browsers revalidate, so a rebuilt page is shown at once
        for name, value in {"Accept-Ranges": "bytes", "Cache-Control": "no-cache", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _send_body(self, body: BinaryIO, part: range) -> None:
        if self.command == "GET":
            body.seek(part.start)
            left = len(part)
            while left and (chunk := body.read(min(left, 65536))):
                self.wfile.write(chunk)
                left -= len(chunk)
