"""The preview as a writer has it: started, looked at, given a change, ended."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.request import Request, urlopen

import pytest

from builders import essay

PREVIEW = [sys.executable, "-m", "anthology", "preview"]
PATIENCE = 60
"""Seconds after which the preview is taken to be stuck; a build takes two or three."""


class Preview:
    """A preview that runs, and what it has said so far."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.process = subprocess.Popen(
            [*PREVIEW, "--root", str(root), "--port", "0"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self.said = ""
        self._lines: SimpleQueue[str] = SimpleQueue()
        Thread(target=self._listen, daemon=True).start()

    def hears(self, words: str) -> str:
        """Read its output from now on, up to the line with these words."""
        heard = ""
        while words not in heard:
            try:
                line = self._lines.get(timeout=PATIENCE)
            except Empty:
                line = ""
            if not line:
                pytest.fail(f"the preview never said {words!r}:\n{self.said}")
            heard += line
        return heard

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """The status and the body that it serves at this path."""
        address = re.search(r"http://127\.0\.0\.1:\d+/", self.said)
        assert address, self.said
        with urlopen(Request(address[0] + path, headers=headers), timeout=PATIENCE) as answer:
            return answer.status, answer.read()

    def end(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            self._lines.put(line)
        self._lines.put("")  # it has ended


@pytest.fixture
def start(root: Path) -> Iterator[Callable[[], Preview]]:
    started: list[Preview] = []

    def starting() -> Preview:
        started.append(Preview(root))
        return started[-1]

    yield starting
    for preview in started:
        preview.process.kill()
        preview.process.wait(PATIENCE)


def test_the_preview_builds_serves_byte_ranges_and_ends(start: Callable[[], Preview]) -> None:
    preview = start()
    preview.hears("Watching")

    status, part = preview.get("essays/first/", Range="bytes=0-14")

    assert (206, b"<!doctype html>") == (status, part.lower())
    assert 0 == preview.end()
    assert "Traceback" not in preview.said


def test_a_draft_shows_in_the_preview(root: Path, start: Callable[[], Preview]) -> None:
    essay(root, "unfinished", draft="true")
    preview = start()
    preview.hears("Watching")

    assert b"Unfinished" in preview.get("essays/unfinished/")[1]


def test_a_file_that_changes_is_built_again(root: Path, start: Callable[[], Preview]) -> None:
    preview = start()
    preview.hears("Watching")
    essay(root, "first", title="Another title")

    assert "docs/essays/first.md changed" in preview.hears("The preview is at")
    assert b"Another title" in preview.get("essays/first/")[1]


def test_a_folder_that_is_new_is_watched_too(root: Path, start: Callable[[], Preview]) -> None:
    (root / "episodes" / ".gitkeep").unlink()
    (root / "episodes").rmdir()
    preview = start()
    preview.hears("Watching")

    (root / "episodes").mkdir()
    preview.hears("The preview is at")
    (root / "episodes" / "wrong.md").write_text("---\ntitle: No more than this\n---\n", encoding="utf-8")

    assert "episodes/wrong.md" in preview.hears("The build failed")


def test_a_file_that_is_wrong_leaves_the_last_good_site(root: Path, start: Callable[[], Preview]) -> None:
    preview = start()
    preview.hears("Watching")

    file = essay(root, "first", title="Wrong at first", updated="yesterday")
    heard = preview.hears("The last good site is still at")
    assert "docs/essays/first.md:7:10: " in heard
    assert "Fix: " in heard
    assert b"A first essay" in preview.get("essays/first/")[1]

    file.write_text(file.read_text(encoding="utf-8").replace("updated: yesterday\n", ""), encoding="utf-8")
    preview.hears("The preview is at")
    assert b"Wrong at first" in preview.get("essays/first/")[1]


def test_a_collection_that_is_wrong_from_the_start_is_shown_once_it_is_mended(
    root: Path, start: Callable[[], Preview]
) -> None:
    file = essay(root, "wrong", updated="yesterday")
    preview = start()

    assert "docs/essays/wrong.md:7:10: " in preview.hears("there is nothing to see yet")
    preview.hears("Watching")
    file.unlink()
    preview.hears("The preview is at")
    assert b"A first essay" in preview.get("essays/first/")[1]


def test_a_port_in_use_is_said_in_one_sentence_with_the_way_out(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        command = [*PREVIEW, "--root", str(root), "--port", str(port)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)

    expected = f"Port {port} is in use by another program. Choose another:  --port {port + 1}\n"
    assert (1, "", expected) == (done.returncode, done.stdout, done.stderr)


def test_a_folder_without_a_collection_is_said_so(tmp_path: Path) -> None:
    command = [*PREVIEW, "--root", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)

    assert 2 == done.returncode
    assert f"there is no mkdocs.yml in {tmp_path}" in done.stderr
