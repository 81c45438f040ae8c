from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from anthology.cache import FOLDER, Cache
from anthology.collection import load
from anthology.commands.cli import main
from anthology.problems import errors
from builders import MEDIA, build, built, collection, digests, episode

_opened: list[str] | None = None


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _opened is not None:
        _opened.append(str(arguments[0]))


sys.addaudithook(_note)  # Python's own record of every file that is opened


@contextmanager
def opened() -> Iterator[list[str]]:
    global _opened
    _opened = []
    try:
        yield _opened
    finally:
        _opened = None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = collection(tmp_path / "collection")
    episode(made, "pier")
    time.sleep(0.06)  # so that the files were not changed a moment ago, and are believed unchanged
    return made


def test_unchanged_audio_is_not_read_again(root: Path) -> None:
    load(root)
    with opened() as files:
        again, problems = load(root)

    assert not errors(problems)
    assert again.episodes[0].recording
    assert not [file for file in files if file.endswith(".mp3")]


def test_the_lock_does_not_read_unchanged_audio_again(root: Path) -> None:
    assert main(["publish", "--root", str(root)]) == 0
    with opened() as files:
        _, problems = load(root)

    assert not errors(problems)
    assert not [file for file in files if file.endswith(".mp3")]


def test_changed_audio_is_read_again_even_if_its_date_and_size_are_the_same(root: Path) -> None:
    audio = root / "episodes" / "pier" / "audio.mp3"
    cache = Cache(root)
    before = cache.sha256(audio)
    content = bytearray(audio.read_bytes())
    content[-1] ^= 1
    dates = audio.stat()
    audio.write_bytes(content)
    shutil.os.utime(audio, ns=(dates.st_atime_ns, dates.st_mtime_ns))  # type: ignore[attr-defined]

    assert before != cache.sha256(audio)


def test_a_file_that_was_changed_a_moment_ago_is_read_again(tmp_path: Path) -> None:
    file, cache = tmp_path / "a.mp3", Cache(tmp_path)
    file.write_bytes(b"one")
    first = cache.sha256(file)
    file.write_bytes(b"two")  # within the same tick of the disk's clock, perhaps

    assert first != cache.sha256(file)


def test_a_renamed_recording_is_judged_by_its_new_name(root: Path) -> None:
    load(root)
    folder = root / "episodes" / "pier"
    (folder / "audio.mp3").rename(folder / "audio.wav")
    text = (folder / "index.md").read_text(encoding="utf-8")
    (folder / "index.md").write_text(text.replace("audio.mp3", "audio.wav"), encoding="utf-8")

    _, problems = load(root)

    assert ["audio.wav is an MP3 recording with the wrong suffix"] == [
        problem.message for problem in errors(problems)
    ]


@pytest.mark.parametrize(
    "damage",
    [b"", b"nonsense", b"{}", b"\xff\xfe", b"[]\n[]"],
    ids=["empty", "nonsense", "another form", "not text", "lists"],
)
def test_a_damaged_cache_is_ignored(root: Path, damage: bytes) -> None:
    sound, _ = load(root)
    (root / FOLDER / "results.json").write_bytes(damage)

    again, problems = load(root)

    assert not errors(problems)
    assert sound.episodes[0].recording == again.episodes[0].recording


def test_an_answer_that_was_altered_is_not_believed(root: Path) -> None:
    load(root)
    file = root / FOLDER / "results.json"
    altered = file.read_bytes().replace(b'"channels": ', b'"channels": 7')
    file.write_bytes(altered)

    again, _ = load(root)

    assert again.episodes[0].recording
    assert again.episodes[0].recording.channels < 3


def test_the_answer_of_another_version_of_the_code_is_not_believed(root: Path) -> None:
    load(root)
    file = root / FOLDER / "results.json"
    head = file.read_bytes()[:1]
    file.write_bytes((b"1" if head == b"0" else b"0") + file.read_bytes()[1:])

    with opened() as files:
        load(root)

    assert [name for name in files if name.endswith(".mp3")]


def test_a_site_is_the_same_with_a_cache_and_without(root: Path) -> None:
    without = digests(built(root))
    with_one = digests(built(root))
    shutil.rmtree(root / ".cache")

    assert without == with_one == digests(built(root))


def test_a_folder_that_cannot_be_written_stops_nothing(root: Path) -> None:
    (root / ".cache").write_text("in the way", encoding="utf-8")

    assert build(root).returncode == 0


def test_git_does_not_see_the_cache(root: Path) -> None:
    load(root)

    assert "*" in (root / FOLDER / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_what_was_made_from_a_file_is_made_once(tmp_path: Path) -> None:
    file, asked = tmp_path / "cover.jpg", []
    shutil.copy(MEDIA / "tone.mp3", file)
    time.sleep(0.06)

    def make() -> bytes:
        asked.append(1)
        return b"small"

    for _ in range(3):
        cache = Cache(tmp_path)
        assert cache.content(file, "small", make) == b"small"
        cache.save()
    assert len(asked) == 1

    for made in (tmp_path / FOLDER).glob("?" * 64):
        made.write_bytes(b"damaged")
    assert Cache(tmp_path).content(file, "small", make) == b"small"
    assert len(asked) == 2
