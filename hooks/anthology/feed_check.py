"""Checks a podcast feed, ours or another's, against every rule that directories and apps hold it to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from . import feed_check_archives, feed_check_channel, feed_check_items, feed_check_notes
from .feed_findings import PSP, RSS, Feed, Finding, is_absolute
from .feed_xml import NotAFeed, encoding, first, parse

__all__ = ["Finding", "check_feed", "check_site"]

_RULES: tuple[Callable[[Feed], Iterator[Finding]], ...] = (
    *feed_check_channel.RULES,
    *feed_check_items.RULES,
    *feed_check_notes.RULES,
    *feed_check_archives.RULES,
)


def check_feed(document: bytes, *, path: str, site: Path | None, site_url: str | None) -> list[Finding]:
    """Everything that is wrong with one feed document, in the order channel, items, archives.

    `path` is relative to the site and names the feed in findings. With `site` (the built site's folder)
    and `site_url` the files behind its addresses are read as well; nothing else is ever fetched.
    """
    try:
        root = parse(document)
    except NotAFeed as error:
        return [Finding(path, "", "rss", str(error), "write the feed with a tool that knows XML", "XML 1.0")]
    channel = first(root, "channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return [Finding(path, "", "rss", *_NOT_RSS)]
    feed = Feed(root, channel, path, site, site_url)
    return [*_check_encoding(feed), *(finding for rule in _RULES for finding in rule(feed))]


def check_site(site: Path) -> list[Finding]:
    """The findings on `podcast.xml` of a built site and on all its archives; none where it has no feed.

    The site's address is taken from the feed's own atom:link rel="self".
    """
    head = site / "podcast.xml"
    if not head.is_file():
        return []
    site_url = _site_url(head.read_bytes())
    archives = sorted(site.glob("podcast/*.xml"), key=lambda file: (len(file.name), file.name))
    found = [
        finding
        for file in (head, *archives)
        for finding in check_feed(
            file.read_bytes(), path=file.relative_to(site).as_posix(), site=site, site_url=site_url
        )
    ]
    return [*found, *feed_check_archives.check_chain(site, site_url, archives)]


_NOT_RSS = (
    'is not <rss version="2.0"> with a <channel>',
    'begin the feed with <rss version="2.0"> and put everything into one <channel>',
    RSS,
)


def _check_encoding(feed: Feed) -> Iterator[Finding]:
    """A feed is UTF-8."""
    if encoding(feed.root).upper() not in {"UTF-8", "UTF8"}:
        yield feed.finding("rss", f"is in {encoding(feed.root)}", "save the feed as UTF-8", PSP)


def _site_url(document: bytes) -> str | None:
    """The folder that the feed says it is in; a wrong name in there is then found as any wrong address."""
    try:
        channel = first(parse(document), "channel")
    except NotAFeed:
        return None
    own = None if channel is None else feed_check_channel.self_url(channel)
    return own.rpartition("/")[0] + "/" if own and is_absolute(own) else None
