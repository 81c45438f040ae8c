"""The built site around a feed: its files, which of them are feeds, and what is found in these. Loads no lxml."""

import os
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

FEED_SUFFIXES = (".xml", ".rss", ".atom", ".json", ".opml")
HEAD_BYTES = 16384
"""in which a feed says what it is: a long comment or a list of styles may precede that"""
_FEED_MARKS = (b"<rss", b"<feed", b"<opml", b"https://jsonfeed.org/version/")


class FeedFinding(NamedTuple):
    """One broken rule in a feed.

    `path` is the feed's, relative to the site; `episode` the title or guid of the item, "" for the
    channel; `tag` as it is written in a feed; `source` the specification that has the rule.
    """

    path: str
    episode: str
    tag: str
    message: str
    fix: str
    source: str

    def __str__(self) -> str:
        where = f"{self.path}: “{self.episode}”" if self.episode else self.path
        return f"{where}: <{self.tag}> {self.message} ({self.source})\n   Fix: {self.fix}"


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """The built site around a feed: its folder and its URL, as far as they are known.

    `files` are those by their address that a build will copy into the folder; `known` are the addresses of files that
    are in it, at which nobody need look.
    """

    folder: Path | None = None
    base_url: str | None = None
    files: Mapping[str, Path] = field(default_factory=dict, hash=False)
    known: Collection[str] = field(default=(), hash=False)
    asked: dict[str, bool] = field(default_factory=dict, hash=False, compare=False)
    """every address that was asked for, and if its file may have been read"""

    def url(self, path: str) -> str | None:
        """The URL of the file at this path."""
        return None if self.base_url is None else _with_slash(self.base_url) + path

    def is_local(self, url: str) -> bool:
        """True if the URL is within the site and the site's folder is known."""
        return None not in (self.folder, self.base_url) and url.startswith(_with_slash(str(self.base_url)))

    def is_remote(self, url: str) -> bool:
        """True if the site's URL is known and this one is elsewhere."""
        return self.base_url is not None and not url.startswith(_with_slash(self.base_url))

    def file(self, url: str) -> Path | None:
        """The file that the site serves at a URL; None where it is missing or outside the site."""
        place = self._place(url, True)
        if place is None:
            return None
        if place in self.known:
            return Path(_real_folder(str(self.folder)) + place)
        return self.files.get(place) or _file(str(self.folder), place)

    def has(self, url: str) -> bool:
        """True if the site serves a file at a URL."""
        place = self._place(url, False)
        if place is None:
            return False
        return place in self.known or place in self.files or _file(str(self.folder), place) is not None

    def _place(self, url: str, is_read: bool) -> str | None:
        """The path of the file at a URL; None of one outside the site."""
        if not self.is_local(url):
            return None
        self.asked[url] = is_read or self.asked.get(url, False)
        address = url.removeprefix(_with_slash(str(self.base_url)))
        path = unquote(address.partition("#")[0].partition("?")[0])
        return f"{path}index.html" if path.endswith("/") or not path else path


class Everything(Collection[str]):
    """The addresses of a site that is not known yet."""

    def __contains__(self, address: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def clear_file_cache() -> None:
    """Forget which files exist: each check of a site looks once for a file that many feeds name."""
    _file.cache_clear()
    _real_folder.cache_clear()


@cache
def _file(site: str, path: str) -> Path | None:
    name = os.path.join(site, path)
    if not os.path.isfile(name):
        return None
    file = os.path.realpath(name)
    return Path(file) if file.startswith(_real_folder(site)) else None


@cache
def _real_folder(site: str) -> str:
    return os.path.realpath(site) + os.sep


def _with_slash(site_url: str) -> str:
    return site_url.rstrip("/") + "/"


def begins_as_feed(head: bytes) -> bool:
    """True for the first bytes of a feed."""
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    return any(mark in head for mark in _FEED_MARKS)
