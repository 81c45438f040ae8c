"""Checks feeds, ours or others', against the rules of directories, apps and specifications.

`check_site` returns the findings on every feed of a built site; nothing is ever fetched.
"""

import hashlib
import json
import os
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from anthology.cache import Cache
from anthology.inputs import files_below
from anthology.problems import Issue

from ..namespaces import qualified
from . import atom, channel, html_content, items, opml, paging
from .dates import check_future
from .document import (
    PSP,
    RSS,
    BuiltSite,
    Feed,
    FeedFinding,
    NotAFeed,
    clear_file_cache,
    encoding,
    first,
    is_absolute,
    parse_xml,
    self_url,
)
from .json_feed import check_json

__all__ = [
    "BuiltSite", "FeedFinding", "check_ahead", "check_document", "check_site", "feed_files", "remember_good",
]  # fmt: skip

_GOOD = "good feeds"
"""the table of feeds in which nothing was wrong"""


_THERE = "there"
"""the state of a file of which the content does not matter"""


def check_site(
    folder: Path,
    base_url: str | None = None,
    today: date | None = None,
    files: Mapping[str, Path] = MappingProxyType({}),
    store: Cache | None = None,
    copies: Mapping[str, Path] = MappingProxyType({}),
    digests: Mapping[str, str] = MappingProxyType({}),
) -> list[FeedFinding]:
    """The findings on all feeds of a built site; none where it has no feed.

    Without `base_url`, the site's URL is taken from what each feed says of itself. With `today`, dates
    after that day are findings too. `files` are not in the folder yet (see BuiltSite). With a `store`, a feed in which
    nothing was wrong is not checked again while it and the files that it names are the same. `copies` are files in the
    folder by their address, each with its original, of which the store may know the digest; `digests` has the sha256
    of files in the folder that need not be read to know it.
    """
    clear_file_cache()
    root = Path(os.path.realpath(folder))
    originals = {root / address: file for address, file in copies.items()}
    originals |= {file: file for file in files.values()}
    good = _GoodFeeds(store, originals, digests) if store and not today else None
    site_of_all = BuiltSite(folder, base_url, files, digests)

    def is_good(path: str) -> bool:
        known = digests.get(path, "") if good and base_url else ""
        return bool(good and known and good.has(known, path, site_of_all))

    def check(file: Path) -> list[FeedFinding]:
        document, path = file.read_bytes(), file.relative_to(folder).as_posix()
        site = BuiltSite(folder, base_url or _base_url(document, path), files, digests)
        return good.findings(document, path, site) if good else check_document(document, path, site, today)

    unknown = [folder / path for path in _possible_feeds(folder) if not is_good(path)]
    unknown = [file for file in unknown if _is_feed(file)]
    if good:
        found = good.find_ahead(unknown, check)
        unknown = [file for file in unknown if file.relative_to(folder).as_posix() not in found]
    findings = [finding for file in unknown for finding in check(file)]
    findings += _check_podcast_archives(folder, base_url, files)
    html_content.html_issues.cache_clear()  # the texts need not stay in memory
    return findings


def _check_podcast_archives(
    folder: Path, base_url: str | None, files: Mapping[str, Path]
) -> Iterable[FeedFinding]:
    head = folder / "podcast.xml"
    if not head.is_file():
        return ()
    archives = sorted(folder.glob("podcast/*.xml"), key=lambda file: (len(file.name), file.name))
    site = BuiltSite(folder, base_url or _base_url(head.read_bytes(), head.name), files)
    return paging.check_chain(site, folder, archives)


def check_ahead(document: bytes, path: str, folder: Path, base_url: str) -> tuple[str, dict[str, str]] | None:
    """Check a feed of a site of which nothing else may be there yet, for `remember_good`.

    None for another file, for a feed with a finding, and for one whose check reads other files.
    """
    site = BuiltSite(folder, base_url, known=_Everything())
    if not path.endswith(_FEED_SUFFIXES) or not _begins_as_feed(document[:_HEAD_BYTES]):
        return None
    try:
        is_good = not check_document(document, path, site) and not any(site.asked.values())
    except OSError:  # of a file that it would read
        return None
    name = f"{path} {base_url} {hashlib.sha256(document).hexdigest()}"
    return (name, dict.fromkeys(site.asked, _THERE)) if is_good else None


def remember_good(store: Cache, checked: Iterable[tuple[str, dict[str, str]]]) -> None:
    """Keep what `check_ahead` has found. `check_site` still asks if all files that a feed names are there."""
    for name, states in checked:
        store.table(_GOOD).remember(name, states)


class _Everything(Collection[str]):
    """The addresses of a site that is not known yet."""

    def __contains__(self, address: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def check_document(
    document: bytes, path: str, site: BuiltSite, today: date | None = None
) -> list[FeedFinding]:
    """The findings on one feed: RSS, Atom, JSON Feed, or a list of feeds (OPML).

    `path` is relative to the site and names the feed in findings.
    """
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


class _GoodFeeds:
    """Feeds in which nothing was wrong, with the state of every file for which their check asked."""

    def __init__(self, store: Cache, originals: Mapping[Path, Path], digests: Mapping[str, str]) -> None:
        self._store, self._originals, self._good = store, originals, store.table(_GOOD)
        self._digests, self._states = digests, dict[str | None, dict[tuple[str, bool], str]]()

    def has(self, digest: str, path: str, site: BuiltSite) -> bool:
        """True if a feed with this sha256 was good, and all that its check asked for is as it was."""
        asked = self._good.recall(f"{path} {site.base_url} {digest}")
        if asked is None:
            return False
        return all(self._state_at(url, site, before != _THERE) == before for url, before in asked.items())

    def _state_at(self, url: str, site: BuiltSite, is_read: bool) -> str:
        """The state of what is at an address, which many feeds name: its digest, or only that it is there."""
        states = self._states.setdefault(site.base_url, {})
        if (url, is_read) not in states:
            states[url, is_read] = self._state(url, site) if is_read else _THERE if site.has(url) else ""
        return states[url, is_read]

    def _state(self, url: str, site: BuiltSite) -> str:
        file = site.file(url)
        if file is None:
            return ""
        if known := self._digests.get(str(file).removeprefix(os.path.realpath(str(site.folder)) + os.sep)):
            return known
        original = self._originals.get(file)
        return self._store.sha256(original) if original else hashlib.sha256(file.read_bytes()).hexdigest()

    def find_ahead(self, files: Sequence[Path], check: Callable[[Path], object]) -> set[str]:
        """Check many feeds with copies of the process; return the paths of those that were found to be good."""
        before = set(self._good)
        self._store.work_ahead(files, check)
        return {name.rsplit(" ", 2)[0] for name in self._good.keys() - before}

    def findings(self, document: bytes, path: str, site: BuiltSite) -> list[FeedFinding]:
        """The findings on a feed; it is not checked if it is known to be good."""
        digest = hashlib.sha256(document).hexdigest()
        if self.has(digest, path, site):
            return []
        findings = check_document(document, path, site)
        if not findings:
            states = {url: self._state_at(url, site, is_read) for url, is_read in list(site.asked.items())}
            self._good.remember(f"{path} {site.base_url} {digest}", states)
        return findings


def feed_files(folder: Path) -> Iterator[Path]:
    """Every file that begins as a feed does, and podcast.xml."""
    return filter(_is_feed, map(folder.joinpath, _possible_feeds(folder)))


def _possible_feeds(folder: Path) -> Iterator[str]:
    """The paths of all files below a folder that are named as feeds are, relative to it, in order."""
    found = (path for path in files_below(str(folder)) if path.endswith(_FEED_SUFFIXES))
    yield from sorted(path[len(str(folder)) + 1 :].replace(os.sep, "/") for path in found)


_FEED_SUFFIXES = (".xml", ".rss", ".atom", ".json", ".opml")
_HEAD_BYTES = 16384  # a long comment or a list of styles may precede the feed
_FEED_MARKS = (b"<rss", b"<feed", b"<opml", b"https://jsonfeed.org/version/")


def _is_feed(file: Path) -> bool:
    if file.name == "podcast.xml":
        return True
    with file.open("rb") as opened:
        return _begins_as_feed(opened.read(_HEAD_BYTES))


def _begins_as_feed(head: bytes) -> bool:
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    return any(mark in head for mark in _FEED_MARKS)


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


def _base_url(document: bytes, path: str) -> str | None:
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
