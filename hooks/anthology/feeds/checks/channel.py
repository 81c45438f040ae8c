"""Rules for the channel of a podcast, as directories require them."""

import uuid
from collections.abc import Iterator

from anthology.problems import Issue
from anthology.schema import apple_categories

from ..namespaces import NAMESPACES
from .artwork import artwork_issues
from .built_site import BuiltSite, FeedFinding
from .dates import rfc2822
from .document import APPLE, PODCAST, RSS, Feed, all_of, namespaces
from .podcast_namespace import TAGS
from .rules import TagRule, absolute_url, check_tags, matches, one_of

EXPLICIT = one_of("true", "false")
_EMAIL_RULE = matches(
    r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", "write an address of a role, or leave the tag out", "an e-mail address"
)


def _podcast_guid(_: BuiltSite, value: str) -> Iterator[Issue]:
    try:
        is_uuid = uuid.UUID(value).version in {4, 5} and len(value) == 36  # some hosts made them by chance
    except ValueError:
        is_uuid = False
    if not is_uuid:
        fix = "make it once, from the feed's address without https://, and keep it for the show's life"
        yield Issue(f"is “{value}”, not a UUID of version 5", fix)


# fmt: off
_CHANNEL = (
    TagRule("title",               "1", RSS,     True),
    TagRule("link",                "1", RSS,     True, value=absolute_url),
    TagRule("description",         "1", RSS,     True),
    TagRule("language",            "1", APPLE,   True, value=matches(
            "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "write a language tag such as en or en-gb")),
    TagRule("itunes:category",     "+", APPLE,   attributes={"text": None}),
    TagRule("itunes:explicit",     "1", APPLE,   True, value=EXPLICIT),
    TagRule("itunes:image",        "1", APPLE,   element=artwork_issues),
    TagRule("podcast:guid",        "1", PODCAST, True, value=_podcast_guid),
    TagRule("lastBuildDate",       "1", RSS,     True, value=rfc2822),
    TagRule("itunes:author",       "?", APPLE),
    TagRule("itunes:owner",        "?", APPLE,
            children=(TagRule("itunes:email", "?", APPLE, True, value=_EMAIL_RULE),)),
    TagRule("itunes:type",         "?", APPLE,   value=one_of("episodic", "serial")),
    TagRule("itunes:new-feed-url", "?", APPLE,   value=absolute_url),
    # A common parser ignores podcast:locked without its owner.
    TagRule("podcast:locked",      "?", PODCAST, True, value=one_of("yes", "no"), attributes={"owner": _EMAIL_RULE}),
    TagRule("podcast:medium",      "?", PODCAST),
    *TAGS,
)
# fmt: on


def check_channel(feed: Feed) -> Iterator[FeedFinding]:
    """The tags of the channel follow the table."""
    return check_tags(feed, feed.channel, _CHANNEL)


def check_namespaces(feed: Feed) -> Iterator[FeedFinding]:
    """Namespaces are compared letter by letter: apps ignore one that is nearly right."""
    for uri in namespaces(feed.root):
        for part, namespace in _SIMILAR.items():
            if part in uri.lower() and uri != namespace:
                message = f"has the namespace {uri}, which apps ignore"
                yield feed.finding("rss", message, f'write it as "{namespace}"', PODCAST)


_SIMILAR = {
    "podcast-namespace": NAMESPACES["podcast"],
    "podcastindex.org/namespace": NAMESPACES["podcast"],
    "itunes.com/dtds": NAMESPACES["itunes"],
    "podlove.org/simple-chapters": NAMESPACES["psc"],
}


def check_categories(feed: Feed) -> Iterator[FeedFinding]:
    """The first category is from Apple's list, to the letter; later ones may be retired, and Apple skips these."""
    fix = "take one from https://podcasters.apple.com/support/1691-apple-podcasts-categories"
    for category in all_of(feed.channel, "itunes:category")[:1]:
        main = category.get("text") or ""
        if main not in apple_categories():
            yield feed.finding("itunes:category", f"is “{main}”, not one of Apple's", fix, APPLE)
            continue
        for child in all_of(category, "itunes:category"):
            if (sub := child.get("text") or "") not in apple_categories()[main]:
                message = f"is “{sub}”, not a subcategory of “{main}”"
                yield feed.finding("itunes:category", message, fix, APPLE)
