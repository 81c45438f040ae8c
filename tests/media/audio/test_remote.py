"""Audio that lies elsewhere, asked of a real server on this machine."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from anthology.commands.cli import main
from anthology.media.audio.remote import RemoteAudio, Response, verify
from anthology.sources import read_post
from builders import MEDIA, collection, episode

LENGTH = 1000


class Server(ThreadingHTTPServer):
    """Answers as the path says; `asked` are the requests that came, `closing` ends those that wait."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.closing = threading.Event()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        name = self.path.strip("/").partition(".")[0]
        self.server.asked.append(f"{self.command} {name}")
        before = self.server.asked.count(f"{self.command} {name}") - 1
        ranged = self.headers.get("Range") == "bytes=0-0" and name != "whole"
        match name:
            case "slow":
                self.server.closing.wait(30)
                return None
            case "missing" | "gone" | "private":
                return self.head({"missing": 404, "gone": 410, "private": 403}[name], 0)
            case "busy":
                return self.head(503, 0)
            case "nohead" if self.command == "HEAD":
                return self.head(405, 0)
            case "once" if not before:
                return self.head(503, 0)
            case "cut" if not before:
                return None  # the connection ends without an answer
            case "moved":
                return self.head(302, 0, Location="/good.mp3")
            case "circle":
                return self.head(302, 0, Location="/circle.mp3")
            case "tone":
                return self.tone(ranged)
        kind = "text/html" if name == "page" else "audio/mpeg; charset=binary"
        length = 999 if name == "other" else LENGTH
        if name == "unknown":
            return self.head(200, None, kind)
        if ranged:
            self.head(206, 1, kind, **{"Content-Range": f"bytes 0-0/{length}"})
            self.wfile.write(b"\0")
        else:
            self.head(200, length, kind)
        return None

    def tone(self, ranged: bool) -> None:
        content = (MEDIA / "tone.mp3").read_bytes()
        if ranged:
            self.head(206, 1, "audio/mpeg", **{"Content-Range": f"bytes 0-0/{len(content)}"})
            content = content[:1]
        else:
            self.head(200, len(content), "audio/mpeg")
        if self.command == "GET":
            self.wfile.write(content)

    def head(self, status: int, length: int | None, kind: str = "text/plain", **more: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.closing.set()
    made.shutdown()
    made.server_close()
    thread.join()


def ask(url: str, *, length: int = LENGTH, type_: str = "audio/mpeg", retries: int = 0) -> Response:
    (answer,) = verify([RemoteAudio("episodes/pier", url, length, type_)], timeout=0.5, retries=retries)
    return answer


def found(answer: Response) -> list[str]:
    return [issue.message for issue in answer.issues]


def test_what_fits_has_no_finding(server: Server) -> None:
    answer = ask(server.url("good.mp3"))

    assert [] == found(answer)
    assert answer.summary == "status 200, 1000 bytes, audio/mpeg, byte ranges"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("missing", "its server answers that there is no such file (404)"),
        ("gone", "its server answers that it is gone (410)"),
        ("private", "its server answers that it may not be read (403)"),
        ("busy", "its server answers with an error (503)"),
        ("slow", "its server does not answer in time"),
        ("circle", "it is redirected more than 5 times"),
        ("other", "it has 999 bytes on its server, where the notes say 1000"),
        ("page", "its server calls it text/html, the notes audio/mpeg"),
        ("whole", "its server does not send parts of it (byte ranges)"),
    ],
)
def test_what_does_not_fit_is_found(server: Server, path: str, message: str) -> None:
    assert [message] == found(ask(server.url(f"{path}.mp3")))


def test_a_server_that_does_not_say_how_long_a_file_is_is_found(server: Server) -> None:
    assert [
        "its server does not say how long it is",
        "its server does not send parts of it (byte ranges)",
    ] == found(ask(server.url("unknown.mp3")))


def test_a_redirect_is_followed_and_said(server: Server) -> None:
    answer = ask(server.url("moved.mp3"))

    assert [] == found(answer)
    assert answer.summary.endswith("after 1 redirect")


def test_a_server_without_head_is_asked_as_a_player_asks(server: Server) -> None:
    assert [] == found(ask(server.url("nohead.mp3")))


@pytest.mark.parametrize("path", ["once", "cut"])
def test_a_server_that_fails_once_is_asked_again(server: Server, path: str) -> None:
    assert [] == found(ask(server.url(f"{path}.mp3"), retries=2))


def test_a_server_that_fails_always_is_asked_so_often_and_no_more(server: Server) -> None:
    ask(server.url("busy.mp3"), retries=2)

    assert server.asked.count("HEAD busy") == 3


def test_nobody_there_is_found(server: Server) -> None:
    with Server() as other:
        url = other.url("good.mp3")

    assert ["its server cannot be reached"] == found(ask(url))
    assert ["there is no server of that name"] == found(ask("http://nowhere.invalid/a.mp3"))


def test_the_recording_itself_is_never_loaded(server: Server) -> None:
    ask(server.url("good.mp3"))

    assert ["GET good", "HEAD good"] == sorted(server.asked)


def test_answers_come_in_the_order_of_the_questions_with_a_bar_while_they_come(server: Server) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    remotes = [
        RemoteAudio(f"episodes/{n}", server.url(f"good.mp3?{n}"), LENGTH, "audio/mpeg") for n in range(9)
    ]

    answers = list(verify(remotes, timeout=5, retries=0, progress=screen))

    assert remotes == [answer.remote for answer in answers]
    assert "9 of 9" in screen.getvalue()


def test_the_command_says_what_is_off_at_its_line(
    tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    root = collection(tmp_path / "collection")
    audio = "{{url: {}, length: {}, type: audio/mpeg, duration: '00:01:00'}}"
    episode(root, "good", audio=audio.format(server.url("good.mp3"), LENGTH))
    episode(root, "short", audio=audio.format(server.url("good.mp3?2"), 12))
    episode(root, "here")

    assert main(["audio", "--verify", "--retries", "0", "--root", str(root)]) == 1

    out = capsys.readouterr().out
    assert "episodes/short/index.md:7:" in out
    assert "it has 1000 bytes on its server, where the notes say 12" in out
    assert "1 problem in 1 file." in out
    assert main(["audio", "--verify", "good", "--root", str(root)]) == 0


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "audio",
    [
        "{{url: {}}}",
        "{{url: {}, length: 0, type: audio/mpeg}}  # to fill in",
        "{{url: {}, length: 6347, type: audio/mpeg}}",
        "\n  url: {}\n  length: 0\n  type: audio/mpeg",
        "{{url: {},\n  length: 0, type: audio/mpeg, duration: '00:00:02'}}",
    ],
)
def test_the_command_writes_what_notes_lack(
    tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str], audio: str, end: str
) -> None:
    root, url = collection(tmp_path / "collection"), server.url("tone.mp3?a=1,2#x")
    file = episode(root, "pier", body="Notes: *one*.", audio=audio.format(f'"{url}"'), season="1")
    file.write_bytes(file.read_bytes().replace(b"\n", end.encode()))
    before = read_post(file, "episodes/pier/index.md")

    assert main(["audio", "--verify", "--write", "--root", str(root)]) == 0, capsys.readouterr().out

    after = read_post(file, "episodes/pier/index.md")
    filled = {"url": url, "length": "6347", "type": "audio/mpeg", "duration": "00:00:02"}
    assert after.fields.values == before.fields.values | {"audio": filled}
    assert (after.body, file.read_bytes().count(end.encode())) == (
        before.body,
        file.read_bytes().count(b"\n"),
    )
    assert main(["check", "--root", str(root)]) == 0
    assert main(["audio", "--verify", "--write", "--root", str(root)]) == 0
    assert capsys.readouterr().out.count("written") == 1


def test_what_the_command_cannot_measure_is_told_and_nothing_is_written(
    tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    root = collection(tmp_path / "collection")
    audio = f"{{url: {server.url('page.mp3')}, length: 0, type: audio/mpeg}}"
    content = episode(root, "pier", audio=audio).read_bytes()

    assert main(["audio", "--verify", "--write", "--timeout", "0.5", "--root", str(root)]) == 1

    assert "episodes/pier/index.md:7:" in capsys.readouterr().out
    assert (root / "episodes" / "pier" / "index.md").read_bytes() == content


@pytest.mark.parametrize("duration", ["[1, 2]", "{a: b}"])
def test_a_field_that_is_no_text_is_left_as_it_is(
    tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str], duration: str
) -> None:
    root = collection(tmp_path / "collection")
    audio = f"{{url: '{server.url('tone.mp3')}', length: 0, duration: {duration}}}"
    file = episode(root, "pier", audio=audio)

    assert main(["audio", "--verify", "--write", "--root", str(root)]) == 0, capsys.readouterr().out

    after = read_post(file, "episodes/pier/index.md").fields.values["audio"]
    assert isinstance(after, dict)
    assert (after["length"], after["type"]) == ("6347", "audio/mpeg")
    assert isinstance(after["duration"], list | dict)


def test_nothing_elsewhere_is_nothing_to_verify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = collection(tmp_path / "collection")
    episode(root, "here")

    assert main(["audio", "--verify", "--root", str(root)]) == 0
    assert "nothing to verify" in capsys.readouterr().err
