"""Classification of files, and messages for those in places where nothing is published."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from anthology.sources import find_content
from builders import elsewhere


def found(root: Path, *paths: str) -> tuple[dict[str, str], list[str]]:
    """The kinds of entries by id, and the paths and messages of problems, of empty files."""
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()
    entered, problems = find_content(root)
    return {entry.id: entry.kind for entry in entered}, sorted(f"{at.path}: {at.message}" for at in problems)


def test_every_kind_has_its_folder_and_two_ways_to_lie_there(tmp_path: Path) -> None:
    kinds, problems = found(
        tmp_path,
        "docs/index.md", "docs/about.md", "docs/guides/first/index.md", "docs/essays/a.md", "docs/essays/b/index.md",
        "docs/essays/index.md", "docs/people/ada.md", "docs/people.md", "docs/practices/rest.md", "episodes/c.md",
        "episodes/d/index.md", "episodes/index.md", "docs/essays/topics.md", "docs/topics.md",
    )  # fmt: skip

    assert {
        "": "page", "about": "page", "guides/first": "page", "essays": "page", "people": "page", "episodes": "page",
        "topics": "page", "essays/a": "essay", "essays/b": "essay", "essays/topics": "essay", "people/ada": "person",
        "practices/rest": "practice", "episodes/c": "episode", "episodes/d": "episode",
    } == kinds  # fmt: skip
    assert [] == problems


@pytest.mark.parametrize(
    "path",
    [
        "docs/_draft.md", "docs/essays/.hidden.md", "docs/essays/_later/x.md", "docs/essays/a/notes.txt",
        "docs/essays/picture.jpg", "docs/vocabulary.yml", "docs/essays/a/report.docx", "docs/CNAME", "docs/robots.txt",
        "episodes/show.yml", "episodes/.gitkeep", "episodes/cover.jpg", "docs/essays/.DS_Store",
    ],
)  # fmt: skip
def test_what_is_no_text_of_ours_is_let_be(path: str, tmp_path: Path) -> None:
    assert ({}, []) == found(tmp_path, path)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("docs/essays/a/b.md", "the text of a post that has a folder is called index.md"),
        ("docs/essays/a/b/index.md", "this file is too deep in folders for a post"),
        ("episodes/a/b/c.md", "this file is too deep in folders for a post"),
        ("docs/essays/index/index.md", "index cannot be part of an address"),
        ("docs/essays/A.md", "A cannot be part of an address"),
        ("docs/A/b.md", "A cannot be part of an address"),
        ("docs/essays/a.MD", "the name of this file does not end with .md, so it is not read"),
        ("docs/essays/a/index.Md", "the name of this file does not end with .md, so it is not read"),
        ("episodes/a/index.markdown", "the name of this file does not end with .md, so it is not read"),
        ("docs/people/ada", "the name of this file does not end with .md, so it is not read"),
        ("docs/essays/a.docx", "a post is a plain text file that ends with .md, not with .docx"),
        ("episodes/a/a.mp3", "this recording has no notes"),
        ("docs/episodes/a.md", "an episode cannot be in docs/"),
        ("docs/episodes/index.md", "an episode cannot be in docs/"),
    ],
)
def test_what_lies_wrong_is_said_where_it_lies(path: str, message: str, tmp_path: Path) -> None:
    kinds, problems = found(tmp_path, path)

    where = path.rpartition("/")[0] if "recording" in message else path
    assert ({}, [f"{where}: {message}"]) == (kinds, problems)


def test_links_to_folders_are_never_followed(tmp_path: Path) -> None:
    (tmp_path / "docs" / "essays").mkdir(parents=True)
    (tmp_path / "docs" / "essays" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "docs" / "away").symlink_to("/", target_is_directory=True)

    kinds, problems = found(tmp_path, "docs/essays/a.md")

    assert {"essays/a": "essay"} == kinds
    assert [f"docs/{at}: this folder is a link to another one" for at in ("away", "essays/loop")] == problems


@pytest.mark.parametrize("name", ["docs", "episodes", "docs/essays", "docs/practices"])
def test_a_folder_of_content_that_is_a_link_is_not_followed(name: str, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    (target / "essays").mkdir(parents=True)
    (target / "a.md").write_text("Not ours.", encoding="utf-8")
    (target / "essays" / "a.md").write_text("Not ours.", encoding="utf-8")
    root = tmp_path / "root"
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).symlink_to(target, target_is_directory=True)

    content, problems = find_content(root)

    assert [] == content
    assert {f"{name}: this folder is a link to another one"} == {
        f"{at.path}: {at.message}" for at in problems
    }


def test_folders_that_are_linked_into_each_other_end(tmp_path: Path) -> None:
    for name in ("docs/a", "docs/_b", "docs/.c", "episodes/d"):
        (tmp_path / name).mkdir(parents=True)
        for link in ("x", "y", "z"):
            (tmp_path / name / link).symlink_to(tmp_path / "docs", target_is_directory=True)

    _, problems = find_content(tmp_path)

    assert {"docs/a/x", "docs/a/y", "docs/a/z"} <= {problem.path for problem in problems}


def test_what_should_be_a_folder_and_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "essays").write_text("A file.", encoding="utf-8")
    (tmp_path / "episodes").write_text("A file.", encoding="utf-8")

    _, problems = find_content(tmp_path)

    assert {"docs/essays: this is not a folder", "episodes: this is not a folder"} <= {
        f"{at.path}: {at.message}" for at in problems
    }


def test_the_same_is_found_in_the_same_order_however_a_folder_is_listed(tmp_path: Path) -> None:
    kinds, problems = found(
        tmp_path, "docs/b.md", "docs/a/index.md", "docs/essays/c.md", "docs/essays/a.md", "docs/essays/b/index.md",
        "docs/A.md", "docs/B.md", "docs/C/a.md", "docs/D/a.md", "episodes/a/x.mp3", "episodes/b/x.mp3",
        "episodes/c/index.md",
    )  # fmt: skip
    asked = (
        "from pathlib import Path\nfrom anthology.sources import find_content\n"
        "for each in sum(map(list, find_content(Path())), []): print([each])"
    )

    forwards, backwards = (
        subprocess.run(
            [sys.executable, "-c", asked],
            cwd=tmp_path,
            env={**os.environ, **elsewhere(order)},
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        ).stdout
        for order in ("forwards", "backwards")
    )

    assert sorted(kinds) == list(kinds)
    assert 6 + 6 == len(kinds) + len(problems) == len(forwards.splitlines())
    assert forwards == backwards
