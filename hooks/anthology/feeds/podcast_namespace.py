"""Every tag a podcast feed needs beyond RSS 2.0, as an extension of feedgen.

feedgen's own podcast extension is not used: it refuses true and false for `itunes:explicit`, drops
some artwork without a word and knows none of the Podcasting 2.0 namespace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from operator import attrgetter
from typing import Any

import feedgen.entry  # noqa: F401 -- first: feedgen.util takes it for granted that lxml.etree is loaded
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.util import xml_elem

from anthology.timecode import vtt_time

from .podcast import Channel, Item
from .xml import xml_text

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
    "fh": "http://purl.org/syndication/history/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}


def spoken(value: object) -> str:
    """A value as these tags write it: true, 90, 72.5, Sun, 22 Nov 2026 12:00:00 +0000."""
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return format_datetime(value.astimezone(UTC))
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    return str(value)


def yes_no(value: object) -> str:
    return "yes" if value else "no"


def lower(value: object) -> str:
    return spoken(value).lower()


@dataclass(frozen=True, slots=True)
class Row:
    """One field and its tag. A tuple gives one tag for each of its values, None and "" give none.

    `text` names the part of the value between the tags; `attributes` those within the tag, as "role" or
    "feedUrl=feed_url". A part is "." (the value itself), "^name" (a part of the channel or item), "@start"
    (milliseconds, as 00:01:30.250), "'word'" (the word) or a name. A `flag` is written only when it is
    true. `inside` is a tag around all values, `children` are rows for the value's own parts.
    """

    field: str
    tag: str
    text: str = ""
    attributes: str = ""
    form: Callable[[object], str] = spoken
    flag: bool = False
    inside: str = ""
    children: tuple[Row, ...] = ()


# fmt: off
IMAGE = "href alt aspect-ratio=aspect_ratio width height type purpose"
SOCIAL = "protocol uri accountId=account_id accountUrl=account_url priority"
OWNER = (Row("author", "itunes:name", "."), Row("email", "itunes:email", "."))
SHOW = "feedGuid=feed_guid feedUrl=feed_url itemGuid=item_guid medium title"
TRAILER = "url pubdate=published length type season"
ALTERNATE = "type length bitrate lang=language title codecs"
SOURCE = Row("addresses", "podcast:source", "", "uri=.")
INTEGRITY = Row("integrity", "podcast:integrity", "", "type='sri' value=.")

# What stands in neither table is not written, and why:
# podcast:value, valueRecipient, valueTimeSplit: payments, and an address to which money goes is no matter
#   for front matter that anybody may propose to change
# podcast:liveItem, contentLink: a static site can neither start nor end a live stream
# podcast:chat, podping: need a service that runs
# podcast:publisher: leads to a publisher's own feed of feeds, and this house writes one show
# itunes:summary, subtitle, keywords, order: Apple no longer reads them
CHANNEL = (
    Row("author",           "itunes:author",              "."),
    Row("owner",            "itunes:owner",               children=OWNER),
    Row("categories",       "itunes:category",            "", "text=main",
        children=(Row("sub", "itunes:category", "", "text=."),)),
    Row("image_url",        "itunes:image",               "", "href=."),
    Row("explicit",         "itunes:explicit",            "."),
    Row("type",             "itunes:type",                "."),
    Row("new_feed_url",     "itunes:new-feed-url",        "."),
    Row("complete",         "itunes:complete",            "'Yes'", flag=True),  # Apple: any other word has
    Row("block",            "itunes:block",               "'Yes'", flag=True),  # no effect
    Row("links",            "atom:link",                  "", "rel href"),
    Row("archive",          "fh:archive",                 flag=True),
    Row("guid",             "podcast:guid",               "."),
    Row("lock",             "podcast:locked",             ".", "owner=^email", yes_no),
    Row("medium",           "podcast:medium",             "."),
    Row("license",          "podcast:license",            "id", "url", lower),
    Row("funding",          "podcast:funding",            "text", "url"),
    Row("persons",          "podcast:person",             "name", "role group img href"),
    Row("location",         "podcast:location",           "name", "rel geo osm country"),
    Row("images",           "podcast:image",              "", IMAGE),
    Row("srcset",           "podcast:images",             "", "srcset=."),  # deprecated, and still read
    Row("trailers",         "podcast:trailer",            "title", TRAILER),
    Row("podroll",          "podcast:remoteItem",         "", SHOW, inside="podcast:podroll"),
    Row("remote_items",     "podcast:remoteItem",         "", SHOW),
    Row("txt",              "podcast:txt",                "text", "purpose"),
    Row("update_frequency", "podcast:updateFrequency",    "text", "complete dtstart rrule"),
    Row("social_interact",  "podcast:socialInteract",     "", SOCIAL),
    Row("block",            "podcast:block",              "'yes'", flag=True),
    Row("blocked_services", "podcast:block",              "'yes'", "id=."),
    Row("allowed_services", "podcast:block",              "'no'", "id=."),
)
ITEM = (
    Row("published",        "pubDate",                    "."),  # feedgen's sets the locale of the process
    Row("title",            "itunes:title",               "."),
    Row("author",           "itunes:author",              "."),
    Row("duration_seconds", "itunes:duration",            "."),
    Row("explicit",         "itunes:explicit",            "."),
    Row("type",             "itunes:episodeType",         "."),
    Row("season",           "itunes:season",              "."),
    Row("episode",          "itunes:episode",             "."),
    Row("image_url",        "itunes:image",               "", "href=."),
    Row("season",           "podcast:season",             ".", "name=^season_name"),
    Row("episode",          "podcast:episode",            ".", "display=^episode_display"),
    Row("persons",          "podcast:person",             "name", "role group img href"),
    Row("transcripts",      "podcast:transcript",         "", "url type language rel"),
    Row("chapters_url",     "podcast:chapters",           "", "url=. type='application/json+chapters'"),
    Row("soundbites",       "podcast:soundbite",          "title", "startTime=start duration"),
    Row("alternates",       "podcast:alternateEnclosure", "", ALTERNATE, children=(SOURCE, INTEGRITY)),
    Row("location",         "podcast:location",           "name", "rel geo osm country"),
    Row("license",          "podcast:license",            "id", "url", lower),
    Row("images",           "podcast:image",              "", IMAGE),
    Row("srcset",           "podcast:images",             "", "srcset=."),
    Row("txt",              "podcast:txt",                "text", "purpose"),
    Row("social_interact",  "podcast:socialInteract",     "", SOCIAL),
    Row("chapters",         "psc:chapter",                "", "start=@start title href=url image",
        inside="psc:chapters version=1.2"),
)
# fmt: on


class ShowExtension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """The channel's tags; `channel` is set before the feed is written."""

    channel: Channel

    def extend_ns(self) -> dict[str, str]:
        return NAMESPACES

    def extend_rss(self, feed: Any) -> Any:
        _write(feed[0], self.channel, _CHANNEL)
        return feed


class EpisodeExtension(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """The item's tags; `item` is set before the feed is written."""

    item: Item

    def extend_rss(self, entry: Any) -> Any:
        _write(entry, self.item, _ITEM)
        return entry


_Reader = tuple[bool, Callable[[object], object]]
"""whether a part is the owner's rather than the value's, and how it is found"""
_Plan = tuple[tuple[Any, ...], ...]


def _write(parent: Any, owner: object, plan: _Plan) -> None:
    for field, flag, inside, tag, attributes, text, form, children in plan:
        found = field(owner)
        if not found and (flag or not isinstance(found, int)):
            continue
        around = _wrapper(parent, inside) if inside else parent
        for value in found if isinstance(found, tuple) else (found,):
            element = xml_elem(tag, around)
            for name, of_owner, read in attributes:
                said = read(owner if of_owner else value)
                if said is not None and said != "":
                    # Most values are plain text already, and an episode has dozens of them.
                    element.set(name, said if type(said) is str and said.isprintable() else spoken(said))
            if text:
                of_owner, read = text
                element.text = form(read(owner if of_owner else value))
            if children:
                _write(element, value, children)


def _plan(rows: tuple[Row, ...]) -> _Plan:
    """The rows with all that is the same for every item worked out beforehand."""
    return tuple(
        (
            attrgetter(row.field),
            row.flag,
            row.inside,
            _name(row.tag),
            _attributes(row.attributes),
            _reader(row.text) if row.text else None,
            row.form,
            _plan(row.children),
        )
        for row in rows
    )


@cache
def _attributes(parts: str) -> tuple[tuple[str, bool, Callable[[object], object]], ...]:
    named = (part.partition("=") for part in parts.split())
    return tuple((name, *_reader(source or name)) for name, _, source in named)


@cache
def _reader(part: str) -> _Reader:
    """How to find a part of an owner's value; see Row."""
    if part == ".":
        return False, lambda value: value
    if part.startswith("'"):
        return False, lambda value: part.strip("'")
    found = attrgetter(part.lstrip("^@"))
    if part.startswith("@"):
        return False, lambda value: vtt_time(found(value))
    return part.startswith("^"), found


def _wrapper(parent: Any, inside: str) -> Any:
    tag, *attributes = inside.split()
    return xml_elem(_name(tag), parent, **dict(attribute.split("=") for attribute in attributes))


@cache
def _name(tag: str) -> str:
    prefix, _, name = tag.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{name}" if prefix else name


_CHANNEL, _ITEM = _plan(CHANNEL), _plan(ITEM)
