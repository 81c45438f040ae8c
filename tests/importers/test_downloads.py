"""Pictures are fetched when an editor asks: with limits, tries again, and from where an earlier try stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from anthology.importers.downloads import Downloads
from image_bytes import picture
from import_builders import files_of, imported, imported_essay, written

PICTURE = picture("PNG")


class Host(ThreadingHTTPServer):
    """A server of pictures that counts requests; `/busy.png` works at the third, `/cut.png` ends early at the first."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.requests: list[tuple[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answers(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        self.server.requests.append((self.path, self.headers.get("Range") or ""))
        number = sum(path == self.path for path, _ in self.server.requests)
        if self.path == "/gone.png" or (self.path == "/busy.png" and number < 3):
            self.send_error(404 if self.path == "/gone.png" else 503)
            return
        begin = int((self.headers.get("Range") or "bytes=0-")[6:-1])
        self.send_response(206 if begin else 200)
        self.send_header("Content-Type", "text/html" if self.path == "/page.png" else "image/png")
        self.send_header("Content-Length", str(len(PICTURE) - begin))
        self.end_headers()
        self.wfile.write(PICTURE[begin : 20 if self.path == "/cut.png" and number == 1 else None])

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[Host]:
    with running(Host()) as server:
        yield server


@contextmanager
def running(server: Host) -> Iterator[Host]:
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_picture_is_fetched_once_and_kept_with_its_sum(tmp_path: Path, host: Host) -> None:
    first = Downloads(tmp_path).fetch(f"{host.address}/gull.png?w=9")
    again = Downloads(tmp_path).fetch(f"{host.address}/gull.png?w=9")

    assert first is not None
    assert (first, "gull.png", PICTURE) == (again, first.name, first.read_bytes())
    assert 1 == len(host.requests)


def test_a_kept_picture_that_was_changed_is_fetched_again(tmp_path: Path, host: Host) -> None:
    first = Downloads(tmp_path).fetch(f"{host.address}/gull.png")
    assert first is not None
    first.write_bytes(b"other")

    again = Downloads(tmp_path).fetch(f"{host.address}/gull.png")
    assert again is not None
    assert PICTURE == again.read_bytes()


def test_a_busy_server_is_asked_again(tmp_path: Path, host: Host) -> None:
    assert Downloads(tmp_path, pause=0).fetch(f"{host.address}/busy.png")
    assert 3 == len(host.requests)


def test_a_picture_that_was_cut_off_is_fetched_from_there(tmp_path: Path, host: Host) -> None:
    file = Downloads(tmp_path, pause=0).fetch(f"{host.address}/cut.png")

    assert file is not None
    assert PICTURE == file.read_bytes()
    assert [("/cut.png", ""), ("/cut.png", "bytes=20-")] == host.requests


@pytest.mark.parametrize(
    ("path", "limit", "reason"),
    [("/gone.png", 10**6, "404"), ("/page.png", 10**6, "no picture"), ("/big.png", 30, "more than 30 bytes")],
)
def test_what_cannot_be_had_is_told_and_asked_for_once(
    tmp_path: Path, host: Host, path: str, limit: int, reason: str
) -> None:
    downloads = Downloads(tmp_path, limit=limit, pause=0)

    assert None is downloads.fetch(host.address + path)
    assert None is downloads.fetch(host.address + path)
    assert reason in downloads.failed[host.address + path]
    assert 1 == len(host.requests)
    assert {} == files_of(tmp_path)


def test_only_addresses_of_the_web_are_fetched(tmp_path: Path) -> None:
    assert None is Downloads(tmp_path).fetch("file:///etc/passwd")
    assert None is Downloads(tmp_path).fetch("ftp://127.0.0.1/gull.png")


def test_posts_get_their_pictures(tmp_path: Path, host: Host) -> None:
    text = (
        f"---\ndate: 2020-01-02\n---\n\n![A gull]({host.address}/gull.png) ![Gone]({host.address}/gone.png)\n"
    )
    source = written(tmp_path / "blog", {"gulls.md": text})
    root = imported(source, "--media")

    assert f"![A gull](gull.png) [Gone]({host.address}/gone.png)" in imported_essay(root, "gulls")
    assert (root / "docs" / "essays" / "gulls" / "gull.png").is_file()


def test_without_being_asked_nothing_is_fetched(tmp_path: Path, host: Host) -> None:
    text = f"---\ndate: 2020-01-02\n---\n\n![A gull]({host.address}/gull.png)\n"
    root = imported(written(tmp_path / "blog", {"gulls.md": text}))

    assert f"[A gull]({host.address}/gull.png)" in imported_essay(root, "gulls")
    assert [] == host.requests
