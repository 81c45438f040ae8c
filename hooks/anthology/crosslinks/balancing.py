"""Rebalance related lists: every post gets at least 2 links and at most about 25, and all can be reached.

A list changes at its end only, never where an author has decided, and no post loses a link that it needs. Posts
are served in the order of their ids; the result does not depend on the order of files.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

MIN_INLINKS = 2
MAX_INLINKS = 25
"""the most posts of one kind that link to a page, unless twice its share of all links is more"""
_MOST_ADDED = 2  # links in one list
_MOST_TRIES = 50


@dataclass(slots=True)
class LinkList:
    """A list in progress: links that authors decided, links by score, and links added for balance."""

    by_authors: list[str]
    by_score: list[str]
    added: list[str] = field(default_factory=list)

    @property
    def pages(self) -> list[str]:
        """All links in order."""
        return [*self.by_authors, *self.by_score, *self.added]


@dataclass(slots=True)
class InlinkBalancer:
    """The lists of one kind of post that link to another kind, or to the same.

    `near` returns the scores of the neighbours of a page, the highest first; `is_eligible` says if the second may be
    in the list of the first; `on_removal` is called with a page, the post that it no longer links to, and the reason.
    """

    lists: dict[str, LinkList]
    targets: list[str]
    size: int
    near: Callable[[str], Mapping[str, int]]
    is_eligible: Callable[[str, str], bool]
    on_removal: Callable[[str, str, str], None]
    inlinks: Counter[str] = field(default_factory=Counter)

    def rebalance(self, hosts: Callable[[str], Iterable[str]]) -> None:
        """Bring the number of links to each target into bounds; `hosts` yields pages for more links, the best first."""
        self.inlinks = Counter(page for links in self.lists.values() for page in links.pages)
        self._cap_popular()
        under_linked = [page for page in self.targets if self.inlinks[page] < MIN_INLINKS]
        neighbours = self._pages_near(set(under_linked)) if under_linked else {}
        for page in under_linked:
            for host in chain(neighbours.get(page, []), hosts(page)):
                if self.inlinks[page] >= MIN_INLINKS:
                    break
                self.try_add(host, page)

    def connect(self, hosts: Callable[[str], Iterable[str]]) -> None:
        """Make the graph of links strongly connected, as seen from the most linked post, the root.

        A post that cannot be reached is added to a list that can. A post from which the root cannot be reached gets
        a link to one that leads there, unless its list is empty.
        """
        root = min(self.lists, key=lambda page: (-self.inlinks[page], page))
        edges: dict[str, list[str]] = {page: links.pages for page, links in self.lists.items()}
        self._reach(root, edges, hosts, lambda page, host: self.try_add(host, page))
        reverse: dict[str, list[str]] = defaultdict(list)
        for page, links in self.lists.items():
            for target in links.pages:
                reverse[target].append(page)
        self._reach(root, reverse, hosts, lambda page, host: bool(edges[page]) and self.try_add(page, host))

    def try_add(self, host: str, page: str) -> bool:
        """Add a page to a list, if it is full in place of a link that is not needed; return if that was possible."""
        links = self.lists[host]
        if page in links.pages or not self.is_eligible(host, page):
            return False
        if len(links.pages) >= self.size:
            removed = self._evictable(links)
            if removed is None:
                return False
            links.by_score.remove(removed)
            self.inlinks[removed] -= 1
            self.on_removal(host, removed, f"gave its place to {page}, to which few others lead")
        links.added.append(page)
        self.inlinks[page] += 1
        return True

    def _reach(
        self,
        root: str,
        edges: Mapping[str, Iterable[str]],
        hosts: Callable[[str], Iterable[str]],
        join: Callable[[str, str], bool],
    ) -> None:
        """Join each post that cannot be reached from the root to a host that can."""
        reached = _reachable(root, edges, set())
        for page in sorted(self.lists.keys() - reached):
            if page not in reached:
                candidates = islice((host for host in hosts(page) if host in reached), _MOST_TRIES)
                if any(join(page, host) for host in candidates):
                    reached |= _reachable(page, edges, reached)

    def _cap_popular(self) -> None:
        """Remove links to posts that have too many, where their score is lowest."""
        share = self.size * len(self.lists) // max(1, len(self.targets))
        limit = max(MAX_INLINKS, 2 * share)
        for page in [page for page in self.targets if self.inlinks[page] > limit]:
            holders = [holder for holder, links in self.lists.items() if page in links.by_score]
            holders.sort(key=lambda holder: (self.near(holder).get(page, 0), holder))
            for holder in holders[: self.inlinks[page] - limit]:
                self._replace(holder, page, limit)
                self.on_removal(holder, page, f"{limit} posts lead to it already")

    def _replace(self, holder: str, page: str, limit: int) -> None:
        links = self.lists[holder]
        links.by_score.remove(page)
        self.inlinks[page] -= 1
        for post in self.near(holder):
            is_free = post != page and post not in links.pages and self.inlinks[post] < limit
            if is_free and self.is_eligible(holder, post):
                links.by_score.append(post)
                self.inlinks[post] += 1
                return

    def _pages_near(self, targets: set[str]) -> dict[str, list[str]]:
        """Return for each target the pages that have it among their neighbours, the highest score first."""
        scored: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for page in self.lists:
            near = self.near(page)
            for target in targets.intersection(near):
                scored[target].append((-near[target], page))
        return {target: [page for _, page in sorted(pages)] for target, pages in scored.items()}

    def _evictable(self, links: LinkList) -> str | None:
        """Return the last link by score whose target has more links than it needs."""
        if len(links.added) >= _MOST_ADDED:
            return None
        return next((page for page in reversed(links.by_score) if self.inlinks[page] > MIN_INLINKS), None)


def _reachable(page: str, edges: Mapping[str, Iterable[str]], reached: set[str]) -> set[str]:
    """Return the pages that can be reached from one, without those that are reached already."""
    pages, frontier = {page}, [page]
    while frontier:
        for target in edges.get(frontier.pop(), ()):
            if target not in pages and target not in reached:
                pages.add(target)
                frontier.append(target)
    return pages
