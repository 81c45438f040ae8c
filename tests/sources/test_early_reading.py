"""Posts of a first build are read while the engine is loaded."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from anthology import parallel
from anthology.cache import Cache
from anthology.collection import load
from anthology.sources import end_early_reading, start_early_reading, take_over_early_reading
from builders import collection, digests, essay
from test_rebuilds import replaced

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(parallel, "processors", lambda: 4)
    root = collection(tmp_path / "many")
    for number in range(120):
        essay(root, f"one-{number}", title=f"Number {number}")
    return root


def read_early(root: Path) -> Cache:
    start_early_reading(root)
    cache = Cache(root)
    take_over_early_reading(cache)
    return cache


def test_many_posts_are_read_before_anybody_asks_for_them(root: Path) -> None:
    known = read_early(root).table("posts")

    assert len(known.new) >= 120


def test_posts_that_are_known_are_not_read_early(root: Path) -> None:
    load(root)

    assert not read_early(root).table("posts").new


def test_a_post_that_changes_meanwhile_is_read_again(root: Path) -> None:
    start_early_reading(root)
    replaced(root / "docs/essays/one-7.md", "Number 7", "Changed")

    loaded, problems = load(root)

    assert ("Changed", []) == (loaded.posts["essays/one-7"].fields.title, problems)


def test_a_post_with_a_mistake_is_told_as_ever(root: Path) -> None:
    replaced(root / "docs/essays/one-7.md", "title:", "titel:")
    expected = [str(problem) for problem in load(root, saves=False)[1]]
    start_early_reading(root)

    assert expected == [str(problem) for problem in load(root, saves=False)[1]]
    assert expected


def test_what_was_read_of_another_collection_is_not_taken_over(root: Path, tmp_path: Path) -> None:
    other = Cache(collection(tmp_path / "other"))
    start_early_reading(root)

    take_over_early_reading(other)
    end_early_reading()

    assert not other.table("posts").new
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system has no such call")
def test_a_first_site_is_the_same_where_no_copy_reads(root: Path) -> None:
    sites, processors = [], os.sched_getaffinity(0)
    for number in (len(processors), 1):
        shutil.rmtree(root / ".cache", ignore_errors=True)
        os.sched_setaffinity(0, set(sorted(processors)[:number]))
        try:
            subprocess.run([sys.executable, "-m", "anthology", "build"], cwd=root, check=True)
        finally:
            os.sched_setaffinity(0, processors)
        sites.append(digests(root / "site"))

    assert sites[0] == sites[1]
    assert len(sites[0]) > 120
