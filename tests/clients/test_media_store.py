"""Recordings in a store of S3's kind: sent, stopped, sent again, fetched on another machine, changed by hand.

The store is moto's server, a program of its own.
"""

import hashlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPMessage
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen
from xml.etree import ElementTree

import pytest

from anthology.collection import EpisodePost, load
from anthology.commands import cli
from anthology.media.audio.bucket import Bucket
from anthology.problems import errors
from builders import MEDIA, built, collection, episode
from clients.listener import installed

pytestmark = pytest.mark.clients


class Store:
    """A bucket `talks`, asked without any program of ours."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint

    def ask(self, method: str, path: str = "", body: bytes | None = None) -> tuple[HTTPMessage, bytes]:
        account = "AWS4-HMAC-SHA256 Credential=a-key/20260101/us-east-1/s3/aws4_request"
        headers = {"Authorization": account, "Content-Type": "audio/mpeg"}
        request = Request(f"{self.endpoint}/talks{path}", body, headers, method=method)
        with urlopen(request, timeout=30) as answer:
            return answer.headers, answer.read()

    def listed(self) -> list[str]:
        answer = ElementTree.fromstring(self.ask("GET", "?list-type=2")[1])
        return [key.text or "" for key in answer.iter() if key.tag.rpartition("}")[2] == "Key"]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [installed("moto_server", "moto[server] (PyPI)"), "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            urlopen(f"http://127.0.0.1:{port}/", timeout=30).close()
            break
        except URLError:  # it does not listen yet; its first answer takes some seconds on a busy machine
            assert server.poll() is None, "moto_server has ended"
            time.sleep(0.2)
    yield f"http://127.0.0.1:{port}"
    server.send_signal(signal.SIGTERM)
    server.wait(30)


@pytest.fixture
def s3(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An empty bucket."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a-key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret")
    store = Store(endpoint)
    store.ask("PUT")
    yield store
    for key in store.listed():
        store.ask("DELETE", f"/{key}")
    store.ask("DELETE")


@pytest.fixture
def root(tmp_path: Path, endpoint: str) -> Path:
    """A collection with one episode, its recording and another encoding of it, that names the store."""
    root = collection(tmp_path / "collection")
    notes = episode(root, "pier", "Notes of the pier.", alternates="[audio.opus]")
    shutil.copy(MEDIA / "tone.opus", notes.parent / "audio.opus")
    config = root / "mkdocs.yml"
    store = (
        f"media: {{bucket: talks/recordings, endpoint: '{endpoint}', address: 'https://media.example.org/r'}}"
    )
    config.write_text(
        config.read_text("utf-8").replace("    search: false", f"    search: false\n    {store}"),
        encoding="utf-8",
    )
    return root


def media(root: Path, *words: str) -> int:
    return cli.main(["media", *words, "--root", str(root)])


def notes_of(root: Path) -> str:
    return (root / "episodes/pier/index.md").read_text("utf-8")


def recordings(root: Path) -> dict[str, str]:
    """The sha256 of each recording beside the notes, by its suffix."""
    files = [file for file in (root / "episodes/pier").iterdir() if file.suffix in {".mp3", ".opus"}]
    return {file.suffix: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_a_recording_is_sent_under_its_sum_and_named_in_the_notes(root: Path, s3: Store) -> None:
    sums, before = recordings(root), notes_of(root)

    assert 0 == media(root, "push")

    assert sorted(s3.listed()) == sorted(f"recordings/{total}/pier{end}" for end, total in sums.items())
    headers, _ = s3.ask("HEAD", f"/recordings/{sums['.mp3']}/pier.mp3")
    assert ("audio/mpeg", True) == (headers["Content-Type"], "immutable" in headers["Cache-Control"])
    after = notes_of(root)
    assert f"url: https://media.example.org/r/{sums['.mp3']}/pier.mp3" in after
    assert f"sha256: {sums['.mp3']}" in after
    assert before.partition("\n---\n")[2] == after.partition("\n---\n")[2]
    assert {} == recordings(root)
    assert [] == errors(load(root)[1])


def test_what_was_published_is_the_same_to_listeners_and_the_build_names_the_new_address(
    root: Path, s3: Store
) -> None:
    sums = recordings(root)
    assert 0 == cli.main(["publish", "--root", str(root)])
    media(root, "push")

    assert [] == errors(load(root)[1])
    feed = (built(root, "--strict") / "podcast.xml").read_text("utf-8")
    assert f'<enclosure url="https://media.example.org/r/{sums[".mp3"]}/pier.mp3" length="' in feed
    assert 0 == cli.main(["publish", "--root", str(root)])
    lock = (root / "episodes/published.lock").read_text("utf-8")
    assert f"sha256: {sums['.mp3']}" in lock
    assert [] == errors(load(root)[1])


def test_another_recording_than_the_published_one_is_told_after_a_push_too(root: Path, s3: Store) -> None:
    cli.main(["publish", "--root", str(root)])
    media(root, "push")
    notes = root / "episodes/pier/index.md"
    notes.write_text(re.sub(r"sha256: \w+", f"sha256: {'0' * 64}", notes_of(root)), encoding="utf-8")

    messages = [problem.message for problem in errors(load(root)[1])]

    assert any("not the one that was published" in message for message in messages)


def test_a_push_that_was_stopped_goes_on(root: Path, s3: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = notes_of(root)
    sums = recordings(root)
    program = (
        "import os, sys\n"
        "from anthology.commands import cli\n"
        "from anthology.media.audio.bucket import Bucket\n"
        "put = Bucket.put\n"
        "def stop(self, key, *rest):\n"
        "    if key.endswith('.opus'):\n"
        "        os.kill(os.getpid(), 9)\n"
        "    put(self, key, *rest)\n"
        "Bucket.put = stop\n"
        f"cli.main(['media', 'push', '--root', {str(root)!r}])\n"
    )
    killed = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)

    assert -9 == killed.returncode
    assert (before, sums) == (notes_of(root), recordings(root))
    sent: list[str] = []
    put = Bucket.put

    def counted(self: Bucket, key: str, *rest: Any) -> None:
        sent.append(key)
        put(self, key, *rest)

    monkeypatch.setattr(Bucket, "put", counted)
    assert 0 == media(root, "push")
    assert [f"{sums['.opus']}/pier.opus"] == sent


def test_another_machine_gets_the_same_bytes_back(root: Path, s3: Store, tmp_path: Path) -> None:
    sums, before = recordings(root), load(root)[0].posts["episodes/pier"]
    media(root, "push")
    shutil.copytree(root, tmp_path / "elsewhere")

    assert 0 == media(tmp_path / "elsewhere", "pull")

    assert sums == recordings(tmp_path / "elsewhere")
    after = load(tmp_path / "elsewhere")[0].posts["episodes/pier"]
    assert "audio: pier.mp3" in notes_of(tmp_path / "elsewhere")
    assert "alternates:\n- pier.opus" in notes_of(tmp_path / "elsewhere")
    assert isinstance(before, EpisodePost)
    assert isinstance(after, EpisodePost)
    assert before.recording == after.recording


def test_another_file_of_that_name_is_not_taken_for_the_recording(root: Path, s3: Store) -> None:
    media(root, "push")
    other, before = root / "episodes/pier/pier.mp3", notes_of(root)
    other.write_bytes(b"something else")

    assert 1 == media(root, "pull")

    assert (before, b"something else") == (notes_of(root), other.read_bytes())


def test_an_object_that_was_changed_by_hand_is_noticed(
    root: Path, s3: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    media(root, "push")
    changed = next(key for key in s3.listed() if key.endswith(".mp3"))
    s3.ask("PUT", f"/{changed}", b"something else")
    capsys.readouterr()

    assert (1, 1) == (media(root, "check"), media(root, "pull"))

    told = capsys.readouterr().out
    assert 2 == told.count("was changed in the store")
    assert ".mp3" not in recordings(root)
    assert [] == list((root / "episodes/pier").glob(".*"))


def test_a_file_that_is_the_same_length_in_the_store_but_other_bytes_stays_here(
    root: Path, s3: Store
) -> None:
    sums = recordings(root)
    length = (root / "episodes/pier/audio.mp3").stat().st_size
    s3.ask("PUT", f"/recordings/{sums['.mp3']}/pier.mp3", b"x" * length)
    before = notes_of(root)

    assert 1 == media(root, "push")

    assert (before, sums) == (notes_of(root), recordings(root))


def test_a_store_that_is_not_there_is_said_in_one_message(
    root: Path, s3: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("talks/", "nowhere/"), encoding="utf-8")

    assert 1 == media(root, "push")

    assert 1 == capsys.readouterr().out.count("the store nowhere does not answer as it should")
    assert {".mp3", ".opus"} == set(recordings(root))


def test_keys_that_are_missing_and_a_collection_without_a_store_are_told(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    assert 2 == media(root, "push")
    assert "AWS_ACCESS_KEY_ID" in capsys.readouterr().err
    config = root / "mkdocs.yml"
    config.write_text(re.sub(r"    media: .*\n", "", config.read_text("utf-8")), encoding="utf-8")
    assert 2 == media(root, "push")
    assert "mkdocs.yml names no store" in capsys.readouterr().err
