"""Where things live: which file is which kind of thing, under which id."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .model.fields import SLUG
from .problem import Problem

Kind = Literal["essay", "episode", "practice", "person", "page"]

_FOLDERS: tuple[tuple[str, str, Kind], ...] = (
    ("docs/essays", "essays", "essay"),
    ("episodes", "episodes", "episode"),
    ("docs/practices", "practices", "practice"),
    ("docs/people", "people", "person"),
)
# A page of this name shows its text above the list that stands there.
_INDEX = {"essays", "episodes", "practices", "people", "topics", "series"}


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One Markdown file of the collection.

    `id` is `essays/slug` and the like; of a page its address without slashes at the ends, so that
    the home page's is empty. `path` is relative to the root. `folder` holds what belongs to it.
    """

    id: str
    kind: Kind
    path: str
    file: Path

    @property
    def slug(self) -> str:
        """The last part of the id."""
        return self.id.rpartition("/")[2]

    @property
    def folder(self) -> Path:
        """The folder whose files the entry may use."""
        return self.file.parent


def entries(root: Path) -> tuple[list[Entry], list[Problem]]:
    """Every entry below the root by id, and what is wrong with their names."""
    found: list[Entry] = []
    problems: list[Problem] = []
    for folder, prefix, kind in _FOLDERS:
        for file in _markdown(root / folder):
            path = file.relative_to(root).as_posix()
            name = _name(file, root / folder)
            if name in _INDEX | {"index"}:
                found.append(Entry(prefix, "page", path, file))
            elif "/" in name:
                problems.append(_nested(path))
            elif not SLUG.fullmatch(name):
                problems.append(_misnamed(path, name))
            else:
                found.append(Entry(f"{prefix}/{name}", kind, path, file))
    found += _pages(root)
    return sorted(found), problems + list(_twice(found))


def _markdown(folder: Path) -> Iterator[Path]:
    for directory, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        for name in sorted(files):
            if name.endswith(".md") and not name.startswith((".", "_")):
                yield Path(directory, name)


def _name(file: Path, folder: Path) -> str:
    """`slug` for slug.md and for slug/index.md."""
    return file.relative_to(folder).as_posix().removesuffix(".md").removesuffix("/index")


def _pages(root: Path) -> Iterator[Entry]:
    taken = {folder.removeprefix("docs/") for folder, _, _ in _FOLDERS}
    for file in _markdown(root / "docs"):
        name = _name(file, root / "docs")
        if name.split("/")[0] not in taken or name in taken:
            entry_id = "" if name == "index" else name
            if not (name in taken and file.name == "index.md"):
                yield Entry(entry_id, "page", file.relative_to(root).as_posix(), file)


def _nested(path: str) -> Problem:
    fix = "a post is one file, or one folder with index.md in it; give this file its own folder beside the others"
    return Problem(path, 1, 1, "this file lies deeper than a post can lie", fix)


def _misnamed(path: str, name: str) -> Problem:
    slug = "-".join(
        part for part in "".join(c if c.isascii() and c.isalnum() else " " for c in name.lower()).split()
    )
    fix = f"rename it with small letters, digits and single hyphens{f': {slug}' if slug else ''}"
    return Problem(path, 1, 1, f"{name} cannot be part of an address", fix)


def _twice(found: Iterable[Entry]) -> Iterator[Problem]:
    seen: dict[str, Entry] = {}
    for entry in sorted(found):
        if first := seen.get(entry.id):
            message = f"the address /{entry.id}/ is used twice; {first.path} has it too"
            yield Problem(entry.path, 1, 1, message, "rename one of the two files, or delete it")
        seen.setdefault(entry.id, entry)
