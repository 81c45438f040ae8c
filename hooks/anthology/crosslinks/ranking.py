"""Which posts could stand in each other's lists, and in which order: what authors have tied, then the nearest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain, islice

from .document import Document
from .scores import Points
from .similarity import Likeness

LEAST = 15
"""the fewest points that make a link by themselves"""


class Ranking:
    """All that is known of how near posts are; `points` as in `points.py`, `twins` the pairs that say the same."""

    def __init__(self, by_id: Mapping[str, Document], likeness: Likeness) -> None:
        self.by_id, self.likeness = by_id, likeness
        self.kind = {page: document.kind for page, document in by_id.items()}
        self.barred = _both_ways(
            (page, other) for page, document in by_id.items() for other in document.excludes
        )
        self.tied = _tied(by_id)
        self.by_topic: dict[tuple[str, str], list[str]] = defaultdict(list)
        for page, document in by_id.items():
            for topic in document.topics:
                self.by_topic[self.kind[page], topic].append(page)
        self._by_topics: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        self.points = Points(by_id, likeness)
        pages = likeness.pages
        self.twins = {(pages[one], pages[other]) for one, other in self.points.twins}

    def may(self, page: str, other: str, kind: str) -> bool:
        """Whether one post may stand in the other's list of a kind at all."""
        return self.kind.get(other) == kind and page != other and (page, other) not in self.barred

    def told(self, page: str, kind: str) -> list[str]:
        """What authors have tied to a post: its pins in their order; responses, links, series by nearness."""
        document, points = self.by_id[page], self.points[page][kind]
        tied = sorted(
            self.tied[page],
            key=lambda other: (-document.told(self.by_id[other]), -points.get(other, 0), other),
        )
        return [other for other in dict.fromkeys([*document.pins, *tied]) if self.may(page, other, kind)]

    def ranked(self, page: str, kind: str) -> list[str]:
        """Those whose texts are near enough for a link, the nearest first."""
        found = [other for other, points in self.points[page][kind].items() if points >= LEAST]
        return [other for other in found if (page, other) not in self.barred] if self.barred else found

    def by_topics(self, page: str, kind: str, number: int) -> list[str]:
        """Those that share most topics, for lists that texts do not fill."""
        found = self._sharing(kind, self.by_id[page].topics)
        return list(islice((other for other in found if self.may(page, other, kind)), number))

    def _sharing(self, kind: str, topics: tuple[str, ...]) -> list[str]:
        """Those that share any of these topics, the ones that share most of them first."""
        if (kind, topics) not in self._by_topics:
            shared = Counter(chain.from_iterable(self.by_topic.get((kind, topic), ()) for topic in topics))
            self._by_topics[kind, topics] = sorted(shared, key=lambda other: (-shared[other], other))
        return self._by_topics[kind, topics]

    def between(self, page: str, other: str) -> int:
        """The points of one post in the other's list; 0 for texts that were not compared."""
        return self.points[page][self.kind[other]].get(other, 0)

    def is_near(self, page: str, other: str) -> bool:
        """Whether the texts alone would make a link."""
        return self.between(page, other) >= LEAST


def _tied(by_id: Mapping[str, Document]) -> dict[str, set[str]]:
    """The posts that authors have tied to each: by a link, a response, a series."""
    found: dict[str, set[str]] = {page: set() for page in by_id}
    series: dict[str, list[str]] = defaultdict(list)
    for page, document in by_id.items():
        for other in (*document.links, document.responds_to):
            if other in by_id:
                found[page].add(other)
                found[other].add(page)
        if document.series:
            series[document.series].append(page)
    for parts in series.values():
        for page in parts:
            found[page].update(parts)
    return found


def _both_ways(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    return {turned for one, other in pairs for turned in ((one, other), (other, one))}
