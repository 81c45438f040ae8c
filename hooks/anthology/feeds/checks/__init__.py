"""Checks feeds, ours or others', against the rules of directories, apps and specifications.

`check_site` returns the findings on every feed of a built site; nothing is ever fetched.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from anthology.cache import Cache
from anthology.inputs import files_below

from .built_site import FEED_SUFFIXES, HEAD_BYTES, BuiltSite, FeedFinding, begins_as_feed, clear_file_cache
from .good_feeds import GoodFeeds, check_ahead, remember_good

__all__ = [
    "BuiltSite", "FeedFinding", "check_ahead", "check_document", "check_site", "feed_files", "remember_good",
]  # fmt: skip


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
    of files in the folder that need not be read to know it: of all, if it `has_all_digests`.
    """
    clear_file_cache()
    root = Path(os.path.realpath(folder))
    originals = {root / address: file for address, file in copies.items()}
    originals |= {file: file for file in files.values()}
    good = GoodFeeds(store, originals, digests) if store and not today else None
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
