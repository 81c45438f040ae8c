"""Rules about a feed in several documents, a head and archives (RFC 5005)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from .dates import moment
from .document import Element, NotAFeed, all_of, first, parse, text
from .findings import PAGING, Feed, Finding, is_absolute
from .items import items

_PAGES = {"first", "last", "next", "prev", "previous", "current", "prev-archive", "next-archive"}


def check_links(feed: Feed) -> Iterator[Finding]:
    """Links to other pages of the feed are absolute, and their pages are there."""
    for link in all_of(feed.channel, "atom:link"):
        rel, url = link.get("rel") or "", link.get("href") or ""
        if rel not in _PAGES:
            continue
        if not is_absolute(url):
            message, fix = f'with rel="{rel}" leads to “{url}”', "write the whole address, with https://"
            yield feed.finding("atom:link", message, fix, PAGING)
        elif feed.is_local(url) and feed.file(url) is None:
            message = f'with rel="{rel}" leads to {url}, which is not in the site'
            yield feed.finding("atom:link", message, "write that page, or take the link out", PAGING)


def check_archive(feed: Feed) -> Iterator[Finding]:
    """An archive says where the current feed is; what links from one archive to the next is an archive."""
    is_archive = first(feed.channel, "fh:archive") is not None
    links = _links(feed.channel)
    if is_archive and "current" not in links:
        fix = 'add <atom:link rel="current"> with the address of the feed that people subscribe to'
        yield feed.finding("fh:archive", "does not say where the current feed is", fix, PAGING)
    if "current" in links and not is_archive:
        yield feed.finding("fh:archive", "is missing", "add <fh:archive/> to the channel", PAGING)


RULES = (check_links, check_archive)


def check_chain(site: Path, site_url: str | None, archives: Sequence[Path]) -> Iterator[Finding]:
    """rel="prev-archive" leads from the head through every archive to podcast/1.xml, which is the oldest."""
    head = _feed(site / "podcast.xml", site, site_url)
    if head is None:
        return
    chain = _chain(head, site, site_url)
    for newer, older in pairwise(chain):
        if _is_newer(older, newer):
            message = f"holds an item newer than all of {newer.path}"
            yield older.finding("fh:archive", message, "number the archives from the oldest", PAGING)
    names = [feed.path for feed in chain[1:]]
    if names != [f"podcast/{number}.xml" for number in range(len(names), 0, -1)]:
        message = f"leads through {', '.join(names)}"
        yield head.finding("atom:link", message, "number the archives from the oldest, down to 1", PAGING)
    for file in archives:
        if (path := file.relative_to(site).as_posix()) not in names:
            fix = 'link it with rel="prev-archive" from the next newer one, or delete it'
            yield Finding(path, "", "atom:link", "leads nobody here", fix, PAGING)


def _chain(head: Feed, site: Path, site_url: str | None) -> list[Feed]:
    chain = [head]
    while (url := _links(chain[-1].channel).get("prev-archive")) and (file := head.file(url)):
        older = _feed(file, site, site_url)
        if older is None or older.path in {feed.path for feed in chain}:
            break
        chain.append(older)
    return chain


def _feed(file: Path, site: Path, site_url: str | None) -> Feed | None:
    try:
        root = parse(file.read_bytes())
    except NotAFeed:
        return None
    channel = first(root, "channel")
    path = file.resolve().relative_to(site.resolve()).as_posix()
    return None if channel is None else Feed(site, site_url, root=root, channel=channel, path=path)


def _is_newer(older: Feed, newer: Feed) -> bool:
    """Whether a page that should be older has an item that is newer than the whole other page."""
    ours, theirs = _dates(older), _dates(newer)
    return bool(ours and theirs) and max(ours) > max(theirs)


def _dates(feed: Feed) -> list[datetime]:
    dates = (moment(text(item, "pubDate") or "") for item in items(feed))
    return [date for date in dates if date is not None]


def _links(channel: Element) -> dict[str, str]:
    return {link.get("rel") or "": link.get("href") or "" for link in all_of(channel, "atom:link")}
