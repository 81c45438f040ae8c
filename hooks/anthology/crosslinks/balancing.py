"""Puts lists right where a post would be led to by hardly anybody, or by everybody.

A list is changed at its end only, never where an author has spoken, and no other post loses a link that it
needs. Posts are served in the order of their ids, so that the result does not depend on that of files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

ENOUGH = 2
"""how many posts lead to each, at least"""
MOST = 25
"""how many posts of one kind lead to one page at most, unless twice its share is more"""
_GIVEN = 2


@dataclass(slots=True)
class Shown:
    """A list that is being made: what authors have said, what was found, what it gave room to."""

    told: list[str]
    found: list[str]
    given: list[str] = field(default_factory=list)

    @property
    def pages(self) -> list[str]:
        """All of it, in order."""
        return [*self.told, *self.found, *self.given]


@dataclass(slots=True)
class Inbound:
    """The lists of one kind of post that lead to another kind (or to the same).

    `near` gives what is near a page with its points, the nearest first; `said` is told why a page was left out;
    `may` knows whether the one may stand in the list of the other.
    """

    lists: dict[str, Shown]
    targets: list[str]
    size: int
    near: Callable[[str], Mapping[str, int]]
    may: Callable[[str, str], bool]
    said: Callable[[str, str, str], None]
    counted: Counter[str] = field(default_factory=Counter)

    def put_right(self, others: Callable[[str], Iterable[str]]) -> None:
        """`others` gives pages whose list may take a post that no text is near to, the best first."""
        self.counted = Counter(page for shown in self.lists.values() for page in shown.pages)
        self._relieve()
        poor = [page for page in self.targets if self.counted[page] < ENOUGH]
        near = self._holders(set(poor)) if poor else {}
        for page in poor:
            for host in chain(near.get(page, []), others(page)):
                if self.counted[page] >= ENOUGH:
                    break
                self.give(host, page)

    def _relieve(self) -> None:
        """Those that too many lead to are taken out where they have the fewest points."""
        share = self.size * len(self.lists) // max(1, len(self.targets))
        most = max(MOST, 2 * share)
        for page in [page for page in self.targets if self.counted[page] > most]:
            holders = [holder for holder, shown in self.lists.items() if page in shown.found]
            holders.sort(key=lambda holder: (self.near(holder).get(page, 0), holder))
            for holder in holders[: self.counted[page] - most]:
                self._replace(holder, page, most)
                self.said(holder, page, f"{most} posts lead to it already")

    def _replace(self, holder: str, page: str, most: int) -> None:
        shown = self.lists[holder]
        shown.found.remove(page)
        self.counted[page] -= 1
        for other in self.near(holder):
            if (
                other not in shown.pages
                and other != page
                and self.counted[other] < most
                and self.may(holder, other)
            ):
                shown.found.append(other)
                self.counted[other] += 1
                return

    def _holders(self, poor: set[str]) -> dict[str, list[str]]:
        """Those that have a poor page among their candidates, the nearest first."""
        found: dict[str, list[tuple[int, str]]] = {}
        for holder in self.lists:
            near = self.near(holder)
            for page in poor.intersection(near):
                found.setdefault(page, []).append((-near[page], holder))
        return {page: [holder for _, holder in sorted(holders)] for page, holders in found.items()}

    def give(self, host: str, page: str) -> bool:
        """Makes room for a page in a list, if something in it can do without; whether it could."""
        shown = self.lists[host]
        if page in shown.pages or not self.may(host, page):
            return False
        if len(shown.pages) >= self.size:
            leaving = self._spared(shown)
            if leaving is None:
                return False
            shown.found.remove(leaving)
            self.counted[leaving] -= 1
            self.said(host, leaving, f"gave its place to {page}, to which few others lead")
        shown.given.append(page)
        self.counted[page] += 1
        return True

    def _spared(self, shown: Shown) -> str | None:
        """The last one that can do without this link."""
        if len(shown.given) >= _GIVEN:
            return None
        return next((page for page in reversed(shown.found) if self.counted[page] > ENOUGH), None)
