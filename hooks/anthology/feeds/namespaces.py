"""The namespaces of podcast feeds, for those who write tags and for those who check them."""

from functools import cache

from anthology.schema import FEED_NAMESPACES

_HISTORY = {"fh": "http://purl.org/syndication/history/1.0"}
"""the namespace of archives (RFC 5005), which a show does not give by itself"""
NAMESPACES = {prefix: FEED_NAMESPACES[prefix] for prefix in ("itunes", "podcast", "psc")}
NAMESPACES |= {**_HISTORY, "atom": FEED_NAMESPACES["atom"]}


@cache
def qualified(tag: str) -> str:
    """The name of a tag as lxml has it: {http://…}image for itunes:image; `title` is in no namespace."""
    prefix, _, name = tag.rpartition(":")
    return f"{{{FEED_NAMESPACES.get(prefix) or _HISTORY[prefix]}}}{name}" if prefix else name
