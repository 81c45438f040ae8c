"""Feed documents, the built site around them, and findings.

The only module of feeds that imports lxml, which feedgen brings.
"""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree  # type: ignore[import-untyped]  # no types are published with it

from anthology.problems import Issue

from ..namespaces import qualified

APPLE = "Apple's requirements"
RSS = "RSS 2.0"
PODCAST = "the Podcasting 2.0 namespace"
PSP = "PSP-1"
PAGING = "RFC 5005"
ATOM = "RFC 4287"
JSON_FEED = "JSON Feed 1.1"
OPML = "OPML 2.0"


Element = Any


class NotAFeed(Exception):  # noqa: N818 -- it reads as the sentence it is
    """The reason why bytes cannot be read as a feed."""


@dataclass(frozen=True, slots=True, order=True)
class FeedFinding:
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


@dataclass(frozen=True, slots=True)
class Feed:
    """An XML feed. `channel` has the tags of the whole feed, `items` are its items or entries."""

    site: BuiltSite
    path: str
    root: Element
    channel: Element
    items: list[Element] = field(init=False)

    def __post_init__(self) -> None:
        tag = "atom:entry" if self.root is self.channel else "item"
        object.__setattr__(self, "items", all_of(self.channel, tag))

    def finding(
        self, tag: str, message: str, fix: str, source: str, item: Element | None = None
    ) -> FeedFinding:
        return FeedFinding(self.path, "" if item is None else name_of(item), tag, message, fix, source)

    def findings(
        self, tag: str, issues: Iterable[Issue], source: str, item: Element | None = None
    ) -> Iterator[FeedFinding]:
        return (self.finding(tag, issue.message, issue.fix, source, item) for issue in issues)

    def url(self) -> str | None:
        """The URL of this document."""
        return self.site.url(self.path)

    def owners(self) -> Iterator[tuple[Element, Element | None]]:
        """The channel with None, then each item with itself: what `finding` takes."""
        yield self.channel, None
        for item in self.items:
            yield item, item


def parse_xml(document: bytes) -> Element:
    """The root element; raises NotAFeed where the XML is not well-formed or has a DTD.

    Entities are never expanded: a feed needs none, and they are a way to attack XML readers.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        raise NotAFeed(f"the XML is not well-formed: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotAFeed("the XML has a document type (DTD), which could define entities")
    return root


def encoding(root: Element) -> str:
    return str(root.getroottree().docinfo.encoding or "UTF-8")


def all_of(parent: Element, tag: str) -> list[Element]:
    """The children of this name."""
    return list(parent.iterchildren(qualified(tag)))


def first(parent: Element, tag: str) -> Element | None:
    return next(parent.iterchildren(qualified(tag)), None)


def text(parent: Element, tag: str) -> str | None:
    """The text of the first child of this name, without spaces around it; None without such a child."""
    element = first(parent, tag)
    return None if element is None else (element.text or "").strip()


def namespaces(root: Element) -> list[str]:
    """Every namespace that is declared at the root or used by an element."""
    used = (etree.QName(element).namespace for element in root.iter(etree.Element))
    return list(dict.fromkeys(uri for uri in (*root.nsmap.values(), *used) if uri))


def name_of(item: Element) -> str:
    """The title of an item, entry or outline, or its guid where it has none."""
    names = (text(item, tag) for tag in ("title", "atom:title", "guid", "atom:id"))
    return next(filter(None, (*names, item.get("text"))), "an item without title")


def self_url(channel: Element) -> str | None:
    """The URL that the feed gives as its own: atom:link rel="self"."""
    links = (link.get("href") for link in all_of(channel, "atom:link") if link.get("rel") == "self")
    return next(links, None)


def is_absolute(url: object) -> bool:
    """True for an http or https URL with a host."""
    if not isinstance(url, str):
        return False
    if _PLAIN_URL.match(url):
        return True
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


# Nearly all URLs have this form; splitting them would take most of the time of a check.
_PLAIN_URL = re.compile(r"https?://[a-z0-9.-]*[a-z0-9](?::[0-9]{1,4})?(?:/[\w./~%+-]*)?$", re.ASCII)


def suffix(url: str) -> str:
    """The end of a URL's path from its last dot: `.mp3`, or ''."""
    path = url.partition("#")[0].partition("?")[0]
    return os.path.splitext(path.partition("://")[2].partition("/")[2] if "://" in path else path)[1].lower()


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
