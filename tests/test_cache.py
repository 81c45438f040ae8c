from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import COMM, ID3

from anthology.cache import Cache
from anthology.collection import load
from anthology.commands.cli import main
from anthology.problems import Position, errors, format_report
from anthology.store import FOLDER, STORE, Store
from builders import MEDIA, build, built, collection, digests, episode, essay, nonempty
from lock_builders import git

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
    (root / STORE).write_bytes(damage)

    again, problems = load(root)

    assert not errors(problems)
    assert sound.episodes[0].recording == again.episodes[0].recording


def test_a_store_that_is_cut_or_has_a_changed_bit_anywhere_hides_nothing_and_is_made_again(
    root: Path,
) -> None:
    sound, _ = load(root)
    whole = (root / STORE).read_bytes()
    cut = [whole[:at] for at in range(0, len(whole), 4099)]
    flipped = [
        whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :] for at in range(0, len(whole), 1901)
    ]
    for damaged in nonempty([*cut, *flipped]):
        (root / STORE).write_bytes(damaged)

        again, problems = load(root)

        assert not errors(problems)
        assert sound.episodes[0].recording == again.episodes[0].recording
    with opened() as files:
        load(root)
    assert not [name for name in files if name.endswith(".mp3")]


def test_what_is_written_into_a_store_that_is_cut_or_has_a_changed_bit_is_read_again(tmp_path: Path) -> None:
    assert Store(tmp_path).write({f"row {number}": bytes(1000 + number) for number in range(150)})
    file = tmp_path / STORE
    whole = file.read_bytes()
    cut = [whole[:at] for at in (1, 31, 99, *range(900, len(whole), 4000), len(whole) - 1)]
    flipped = [
        whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :] for at in range(0, len(whole), 3001)
    ]
    for damaged in nonempty([*cut, *flipped]):
        file.write_bytes(damaged)

        assert Store(tmp_path).write({"another": b"1"})

        assert Store(tmp_path).read("another") == b"1"


@pytest.mark.parametrize("text", [b"rowsrows", b"catalogs"])
def test_a_store_in_which_a_text_is_none_any_more_is_made_again(root: Path, text: bytes) -> None:
    assert build(root).returncode == 0
    whole = (root / STORE).read_bytes()
    assert text in whole
    (root / STORE).write_bytes(whole.replace(text, b"\xcc" + text[1:]))
    essay(root, "second")

    assert build(root).returncode == 0

    (root / STORE).unlink()
    assert digests(root / "site") == digests(built(root))


def altered(root: Path, change: Callable[[bytes], bytes]) -> None:
    """Change the values of a store and nothing else."""
    store = sqlite3.connect(root / STORE)
    for name, value in nonempty(store.execute("SELECT name, value FROM rows").fetchall()):
        store.execute("UPDATE rows SET value = ? WHERE name = ?", (change(value), name))
    store.commit()
    store.close()


def test_an_answer_that_was_altered_is_not_believed(root: Path) -> None:
    load(root)
    altered(root, lambda value: value.replace(b'"channels":', b'"channels":7'))

    again, _ = load(root)

    assert again.episodes[0].recording
    assert again.episodes[0].recording.channels < 3


def test_the_answer_of_another_version_of_the_code_is_not_believed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(root)
    monkeypatch.setattr("anthology.store.code_version", lambda: "another")

    with opened() as files:
        load(root)

    assert [name for name in files if name.endswith(".mp3")]


def with_personal_tag(root: Path) -> None:
    tags: Any = ID3()  # type: ignore[no-untyped-call]
    tags.add(COMM(encoding=3, lang="eng", desc="", text="ann@example.org"))  # type: ignore[no-untyped-call]
    tags.save(root / "episodes" / "pier" / "audio.mp3")


def test_a_cache_that_came_by_git_hides_nothing(root: Path, tmp_path: Path) -> None:
    with_personal_tag(root)
    time.sleep(0.06)
    load(root)
    altered(root, lambda value: re.sub(rb'("personal":)\[.*?\]', rb"\1[]", value))
    clone = tmp_path / "clone"
    shutil.copytree(root, clone)

    assert "e-mail address" in format_report(load(clone)[1])


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE rows (name TEXT, other BLOB)",
        "CREATE VIEW rows AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT i AS name, i AS value, i AS seal FROM n",
    ],
    ids=["another table", "a view without an end"],
)
def test_a_store_of_another_shape_is_ignored(root: Path, schema: str) -> None:
    load(root)
    (root / STORE).unlink()
    store = sqlite3.connect(root / STORE)
    store.execute(schema)
    store.commit()
    store.close()

    assert not errors(load(root)[1])


def bytes_read() -> int:
    """Bytes that this process has read from files so far (Linux)."""
    lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    return int(dict(line.split(": ") for line in lines)["rchar"])


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="this system does not tell what was read")
def test_where_a_small_row_is_wanted_no_large_one_is_read(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(64):
        cache.put(f"row {number}", bytes(500_000 if number % 8 else 5))
    cache.save()
    again, before = Cache(tmp_path), bytes_read()

    assert bytes(5) == again.bytes_of("row 32")
    assert bytes_read() - before < 500_000


@pytest.mark.parametrize("name", [".cache", ".cache/anthology"])
def test_a_cache_that_is_a_link_is_told_and_not_written_through(
    root: Path, name: str, tmp_path: Path
) -> None:
    (tmp_path / "precious" / "anthology").mkdir(parents=True)
    shutil.rmtree(root / ".cache", ignore_errors=True)
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).symlink_to(tmp_path / "precious", target_is_directory=True)

    (problem,) = errors(load(root)[1])

    assert (problem.path, problem.message) == (name, "this folder of the cache is a link")
    assert [] == [file for file in (tmp_path / "precious").rglob("*") if file.is_file()]


@pytest.mark.parametrize("name", [".gitignore", "store.db", "store.db-journal"])
def test_links_in_the_cache_are_not_written_through(root: Path, name: str, tmp_path: Path) -> None:
    folder = root / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / name).symlink_to(tmp_path / "precious")

    assert not errors(load(root)[1])
    assert not (tmp_path / "precious").exists()


def test_a_pipe_in_the_cache_is_not_waited_for(root: Path) -> None:
    folder = root / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.mkfifo(folder / "store.db")

    assert not errors(load(root)[1])


def test_a_cache_in_the_repository_is_refused_and_the_fix_works(root: Path) -> None:
    load(root)
    git(root, "init", "-q")
    git(root, "add", "-f", ".cache")

    (problem,) = errors(load(root)[1])

    assert problem.message == "this file of the cache is in the repository"
    assert problem.path.startswith(".cache/anthology/")
    subprocess.run(problem.fix.partition(":  ")[2], shell=True, cwd=root, check=True)
    assert not errors(load(root)[1])


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

    altered(tmp_path, lambda value: b"damaged")
    assert Cache(tmp_path).content(file, "small", make) == b"small"
    assert len(asked) == 2


def test_only_a_whole_build_forgets_what_nobody_asked_for(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    for number in range(3000):
        store.remember(f"row {number}", number)
    store.save()

    store = Cache(tmp_path)
    store.remember("another", 1)
    store.save()
    assert Cache(tmp_path).recall("row 7") == 7

    store = Cache(tmp_path)
    store.recall("row 7")
    store.remember("another", 2)
    store.save(whole=True)
    assert Cache(tmp_path).recall("row 7") == 7
    assert Cache(tmp_path).recall("row 8") is None


def test_a_table_keeps_what_was_asked_for(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    for number in range(3000):
        store.table("numbers").remember(str(number), [number])
    store.save(whole=True)

    store = Cache(tmp_path)
    assert store.table("numbers").recall("7") == [7]
    store.table("numbers").remember("new", [1])
    store.save(whole=True)

    assert Cache(tmp_path).table("numbers") == {"7": [7], "new": [1]}


def test_fields_that_were_read_before_know_their_places(root: Path) -> None:
    load(root)
    post = next(iter(load(root)[0].episodes))

    assert post.source.fields.parse is not None
    assert post.source.position(("title",)) == Position(2, 8)
