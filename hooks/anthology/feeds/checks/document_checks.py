"""The checks of a single feed: those that each format has to pass."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from ..namespaces import qualified
from . import atom, channel, html_content, items, opml, paging
from .built_site import BuiltSite, FeedFinding
from .dates import check_future
from .document import PSP, RSS, Feed, NotAFeed, encoding, first, is_absolute, parse_xml, self_url
from .json_feed import check_json


def findings_on(document: bytes, path: str, site: BuiltSite, today: date | None = None) -> list[FeedFinding]:
    """The findings on one feed, as `check_document` describes them."""
    if document.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return list(check_json(document, path, site))
    try:
        root = parse_xml(document)
    except NotAFeed as error:
        return [
            FeedFinding(path, "", "rss", str(error), "write the feed with a tool that knows XML", "XML 1.0")
        ]
    if root.tag == "rss":
        channel = first(root, "channel") if root.get("version") == "2.0" else None
    else:
        channel = root if root.tag in _CHECKS else None
    if channel is None:
        return [FeedFinding(path, "", "rss", *_NOT_RSS)]
    feed = Feed(site, path, root, channel)
    findings = [finding for check in _CHECKS[root.tag] for finding in check(feed)]
    return [*findings, *check_future(feed, today)] if today else findings


_NOT_RSS = (
    'is not <rss version="2.0"> with a <channel>',
    'begin the feed with <rss version="2.0"> and put everything into one <channel>',
    RSS,
)


def _check_encoding(feed: Feed) -> Iterator[FeedFinding]:
    """A feed is UTF-8."""
    if encoding(feed.root).upper() not in {"UTF-8", "UTF8"}:
        yield feed.finding("rss", f"is in {encoding(feed.root)}", "save the feed as UTF-8", PSP)


_CHECKS: dict[str, tuple[Callable[[Feed], Iterator[FeedFinding]], ...]] = {
    "rss": (
        _check_encoding,
        channel.check_namespaces,
        channel.check_channel,
        channel.check_categories,
        paging.check_links,
        paging.check_archive,
        items.check_items,
        items.check_item_guids,
        items.check_enclosures,
        items.check_build_date,
        html_content.check_notes,
    ),
    qualified("atom:feed"): (
        _check_encoding,
        atom.check_atom,
        atom.check_entries,
        paging.check_links,
        paging.check_archive,
    ),
    "opml": (opml.check_opml,),
}


def archive_findings(site: BuiltSite, archives: Sequence[Path]) -> Iterator[FeedFinding]:
    """The findings on the chain of a podcast's archives, which are given in any order."""
    assert site.folder
    return paging.check_chain(
        site, site.folder, sorted(archives, key=lambda file: (len(file.name), file.name))
    )


def url_of_site(document: bytes, path: str) -> str | None:
    """The URL of the folder that the feed says it is in; a wrong name in it is then a finding."""
    own = _own_url(document)
    return own.rsplit("/", path.count("/") + 1)[0] + "/" if own and is_absolute(own) else None


def _own_url(document: bytes) -> str | None:
    if document.lstrip().startswith(b"{"):
        try:
            return str(json.loads(document).get("feed_url") or "")
        except (ValueError, AttributeError):
            return None
    try:
        root = parse_xml(document)
    except NotAFeed:
        return None
    channel = root if root.tag == qualified("atom:feed") else first(root, "channel")
    return None if channel is None else self_url(channel)
