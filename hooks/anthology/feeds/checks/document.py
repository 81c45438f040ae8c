"""A feed's XML, read without entities, without the network, and with whatever its author did to it.

The one door to lxml. It comes with feedgen.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # no types are published with it

from ..podcast_namespace import NAMESPACES

_PREFIXES = {**NAMESPACES, "content": "http://purl.org/rss/1.0/modules/content/"}

Element = Any


class NotAFeed(Exception):  # noqa: N818 -- it reads as the sentence it is
    """Why the bytes cannot be read as a feed."""


def parse(document: bytes) -> Element:
    """The root element; raises NotAFeed where the XML is not well-formed or brings a DTD.

    Entities are never expanded: a feed needs none, and they are how XML attacks its readers.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        raise NotAFeed(f"the XML is not well-formed: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotAFeed("the XML has a document type (DTD), through which it could define entities")
    return root


def encoding(root: Element) -> str:
    return str(root.getroottree().docinfo.encoding or "UTF-8")


@cache
def qualified(tag: str) -> str:
    """`itunes:image` as lxml names it; `title` is in no namespace."""
    prefix, _, name = tag.rpartition(":")
    return f"{{{_PREFIXES[prefix]}}}{name}" if prefix else name


def all_of(parent: Element, tag: str) -> list[Element]:
    """The children of this name."""
    return list(parent.iterchildren(qualified(tag)))


def first(parent: Element, tag: str) -> Element | None:
    return next(parent.iterchildren(qualified(tag)), None)


def text(parent: Element, tag: str) -> str | None:
    """The text of the first child of this name, without spaces around it; None without such a child."""
    element = first(parent, tag)
    return None if element is None else (element.text or "").strip()


def namespaces(root: Element) -> Iterator[str]:
    """Every namespace that is declared at the root or used by an element."""
    found = dict.fromkeys(uri for uri in root.nsmap.values() if uri)
    for element in root.iter(etree.Element):
        if uri := etree.QName(element).namespace:
            found.setdefault(uri)
    return iter(found)


def local_name(element: Element) -> str:
    return str(etree.QName(element).localname)
