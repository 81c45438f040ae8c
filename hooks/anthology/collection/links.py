"""Where the links of a post lead: to posts and pages by their files or addresses, to files beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from posixpath import normpath
from typing import Literal
from urllib.parse import unquote, urlsplit

from anthology.media.images import display_size
from anthology.problems import Issue, shorten
from anthology.rendering.body import Target
from anthology.sources import ContentFile
from anthology.urls import UrlBuilder, page_id

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".avif"}
_DOWNLOADS = PICTURES | {
    ".pdf",
    ".epub",
    ".txt",
    ".csv",
    ".mp3",
    ".m4a",
    ".opus",
    ".ogg",
    ".flac",
    ".wav",
    ".vtt",
    ".srt",
    ".odt",
    ".docx",
}


@dataclass(slots=True)
class Links:
    """Every address of the collection, and which files its pages have asked for so far."""

    root: Path
    addresses: UrlBuilder
    pages: dict[str, ContentFile | None]
    """id → its file; nothing for pages that are made, such as topics"""
    files: dict[str, Path] = field(default_factory=dict)
    """address → file, of what is published because a page refers to it"""
    fresh: dict[str, Path] = field(default_factory=dict)
    """what the entry that is being read has asked for; to be kept or dropped with it"""
    names: dict[Path, str] = field(default_factory=dict)
    """file → the address it gets, where that is not the one it lies at"""
    reserved: set[str] = field(default_factory=set)
    """addresses at which something was published for good"""
    probed: set[Path] = field(default_factory=set)
    """pictures that have been looked into"""
    _nearest_pages: dict[str, str | None] = field(default_factory=dict)

    def keep(self) -> None:
        """Publishes what was asked for since the last time."""
        self.files |= self.fresh
        self.fresh = {}

    def drop(self) -> None:
        """Forgets what was asked for since the last time."""
        self.fresh = {}

    def resolve(self, entry: ContentFile, written: str, picture: bool) -> Target | Issue:
        """Where an address written in this entry leads, or the issue with it."""
        try:
            parts = urlsplit(written)
        except ValueError:
            return Issue(f"{shorten(written, 60)} cannot be read as an address", "write it again")
        path = unquote(parts.path)
        if not path:
            return Issue("this link leads nowhere", "write the address between the round brackets")
        if not picture and (page := self._page(entry, path)) is not None:
            return Target(self.addresses.page(page), page, unquote(parts.fragment))
        return self._file(entry, path, picture)

    def file_address(self, entry: ContentFile, name: str) -> str | Issue:
        """The address of a file beside an entry, which is published from now on."""
        target = self._file(entry, name, False, beside=True)
        return target if isinstance(target, Issue) else target.address

    def _page(self, entry: ContentFile, path: str) -> str | None:
        return next((page for page in self._readings(entry, path) if page in self.pages), None)

    def _readings(self, entry: ContentFile, path: str) -> Iterator[str]:
        """The page ids that a path can mean: by files on disk, by MkDocs's tree, by addresses."""
        if path.startswith("/"):
            yield page_id(path.lstrip("/"))
            return
        yield page_id(_joined(Path(entry.path).parent.as_posix(), path).removeprefix("docs/"))
        yield page_id(_joined(Path(entry.path.removeprefix("docs/")).parent.as_posix(), path))
        if not path.endswith(".md"):
            yield page_id(_joined(entry.id, path))
            yield page_id(path)

    def _file(self, entry: ContentFile, path: str, picture: bool, beside: bool = False) -> Target | Issue:
        if path.startswith("/"):
            if beside:
                return _leaves(path)
            file, home = self.root / "docs" / path.lstrip("/"), self.root / "docs"
        else:
            file = entry.folder / path
            home = entry.folder if beside or entry.kind == "episode" else self.root / "docs"
        place = normpath(file.absolute().relative_to(self.root.absolute()).as_posix())
        match kind_of(file, home):
            case "outside" if not path.endswith(".md"):
                return _leaves(path)
            case "file":
                return self._passed_on(path, self.root / place, place, picture, beside)
            case "folder" if beside:
                return Issue(f"{path} is a folder, not a file", "write the name of one file in it")
        return self._missing(entry, path, picture, beside)

    def _passed_on(self, path: str, file: Path, place: str, picture: bool, beside: bool) -> Target | Issue:
        wanted = PICTURES if picture else _DOWNLOADS
        if not beside and file.suffix.lower() not in wanted:
            kinds = ", ".join(sorted(suffix[1:] for suffix in wanted))
            return Issue(
                f"{path} is not a kind of file that this site passes on", f"save it as one of: {kinds}"
            )
        address = self.names.get(file, place.removeprefix("docs/"))
        self.fresh[address] = file
        return Target(address, size=display_size(file) if picture else None)

    def _missing(self, entry: ContentFile, path: str, picture: bool, beside: bool) -> Issue:
        if not (picture or beside) and (path.endswith((".md", "/")) or "." not in path.rpartition("/")[2]):
            return self._no_page(path)
        return missing_file(entry.folder, path)

    def _no_page(self, path: str) -> Issue:
        if path not in self._nearest_pages:
            self._nearest_pages[path] = nearest(page_id(path.lstrip("./")), self.pages)
        near = self._nearest_pages[path]
        fix = f"did you mean /{near}/?" if near else "check the name of the file that it should lead to"
        return Issue(f"no page stands at {shorten(path, 60)}", fix)


def missing_file(folder: Path, path: str) -> Issue:
    """The words for a file that is not there; those who made it on another machine may have its letters wrong."""
    beside = folder / path
    names = sorted(file.name for file in folder.iterdir() if file.suffix.lower() not in {".md", ".yml"})
    name = beside.name
    message = f"there is no file {shorten(path, 60)}"
    if beside.parent == folder and name in names:
        return Issue(f"{path} leads nowhere", "put the file itself there, under this name")
    same = next((other for other in names if other.lower() == name.lower()), None)
    if beside.parent == folder and same:
        return Issue(message, f"write {same}; capital and small letters count")
    near = get_close_matches(path[:60], names, 1, 0.5)
    return Issue(
        message, f"did you mean {near[0]}?" if near else "put the file beside the post, or correct its name"
    )


def kind_of(file: Path, home: Path) -> Literal["file", "folder", "outside", "nothing"]:
    """What lies at a path, for posts that may use what lies in `home`: a link counts by where it ends."""
    try:
        resolved = file.resolve()
        if not resolved.is_relative_to(home.resolve()):
            return "outside"
        return "file" if resolved.is_file() else "folder" if resolved.is_dir() else "nothing"
    except (OSError, RuntimeError, ValueError):
        # Links in a circle, names that are too long, NUL bytes, folders that we may not look into.
        return "nothing"


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The known id that a written one most likely means."""
    names = sorted(name for name in known if name)
    if found := get_close_matches(written, names, 1, 0.6):
        return found[0]
    by_slug = {name.rpartition("/")[2]: name for name in names}
    last = get_close_matches(written.rpartition("/")[2], sorted(by_slug), 1, 0.7)
    return by_slug[last[0]] if last else None


def _joined(folder: str, path: str) -> str:
    return normpath(f"{folder}/{path}")


def _leaves(path: str) -> Issue:
    return Issue(
        f"{shorten(path, 60)} leaves the folder of this post",
        "put the file beside the post and write its name alone",
    )
