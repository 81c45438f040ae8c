"""Rules for Atom feeds (RFC 4287)."""

from collections.abc import Iterable, Iterator

from anthology.problems import Issue

from .built_site import FeedFinding
from .dates import parse_rfc3339, rfc3339
from .document import ATOM, Element, Feed, all_of, first, text
from .html_content import html_issues
from .rules import TagRule, check_tags, check_unique, matches


def _html_text_issues(_: Feed, content: Element) -> Iterable[Issue]:
    """HTML is safe for all readers."""
    return html_issues(content.text or "") if content.get("type") == "html" else ()


_ATOM_IRI = matches(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+", "write an address, or urn:uuid: and a UUID", "an IRI")
_ATOM_COMMON = (
    TagRule("atom:id", "1", ATOM, True, value=_ATOM_IRI),
    TagRule("atom:title", "1", ATOM, True),
    TagRule("atom:updated", "1", ATOM, True, value=rfc3339),
    TagRule("atom:author", "*", ATOM, children=(TagRule("atom:name", "1", ATOM, True),)),
    TagRule("atom:rights", "?", ATOM),
)
_ATOM_FEED = (*_ATOM_COMMON, TagRule("atom:subtitle", "?", ATOM))
_ATOM_ENTRY = (
    *_ATOM_COMMON,
    TagRule("atom:published", "?", ATOM, value=rfc3339),
    TagRule("atom:summary", "?", ATOM, element=_html_text_issues),
    TagRule("atom:content", "?", ATOM, element=_html_text_issues),
)


def check_atom(feed: Feed) -> Iterator[FeedFinding]:
    """The tags of the feed and of its entries follow the tables, and ids are unique."""
    for owner, item in feed.owners():
        yield from check_tags(feed, owner, _ATOM_FEED if item is None else _ATOM_ENTRY, item)
    ids = ((text(entry, "atom:id"), entry) for entry in feed.items)
    yield from check_unique(feed, "atom:id", ids, "give each its own", ATOM)


def check_entries(feed: Feed) -> Iterator[FeedFinding]:
    """An entry has an author, a page or a text, a summary of a text elsewhere, and dates in order."""
    for entry in feed.items:
        if first(feed.channel, "atom:author") is None and first(entry, "atom:author") is None:
            fix = "add <author><name>…</name></author> to the entry, or to the feed"
            yield feed.finding("atom:author", "is missing", fix, ATOM, entry)
        dates = (parse_rfc3339(text(entry, tag) or "") for tag in ("atom:updated", "atom:published"))
        updated, published = dates
        if updated and published and updated < published:
            fix = "set updated to the later of the two"
            yield feed.finding("atom:updated", "is before atom:published", fix, ATOM, entry)
        content = first(entry, "atom:content")
        if content is not None and content.get("src") and first(entry, "atom:summary") is None:
            fix = "add <summary>: the text is elsewhere"
            yield feed.finding("atom:summary", "is missing", fix, ATOM, entry)
        yield from _check_alternates(feed, entry)


def _check_alternates(feed: Feed, entry: Element) -> Iterator[FeedFinding]:
    links = [link for link in all_of(entry, "atom:link") if link.get("rel", "alternate") == "alternate"]
    formats = {(link.get("type"), link.get("hreflang")) for link in links}
    if len(formats) < len(links):
        yield feed.finding("atom:link", "is there twice for one format", "keep one", ATOM, entry)
    if not links and first(entry, "atom:content") is None:
        fix = 'add <link rel="alternate" href="…"/> or <content>'
        yield feed.finding("atom:entry", "has neither a page nor a text", fix, ATOM, entry)
