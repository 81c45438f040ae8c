"""Where things live: which file is which kind of thing, under which id."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from anthology.problems import Problem
from anthology.unicode import unseen
from anthology.urls import LONGEST_SLUG, SLUG, slugify

Kind = Literal["essay", "episode", "practice", "person", "page"]

_FOLDERS: tuple[tuple[str, str, Kind], ...] = (
    ("docs/essays", "essays", "essay"),
    ("episodes", "episodes", "episode"),
    ("docs/practices", "practices", "practice"),
    ("docs/people", "people", "person"),
)
_POST_FOLDERS = {Path(folder).name for folder, _, _ in _FOLDERS}
_LIKE_MARKDOWN = {".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".mdtext"}
_WRITTEN = {".docx", ".doc", ".odt", ".rtf", ".pages", ".txt", ".html", ".htm"}
_RECORDINGS = {".mp3", ".m4a", ".opus", ".ogg", ".flac", ".wav", ".aac", ".mp4"}


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
        for file in _files(root / folder, root, problems):
            placed = _placed(file, root, folder, prefix, kind)
            (found if isinstance(placed, Entry) else problems).append(placed)  # type: ignore[arg-type]
    for file in _files(root / "docs", root, problems, {folder for folder, _, _ in _FOLDERS}):
        page = _page(file, root)
        (found if isinstance(page, Entry) else problems).append(page)  # type: ignore[arg-type]
    problems += _without_text(root / "episodes", root)
    return sorted(found), [*problems, *_twice(found)]


def _files(folder: Path, root: Path, problems: list[Problem], but: Iterable[str] = ()) -> Iterator[Path]:
    """The Markdown files below a folder; what looks like one, and what leads elsewhere, is a problem."""
    for directory, folders, files in os.walk(folder):
        kept = [name for name in sorted(folders) if not name.startswith((".", "_"))]
        links = [name for name in kept if Path(directory, name).is_symlink()]
        problems += [_link(Path(directory, name), root) for name in links]
        here = Path(directory).relative_to(root).as_posix()
        folders[:] = [name for name in kept if name not in links and f"{here}/{name}" not in but]
        for name in sorted(files):
            file = Path(directory, name)
            if name.startswith((".", "_")):
                continue
            if name.endswith(".md"):
                yield file
            elif file.suffix.lower() in _LIKE_MARKDOWN or (Path(directory) == folder and _like_post(file)):
                problems.append(_not_markdown(file, root))


def _like_post(file: Path) -> bool:
    """What lies directly among the posts and is text, but no post: the files of a post have its folder."""
    return file.parent.name in _POST_FOLDERS and (file.suffix.lower() in _WRITTEN or not file.suffix)


def _placed(file: Path, root: Path, folder: str, prefix: str, kind: Kind) -> Entry | Problem:
    path = file.relative_to(root).as_posix()
    inside = file.relative_to(root / folder).as_posix().removesuffix(".md")
    if inside == "index":
        return Entry(prefix, "page", path, file)
    name = inside.removesuffix("/index")
    if "/" in name:
        return _nested(file, path)
    if not SLUG.fullmatch(name) or name == "index" or len(name) > LONGEST_SLUG:
        return _misnamed(path, name)
    return Entry(f"{prefix}/{name}", kind, path, file)


def _page(file: Path, root: Path) -> Entry | Problem:
    path = file.relative_to(root).as_posix()
    name = file.relative_to(root / "docs").as_posix().removesuffix(".md").removesuffix("/index")
    if (name == "episodes" and file.name == "index.md") or name.startswith("episodes/"):
        fix = "move it to the folder episodes/ beside docs/; recordings lie there, outside of the pages"
        return _problem(path, "an episode cannot lie in docs/", fix)
    if bad := next((part for part in name.split("/") if not SLUG.fullmatch(part)), None):
        return _misnamed(path, bad)
    if len(name) > LONGEST_SLUG:
        return _misnamed(path, name)
    return Entry("" if name == "index" else name, "page", path, file)


def _without_text(folder: Path, root: Path) -> Iterator[Problem]:
    """A recording whose notes are missing would never appear, and nobody would know why."""
    if not folder.is_dir():
        return
    for inside in sorted(folder.iterdir()):
        if inside.name.startswith((".", "_")) or inside.is_symlink() or not inside.is_dir():
            continue
        names = sorted(file.name for file in inside.iterdir())
        if any(Path(name).suffix.lower() in _RECORDINGS for name in names) and not any(
            Path(name).suffix.lower() in {".md", *_LIKE_MARKDOWN} for name in names
        ):
            path = inside.relative_to(root).as_posix()
            fix = f"write them in {path}/index.md; `anthology new episode` begins such a file"
            yield _problem(path, "this recording has no notes", fix)


def _problem(path: str, message: str, fix: str) -> Problem:
    return Problem(message, fix, path=path)


def _link(folder: Path, root: Path) -> Problem:
    path = folder.relative_to(root).as_posix()
    return _problem(
        path, "this folder is a link to another one", "put the folder itself here, under this name"
    )


def _not_markdown(file: Path, root: Path) -> Problem:
    path = file.relative_to(root).as_posix()
    if file.suffix.lower() in _LIKE_MARKDOWN or not file.suffix:
        fix = f"rename it:  {file.stem}.md"
        return _problem(path, "the name of this file does not end with .md, so it is not read", fix)
    fix = (
        f"copy its text into a plain file, such as {slugify(file.stem) or 'the-title'}.md (see CONTRIBUTING)"
    )
    return _problem(path, f"a post is a plain text file that ends with .md, not with {file.suffix}", fix)


def _nested(file: Path, path: str) -> Problem:
    deep = path.count("/") - (1 if path.startswith("episodes/") else 2)
    if file.name == "index.md" or deep > 1:
        fix = "a folder of posts holds posts, and a post's folder no further one; move it beside the others"
        return _problem(path, "this file lies deeper than a post can lie", fix)
    if (file.parent / "index.md").exists():
        fix = "a folder holds one post, index.md; move this file beside the folder, or into one of its own"
        return _problem(path, "a second text lies in the folder of a post", fix)
    return _problem(path, "the text of a post that has a folder is called index.md", "rename it:  index.md")


def _misnamed(path: str, name: str) -> Problem:
    if invisible := unseen(name):
        return _problem(path, f"the name of this file holds {invisible}", f"rename it:  {slugify(name)}")
    if SLUG.fullmatch(name) and name != "index":
        message = f"this name has {len(name)} characters, too many for an address"
        return _problem(path, message, f"rename it with at most {LONGEST_SLUG}")
    slug = "" if name == "index" else slugify(name)
    fix = f"rename it with small letters, digits and single hyphens{f': {slug}' if slug else ''}"
    return _problem(path, f"{name} cannot be part of an address", fix)


def _twice(found: Iterable[Entry]) -> Iterator[Problem]:
    seen: dict[str, Entry] = {}
    for entry in sorted(found):
        if first := seen.get(entry.id):
            message = f"the address /{entry.id}/ is used twice; {first.path} has it too"
            yield _problem(entry.path, message, "rename one of the two files, or delete it")
        seen.setdefault(entry.id, entry)
