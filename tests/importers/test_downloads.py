"""Pictures are fetched when an editor asks: with limits, tries again, and from where an earlier try stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from anthology.collection import load
from anthology.commands.cli import main
from anthology.importers.downloads import Downloads
from anthology.problems import errors
from image_bytes import picture
from import_builders import files_of, imported, imported_essay, written
from recording_bytes import comment, frame, mp3

PICTURE = picture("PNG")


class Host(ThreadingHTTPServer):
    """A server of pictures that counts requests; `/busy.png` works at the third, `/cut.png` ends early at the first."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.requests: list[tuple[str, str]] = []
        self.files: dict[str, tuple[str, bytes]] = {}
        """path → type and bytes, of what is no picture"""

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
        if self.path == "/away.png":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.2:9/gull.png")
            self.end_headers()
            return
        if self.path in self.server.files:
            self._send(*self.server.files[self.path])
            return
        begin = int((self.headers.get("Range") or "bytes=0-")[6:-1])
        self.send_response(206 if begin else 200)
        self.send_header("Content-Type", "text/html" if self.path == "/page.png" else "image/png")
        self.send_header("Content-Length", str(len(PICTURE) - begin))
        self.end_headers()
        self.wfile.write(PICTURE[begin : 20 if self.path == "/cut.png" and number == 1 else None])

    def _send(self, type_: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", type_)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

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
    first = Downloads(tmp_path, host.address).fetch(f"{host.address}/gull.png?w=9")
    again = Downloads(tmp_path, host.address).fetch(f"{host.address}/gull.png?w=9")

    assert first is not None
    assert (first, "gull.png", PICTURE) == (again, first.name, first.read_bytes())
    assert 1 == len(host.requests)


def test_a_kept_picture_that_was_changed_is_fetched_again(tmp_path: Path, host: Host) -> None:
    first = Downloads(tmp_path, host.address).fetch(f"{host.address}/gull.png")
    assert first is not None
    first.write_bytes(b"other")

    again = Downloads(tmp_path, host.address).fetch(f"{host.address}/gull.png")
    assert again is not None
    assert PICTURE == again.read_bytes()


def test_a_busy_server_is_asked_again(tmp_path: Path, host: Host) -> None:
    assert Downloads(tmp_path, host.address, pause=0).fetch(f"{host.address}/busy.png")
    assert 3 == len(host.requests)


def test_a_picture_that_was_cut_off_is_fetched_from_there(tmp_path: Path, host: Host) -> None:
    file = Downloads(tmp_path, host.address, pause=0).fetch(f"{host.address}/cut.png")

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
    downloads = Downloads(tmp_path, host.address, limit=limit, pause=0)

    assert None is downloads.fetch(host.address + path)
    assert None is downloads.fetch(host.address + path)
    assert reason in downloads.failed[host.address + path]
    assert 1 == len(host.requests)
    assert {} == files_of(tmp_path)


def test_only_addresses_of_the_web_are_fetched(tmp_path: Path) -> None:
    assert None is Downloads(tmp_path).fetch("file:///etc/passwd")
    assert None is Downloads(tmp_path).fetch("ftp://127.0.0.1/gull.png")


def test_a_private_network_is_asked_only_where_the_source_is(tmp_path: Path, host: Host) -> None:
    downloads = Downloads(tmp_path / "a", "https://pier.example/feed", pause=0)
    assert None is downloads.fetch(f"{host.address}/gull.png")
    assert "private network" in downloads.failed[f"{host.address}/gull.png"]
    assert [] == host.requests

    allowed = Downloads(tmp_path / "c", "a folder", pause=0, private_host="127.0.0.1")
    assert allowed.fetch(f"{host.address}/gull.png")
    assert None is allowed.fetch(f"{host.address}/away.png")

    led_away = Downloads(tmp_path / "b", host.address, pause=0)
    assert None is led_away.fetch(f"{host.address}/away.png")
    assert "127.0.0.2 is in a private network" in led_away.failed[f"{host.address}/away.png"]


POSTS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Pier</title>
<link>{host}/</link><item><title>Gulls</title><link>{host}/gulls</link><pubDate>Tue, 05 Jan 2021 05:00:00 GMT</pubDate>
<content:encoded><![CDATA[<p><img src="{host}/gull.png" alt="A gull"> <img src="/gone.png" alt="Gone"></p>]]>
</content:encoded></item></channel></rss>"""
SHOW = """<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Pier</title><link>{host}/</link>
<description>On a pier.</description><language>en</language><itunes:image href="{host}/cover.png"/>
<item><title>Gulls</title><guid>one</guid><pubDate>Tue, 05 Jan 2021 05:00:00 GMT</pubDate>
<description>On gulls.</description><enclosure url="{host}/1.mp3" length="12" type="audio/mpeg"/>
<podcast:chapters url="{host}/1.json" type="application/json+chapters"/>
<podcast:transcript url="{host}/1.vtt" type="text/vtt"/></item></channel></rss>"""


def moved(tmp_path: Path, host: Host, feed: str, *options: str) -> Path:
    """A new collection with a feed that the host serves, and with its files."""
    host.files |= {
        "/feed.xml": ("application/rss+xml", feed.replace("{host}", host.address).encode()),
        "/cover.png": ("image/png", picture("PNG", (1400, 1400))),
        "/1.json": ("application/json", b'{"chapters": [{"startTime": 0, "title": "Dawn"}]}'),
        "/1.vtt": (
            "text/plain",
            b"WEBVTT\n\n00:00.000 --> 00:00.100\n<v Ada>Write to ada@private.example.\n",
        ),
        "/1.mp3": ("audio/mpeg", mp3([frame()] * 9, comment("Recorded at home"))),
    }
    root = tmp_path / "pier"
    assert 0 == main(["import", f"{host.address}/feed.xml", "--into", str(root), *options])
    return root


def test_posts_get_their_pictures(tmp_path: Path, host: Host) -> None:
    root = moved(tmp_path, host, POSTS, "--media")

    assert f"![A gull](gull.png) [Gone]({host.address}/gone.png)" in imported_essay(root, "gulls")
    assert (root / "docs" / "essays" / "gulls" / "gull.png").is_file()


def test_a_show_gets_its_cover_chapters_and_transcripts(tmp_path: Path, host: Host) -> None:
    root = moved(tmp_path, host, SHOW, "--media")

    collection, problems = load(root)
    assert [] == errors(problems)
    (episode,) = collection.episodes
    assert ["Dawn"] == [chapter.title for chapter in episode.chapters]
    assert ["Write to …."] == [cue.text for cue in episode.cues]
    assert f"{host.address}/1.mp3" == episode.fields.audio.url if episode.fields.audio else False
    assert (root / "episodes" / "cover.png").is_file()
    assert "/1.mp3" not in [path for path, _ in host.requests]


def test_a_show_gets_its_recordings_when_that_is_wanted(tmp_path: Path, host: Host) -> None:
    root = moved(tmp_path, host, SHOW, "--recordings")

    assert [] == errors(load(root)[1])
    assert mp3([frame()] * 9) == (root / "episodes" / "gulls" / "audio.mp3").read_bytes()
    text = (root / "episodes" / "gulls" / "index.md").read_text("utf-8")
    assert "\naudio: audio.mp3\n" in text
    assert "\nguid: one\n" in text


@pytest.mark.parametrize(
    ("path", "content", "reason"),
    [
        ("/1.json", b'{"chapters": [{"startTime": 0, "title": "Dawn", "img": "x"}]}', "the file of chapters"),
        ("/1.json", b"<html>", "the file of chapters"),
        ("/1.vtt", b"no cues", "the transcript"),
        ("/1.mp3", b"no sound", "the recording"),
    ],
)
def test_what_cannot_be_taken_whole_stays_at_its_address(
    tmp_path: Path, host: Host, capsys: pytest.CaptureFixture[str], path: str, content: bytes, reason: str
) -> None:
    moved(tmp_path / "first", host, SHOW)
    host.files[path] = (host.files[path][0], content)
    feed = f"{host.address}/feed.xml"
    assert 0 == main(["import", feed, "--into", str(tmp_path / "pier"), "--recordings"])

    assert f"Gulls: {reason}, which stays at its address" in capsys.readouterr().out
    assert f"{host.address}{path}" in (tmp_path / "pier/episodes/gulls/index.md").read_text("utf-8")


def test_without_being_asked_nothing_is_fetched(tmp_path: Path, host: Host) -> None:
    text = f"---\ndate: 2020-01-02\n---\n\n![A gull]({host.address}/gull.png)\n"
    root = imported(written(tmp_path / "blog", {"gulls.md": text}))

    assert f"[A gull]({host.address}/gull.png)" in imported_essay(root, "gulls")
    assert [] == host.requests
