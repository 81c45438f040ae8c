"""Find content files and classify them by their place, which also gives them their id."""

import errno
import os
import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from anthology.inputs import WRONG_FOLDERS
from anthology.problems import Issue, Problem
from anthology.schema import Episode, Essay, Model, Page, Practice, Profile, SitePart
from anthology.unicode import first_invisible
from anthology.urls import LONGEST_SLUG, SLUG, slugify

from .post_file import read_post
from .source import Source

Kind = Literal["essay", "episode", "practice", "person", "page"]

MODELS: dict[Kind, type[Model]] = {
    "essay": Essay, "episode": Episode, "practice": Practice, "person": Profile, "page": Page,
}  # fmt: skip
KIND_FOLDERS: dict[Kind, str] = {
    "essay": "docs/essays", "episode": "episodes", "practice": "docs/practices", "person": "docs/people",
}  # fmt: skip
_MARKDOWN_LIKE = {".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".mdtext"}
_DOCUMENTS = {".docx", ".doc", ".odt", ".rtf", ".pages", ".txt", ".html", ".htm"}
_RECORDINGS = {".mp3", ".m4a", ".m4b", ".opus", ".ogg", ".oga", ".flac", ".wav", ".aac", ".mp4"}


class ContentFile(NamedTuple):
    """One Markdown file of the collection.

    `id` is `essays/slug` and the like; that of a page is its address without slashes at the ends, so the home
    page's is empty. `path` is relative to the root with `/`, `location` is the path on this machine.
    """

    id: str
    kind: Kind
    path: str
    location: Path

    @property
    def slug(self) -> str:
        """The last part of the id."""
        return self.id.rpartition("/")[2]

    @property
    def folder(self) -> Path:
        """The folder that has the files beside this one."""
        return self.location.parent


def find_content(root: Path, without: Sequence[SitePart] = ()) -> tuple[list[ContentFile], list[Problem]]:
    """Every content file below the root by id, but those of parts that the site does without; problems of names."""
    results: list[ContentFile | Problem] = []
    for kind, folder in KIND_FOLDERS.items():
        for file in _markdown_files(root / folder, root):
            results.append(file if isinstance(file, Problem) else _classify(file, root, folder, kind))
    for file in _markdown_files(root / "docs", root, KIND_FOLDERS.values()):
        results.append(file if isinstance(file, Problem) else _classify_page(file, root))
    content = sorted(result for result in results if isinstance(result, ContentFile))
    content = [file for file in content if not any(part.has(file.kind, file.id) for part in without)]
    problems = [result for result in results if isinstance(result, Problem)]
    return content, [*problems, *_audio_without_notes(root / "episodes", root), *_posts_elsewhere(root)]


def check_kind(file: ContentFile, source: Source) -> None:
    """Report a file whose fields match another kind, i.e. one in the wrong folder, and validate it no further."""
    names = source.fields.values.keys()
    # An episode needs no more fields than an essay has, but one without a recording is none, unless it says so.
    silent = file.kind == "episode" and not names & {"audio", "draft", "withdrawn", "hosts"}
    if not source.parsed or source.unparsed_fields or (_matches(file.kind, names) and not silent):
        return
    # Nearly every file matches a page, which needs only a title.
    kinds = (
        kind
        for kind in MODELS
        if kind not in {file.kind, "page"}
        and _matches(kind, names)
        # A draft of an essay without authors has the fields of an episode, which needs none.
        and (
            kind != "episode" or names & MODELS["episode"].model_fields.keys() - MODELS["essay"].model_fields
        )
    )
    if kind := next(kinds, None):
        unit = "its folder" if file.location.name == "index.md" and file.kind != "page" else "this file"
        message = f"this file has the fields of {_with_article(kind)} but is in {KIND_FOLDERS.get(file.kind, 'docs')}/"
        source.report(Issue(message, f"move {unit} to {KIND_FOLDERS[kind]}/; its fields are all right"))
        source.parsed, source.body, source.text_digest = False, "", ""  # its links are right where it belongs


def _matches(kind: Kind, names: Collection[str]) -> bool:
    return _required(kind) <= set(names) <= MODELS[kind].model_fields.keys()


@cache
def _required(kind: Kind) -> set[str]:
    return {name for name, field in MODELS[kind].model_fields.items() if field.is_required()}


def _with_article(kind: Kind) -> str:
    return f"an {kind}" if kind[0] == "e" else f"a {kind}"


def _markdown_files(folder: Path, root: Path, skip: Collection[str] = ()) -> Iterator[Path | Problem]:
    """The Markdown files below a folder; linked and unreadable folders and near misses of the name are problems."""
    linked = next((part for part in (folder.parent, folder) if part != root and part.is_symlink()), None)
    if linked:
        yield _linked_folder(linked, root)
        return
    failures: list[OSError] = []
    for directory, folders, files in os.walk(folder, onerror=failures.append):
        visible = [name for name in sorted(folders) if not name.startswith((".", "_"))]
        links = [name for name in visible if Path(directory, name).is_symlink()]
        yield from (_linked_folder(Path(directory, name), root) for name in links)
        here = Path(directory)
        parent = _within(here, root)
        folders[:] = [name for name in visible if name not in links and f"{parent}/{name}" not in skip]
        for name in sorted(files):
            if name.startswith((".", "_")):
                continue
            file = here / name
            if name.endswith(".md"):
                yield file
            elif file.suffix.lower() in _MARKDOWN_LIKE or _is_document_among_posts(file, folder, root):
                yield _not_markdown(file, root)
    yield from (_unreadable_folder(error, root) for error in failures if error.errno != errno.ENOENT)


def _within(path: Path, root: Path) -> str:
    """The path from the root on, with `/`; a path object takes long to tell it for thousands of files."""
    text, above = str(path), f"{root}{os.sep}"
    return (
        text.removeprefix(above).replace(os.sep, "/")
        if text.startswith(above)
        else path.relative_to(root).as_posix()
    )


def _is_document_among_posts(file: Path, folder: Path, root: Path) -> bool:
    # Inside the folder of a post, such a file may be a download.
    if file.name.lower().endswith(".md.txt"):  # Windows adds an ending that it does not show
        return True
    among_posts = file.parent == folder and folder.relative_to(root).as_posix() in KIND_FOLDERS.values()
    return among_posts and (file.suffix.lower() in _DOCUMENTS or not file.suffix)


def _classify(file: Path, root: Path, folder: str, kind: Kind) -> ContentFile | Problem:
    path, section = _within(file, root), folder.removeprefix("docs/")
    inside = path.removeprefix(f"{folder}/").removesuffix(".md")
    if inside == "index":
        return ContentFile(section, "page", path, file)
    name = inside.removesuffix("/index")
    if "/" in name:
        return _nested(file, path, root)
    if not SLUG.fullmatch(name) or name == "index" or len(name) > LONGEST_SLUG:
        return _invalid_name(path, name)
    return ContentFile(f"{section}/{name}", kind, path, file)


def _classify_page(file: Path, root: Path) -> ContentFile | Problem:
    path = _within(file, root)
    name = path.removeprefix("docs/").removesuffix(".md").removesuffix("/index")
    if (name == "episodes" and file.name == "index.md") or name.startswith("episodes/"):
        fix = "move it to the folder episodes/, which is beside docs/"
        return _file_problem(path, "an episode cannot be in docs/", fix)
    if invalid := next((part for part in name.split("/") if not SLUG.fullmatch(part)), None):
        return _invalid_name(path, invalid)
    if len(name) > LONGEST_SLUG:
        return _invalid_name(path, name)
    return ContentFile("" if name == "index" else name, "page", path, file)


def _audio_without_notes(folder: Path, root: Path) -> Iterator[Problem]:
    """Recordings without notes, which would never appear on the site."""
    for inside in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
        if inside.name.startswith((".", "_")) or inside.is_symlink() or not inside.is_dir():
            continue
        try:
            suffixes = {file.suffix.lower() for file in inside.iterdir()}
        except OSError:  # reported where its notes are looked for
            continue
        if suffixes & _RECORDINGS and not suffixes & _MARKDOWN_LIKE:
            path = inside.relative_to(root).as_posix()
            fix = f"write them in {path}/index.md; `anthology new episode` begins such a file"
            yield _file_problem(path, "this recording has no notes", fix)


def _posts_elsewhere(root: Path) -> Iterator[Problem]:
    """Posts at the top of the repository, or in a folder there that people take for the right one."""
    folders = [root, *(folder for name in WRONG_FOLDERS if (folder := root / name).is_dir())]
    for file in sorted(file for folder in folders for file in folder.glob("*.md")):
        path = file.relative_to(root).as_posix()
        names = read_post(file, path).fields.values.keys()
        if "title" in names and names & {"topics", "authors", "hosts", "summary"}:
            kind: Kind = (
                "episode" if names & {"audio", "hosts"} else "practice" if "steps" in names else "essay"
            )
            message = f"this {kind} is not in the folder from which such files are published"
            yield _file_problem(path, message, f"move it to {KIND_FOLDERS[kind]}/")


def _file_problem(path: str, message: str, fix: str) -> Problem:
    return Problem(message, fix, path=path)


def _linked_folder(folder: Path, root: Path) -> Problem:
    fix = "put the folder itself here, under this name"
    return _file_problem(folder.relative_to(root).as_posix(), "this folder is a link to another one", fix)


def _unreadable_folder(error: OSError, root: Path) -> Problem:
    path = Path(str(error.filename)).relative_to(root).as_posix()
    if error.errno == errno.ENOTDIR:
        return _file_problem(path, "this is not a folder", "rename it, and put a folder of this name here")
    return _file_problem(
        path, f"this folder cannot be opened ({error.strerror})", f"make it readable:  chmod u+rx {path}"
    )


def _not_markdown(file: Path, root: Path) -> Problem:
    path = file.relative_to(root).as_posix()
    if file.suffix.lower() in {*_MARKDOWN_LIKE, ".txt"} or not file.suffix:
        stem = file.stem.removesuffix(".md") if file.suffix.lower() == ".txt" else file.stem
        fix = f"rename it:  {stem}.md"
        return _file_problem(path, "the name of this file does not end with .md, so it is not read", fix)
    fix = (
        f"copy its text into a plain file, such as {slugify(file.stem) or 'the-title'}.md (see CONTRIBUTING)"
    )
    return _file_problem(path, f"a post is a plain text file that ends with .md, not with {file.suffix}", fix)


def _nested(file: Path, path: str, root: Path) -> Problem:
    depth = path.count("/") - (1 if path.startswith("episodes/") else 2)
    if file.name == "index.md" or depth > 1:
        fix = "move it up, beside the other posts; the folder of a post has no folder with a post in it"
        return _file_problem(path, "this file is too deep in folders for a post", fix)
    if (file.parent / "index.md").exists():
        fix = "a folder has one post, index.md; move this file beside the folder, or into one of its own"
        return _file_problem(path, "the folder of this post has another post", fix)
    if re.fullmatch(r"[0-9-]+", file.parent.name):
        above = file.parent.parent / file.name
        fix = f"move it up:  {(file.parent.parent.relative_to(root) / above.name).as_posix()}"
        return _file_problem(path, "the posts of a year or a month have no folder of their own", fix)
    return _file_problem(
        path, "the text of a post that has a folder is called index.md", "rename it:  index.md"
    )


def _invalid_name(path: str, name: str) -> Problem:
    if invisible := first_invisible(name):
        return _file_problem(
            path, f"the name of this file contains {invisible}", f"rename it:  {slugify(name)}"
        )
    if SLUG.fullmatch(name) and name != "index":
        message = f"this name has {len(name)} characters, too many for an address"
        return _file_problem(path, message, f"rename it with at most {LONGEST_SLUG}")
    slug = "" if name == "index" else slugify(name)
    fix = f"rename it with small letters, digits and single hyphens{f': {slug}' if slug else ''}"
    return _file_problem(path, f"{name} cannot be part of an address", fix)
