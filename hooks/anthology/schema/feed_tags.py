"""Tags of a podcast feed that a show or an episode gives as they are.

A show that moves in has texts that differ from those of its pages, and tags that no field describes: they go into
the feed as the former host wrote them.
"""

import re
from collections.abc import Mapping
from typing import Any

from anthology.problems import shorten

from .validators import field_error, non_empty_dict, scalar

FEED_NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "googleplay": "http://www.google.com/schemas/play-podcasts/1.0",
    "spotify": "http://www.spotify.com/ns/rss",
    "rawvoice": "http://www.rawvoice.com/rawvoiceRssModule/",
    "acast": "https://schema.acast.com/1.0/",
    "omny": "https://omny.fm/rss-extensions",
    "fireside": "http://fireside.fm/modules/rss/fireside",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "cc": "http://web.resource.org/cc/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "georss": "http://www.georss.org/georss",
    "bitlove": "http://bitlove.org",
}
"""prefix → namespace, of the tags that `feed` may name"""
NOTES, NOTES_TEXT, NONE = "notes", "notes-text", "none"
"""Words that stand for a text: the notes as HTML, the notes without HTML, no such tag at all."""
ENCLOSURE = "enclosure@"
"""begins the name of an attribute of the recording, a further one or one in other words: enclosure@bitlove:guid"""
XML_TAGS = "tags"
"""the key of tags with attributes or children, which are written as XML"""
FORMER_DATES = frozenset({"lastBuildDate", "pubDate"})
"""dates of a whole feed by its former host, which hold until an episode is added"""

_ATTRIBUTE = re.compile(f"^{ENCLOSURE}|^guid@(?=(?i:ispermalink)$)")
_NAME = re.compile(r"(?:([A-Za-z]+):)?[A-Za-z][A-Za-z0-9_-]*")
_OWN_FIELDS = {"guid": "guid", "enclosure": "audio", "pubDate": "date", "link": "link"}
"""tag → the field that gives it"""
_SHOW_FIELDS = {name: field for name, field in _OWN_FIELDS.items() if name != "pubDate"}
_ITEM_FIELDS = {name: field for name, field in _SHOW_FIELDS.items() if name != "guid"}
_SET = {"yes", "true", "explicit", "1"}
_DURATION = re.compile(r"(\d{1,6}:){0,2}\d{1,6}(\.\d+)?")


def feed_tags(
    value: object, own_fields: Mapping[str, str] = _OWN_FIELDS, attributes: bool = False
) -> dict[str, list[str]]:
    """Tags by name, each with its texts; those under `tags` are XML, one or more tags in each text.

    With `attributes`, names may also be those of attributes, such as enclosure@type.
    """
    tags: dict[str, list[str]] = {}
    for name, texts in non_empty_dict(value).items():
        values = [scalar(text) for text in (texts if isinstance(texts, list) else [texts])]
        if name == XML_TAGS:
            for text in values:
                _check_xml(text)
        else:
            _check_name(name, own_fields, attributes)
        tags[name] = values
    return tags


def show_tags(value: object) -> dict[str, list[str]]:
    """Tags of a show, which may have the dates that its former host wrote."""
    return feed_tags(value, _SHOW_FIELDS)


def item_tags(value: object) -> dict[str, list[str]]:
    """Tags of one episode: its date in other words, attributes of its recording, another episode's guid.

    `enclosure: none` says that the item has no recording.
    """
    own = _ITEM_FIELDS
    if isinstance(value, dict) and value.get("enclosure") == NONE:
        own = {name: field for name, field in own.items() if name != "enclosure"}
    return feed_tags(value, own, attributes=True)


def says_yes(text: str) -> bool:
    """True for the words that feeds have for yes; `clean` and `no` are others."""
    return text.strip().lower() in _SET


def seconds_of(text: str) -> int | None:
    """The whole seconds of a duration: 3723, 62:03, 1:02:03, with or without a fraction; None of what is none."""
    if not _DURATION.fullmatch(text.strip()):
        return None
    total = 0.0
    for part in text.strip().split(":"):
        total = total * 60 + float(part)
    return int(total)


def tags_document(text: str) -> str:
    """A document of these tags inside of one root, which declares every prefix of FEED_NAMESPACES."""
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in FEED_NAMESPACES.items())
    return f"<tags {declared}>{text}</tags>"


def _check_name(name: Any, own_fields: Mapping[str, str], attributes: bool) -> None:
    plain_name = _ATTRIBUTE.sub("", name) if isinstance(name, str) and attributes else name
    match = _NAME.fullmatch(plain_name) if isinstance(plain_name, str) else None
    if not match or (match[1] and match[1] not in FEED_NAMESPACES):
        prefixes = ", ".join(FEED_NAMESPACES)
        fix = f"write it as feeds do, such as itunes:subtitle; the prefixes are {prefixes}"
        raise field_error(f"has {shorten(name)}, which is not the name of a tag", fix)
    if name in own_fields:
        fix = f"write it as the field  {own_fields[name]}:  instead"
        raise field_error(f"has {name}, which has a field of its own", fix)


def _check_xml(text: str) -> None:
    """The text is well-formed tags. A document type, which could define entities, cannot be inside of a root."""
    from xml.etree import ElementTree  # few collections have such tags

    try:
        root = ElementTree.fromstring(tags_document(text))
    except (ElementTree.ParseError, ValueError) as error:
        fix = "copy the tags again, each with its end"
        raise field_error(f"has tags that are not XML: {error}", fix) from None
    texts = [root.text, *(child.tail for child in root)]
    if not len(root) or any((between or "").strip() for between in texts):
        fix = "write only tags, such as  <podcast:txt>…</podcast:txt>"
        raise field_error("has text that is not in a tag", fix)
