from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from anthology.output.staging import Staging


def site(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text(text, encoding="utf-8")
    return folder


def dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def names(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in tmp_path.iterdir())


def test_what_was_built_takes_the_place_of_the_site(tmp_path: Path) -> None:
    folder = site(tmp_path, "before")
    staging = Staging(folder)
    staging.folder.mkdir()
    (staging.folder / "index.html").write_text("after", encoding="utf-8")

    staging.swap_in()

    assert (folder / "index.html").read_text(encoding="utf-8") == "after"
    assert names(tmp_path) == ["site"]


def test_a_first_build_needs_no_site(tmp_path: Path) -> None:
    staging = Staging(tmp_path / "site")
    staging.folder.mkdir()

    staging.swap_in()

    assert names(tmp_path) == ["site"]


def test_a_build_that_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    staging = Staging(site(tmp_path, "before"))
    staging.folder.mkdir()

    staging.clear()

    assert names(tmp_path) == ["site"]


def test_folders_of_dead_builds_are_cleared_and_those_of_living_ones_stay(tmp_path: Path) -> None:
    folder = site(tmp_path, "before")
    (tmp_path / f".site.new.{dead_process()}").mkdir()
    living = tmp_path / f".site.new.{os.getppid()}"
    living.mkdir()

    Staging(folder)

    assert names(tmp_path) == sorted([living.name, "site"])


def test_a_site_that_a_dead_build_moved_away_comes_back(tmp_path: Path) -> None:
    folder = site(tmp_path, "before")
    folder.rename(tmp_path / f".site.old.{dead_process()}")

    Staging(folder)

    assert (folder / "index.html").read_text(encoding="utf-8") == "before"
