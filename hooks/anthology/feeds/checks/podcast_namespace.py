"""Rules for the tags of the podcast namespace that a channel and an item share."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from anthology.problems import Issue

from .built_site import BuiltSite
from .dates import rfc2822
from .document import PODCAST, Element, Feed
from .media import alternate_issues, json_chapter_issues, soundbite_issues, transcript_issues
from .rules import TagRule, absolute_url, built_file_url, matches, one_of

_IN_SECONDS = matches(r"[0-9]+(\.[0-9]+)?", "write it in seconds")


def _source_url(site: BuiltSite, value: str) -> Iterator[Issue]:
    # A source may also have the scheme ipfs or magnet.
    return built_file_url(site, value) if urlsplit(value).scheme in {"", "http", "https"} else iter(())


def _social_issues(_: Feed, interaction: Element) -> Iterator[Issue]:
    """The URI of a post, unless the tag asks for no comments."""
    if interaction.get("protocol") != "disabled" and not interaction.get("uri"):
        yield Issue("has no uri", "add uri= with the address of the first post")


_REMOTE_ITEM = {"feedGuid": None, "feedUrl?": absolute_url}

# fmt: off
# https://podcastindex.org/namespace/1.0, the documents in docs/tags
TAGS = (
    TagRule("podcast:funding",         "*", PODCAST, longest=128, attributes={"url": absolute_url}),
    TagRule("podcast:person",          "*", PODCAST, True, 128,
            attributes={"href?": absolute_url, "img?": built_file_url}),
    TagRule("podcast:location",        "*", PODCAST, True, 128),
    TagRule("podcast:trailer",         "*", PODCAST, True, 128, attributes={"url": built_file_url, "pubdate": rfc2822}),
    TagRule("podcast:license",         "*", PODCAST, True, 128, attributes={"url?": absolute_url}),
    TagRule("podcast:image",           "*", PODCAST, attributes={"href": built_file_url}),
    TagRule("podcast:images",          "*", PODCAST, attributes={"srcset": None}),
    TagRule("podcast:txt",             "*", PODCAST, True, 4000),
    TagRule("podcast:updateFrequency", "*", PODCAST, longest=128, attributes={
            "rrule?": matches("FREQ=[A-Z]+(;.*)?", "write it as calendars do: FREQ=WEEKLY")}),
    TagRule("podcast:remoteItem",      "*", PODCAST, attributes=_REMOTE_ITEM),
    TagRule("podcast:podroll",         "*", PODCAST,
            children=(TagRule("podcast:remoteItem", "+", PODCAST, attributes=_REMOTE_ITEM),)),
    TagRule("podcast:socialInteract",  "*", PODCAST, attributes={"protocol": None}, element=_social_issues),
    TagRule("podcast:block",           "*", PODCAST, True, value=one_of("yes", "no")),
    TagRule("podcast:transcript",      "*", PODCAST, attributes={"url": built_file_url, "type": None},
            element=transcript_issues),
    TagRule("podcast:chapters",        "?", PODCAST, attributes={"url": built_file_url, "type": matches(
            r"application/json\+chapters", "write application/json+chapters")}, element=json_chapter_issues),
    TagRule("podcast:soundbite",       "*", PODCAST, attributes={"startTime": _IN_SECONDS, "duration": _IN_SECONDS},
            element=soundbite_issues),
    TagRule("podcast:alternateEnclosure", "*", PODCAST, attributes={"type": None}, element=alternate_issues, children=(
        TagRule("podcast:source",      "+", PODCAST, attributes={"uri": _source_url}),
        TagRule("podcast:integrity",   "*", PODCAST, attributes={"type": None, "value": None}))),
)
# fmt: on
