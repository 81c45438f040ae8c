"""The small collection of `posts/base`, what is laid over it, and quick builds of both."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from mkdocs.commands import build as command
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from PIL import Image

from builders import HOUSE, MEDIA, digests

POSTS = HOUSE / "tests" / "posts"


def laid_over(root: Path, case: Path | None = None) -> Path:
    """The base, with the files of a case over it, and the pictures and recordings that both name.

    Beside the notes of every episode lies `tone.mp3`; among the essays, `picture.png`; in the folder
    of an essay, `Wide sea.PNG`.
    """
    for folder in filter(None, [POSTS / "base", case]):
        shutil.copytree(folder, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write(
            f"theme: {{name: material, custom_dir: {HOUSE / 'overrides'}, font: false}}\n"
            f"hooks: [{HOUSE / 'hooks' / 'publish.py'}]\n"
        )
    for notes in (root / "episodes").glob("*/index.md"):
        shutil.copy(MEDIA / "tone.mp3", notes.parent)
    for text in (root / "docs" / "essays").glob("*/index.md"):
        picture(text.parent / "Wide sea.PNG", 40)
    picture(root / "docs" / "essays" / "picture.png", 40)
    picture(root / "episodes" / "cover.png", 1400)
    return root


def picture(file: Path, side: int) -> None:
    """A plain square."""
    Image.new("P", (side, side)).save(file)


def published(folder: Path) -> Path:
    """The base, built."""
    root = laid_over(folder)
    assert build(root)
    return root


def build(root: Path) -> bool:
    """Run `mkdocs build` and return if it succeeds. In this process: two hundred others would take minutes."""
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    try:
        command.build(config)
    except Abort:
        return False
    finally:
        config.plugins.on_shutdown()
    return True


def assert_nothing_is_published(root: Path, good: Path, report: str, log: pytest.LogCaptureFixture) -> None:
    assert not build(root)
    assert report.rstrip() in log.messages[-1]
    assert digests(good / "site") == digests(root / "site")
    assert ["site"] == [path.name for path in root.iterdir() if "site" in path.name]
