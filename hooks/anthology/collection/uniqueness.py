"""What can be had only once: addresses on the site, and the guids of episodes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from anthology.problems import FieldPath, Issue
from anthology.urls import file_of

from .model import Collection, ContentPage, EpisodePost

# What the site makes of itself (see publication); an old address that is one of these would hide it.
_MADE_FILES = """
    404.html essays.xml feed.json feeds.opml podcast.xml related.json robots.txt sitemap.xml sitemap.xml.gz
    """.split()
_MADE_FOLDERS = ("assets", "podcast")
_FIX = "write another address, or delete this one"


def check_claims(collection: Collection, written: list[ContentPage], made: Iterable[str]) -> None:
    """Adds a problem to each source that wants what is taken."""
    taken = {file_of(page): "a page of this site" for page in made}
    taken |= dict.fromkeys(_MADE_FILES, "a file of this site")
    taken |= dict.fromkeys(collection.files, "a file of a post")
    taken |= {file_of(f"topics/{name}"): "a topic" for name in collection.vocabulary.topics}
    taken |= {file_of(f"series/{name}"): "a series" for name in collection.vocabulary.series}
    taken |= {file_of(item.id): item.file.path for item in written}
    _check_aliases(written, taken)
    guids: dict[str, str] = {}
    for item in written:
        if isinstance(item, EpisodePost) and item.fields.guid:
            if by := guids.get(item.fields.guid):
                fix = "delete the line, unless this episode has had this guid in another feed"
                _report(item, ("guid",), f"the guid {item.fields.guid} is used already, by {by}", fix)
            guids.setdefault(item.fields.guid, item.file.path)


def _check_aliases(written: list[ContentPage], taken: dict[str, str]) -> None:
    folders = {parent for file in taken for parent in _folders(file)}
    for item in written:
        for number, alias in enumerate(getattr(item.fields, "aliases", [])):  # type: ignore[attr-defined]
            path: FieldPath = ("aliases", number)
            file = _file(alias)
            first = file.split("/")[0]
            if by := taken.get(file) or next((taken[up] for up in _folders(file) if up in taken), None):
                _report(item, path, f"the address {alias} is used already, by {by}", _FIX)
            elif file in folders or first in _MADE_FOLDERS:
                _report(item, path, f"the address {alias} is used already, by a folder of this site", _FIX)
            else:
                taken[file] = item.file.path
                folders |= set(_folders(file))


def _file(alias: str) -> str:
    """The file that an old address is written to; `publication` writes it so."""
    bare = alias.strip("/")
    return bare if alias.endswith(".html") else file_of(bare)


def _folders(file: str) -> list[str]:
    return [str(parent) for parent in PurePosixPath(file).parents][:-1]


def _report(item: ContentPage, path: FieldPath, message: str, fix: str) -> None:
    item.source.report(Issue(message, fix, path))
