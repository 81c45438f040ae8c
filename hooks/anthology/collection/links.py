"""Targets of links in posts: pages by their file or address, and files beside the post."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Literal
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit

from anthology.media import PICTURES, images
from anthology.problems import Issue, shorten
from anthology.rendering import Target
from anthology.schema.addresses import last_name
from anthology.sources import ContentFile
from anthology.unicode import without_invisible
from anthology.urls import OWN_FOLDER, UrlBuilder, address_is_safe, page_id, slugify

from .site_addresses import SiteAddresses, is_own_address, taken_address

_DOWNLOADS = PICTURES | set(
    ".pdf .epub .txt .csv .mp3 .m4a .opus .ogg .flac .wav .vtt .srt .odt .docx".split()
)
_QUOTED_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Links:
    """The pages and files of a collection to which posts can link.

    `pages` has an id for every page, with its file if it has one. `addresses_of_files` has the files whose
    address is not their place in the folders: recordings (see `recordings`).
    """

    root: Path
    addresses: UrlBuilder
    pages: Mapping[str, ContentFile | None]
    addresses_of_files: Mapping[Path, str] = field(default_factory=dict)
    transcripts: Mapping[Path, str] = field(default_factory=dict)
    """file → address of what is written from it"""
    owners: SiteAddresses = field(default_factory=SiteAddresses)
    _nearest_pages: dict[str, str | None] = field(default_factory=dict)
    """path → the page it most likely means; looking for it is slow"""

    def resolve(self, page: ContentFile, path: str, picture: bool) -> Target | Issue:
        """The target of a link or picture in this page, or the issue with it."""
        try:
            parts = urlsplit(path)
        except ValueError:
            return Issue(f"{shorten(path, _QUOTED_LENGTH)} cannot be read as an address", "write it again")
        name, path = unquote(path), unquote(parts.path)
        if not picture and path and (target := self._page(page, path)) is not None:
            return Target(self.addresses.page(target), target, unquote(parts.fragment))
        empty = Issue("this link is empty", "write the address between the round brackets")
        file = self._file(page, path, picture) if path else empty
        if isinstance(file, Issue) and name != path and locate(page.folder / name, page.folder) == "file":
            message = f"{shorten(name, _QUOTED_LENGTH)} is cut at a sign that ends the name in an address"
            return Issue(message, f"write it as browsers send it:  {quote(name)}")
        return file

    def resolve_file(self, page: ContentFile, name: str) -> Target | Issue:
        """The target of a file beside this page that a field names, or the issue with it."""
        return self._file(page, name, False, beside=True)

    def _page(self, page: ContentFile, path: str) -> str | None:
        return next((target for target in self._candidates(page, path) if target in self.pages), None)

    def _candidates(self, page: ContentFile, path: str) -> Iterator[str]:
        """The page ids that a path can mean: by files on disk, by MkDocs's tree, by addresses."""
        if path.startswith("/"):
            yield page_id(path.lstrip("/"))
            return
        yield page_id(_normalised(Path(page.path).parent.as_posix(), path).removeprefix("docs/"))
        yield page_id(_normalised(Path(page.path.removeprefix("docs/")).parent.as_posix(), path))
        if not path.endswith(".md"):
            yield page_id(_normalised(page.id, path))
            yield page_id(path)

    def _file(self, page: ContentFile, path: str, picture: bool, beside: bool = False) -> Target | Issue:
        if path.startswith("/"):
            if beside:
                return _outside_folder(path)
            file, home = self.root / "docs" / path.lstrip("/"), self.root / "docs"
        else:
            file = page.folder / path
            home = page.folder if beside or page.kind == "episode" else self.root / "docs"
        place = normpath(file.absolute().relative_to(self.root.absolute()).as_posix())
        if not beside and (transcript := self.transcripts.get(self.root / place)):
            return Target(transcript)
        match locate(file, home):
            case "outside" if not path.endswith(".md"):
                return _outside_folder(path)
            case "file":
                return self._publish_file(path, self.root / place, place, picture, beside)
            case "folder" if beside:
                return not_a_file(path)
        return self._missing(page, path, picture, beside)

    def _publish_file(self, path: str, file: Path, place: str, picture: bool, beside: bool) -> Target | Issue:
        suffixes = PICTURES if picture else _DOWNLOADS
        if not (picture or beside) and file.suffix == ".md":
            fix = "delete the link, or take its part out of `without` in mkdocs.yml, if it is there"
            return Issue(f"{shorten(path, _QUOTED_LENGTH)} is not published", fix)
        if not beside and file.suffix.lower() not in suffixes:
            kinds = ", ".join(sorted(suffix[1:] for suffix in suffixes))
            return Issue(
                f"{path} is not a kind of file that this site publishes", f"save it as one of: {kinds}"
            )
        if not address_is_safe(place):
            message = f"the name of {shorten(path, _QUOTED_LENGTH)} cannot be part of an address"
            return Issue(message, _renaming(place))
        address = self.addresses_of_files.get(file, _address_of(place.removeprefix("docs/")))
        if owner := self.owners.claim(address, place):
            return Issue(taken_address(address, owner), _renaming(place, "-2"))
        return Target(address, size=images.display_size(file) if picture else None, file=file)

    def _missing(self, page: ContentFile, path: str, picture: bool, beside: bool) -> Issue:
        if not (picture or beside) and (whole := _whole_address(path)):
            return Issue(f"{shorten(path, _QUOTED_LENGTH)} is the address of no page here", f"write {whole}")
        if not (picture or beside) and (path.endswith((".md", "/")) or "." not in path.rpartition("/")[2]):
            return self._missing_page(path)
        return missing_file_issue(page.folder, path)

    def _missing_page(self, path: str) -> Issue:
        if path not in self._nearest_pages:
            self._nearest_pages[path] = nearest(page_id(path.lstrip("./")), self.pages)
        near = self._nearest_pages[path]
        fix = f"did you mean /{near}/?" if near else "check the name of the file that it should lead to"
        return Issue(f"there is no page at {shorten(path, _QUOTED_LENGTH)}", fix)


def _address_of(place: str) -> str:
    """The address of a file by its place in docs/: in a folder of its own where the site has such a folder too."""
    return f"{OWN_FOLDER}{place}" if "/" in place and is_own_address(place) else place


def _whole_address(path: str) -> str:
    """The address that a path without its protocol most likely means; empty if it looks like none."""
    if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", path):
        return f"mailto:{path}"
    return (
        f"https://{path}" if re.match(r"([\w-]+\.)+(org|com|net|info|edu|gov|int|uk|eu)(/|$)", path) else ""
    )


def missing_file_issue(folder: Path, path: str) -> Issue:
    """The issue with a file that does not exist; on other systems, its name may mean the one that does."""
    beside = folder / path
    names = sorted(file.name for file in folder.iterdir() if file.suffix.lower() not in {".md", ".yml"})
    message = f"there is no file {shorten(path, _QUOTED_LENGTH)}"
    if beside.parent == folder and beside.name in names:
        fix = "put the file itself there, under this name"
        kind = "a link to a file that does not exist" if beside.is_symlink() else "not a plain file"
        return Issue(f"{path} is {kind}", fix)
    if same := _written_otherwise(folder, path):
        reason = "folders are divided by /" if "\\" in path else "capital and small letters count"
        return Issue(message, f"write {same}; {reason}")
    same = next((name for name in names if _folded(name) == _folded(beside.name)), "")
    if beside.parent == folder and same:
        message = f"{path} and the name of the file look alike, but consist of different characters"
        return Issue(message, _renaming(same))
    matches = get_close_matches(path[:_QUOTED_LENGTH], names, 1, 0.5)
    suggestion = f"did you mean {matches[0]}?" if matches else ""
    return Issue(message, suggestion or "put the file beside the post, or correct its name")


def _folded(name: str) -> str:
    return normalize("NFC", without_invisible(name)).lower()


def _renaming(name: str, ending: str = "") -> str:
    path = PurePosixPath(name)
    new_name = f"{slugify(path.stem) or 'file'}{ending}{path.suffix.lower()}"
    return f"rename the file:  {new_name}  and write that name here"


def _written_otherwise(folder: Path, path: str) -> str:
    """The path of a file that other systems would have found: letters of another size, backslashes; else empty."""
    names: list[str] = []
    for part in path.replace("\\", "/").split("/"):
        try:
            entries = sorted(entry.name for entry in folder.iterdir())
        except OSError:
            return ""
        same = (
            part if part in entries else next((name for name in entries if name.lower() == part.lower()), "")
        )
        if not same:
            return ""
        names.append(same)
        folder = folder / same
    return "/".join(names) if folder.is_file() else ""


def not_a_file(path: str) -> Issue:
    """The issue with a folder where a file is needed."""
    return Issue(f"{path} is a folder, not a file", "write the name of one file in it")


def locate(file: Path, home: Path) -> Literal["file", "folder", "outside", "nothing"]:
    """The kind of thing at a path, for posts that may use files in `home`; links are followed."""
    try:
        resolved = file.resolve()
        if not resolved.is_relative_to(home.resolve()):
            return "outside"
        return "file" if resolved.is_file() else "folder" if resolved.is_dir() else "nothing"
    except (OSError, RuntimeError, ValueError):
        # Links in a circle, names that are too long, NUL bytes, folders without permission.
        return "nothing"


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that a name most likely means, by the whole id or by its last part."""
    ids = sorted(candidate for candidate in candidates if candidate)
    if matches := get_close_matches(name, ids, 1, 0.6):
        return matches[0]
    by_slug = {candidate.rpartition("/")[2]: candidate for candidate in ids}
    slugs = get_close_matches(name.rpartition("/")[2], sorted(by_slug), 1, 0.7)
    return by_slug[slugs[0]] if slugs else None


def _normalised(folder: str, path: str) -> str:
    return normpath(f"{folder}/{path}")


def _outside_folder(path: str) -> Issue:
    message = f"{shorten(path, _QUOTED_LENGTH)} is outside the folder of this post"
    return Issue(message, f"put the file beside the post, and write its name alone:  {last_name(path)}")
