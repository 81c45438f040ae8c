"""Sources of an import on disk, and what an import makes of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from anthology.commands.cli import main


def written(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A folder with these files by path."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def imported(source: Path, *options: str) -> Path:
    """A new collection, beside a source, with what is in it; the import must succeed."""
    root = source.parent / "pier"
    assert 0 == main(["import", str(source), "--into", str(root), *options])
    return root


def imported_essay(root: Path, slug: str) -> str:
    """The text of an essay that was imported."""
    return (root / "docs" / "essays" / slug / "index.md").read_text("utf-8")


def assert_pinned(file: Path, text: str) -> None:
    """Compare a text with a file, which PIN=1 writes."""
    if os.environ.get("PIN"):
        file.write_text(text, "utf-8")
    assert file.read_text("utf-8") == text


def files_of(root: Path) -> dict[str, bytes]:
    """Every file below a folder by its path, with its bytes."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
