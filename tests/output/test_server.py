import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

from anthology.output.server import (
    IDLE_SECONDS,
    MOST_REQUESTS,
    byte_range,
    is_own_host,
    site_file,
    site_server,
)

RECORDING = bytes(range(256)) * 4


class Answer(NamedTuple):
    status: int
    headers: HTTPMessage
    body: bytes


class Visitor:
    """Asks the server for exactly the path given: an HTTP library would tidy the dots away."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    write(site / "index.html", "home")
    write(site / "404.html", "lost?")
    write(site / "essays" / "leaving" / "index.html", "an essay")
    write(site / "podcast.xml", "<rss/>")
    (site / "audio.mp3").write_bytes(RECORDING)
    write(tmp_path / "diary.txt", "not yours")
    return site


@pytest.fixture
def visitor(root: Path) -> Iterator[Visitor]:
    with site_server(root) as running:
        Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield Visitor(running.server_port)
        running.shutdown()


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_a_folder_answers_with_its_index_page(visitor: Visitor) -> None:
    assert b"home" == visitor.get("/").body
    assert b"an essay" == visitor.get("/essays/leaving/?from=feed").body


def test_a_folder_without_its_slash_leads_to_the_one_with_it(visitor: Visitor) -> None:
    answer = visitor.get("/essays/leaving?a=b")

    assert (301, "/essays/leaving/?a=b") == (answer.status, answer.headers["Location"])


def test_a_folder_without_an_index_page_is_missing_and_lists_nothing(visitor: Visitor) -> None:
    answer = visitor.get("/essays/")

    assert (404, b"lost?") == (answer.status, answer.body)


def test_a_missing_page_answers_404_with_the_page_for_it(visitor: Visitor) -> None:
    answer = visitor.get("/nowhere")

    assert (404, b"lost?") == (answer.status, answer.body)
    assert "text/html; charset=utf-8" == answer.headers["Content-Type"]


def test_a_site_without_a_404_page_still_answers_404(root: Path, visitor: Visitor) -> None:
    (root / "404.html").unlink()

    assert 404 == visitor.get("/nowhere").status


def test_a_file_is_no_folder(visitor: Visitor) -> None:
    assert 404 == visitor.get("/podcast.xml/").status


def test_the_whole_file_says_that_it_can_be_had_in_parts(visitor: Visitor) -> None:
    answer = visitor.get("/audio.mp3")

    assert (200, RECORDING) == (answer.status, answer.body)
    assert ("bytes", "1024") == (answer.headers["Accept-Ranges"], answer.headers["Content-Length"])


@pytest.mark.parametrize(
    ("asked", "extent", "given"),
    [
        ("bytes=0-0", "bytes 0-0/1024", RECORDING[:1]),
        ("bytes=10-19", "bytes 10-19/1024", RECORDING[10:20]),
        ("bytes=1000-", "bytes 1000-1023/1024", RECORDING[1000:]),
        ("bytes=1000-9999", "bytes 1000-1023/1024", RECORDING[1000:]),
        ("bytes=-24", "bytes 1000-1023/1024", RECORDING[1000:]),
        ("bytes=-9999", "bytes 0-1023/1024", RECORDING),
        ("Bytes = 10-19", "bytes 10-19/1024", RECORDING[10:20]),
    ],
)
def test_a_range_is_answered_with_that_part(visitor: Visitor, asked: str, extent: str, given: bytes) -> None:
    answer = visitor.get("/audio.mp3", Range=asked)

    assert (206, given) == (answer.status, answer.body)
    assert (extent, str(len(given))) == (answer.headers["Content-Range"], answer.headers["Content-Length"])
    assert "audio/mpeg" == answer.headers["Content-Type"]


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused_with_the_size(visitor: Visitor, asked: str) -> None:
    answer = visitor.get("/audio.mp3", Range=asked)

    assert (416, "bytes */1024", b"") == (answer.status, answer.headers["Content-Range"], answer.body)


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,4-5",
        "bytes=9-3",
        "bytes=-",
        "bytes=",
        "bytes",
        "bytes=--5",
        "bytes=²-",
        "lines=1-2",
        "bytes=" + "9" * 5000 + "-",
    ],
)
def test_a_range_that_is_several_or_unreadable_is_answered_with_the_whole(
    visitor: Visitor, asked: str
) -> None:
    answer = visitor.get("/audio.mp3", Range=asked)

    assert (200, RECORDING) == (answer.status, answer.body)


def test_an_empty_file_has_no_range_to_give() -> None:
    assert not byte_range("bytes=0-", 0)
    assert not byte_range("bytes=-5", 0)


def test_a_download_resumes_only_while_the_file_is_the_same(visitor: Visitor) -> None:
    modified = visitor.get("/audio.mp3").headers["Last-Modified"]

    assert 206 == visitor.get("/audio.mp3", Range="bytes=9-", If_Range=modified).status
    assert 200 == visitor.get("/audio.mp3", Range="bytes=9-", If_Range="Thu, 01 Jan 2015 00:00:00 GMT").status


def test_a_reader_that_has_the_newest_version_is_sent_nothing(visitor: Visitor) -> None:
    modified = visitor.get("/podcast.xml").headers["Last-Modified"]
    answer = visitor.get("/podcast.xml", If_Modified_Since=modified)

    assert (304, b"") == (answer.status, answer.body)


def test_head_says_what_get_would_and_sends_no_body(visitor: Visitor) -> None:
    found, missing = visitor.get("/audio.mp3", "HEAD", Range="bytes=0-9"), visitor.get("/nowhere", "HEAD")

    assert (200, "1024", b"") == (found.status, found.headers["Content-Length"], found.body)
    assert (404, b"") == (missing.status, missing.body)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("podcast.xml", "application/rss+xml"),
        ("podcast/1.xml", "application/rss+xml"),
        ("essays.xml", "application/atom+xml"),
        ("sitemap.xml", "application/xml"),
        ("feed.json", "application/feed+json"),
        ("related.json", "application/json"),
        ("episodes/pier/chapters.json", "application/json+chapters"),
        ("episodes/pier/transcript.vtt", "text/vtt; charset=utf-8"),
        ("episodes/pier/transcript.srt", "application/x-subrip"),
        ("episodes/pier/transcript.txt", "text/plain; charset=utf-8"),
        ("episodes/pier/audio.mp3", "audio/mpeg"),
        ("episodes/pier/audio.opus", "audio/ogg"),
        ("episodes/pier/audio.m4a", "audio/mp4"),
        ("artwork.jpg", "image/jpeg"),
        ("icon.svg", "image/svg+xml"),
        ("serif.woff2", "font/woff2"),
        ("app.webmanifest", "application/manifest+json"),
    ],
)
def test_each_kind_of_file_has_its_type(root: Path, visitor: Visitor, name: str, expected: str) -> None:
    write(root / name, "x")

    assert expected == visitor.get(f"/{name}").headers["Content-Type"]


@pytest.mark.parametrize(
    "path",
    ["/../diary.txt", "/essays/../../diary.txt", "/%2e%2e/diary.txt", "/..%2fdiary.txt", "//../diary.txt"],
)
def test_dots_never_lead_out_of_the_site(visitor: Visitor, path: str) -> None:
    assert 404 == visitor.get(path).status


def test_links_never_lead_out_of_the_site(root: Path, visitor: Visitor) -> None:
    (root / "diary.txt").symlink_to(root.parent / "diary.txt")
    (root / "up").symlink_to(root.parent)
    (root / "closet").mkdir()
    (root / "closet" / "index.html").symlink_to(root.parent / "diary.txt")

    assert [404] * 4 == [
        visitor.get(p).status for p in ("/diary.txt", "/up/diary.txt", "/closet/", "/closet")
    ]


def test_a_link_within_the_site_is_followed(root: Path) -> None:
    (root / "latest.mp3").symlink_to(root / "audio.mp3")

    assert site_file(root, "/latest.mp3")


@pytest.mark.parametrize("path", ["/%00", "/" + "a" * 5000, "/%ff", "/["])
def test_a_path_that_no_file_can_have_is_missing(visitor: Visitor, path: str) -> None:
    assert 404 == visitor.get(path).status


def test_a_name_with_spaces_and_accents_is_found(root: Path, visitor: Visitor) -> None:
    write(root / "Über uns.txt", "wir")

    assert b"wir" == visitor.get("/%C3%9Cber%20uns.txt").body


def test_the_folder_may_be_swapped_while_the_server_runs(root: Path, visitor: Visitor) -> None:
    root.rename(root.with_name("old"))
    write(root / "index.html", "rebuilt")

    assert b"rebuilt" == visitor.get("/").body


def test_the_log_stays_quiet(visitor: Visitor, capfd: pytest.CaptureFixture[str]) -> None:
    visitor.get("/")
    visitor.get("/nowhere")

    assert ("", "") == capfd.readouterr()


@pytest.mark.parametrize(
    ("header", "own"),
    [
        ("127.0.0.1:8000", True), ("localhost", True), ("LOCALHOST:8000", True), ("[::1]:8000", True),
        ("192.168.1.7:8000", True), ("desk.lan:8000", True), ("evil.example", False), ("evil.example:8000", False),
        ("127.0.0.1.evil.example", False), ("localhost.evil.example", False), ("", False), ("[", False),
        ("user@evil.example", False), ("localhost@evil.example", False),
    ],
)  # fmt: skip
def test_the_server_knows_its_own_names(header: str, own: bool) -> None:
    assert own == is_own_host(header, "desk.lan")


def test_a_request_for_another_host_is_answered_with_nothing(visitor: Visitor) -> None:
    answer = visitor.get("/", Host="evil.example")

    assert (421, b"") == (answer.status, answer.body)
    assert 200 == visitor.get("/", Host="localhost").status


def test_a_crowd_of_idle_clients_is_bounded(visitor: Visitor) -> None:
    idle = [socket.create_connection(("127.0.0.1", visitor.port)) for _ in range(MOST_REQUESTS + 2)]

    refused = idle[-1]
    refused.settimeout(10)
    assert b"" == refused.recv(1), "the server has closed it"
    for client in idle:
        client.close()
    assert 200 == visitor.get("/").status
    assert IDLE_SECONDS < 60
