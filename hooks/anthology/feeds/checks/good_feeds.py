"""Feeds in which nothing was wrong, as the store keeps them: they are not checked again."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from anthology.cache import Cache

from .built_site import FEED_SUFFIXES, HEAD_BYTES, BuiltSite, Everything, FeedFinding, begins_as_feed

_GOOD = "good feeds"
"""the table of the store"""
_THERE = "there"
"""the state of a file of which the content does not matter"""


def check_ahead(document: bytes, path: str, folder: Path, base_url: str) -> tuple[str, dict[str, str]] | None:
    """Check a feed of a site of which nothing else may be there yet, for `remember_good`.

    None for another file, for a feed with a finding, and for one whose check reads other files.
    """
    from .document_checks import findings_on  # loads lxml and all rules

    site = BuiltSite(folder, base_url, known=Everything())
    if not path.endswith(FEED_SUFFIXES) or not begins_as_feed(document[:HEAD_BYTES]):
        return None
    try:
        is_good = not findings_on(document, path, site) and not any(site.asked.values())
    except OSError:  # of a file that it would read
        return None
    name = f"{path} {base_url} {hashlib.sha256(document).hexdigest()}"
    return (name, dict.fromkeys(site.asked, _THERE)) if is_good else None


def remember_good(store: Cache, checked: Iterable[tuple[str, dict[str, str]]]) -> None:
    """Keep what `check_ahead` has found. `check_site` still asks if all files that a feed names are there."""
    for name, states in checked:
        store.table(_GOOD).remember(name, states)


class GoodFeeds:
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
        from .document_checks import findings_on

        digest = hashlib.sha256(document).hexdigest()
        if self.has(digest, path, site):
            return []
        findings = findings_on(document, path, site)
        if not findings:
            states = {url: self._state_at(url, site, is_read) for url, is_read in list(site.asked.items())}
            self._good.remember(f"{path} {site.base_url} {digest}", states)
        return findings
