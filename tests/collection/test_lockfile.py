"""The lock as a file: what `anthology publish` writes, and what is reported where it cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.collection import LOCK, Lock, load, read_lock, write_lock
from anthology.commands.cli import main
from anthology.problems import errors
from builders import collection, episode
from lock_builders import GUID, change, lock, other_audio, publish, published_collection


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return published_collection(tmp_path / "collection")


def test_the_lock_is_one_line_an_episode_and_names_no_host(root: Path) -> None:
    digest = "".join(read_lock(root)[0].episodes[0].sha256)

    assert lock(root).splitlines()[3:] == [
        "podcast:guid  368e1282-a34d-57bd-a008-d02e0e6a2b71",
        "",
        f"pier  {GUID}  2026-01-03T12:00:00Z  {digest}  6347  episodes/pier/pier.mp3",
    ]
    assert "example.org" not in lock(root)


def test_a_lock_that_is_written_is_read_back_as_it_was(root: Path) -> None:
    change(root, "title: Pier", 'title: Pier\nguid: "an old  guid, with spaces"')
    publish(root, "--allow", "guid:pier", "--reason", "It came from another host: see the letter")

    assert write_lock(read_lock(root)[0]) == lock(root)
    assert "allowed guid, was" in lock(root)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("<<<<<<< HEAD", "git left its marks"),
        ("pier  guid", "this is not a line of the lock"),
        ("a  b  2026-01-03T12:00:00  -  1  c", "has no time zone"),
        ("a  b  yesterday  -  1  c", "yesterday is not a date"),
        ("a  b  2026-01-03T12:00:00Z  zz  1  c", "this is not a line of the lock"),
        (f"a  {GUID}  2026-01-03T12:00:00Z  -  1  c", "is in this file twice"),
    ],
)
def test_a_lock_that_cannot_be_read_stops_the_build_at_its_line(root: Path, line: str, message: str) -> None:
    (root / LOCK).write_text(f"{lock(root)}{line}\n", encoding="utf-8")

    _, problems = load(root)

    assert [(LOCK, 7)] == [(problem.path, problem.line) for problem in errors(problems)]
    assert message in problems[0].message
    assert read_lock(root)[0] == Lock()


def test_every_line_of_the_lock_that_cannot_be_read_is_reported(root: Path) -> None:
    (root / LOCK).write_text(f"{lock(root)}pier  guid\na  b  yesterday  -  1  c\n", encoding="utf-8")

    assert [7, 8] == [problem.line for problem in errors(load(root)[1])]


def test_publishing_twice_changes_nothing(root: Path) -> None:
    before = lock(root)

    publish(root)

    assert lock(root) == before


def test_a_new_episode_is_added_below_the_others(root: Path) -> None:
    before = lock(root)
    episode(root, "waves", date="2025-12-31")
    other_audio(root, "waves")

    publish(root)

    assert lock(root).startswith(before)
    assert [one.slug for one in read_lock(root)[0].episodes] == ["pier", "waves"]


def test_a_draft_is_not_locked(root: Path) -> None:
    before = lock(root)
    episode(root, "later", draft="true")

    publish(root)

    assert lock(root) == before


def test_a_collection_with_mistakes_is_not_locked(root: Path) -> None:
    before = lock(root)
    episode(root, "waves", date="soon")

    assert main(["publish", "--root", str(root)]) == 1
    assert lock(root) == before


def test_a_collection_without_a_show_has_nothing_to_lock(tmp_path: Path) -> None:
    root = collection(tmp_path / "collection")

    assert main(["publish", "--root", str(root)]) == 0
    assert not (root / LOCK).exists()
