"""Rules for the items of a podcast."""

import re
from collections.abc import Iterator

from anthology.problems import Issue

from .artwork import artwork_issues
from .built_site import BuiltSite, FeedFinding
from .channel import EXPLICIT
from .dates import parse_rfc2822, rfc2822
from .document import APPLE, PODCAST, PSP, RSS, Element, Feed, all_of, is_absolute, suffix, text
from .media import simple_chapter_issues
from .podcast_namespace import TAGS
from .rules import (
    TagRule,
    absolute_url,
    at_most,
    built_file_url,
    check_tags,
    check_unique,
    matches,
    one_of,
    size_issues,
)

AUDIO_TYPES = {
    ".mp3": {"audio/mpeg"},
    ".m4a": {"audio/x-m4a", "audio/mp4", "audio/m4a", "audio/aac"},
    ".m4b": {"audio/x-m4b", "audio/x-m4a", "audio/mp4"},
    ".aac": {"audio/aac"},
    ".mp4": {"audio/mp4", "video/mp4"},
    ".m4v": {"video/x-m4v", "video/mp4", "video/m4v"},
    ".mov": {"video/quicktime"},
    ".ogg": {"audio/ogg"},
    ".oga": {"audio/ogg"},
    ".opus": {"audio/opus", "audio/ogg"},
    ".flac": {"audio/flac"},
    ".wav": {"audio/wav", "audio/x-wav"},
}
_ANY_AUDIO_TYPE = frozenset[str]().union(*AUDIO_TYPES.values())
_FROM_1 = matches("[1-9][0-9]*", "write a number from 1 on")


def _enclosure_url(site: BuiltSite, value: str) -> Iterator[Issue]:
    if is_absolute(value) and not (value.isascii() and value.isprintable() and " " not in value):
        yield Issue(
            f"is “{value}”", "write it in ASCII, with other characters percent-encoded, such as %C3%A4"
        )
    else:
        yield from built_file_url(site, value)


# fmt: off
_ITEM_TAGS = (
    TagRule("title",              "1", RSS,     True),
    TagRule("guid",               "1", APPLE,   True),
    TagRule("enclosure",          "1", APPLE,   attributes={"url": _enclosure_url, "type?": None, "length": matches(
            "[0-9]+", "write the size of the file in bytes")}),
    TagRule("pubDate",            "1", PSP,     True, value=rfc2822),
    TagRule("description",        "1", PSP,     True),
    TagRule("itunes:duration",    "?", PSP,     True, value=matches(
            "[0-9]{1,9}", "write the duration in whole seconds, such as 1865")),
    TagRule("link",               "?", RSS,     value=absolute_url),
    TagRule("content:encoded",    "?", RSS),
    TagRule("psc:chapters",       "?", "Podlove Simple Chapters 1.2", element=simple_chapter_issues),
    TagRule("itunes:title",       "?", APPLE),
    TagRule("itunes:author",      "?", APPLE),
    TagRule("itunes:image",       "?", APPLE,   element=artwork_issues),
    TagRule("itunes:explicit",    "?", APPLE,   value=EXPLICIT),
    TagRule("itunes:episodeType", "?", APPLE,   value=one_of("full", "trailer", "bonus")),
    TagRule("itunes:season",      "?", APPLE,   value=_FROM_1),
    TagRule("itunes:episode",     "?", APPLE,   value=_FROM_1),
    TagRule("podcast:season",     "?", PODCAST, value=matches(
            "[0-9]{1,9}", "write a whole number; its name goes into name="), attributes={"name?": at_most(128)}),
    TagRule("podcast:episode",    "?", PODCAST, value=matches(
            r"[0-9]+(\.[0-9]+)?", "write a number; what is shown instead goes into display="),
            attributes={"display?": at_most(32)}),
    *TAGS,
)
# fmt: on


def check_items(feed: Feed) -> Iterator[FeedFinding]:
    """The tags of each item follow the table."""
    for item in feed.items:
        yield from check_tags(feed, item, _ITEM_TAGS, item)


def check_item_guids(feed: Feed) -> Iterator[FeedFinding]:
    """Guids are unique, and have isPermaLink="false" unless they are a URL."""
    yield from check_unique(feed, "guid", _of_each(feed, "guid"), "give each item its own", RSS)
    for item in feed.items:
        for element in all_of(item, "guid"):
            guid, permanent = (element.text or "").strip(), element.get("isPermaLink", "true")
            if permanent not in {"true", "false"}:
                yield feed.finding("guid", f"has isPermaLink=“{permanent}”", "write true or false", RSS, item)
            elif permanent == "true" and not is_absolute(guid):
                message = f"{guid} is not a URL, although isPermaLink is not false"
                yield feed.finding("guid", message, 'add isPermaLink="false"', RSS, item)


def check_enclosures(feed: Feed) -> Iterator[FeedFinding]:
    """Enclosures have unique URLs, the size of their file, and the MIME type of its suffix.

    The recordings of another server may be used twice, and be of an unknown size: that is as the server has it.
    """
    fix = "give each episode its own file: Apple ignores an item whose enclosure repeats"
    urls = (
        (url, item) for url, item in _of_each(feed, "enclosure", "url") if not feed.site.is_remote(url or "")
    )
    yield from check_unique(feed, "enclosure", urls, fix, APPLE)
    for item in feed.items:
        for enclosure in all_of(item, "enclosure"):
            yield from feed.findings("enclosure", _enclosure_issues(feed.site, enclosure), RSS, item)
            remote = feed.site.is_remote(enclosure.get("url") or "")
            if not remote and text(item, "itunes:duration") is None:
                fix = "add <itunes:duration> to the item"
                yield feed.finding("itunes:duration", "is missing", fix, PSP, item)


def _enclosure_issues(site: BuiltSite, enclosure: Element) -> Iterator[Issue]:
    url, length = enclosure.get("url") or "", enclosure.get("length") or ""
    if length.isdecimal() and int(length):
        yield from size_issues(site, url, str(int(length)))
    elif length.isdecimal() and not site.is_remote(url):
        yield Issue(f"length is “{length}”", "write the size of the file in bytes")
    yield from _type_issues(site, enclosure, url)


def check_build_date(feed: Feed) -> Iterator[FeedFinding]:
    """No item is newer than the feed."""
    built = parse_rfc2822(text(feed.channel, "lastBuildDate") or "")
    for item in feed.items:
        value = text(item, "pubDate") or ""
        date = parse_rfc2822(value)
        if built and date and date > built:
            fix = "set lastBuildDate to the newest date in the feed"
            yield feed.finding("lastBuildDate", f"is before an item's pubDate, {value}", fix, RSS, item)


def _of_each(feed: Feed, tag: str, attribute: str = "") -> Iterator[tuple[str | None, Element]]:
    for item in feed.items:
        for element in all_of(item, tag):
            yield element.get(attribute) if attribute else (element.text or "").strip(), item


def _type_issues(site: BuiltSite, enclosure: Element, url: str) -> Iterator[Issue]:
    type_, types = enclosure.get("type") or "", AUDIO_TYPES.get(suffix(url))
    if site.is_remote(url) and re.fullmatch("(audio|video)/[a-z0-9.+-]+|application/[a-z0-9.+-]+", type_):
        return  # the suffix may be that of an address that only counts downloads
    if type_ not in (types or _ANY_AUDIO_TYPE):
        yield Issue(f"has the type “{type_}”", f"write {' or '.join(sorted(types or {'audio/mpeg'}))}")
