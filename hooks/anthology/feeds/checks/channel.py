"""Rules about the show: what directories ask of a channel."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

from anthology.schema.apple_categories import CATEGORIES

from ..podcast_namespace import NAMESPACES
from .artwork import check_artwork
from .dates import check_date
from .document import Element, all_of, first, namespaces, text
from .findings import APPLE, PODCAST, PSP, RSS, Feed, Finding, is_absolute

_REQUIRED = {
    "title": RSS,
    "link": RSS,
    "description": RSS,
    "language": APPLE,
    "itunes:category": APPLE,
    "itunes:explicit": APPLE,
    "itunes:image": APPLE,
    "podcast:guid": PODCAST,
    "lastBuildDate": RSS,
}
_SAID = {"title", "link", "description", "language", "itunes:explicit", "podcast:guid", "lastBuildDate"}
_ONCE = [
    *(tag for tag in _REQUIRED if tag != "itunes:category"),
    *(
        "itunes:author",
        "itunes:owner",
        "itunes:type",
        "itunes:new-feed-url",
        "podcast:locked",
        "podcast:medium",
    ),
]
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")


def self_url(channel: Element) -> str | None:
    """Where the feed says that it is: atom:link rel="self"."""
    links = (link.get("href") for link in all_of(channel, "atom:link") if link.get("rel") == "self")
    return next(links, None)


def check_required(feed: Feed) -> Iterator[Finding]:
    """A channel has each required tag, and every tag that is not a list once."""
    for tag, source in _REQUIRED.items():
        if first(feed.channel, tag) is None:
            yield feed.finding(tag, "is missing", f"add <{tag}> to the channel", source)
        elif tag in _SAID and not text(feed.channel, tag):
            yield feed.finding(tag, "is empty", f"write what <{tag}> should say", source)
    for tag in _ONCE:
        if (number := len(all_of(feed.channel, tag))) > 1:
            yield feed.finding(tag, f"is there {number} times", "keep one of them", _REQUIRED.get(tag, APPLE))


def check_namespaces(feed: Feed) -> Iterator[Finding]:
    """Namespaces are known by their letters: one that differs by a letter is another namespace."""
    for uri in namespaces(feed.root):
        for name, wanted in _LOOKALIKES.items():
            if name in uri.lower() and uri != wanted:
                fix = f'write it as "{wanted}"'
                yield feed.finding("rss", f"has the namespace {uri}, which apps pass over", fix, PODCAST)


_LOOKALIKES = {
    "podcast-namespace": NAMESPACES["podcast"],
    "podcastindex.org/namespace": NAMESPACES["podcast"],
    "itunes.com/dtds": NAMESPACES["itunes"],
    "podlove.org/simple-chapters": NAMESPACES["psc"],
}


def check_words(feed: Feed) -> Iterator[Finding]:
    """language is a language tag, itunes:explicit true or false, itunes:type episodic or serial."""
    language = text(feed.channel, "language")
    if language and not _LANGUAGE.fullmatch(language):
        yield feed.finding("language", f"is “{language}”", "write a language tag such as en or en-gb", RSS)
    yield from check_explicit(feed, feed.channel)
    kind = text(feed.channel, "itunes:type")
    if kind is not None and kind not in {"episodic", "serial"}:
        yield feed.finding("itunes:type", f"is “{kind}”", "write episodic or serial", APPLE)


def check_explicit(feed: Feed, parent: Element, item: Element | None = None) -> Iterator[Finding]:
    """itunes:explicit is true or false; yes, no and clean are of the past."""
    explicit = text(parent, "itunes:explicit")
    if explicit and explicit not in {"true", "false"}:
        yield feed.finding("itunes:explicit", f"is “{explicit}”", "write true or false", APPLE, item)


def check_categories(feed: Feed) -> Iterator[Finding]:
    """Categories and subcategories are from Apple's list, to the letter."""
    for category in all_of(feed.channel, "itunes:category"):
        main = category.get("text") or ""
        if main not in CATEGORIES:
            yield feed.finding("itunes:category", f"is “{main}”, not one of Apple's", _FROM_LIST, APPLE)
            continue
        for child in all_of(category, "itunes:category"):
            if (sub := child.get("text") or "") not in CATEGORIES[main]:
                message = f"is “{sub}”, not a subcategory of “{main}”"
                yield feed.finding("itunes:category", message, _FROM_LIST, APPLE)


_FROM_LIST = "take one from https://podcasters.apple.com/support/1691-apple-podcasts-categories"


def check_image(feed: Feed) -> Iterator[Finding]:
    """The artwork is JPEG or PNG, square, 1400 to 3000 pixels, in RGB."""
    image = first(feed.channel, "itunes:image")
    if image is not None:
        yield from check_artwork(feed, image.get("href") or "")


def check_addresses(feed: Feed) -> Iterator[Finding]:
    """atom:link rel="self" is where the feed is; link and itunes:new-feed-url are absolute."""
    own = self_url(feed.channel)
    if own is None:
        fix = 'add <atom:link rel="self" type="application/rss+xml" href="…"/> to the channel'
        yield feed.finding("atom:link", 'with rel="self" is missing', fix, PSP)
    elif not is_absolute(own):
        yield feed.finding("atom:link", f"leads to “{own}”", "write the whole address, with https://", PSP)
    elif feed.own_url() not in (None, own):
        yield feed.finding("atom:link", f"says {own}, and the feed is at {feed.own_url()}", "correct it", PSP)
    for tag, source in (("link", RSS), ("itunes:new-feed-url", APPLE)):
        if (url := text(feed.channel, tag)) and not is_absolute(url):
            yield feed.finding(tag, f"is “{url}”", "write the whole address, with https://", source)


def check_identity(feed: Feed) -> Iterator[Finding]:
    """podcast:guid is a UUID of version 5."""
    guid = text(feed.channel, "podcast:guid")
    if guid and not _is_uuid5(guid):
        fix = "make it once, from the feed's address without https://, and keep it for the show's life"
        yield feed.finding("podcast:guid", f"is “{guid}”, not a UUID of version 5", fix, PODCAST)


def check_ownership(feed: Feed) -> Iterator[Finding]:
    """podcast:locked is yes or no and has its owner's address, as has itunes:owner."""
    for locked in all_of(feed.channel, "podcast:locked"):
        if (word := (locked.text or "").strip()) not in {"yes", "no"}:
            yield feed.finding("podcast:locked", f"is “{word}”", "write yes or no", PODCAST)
        if not _EMAIL.fullmatch(locked.get("owner") or ""):
            fix = 'add owner="…" with an address of a role, or leave the tag out: parsers ignore it so'
            yield feed.finding("podcast:locked", "has no owner's address", fix, PODCAST)
    for owner in all_of(feed.channel, "itunes:owner"):
        if not _EMAIL.fullmatch(text(owner, "itunes:email") or ""):
            fix = "give an address of a role, or leave the tag out"
            yield feed.finding("itunes:owner", "has no e-mail address", fix, APPLE)


def check_build_date(feed: Feed) -> Iterator[Finding]:
    """lastBuildDate is a date as RFC 2822 writes it."""
    if said := text(feed.channel, "lastBuildDate"):
        yield from check_date(feed, "lastBuildDate", said)


def _is_uuid5(guid: str) -> bool:
    try:
        return uuid.UUID(guid).version == 5 and len(guid) == 36
    except ValueError:
        return False


RULES = (
    check_namespaces,
    check_required,
    check_words,
    check_categories,
    check_image,
    check_addresses,
    check_identity,
    check_ownership,
    check_build_date,
)
