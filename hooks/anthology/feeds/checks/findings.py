"""What a rule about feeds is given, and what it says."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .document import Element, text

APPLE = "Apple's requirements"
RSS = "RSS 2.0"
PODCAST = "the Podcasting 2.0 namespace"
PSP = "PSP-1"
PAGING = "RFC 5005"
ATOM = "RFC 4287"
JSON_FEED = "JSON Feed 1.1"
OPML = "OPML 2.0"

_WEB = ("http", "https")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong in a feed.

    `path` is the feed's, relative to the site; `episode` its title, or guid, "" for the channel; `tag`
    as it is written in a feed; `source` says whose rule it is.
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
class Site:
    """The built site around a feed, as far as it is known: its folder and its address."""

    site: Path | None = None
    site_url: str | None = None

    def url(self, path: str) -> str | None:
        """The address that the file at this path should have."""
        return None if self.site_url is None else _folder(self.site_url) + path

    def is_local(self, url: str) -> bool:
        """Whether the address is within the site that is at hand."""
        return self.site is not None and self.site_url is not None and url.startswith(_folder(self.site_url))

    def file(self, url: str) -> Path | None:
        """The file behind an address of the site; None where it is missing, or not within the site."""
        if self.site is None or self.site_url is None or not self.is_local(url):
            return None
        return _file(str(self.site), url.removeprefix(_folder(self.site_url)))


@dataclass(frozen=True, slots=True)
class Feed(Site):
    """A feed document and where it stands; `channel` holds what is said of the feed as a whole."""

    root: Element = field(kw_only=True)
    channel: Element = field(kw_only=True)
    path: str = field(kw_only=True)

    def finding(self, tag: str, message: str, fix: str, source: str, item: Element | None = None) -> Finding:
        return Finding(self.path, "" if item is None else name_of(item), tag, message, fix, source)

    def own_url(self) -> str | None:
        """The address that this document should have."""
        return self.url(self.path)


@cache
def _file(site: str, address: str) -> Path | None:
    path = unquote(address.partition("#")[0].partition("?")[0])
    name = f"{path}index.html" if path.endswith("/") or not path else path
    folder, last = os.path.split(os.path.join(_resolved(site), name))
    file = os.path.join(_resolved(folder), last)
    if os.path.islink(file) or last in {"", ".", ".."}:
        file = os.path.realpath(file)
    return Path(file) if file.startswith(_resolved(site) + os.sep) and os.path.isfile(file) else None


@cache
def _resolved(folder: str) -> str:
    """Where a folder really lies; those above it have mostly been asked for before."""
    above, name = os.path.split(folder)
    if not name or not os.path.isabs(folder) or name in {".", ".."} or os.path.islink(folder):
        return os.path.realpath(folder)
    return os.path.join(_resolved(above), name)


def forget_files() -> None:
    """Lets the next check look for files anew: a check asks for the same ones again and again."""
    _file.cache_clear()
    _resolved.cache_clear()


def name_of(item: Element) -> str:
    """The title of an item or entry, or its guid where it has none."""
    named = (text(item, tag) for tag in ("title", "atom:title", "guid", "atom:id"))
    return next(filter(None, named), "an item without title")


def is_absolute(url: str | None, schemes: Iterable[str] = _WEB) -> bool:
    """Whether the address names its host, and can be split at all."""
    if url and schemes is _WEB and _PLAIN.match(url):
        return True
    try:
        parts = urlsplit(url or "")
        return parts.scheme in schemes and bool(parts.hostname)
    except ValueError:
        return False


def suffix(url: str) -> str:
    """How the path of an absolute address ends, from its last dot on: `.mp3`, or ''."""
    path = url.partition("://")[2].partition("/")[2].partition("#")[0].partition("?")[0]
    return os.path.splitext(path)[1].lower()


# Nearly all addresses are of this form; splitting them would take most of the time of a check.
_PLAIN = re.compile(r"https?://[a-z0-9.-]*[a-z0-9](?::[0-9]{1,4})?(?:/[\w./~%+-]*)?$", re.ASCII)


def _folder(site_url: str) -> str:
    return site_url.rstrip("/") + "/"
