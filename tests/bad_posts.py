"""The small collection of `posts/base`, and what is laid over it."""

from __future__ import annotations

import shutil
from pathlib import Path

from PIL import Image

from building import HOUSE, MEDIA

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
