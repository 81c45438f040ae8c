"""Checks feeds, ours or others', against the rules of directories, apps and specifications.

`check_site` returns the findings on every feed of a built site; nothing is ever fetched.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from anthology.cache import Cache
from anthology.inputs import files_below

from .built_site import (
    FEED_SUFFIXES,
    HEAD_BYTES,
    BuiltSite,
    Everything,
    FeedFinding,
    begins_as_feed,
    clear_file_cache,
)

__all__ = [
    "BuiltSite", "FeedFinding", "check_ahead", "check_document", "check_site", "feed_files", "remember_good",
]  # fmt: skip


_GOOD = "good feeds"
"""the table of the store"""
_THERE = "there"
"""the state of a file of which the content does not matter"""


def check_document(
    document: bytes, path: str, site: BuiltSite, today: date | None = None
) -> list[FeedFinding]:
    """The findings on one feed: RSS, Atom, JSON Feed, or a list of feeds (OPML).

    `path` is relative to the site and names the feed in findings.
    """
    from .document_checks import findings_on  # loads lxml and all rules

    return findings_on(document, path, site, today)


def check_site(
    folder: Path,
    base_url: str | None = None,
    today: date | None = None,
    files: Mapping[str, Path] = MappingProxyType({}),
    store: Cache | None = None,
    copies: Mapping[str, Path] = MappingProxyType({}),
    digests: Mapping[str, str] = MappingProxyType({}),
    has_all_digests: bool = False,
) -> list[FeedFinding]:
    """The findings on all feeds of a built site; none where it has no feed.

    Without `base_url`, the site's URL is taken from what each feed says of itself. With `today`, dates
    after that day are findings too. `files` are not in the folder yet (see BuiltSite). With a `store`, a feed in which
    nothing was wrong is not checked again while it and the files that it names are the same. `copies` are files in the
    folder by their address, each with its original, of which the store may know the digest; `digests` has the sha256
    of files in the folder that need not be read to know it; with `has_all_digests`, of every file in it.
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
        from .document_checks import url_of_site

        document, path = file.read_bytes(), file.relative_to(folder).as_posix()
        site = BuiltSite(folder, base_url or url_of_site(document, path), files, digests)
        return good.findings(document, path, site) if good else check_document(document, path, site, today)

    possible = filter(_may_be_feed, sorted(digests)) if has_all_digests else _possible_feeds(folder)
    unknown = [folder / path for path in possible if not is_good(path)]
    unknown = [file for file in unknown if _is_feed(file)]
    if good:
        found = good.find_ahead(unknown, check)
        unknown = [file for file in unknown if file.relative_to(folder).as_posix() not in found]
    findings = [finding for file in unknown for finding in check(file)]
    if unknown:
        from .html_content import html_issues

        html_issues.cache_clear()  # the texts need not stay in memory
    return [*findings, *_check_podcast_archives(folder, base_url, files)]


def _check_podcast_archives(
    folder: Path, base_url: str | None, files: Mapping[str, Path]
) -> Iterable[FeedFinding]:
    head, archives = folder / "podcast.xml", sorted(folder.glob("podcast/*.xml"))
    if not head.is_file():
        return ()
    from .document_checks import archive_findings, url_of_site

    site = BuiltSite(folder, base_url or url_of_site(head.read_bytes(), head.name), files)
    return archive_findings(site, archives)


def check_ahead(document: bytes, path: str, folder: Path, base_url: str) -> tuple[str, dict[str, str]] | None:
    """Check one feed before the rest of its site is written; return what `remember_good` keeps of a good one.

    None for a file that is no feed, a feed with a finding, and one whose check reads other files.
    """
    site = BuiltSite(folder, base_url, known=Everything())
    if not path.endswith(FEED_SUFFIXES) or not begins_as_feed(document[:HEAD_BYTES]):
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
    found = filter(_may_be_feed, files_below(str(folder)))
    yield from sorted(path[len(str(folder)) + 1 :].replace(os.sep, "/") for path in found)


def _may_be_feed(path: str) -> bool:
    return path.endswith(FEED_SUFFIXES)


def _is_feed(file: Path) -> bool:
    if file.name == "podcast.xml":
        return True
    with file.open("rb") as opened:
        return begins_as_feed(opened.read(HEAD_BYTES))
