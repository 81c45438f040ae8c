"""Where the links of a post lead: to posts and pages by their files or addresses, to files beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from .addresses import Addresses
from .layout import Entry
from .prose import Target

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

Wrong = tuple[str, str]


@dataclass(slots=True)
class Links:
    """Every address of the collection, and which files its pages have asked for so far."""

    root: Path
    addresses: Addresses
    pages: dict[str, Entry | None]
    """id → its file; nothing for pages that are made, such as topics"""
    files: dict[str, Path] = field(default_factory=dict)
    """address → file, of what is published because a page refers to it"""
    names: dict[Path, str] = field(default_factory=dict)
    """file → the address it gets, where that is not the one it lies at"""
    reserved: set[str] = field(default_factory=set)
    """addresses at which something was published for good"""
    probed: set[Path] = field(default_factory=set)
    """pictures that have been looked into"""

    def resolve(self, entry: Entry, written: str, picture: bool) -> Target | Wrong:
        """Where an address written in this entry leads, or what is wrong with it and the fix."""
        try:
            parts = urlsplit(written)
        except ValueError:
            return f"{written} cannot be read as an address", "write it again"
        path = unquote(parts.path)
        if not path:
            return "this link leads nowhere", "write the address between the round brackets"
        if not picture and (page := self._page(entry, path)) is not None:
            return Target(self.addresses.page(page), page, unquote(parts.fragment))
        return self._file(entry, path, picture)

    def file_address(self, entry: Entry, name: str) -> str | Wrong:
        """The address of a file beside an entry, which is published from now on."""
        target = self._file(entry, name, False, beside=True)
        return target if isinstance(target, tuple) else target.address

    def _page(self, entry: Entry, path: str) -> str | None:
        return next((page for page in self._readings(entry, path) if page in self.pages), None)

    def _readings(self, entry: Entry, path: str) -> Iterator[str]:
        """The page ids that a path can mean: by files on disk, by MkDocs's tree, by addresses."""
        if path.startswith("/"):
            yield _id(path.lstrip("/"))
            return
        yield _id(_joined(Path(entry.path).parent.as_posix(), path).removeprefix("docs/"))
        yield _id(_joined(Path(entry.path.removeprefix("docs/")).parent.as_posix(), path))
        if not path.endswith(".md"):
            yield _id(_joined(entry.id, path))
            yield _id(path)

    def _file(self, entry: Entry, path: str, picture: bool, beside: bool = False) -> Target | Wrong:
        if path.startswith("/"):
            if beside:
                return _leaves(path)
            file, home = self.root / "docs" / path.lstrip("/"), self.root / "docs"
        else:
            file = entry.folder / path
            home = entry.folder if beside or entry.kind == "episode" else self.root / "docs"
        if _outside(file, home, self.root):
            return _leaves(path) if not path.endswith(".md") else self._no_page(path)
        if not file.is_file():
            return self._missing(entry, path, picture)
        wanted = PICTURES if picture else _DOWNLOADS
        if not beside and file.suffix.lower() not in wanted:
            kinds = ", ".join(sorted(suffix[1:] for suffix in wanted))
            return f"{path} is not a kind of file that this site passes on", f"save it as one of: {kinds}"
        place = normpath(file.absolute().relative_to(self.root.absolute()).as_posix())
        address = self.names.get(self.root / place, place.removeprefix("docs/"))
        self.files[address] = self.root / place
        return Target(address)

    def _missing(self, entry: Entry, path: str, picture: bool) -> Wrong:
        if not picture and (path.endswith((".md", "/")) or "." not in path.rpartition("/")[2]):
            return self._no_page(path)
        names = sorted(file.name for file in entry.folder.iterdir() if file.suffix not in {".md", ".yml"})
        near = get_close_matches(path, names, 1, 0.5)
        fix = f"did you mean {near[0]}?" if near else "put the file beside the post, or correct its name"
        return f"there is no file {path}", fix

    def _no_page(self, path: str) -> Wrong:
        near = nearest(_id(path.lstrip("./")), self.pages)
        return (
            f"no page stands at {path}",
            f"did you mean /{near}/?" if near else "check the name of the file that it should lead to",
        )


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The known id that a written one most likely means."""
    names = sorted(name for name in known if name)
    if found := get_close_matches(written, names, 1, 0.6):
        return found[0]
    by_slug = {name.rpartition("/")[2]: name for name in names}
    last = get_close_matches(written.rpartition("/")[2], sorted(by_slug), 1, 0.7)
    return by_slug[last[0]] if last else None


def _id(path: str) -> str:
    """`essays/x` for essays/x.md, essays/x/index.md, essays/x/ and essays/x/index.html."""
    path = path.strip("/")
    for ending in (".md", ".html"):
        path = path.removesuffix(ending)
    return "" if path in {"index", "."} else path.removesuffix("/index")


def _joined(folder: str, path: str) -> str:
    return normpath(f"{folder}/{path}")


def _outside(file: Path, home: Path, root: Path) -> bool:
    try:
        resolved = file.resolve()
    except (OSError, RuntimeError):
        return True
    # A symbolic link may point anywhere; only where it ends counts.
    return not resolved.is_relative_to(home.resolve()) or not resolved.is_relative_to(root.resolve())


def _leaves(path: str) -> Wrong:
    return f"{path} leaves the folder of this post", "put the file beside the post and write its name alone"
