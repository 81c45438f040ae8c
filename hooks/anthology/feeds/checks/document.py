"""Feed documents: the only module of feeds that imports lxml, which feedgen brings."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from lxml import etree  # type: ignore[import-untyped]  # no types are published with it

from anthology.problems import Issue

from ..namespaces import qualified
from .built_site import BuiltSite, FeedFinding

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
