"""Every tag a podcast feed needs beyond RSS 2.0, as an extension of feedgen.

feedgen's own podcast extension is not used: it refuses true and false for `itunes:explicit`, drops
some artwork silently and has no tag of the Podcasting 2.0 namespace.
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

from anthology.schema import Timestamp, utc
from anthology.timecode import seconds, vtt_time
from anthology.unicode import xml_text

from .given_tags import GivenTags, given_namespaces, write_given_tags
from .namespaces import NAMESPACES, qualified
from .podcast import Channel, Item


def format_value(value: object) -> str:
    """A value as these tags have it: true, 90, 72.5, Sun, 22 Nov 2026 12:00:00 +0000."""
    if isinstance(value, str):
        return xml_text(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return format_datetime(value.astimezone(UTC))
    if isinstance(value, Timestamp):
        return value.iso() if value.day_only else utc(value.at)
    return str(value)


def yes_no(value: object) -> str:
    return "yes" if value else "no"


def lower(value: object) -> str:
    return format_value(value).lower()


@dataclass(frozen=True, slots=True)
class TagSpec:
    """A field and its tag. A list gives one tag for each of its values, None and "" give none.

    `text` names the part of the value that is the text of the tag; `attributes` its attributes, as "role" or
    "feedUrl=url". A part is "." (the value itself), "^name" (a part of the channel or item), "@start"
    (milliseconds, as 00:01:30.250), "#start" (milliseconds, as 90.25 seconds), "'word'" (the word) or a
    name. A `flag` is written only when it is true, as is an attribute. `wrapper` is a tag around all values,
    `children` are the tags of the value's own parts.
    """

    field: str
    tag: str
    text: str = ""
    attributes: str = ""
    format: Callable[[object], str] = format_value
    flag: bool = False
    wrapper: str = ""
    children: tuple[TagSpec, ...] = ()


# fmt: off
_IMAGE_FIELDS = "href=address alt aspect-ratio=ratio width height type purpose"
_SOCIAL = "protocol uri accountId=account_id accountUrl=account_url priority"
_OWNER = (TagSpec("name", "itunes:name", "."), TagSpec("email", "itunes:email", "."))
_REMOTE = "feedGuid=guid feedUrl=url itemGuid=item medium title"
_TRAILER = "url pubdate=published length type season"
_ALTERNATE = "type length bitrate height lang=language title codecs default"
_FREQUENCY = "complete=^show.complete dtstart=start rrule"
_SOURCES = (TagSpec("urls", "podcast:source", "", "uri=."),
            TagSpec("integrity", "podcast:integrity", "", "type='sri' value=."))

# Tags in neither table are not written:
# podcast:value, valueRecipient, valueTimeSplit: payments; podcast:liveItem, contentLink: a static site can neither
#   start nor end a live stream. A show that moves in may pass its own through (see given_tags).
# podcast:chat, podping: need a service that runs
# podcast:publisher: leads to a publisher's own feed of feeds, and this site has one show
# itunes:summary, subtitle, keywords, order: Apple no longer reads them (given_tags has those of a former host)
CHANNEL = (
    TagSpec("show.author",            "itunes:author",              "."),
    TagSpec("owner",                  "itunes:owner",               children=_OWNER),
    TagSpec("categories",             "itunes:category",            "", "text=main",
        children=(TagSpec("sub", "itunes:category", "", "text=."),)),
    TagSpec("image_url",              "itunes:image",               "", "href=."),
    TagSpec("show.explicit",          "itunes:explicit",            "."),
    TagSpec("show.type",              "itunes:type",                "."),
    TagSpec("show.new_feed_url",      "itunes:new-feed-url",        "."),
    TagSpec("show.complete",          "itunes:complete",            "'Yes'", flag=True),  # Apple: any
    TagSpec("show.block",             "itunes:block",               "'Yes'", flag=True),  # other word has no effect
    TagSpec("links",                  "atom:link",                  "", "rel href"),
    TagSpec("archive",                "fh:archive",                 flag=True),
    TagSpec("show.guid",              "podcast:guid",               "."),
    TagSpec("locked",                 "podcast:locked",             ".", "owner=^show.email", yes_no),
    TagSpec("show.medium",            "podcast:medium",             "."),
    TagSpec("license",                "podcast:license",            ".", "", lower),
    TagSpec("show.funding",           "podcast:funding",            "text", "url"),
    TagSpec("persons",                "podcast:person",             "name", "role group img href"),
    TagSpec("show.location",          "podcast:location",           "name", "rel geo osm country"),
    TagSpec("images",                 "podcast:image",              "", _IMAGE_FIELDS),
    TagSpec("srcset",                 "podcast:images",             "", "srcset=."),  # old, still read
    TagSpec("trailers",               "podcast:trailer",            "title", _TRAILER),
    TagSpec("show.podroll",           "podcast:remoteItem",         "", _REMOTE, wrapper="podcast:podroll"),
    TagSpec("show.remote_items",      "podcast:remoteItem",         "", _REMOTE),
    TagSpec("show.txt",               "podcast:txt",                "text", "purpose"),
    TagSpec("show.update_frequency",  "podcast:updateFrequency",    "text", _FREQUENCY),
    TagSpec("show.social_interact",   "podcast:socialInteract",     "", _SOCIAL),
    TagSpec("show.block",             "podcast:block",              "'yes'", flag=True),
    TagSpec("show.block_services",    "podcast:block",              "'yes'", "id=."),
    TagSpec("show.allow_services",    "podcast:block",              "'no'", "id=."),
)
ITEM = (
    # feedgen's pubDate sets the locale of the process.
    TagSpec("published",              "pubDate",                    "."),
    TagSpec("fields.title",           "itunes:title",               "."),
    TagSpec("author",                 "itunes:author",              "."),
    TagSpec("duration_seconds",       "itunes:duration",            "."),
    TagSpec("fields.explicit",        "itunes:explicit",            "."),
    TagSpec("fields.type",            "itunes:episodeType",         "."),
    TagSpec("fields.season",          "itunes:season",              "."),
    TagSpec("fields.episode",         "itunes:episode",             "."),
    TagSpec("image_url",              "itunes:image",               "", "href=."),
    TagSpec("fields.season",          "podcast:season",             ".", "name=^season_name"),
    TagSpec("fields.episode",         "podcast:episode",            ".", "display=^fields.episode_display"),
    TagSpec("persons",                "podcast:person",             "name", "role group img href"),
    TagSpec("transcripts",            "podcast:transcript",         "", "url type language rel"),
    TagSpec("chapters_url",           "podcast:chapters",           "", "url=. type='application/json+chapters'"),
    TagSpec("fields.soundbites",      "podcast:soundbite",          "title", "startTime=#start duration"),
    TagSpec("alternates",             "podcast:alternateEnclosure", "", _ALTERNATE, children=_SOURCES),
    TagSpec("fields.location",        "podcast:location",           "name", "rel geo osm country"),
    TagSpec("license",                "podcast:license",            ".", "", lower),
    TagSpec("images",                 "podcast:image",              "", _IMAGE_FIELDS),
    TagSpec("srcset",                 "podcast:images",             "", "srcset=."),
    TagSpec("fields.txt",             "podcast:txt",                "text", "purpose"),
    TagSpec("fields.social_interact", "podcast:socialInteract",     "", _SOCIAL),
    TagSpec("chapters",               "psc:chapter",                "", "start=@start title href=url image",
        wrapper="psc:chapters version=1.2"),
)
# fmt: on


class ShowExtension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """The channel's tags; `channel` is set before the feed is written."""

    channel: Channel
    given: tuple[GivenTags, ...] = ()
    """the given tags of the items"""

    def extend_ns(self) -> dict[str, str]:
        return NAMESPACES | given_namespaces((self.channel.show.feed, *self.given))

    def extend_rss(self, feed: Any) -> Any:
        _write_tags(feed[0], self.channel, CHANNEL)
        write_given_tags(feed[0], self.channel.show.feed)
        return feed


class EpisodeExtension(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """The item's tags; `item` is set before the feed is written."""

    item: Item

    def extend_rss(self, entry: Any) -> Any:
        _write_tags(entry, self.item, ITEM)
        write_given_tags(entry, self.item.given, self.item.content_html)
        return entry


def _write_tags(parent: Any, owner: object, specs: tuple[TagSpec, ...]) -> None:
    for spec in specs:
        content = _reader(spec.field)(owner)
        if not content and (spec.flag or not isinstance(content, int)):
            continue
        around = _wrapper(parent, spec.wrapper) if spec.wrapper else parent
        for value in content if isinstance(content, (tuple, list)) else (content,):
            element = xml_elem(qualified(spec.tag), around)
            for name, part in _attribute_parts(spec.attributes):
                text = _read_part(part, owner, value)
                if text is not None and text is not False and text != "":
                    element.set(name, format_value(text))
            if spec.text:
                element.text = spec.format(_read_part(spec.text, owner, value))
            _write_tags(element, value, spec.children)


_reader = cache(attrgetter)


@cache
def _attribute_parts(attributes: str) -> list[tuple[str, str]]:
    pairs = (attribute.partition("=") for attribute in attributes.split())
    return [(name, part or name) for name, _, part in pairs]


def _read_part(part: str, owner: object, value: object) -> object:
    """A part of a value, or of its owner; see TagSpec."""
    match part[0], part[1:]:
        case ".", _:
            return value
        case "'", word:
            return word.strip("'")
        case "^", name:
            return _reader(name)(owner)
        case "@", name:
            return vtt_time(_reader(name)(value))
        case "#", name:
            return seconds(_reader(name)(value))
    return _reader(part)(value)


def _wrapper(parent: Any, wrapper: str) -> Any:
    tag, *attributes = wrapper.split()
    return xml_elem(qualified(tag), parent, **dict(attribute.split("=") for attribute in attributes))
