"""Rules for links, and for a feed in several documents: a head and archives (RFC 5005)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from anthology.problems import Issue

from .built_site import BuiltSite, FeedFinding
from .dates import parse_rfc2822
from .document import PAGING, Element, Feed, NotAFeed, all_of, first, parse_xml, self_url, text
from .rules import absolute_url, built_file_url, size_issues


def check_links(feed: Feed) -> Iterator[FeedFinding]:
    """A feed links to itself; links are absolute, and those within the site are of existing files."""
    own = self_url(feed.channel)
    if own is None:
        fix = 'add <link rel="self" href="…"/> to the feed (in RSS <atom:link rel="self" … />)'
        yield feed.finding("atom:link", 'with rel="self" is missing', fix, PAGING)
    elif feed.url() not in (None, own):
        yield feed.finding("atom:link", f"says {own}, and the feed is at {feed.url()}", "correct it", PAGING)
    for owner, item in feed.owners():
        for link in all_of(owner, "atom:link"):
            yield from feed.findings("atom:link", _link_tag_issues(feed, link), PAGING, item)


def _link_tag_issues(feed: Feed, link: Element) -> Iterator[Issue]:
    rel, url = link.get("rel") or "alternate", link.get("href") or ""
    if not url.startswith(("mailto:", "geo:")):
        for issue in (absolute_url if rel == "self" else built_file_url)(feed.site, url):
            yield Issue(f'with rel="{rel}" {issue.message}', issue.fix)
    if rel in {"next", "prev-archive"} and url == feed.url():
        yield Issue(f'with rel="{rel}" is this page itself', "write the URL of the older page")
    if rel == "enclosure":
        yield from size_issues(feed.site, url, link.get("length") or "")
        if not link.get("type"):
            yield Issue("of a recording has no type", "add type=")


def check_archive(feed: Feed) -> Iterator[FeedFinding]:
    """An archive has a link to the current feed, and no other document has one."""
    is_archive = first(feed.channel, "fh:archive") is not None
    links = _urls_by_rel(feed.channel)
    if is_archive and "current" not in links:
        fix = 'add <atom:link rel="current"> with the address of the feed that people subscribe to'
        yield feed.finding("fh:archive", "has no link to the current feed", fix, PAGING)
    if "current" in links and not is_archive:
        yield feed.finding("fh:archive", "is missing", "add <fh:archive/> to the channel", PAGING)


def check_chain(site: BuiltSite, folder: Path, archives: Sequence[Path]) -> Iterator[FeedFinding]:
    """The prev-archive links from podcast.xml visit every archive, down to podcast/1.xml, the oldest."""
    head = _feed(folder / "podcast.xml", folder, site)
    if head is None:
        return
    chain = _chain(head, folder, site)
    for newer, older in pairwise(chain):
        dates, newer_dates = _dates(older), _dates(newer)
        if dates and newer_dates and max(dates) > max(newer_dates):
            message = f"has an item newer than all of {newer.path}"
            yield older.finding("fh:archive", message, "number the archives from the oldest", PAGING)
    paths = [feed.path for feed in chain[1:]]
    if paths != [f"podcast/{number}.xml" for number in range(len(paths), 0, -1)]:
        message = f"gives the archives in the order {', '.join(paths)}"
        yield head.finding("atom:link", message, "number the archives from the oldest, down to 1", PAGING)
    for file in archives:
        if (path := file.relative_to(folder).as_posix()) not in paths:
            fix = 'link it with rel="prev-archive" from the next newer one, or delete it'
            yield FeedFinding(path, "", "atom:link", "nothing links to this page", fix, PAGING)


def _chain(head: Feed, folder: Path, site: BuiltSite) -> list[Feed]:
    chain = [head]
    while (url := _urls_by_rel(chain[-1].channel).get("prev-archive")) and (file := site.file(url)):
        older = _feed(file, folder, site)
        if older is None or older.path in {feed.path for feed in chain}:
            break
        chain.append(older)
    return chain


def _feed(file: Path, folder: Path, site: BuiltSite) -> Feed | None:
    try:
        root = parse_xml(file.read_bytes())
    except NotAFeed:
        return None
    channel = first(root, "channel")
    path = file.resolve().relative_to(folder.resolve()).as_posix()
    return None if channel is None else Feed(site, path, root, channel)


def _dates(feed: Feed) -> list[datetime]:
    dates = (parse_rfc2822(text(item, "pubDate") or "") for item in feed.items)
    return [date for date in dates if date is not None]


def _urls_by_rel(channel: Element) -> dict[str, str]:
    return {link.get("rel") or "": link.get("href") or "" for link in all_of(channel, "atom:link")}
