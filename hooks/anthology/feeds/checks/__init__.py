"""Checks feeds, ours or another's, against every rule that directories, apps and readers hold them to."""

from __future__ import annotations

import json
import os
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from . import atom as feed_check_atom
from . import channel as feed_check_channel
from . import items as feed_check_items
from . import media as feed_check_notes
from . import paging as feed_check_archives
from . import podcast_namespace as feed_check_tags
from .document import NotAFeed, encoding, first, parse, qualified
from .findings import PSP, RSS, Feed, Finding, Site, forget_files, is_absolute
from .future import check_future
from .json_feed import check_json
from .opml import check_opml

__all__ = ["Finding", "check_feed", "check_site"]

_ATOM_RULES: tuple[Callable[[Feed], Iterator[Finding]], ...] = (
    *feed_check_atom.RULES,
    *feed_check_archives.RULES,
)
_RULES: tuple[Callable[[Feed], Iterator[Finding]], ...] = (
    *feed_check_channel.RULES,
    *feed_check_items.RULES,
    *feed_check_notes.RULES,
    *feed_check_tags.RULES,
    *feed_check_archives.RULES,
)


def check_feed(
    document: bytes, *, path: str, site: Path | None, site_url: str | None, today: date | None = None
) -> list[Finding]:
    """Everything that is wrong with one feed document: RSS, Atom, JSON Feed, or a list of feeds (OPML).

    `path` is relative to the site and names the feed in findings. With `site` (the built site's folder)
    and `site_url` the files behind its addresses are read as well; nothing else is ever fetched. With
    `today`, dates after that day are found too.
    """
    forget_files()
    return _check(document, path, site, site_url, today)


def _check(
    document: bytes, path: str, site: Path | None, site_url: str | None, today: date | None
) -> list[Finding]:
    around = Site(site, site_url)
    if document.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return list(check_json(document, path, around))
    try:
        root = parse(document)
    except NotAFeed as error:
        return [Finding(path, "", "rss", str(error), "write the feed with a tool that knows XML", "XML 1.0")]
    if root.tag == "opml":
        return list(check_opml(root, path, around))
    if root.tag == qualified("atom:feed"):
        feed = Feed(site, site_url, root=root, channel=root, path=path)
        rules = _ATOM_RULES
    else:
        channel = first(root, "channel")
        if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
            return [Finding(path, "", "rss", *_NOT_RSS)]
        feed = Feed(site, site_url, root=root, channel=channel, path=path)
        rules = _RULES
    found = [*_check_encoding(feed), *(finding for rule in rules for finding in rule(feed))]
    return [*found, *check_future(feed, today)] if today else found


def check_site(site: Path, site_url: str | None = None, today: date | None = None) -> list[Finding]:
    """The findings on all feeds of a built site, ours or another's; none where it has no feed.

    Without `site_url`, the site's address is taken from what each feed says of itself.
    """
    forget_files()
    found: list[Finding] = []
    for file in feed_files(site):
        document, path = file.read_bytes(), file.relative_to(site).as_posix()
        here = site_url or _site_url(document, path)
        found += _check(document, path, site, here, today)
    head = site / "podcast.xml"
    if head.is_file():
        archives = sorted(site.glob("podcast/*.xml"), key=lambda file: (len(file.name), file.name))
        here = site_url or _site_url(head.read_bytes(), head.name)
        found += feed_check_archives.check_chain(site, here, archives)
    feed_check_notes.judge_html.cache_clear()  # the texts need not stay
    return found


def feed_files(site: Path) -> Iterator[Path]:
    """Every file that begins as a feed does, or that must be one."""
    for folder, folders, names in os.walk(site):
        folders.sort()
        for name in sorted(names):
            file = Path(folder, name)
            if name.endswith(_ENDINGS) and (name == "podcast.xml" or _is_feed(file)):
                yield file


_ENDINGS = (".xml", ".rss", ".atom", ".json", ".opml")
_BEGINNING = 16384  # a long comment or a list of styles may stand before the feed itself
_SIGNS = (b"<rss", b"<feed", b"<opml", b"https://jsonfeed.org/version/")


def _is_feed(file: Path) -> bool:
    with file.open("rb") as opened:
        beginning = opened.read(_BEGINNING)
    if beginning.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        beginning = beginning.decode("utf-16", "replace").encode("utf-8", "replace")
    return any(sign in beginning for sign in _SIGNS)


_NOT_RSS = (
    'is not <rss version="2.0"> with a <channel>',
    'begin the feed with <rss version="2.0"> and put everything into one <channel>',
    RSS,
)


def _check_encoding(feed: Feed) -> Iterator[Finding]:
    """A feed is UTF-8."""
    if encoding(feed.root).upper() not in {"UTF-8", "UTF8"}:
        yield feed.finding("rss", f"is in {encoding(feed.root)}", "save the feed as UTF-8", PSP)


def _site_url(document: bytes, path: str) -> str | None:
    """The folder that the feed says it is in; a wrong name in there is then found as any wrong address."""
    own = _self_url(document)
    if not own or not is_absolute(own):
        return None
    return own.rsplit("/", path.count("/") + 1)[0] + "/"


def _self_url(document: bytes) -> str | None:
    if document.lstrip().startswith(b"{"):
        try:
            return str(json.loads(document).get("feed_url") or "")
        except (ValueError, AttributeError):
            return None
    try:
        root = parse(document)
    except NotAFeed:
        return None
    channel = root if root.tag == qualified("atom:feed") else first(root, "channel")
    return None if channel is None else feed_check_channel.self_url(channel)
