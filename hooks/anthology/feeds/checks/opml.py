"""Rules for lists of feeds (OPML 2.0)."""

from collections.abc import Iterator

from .built_site import FeedFinding
from .dates import rfc2822
from .document import OPML, Feed
from .rules import TagRule, built_file_url, check_element, check_tags, check_unique

_DATES = (TagRule("dateCreated", "?", OPML, value=rfc2822), TagRule("dateModified", "?", OPML, value=rfc2822))
_DOCUMENT = (
    TagRule("head", "1", OPML, children=_DATES),
    TagRule("body", "1", OPML, children=(TagRule("outline", "+", OPML),)),
)
_OUTLINE = TagRule("outline", "*", OPML, attributes={"text": None})
_SUBSCRIPTION = TagRule(
    "outline", "*", OPML, attributes={"text": None, "xmlUrl": built_file_url, "htmlUrl?": built_file_url}
)


def check_opml(feed: Feed) -> Iterator[FeedFinding]:
    """A list has a version, a head, and outlines with a text; those of feeds have unique URLs."""
    if (version := feed.root.get("version")) not in {"1.0", "1.1", "2.0"}:
        yield feed.finding("opml", f"has the version “{version}”", 'write version="2.0"', OPML)
    yield from check_tags(feed, feed.root, _DOCUMENT)
    outlines = list(feed.root.iter("outline"))
    for outline in outlines:
        rule = _SUBSCRIPTION if outline.get("type") == "rss" else _OUTLINE
        yield from check_element(feed, outline, rule, outline)
    urls = ((outline.get("xmlUrl"), outline) for outline in outlines)
    yield from check_unique(feed, "outline", urls, "keep one", OPML)
