"""How near posts are to each other, in points: likeness of texts, put right for crowds, and what else they share.

Every point is one part in a hundred of what neighbours usually have. Scores are rounded to whole points,
so that a word more in one post does not reorder the lists of others, and equal scores are ordered by id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import log2

from .document import KINDS, Document
from .likeness import Likeness

CROWD = 10
"""how many neighbours tell how crowded a place is"""
_SCALING = 1 / 3
_SPARSE = 0.05
LEAST = 15
"""the fewest points that make a link by themselves"""
ALIKE = 0.6
"""the likeness (cosine) from which two texts say much the same"""
SAME_TIME, HALF_LIFE = 0.3, 182
"""how much more two posts of the same day get, and after how many days it is half of that"""
TOPIC, PERSON = 0.1, 0.03
"""how much more for the rarest topic shared, and for each person"""
_USUAL = 160
_DECAY = [1 + SAME_TIME * 0.5 ** (days / HALF_LIFE) for days in range(10 * HALF_LIFE)]

_Ground = tuple[tuple[str, ...], frozenset[str], frozenset[str], int | None]
"""what a post may share with another besides its words: topics, in order and as a set; people; its day"""


class Ranking:
    """All that is known of how near posts are.

    `points` has, by page and kind, all that were compared, the nearest first; `twins` the pairs that say the same.
    """

    def __init__(self, by_id: Mapping[str, Document], likeness: Likeness) -> None:
        self.by_id, self.likeness = by_id, likeness
        self.kind = {page: document.kind for page, document in by_id.items()}
        self.barred = _both_ways(
            (page, other) for page, document in by_id.items() for other in document.excludes
        )
        self.tied = _tied(by_id)
        self.twins: set[tuple[str, str]] = set()
        self.by_topic: dict[tuple[str, str], list[str]] = defaultdict(list)
        for page, document in by_id.items():
            for topic in document.topics:
                self.by_topic[self.kind[page], topic].append(page)
        self._topic_worth = _worth(by_id)
        self._grounds: list[_Ground] = [
            (document.topics, frozenset(document.topics), frozenset(document.people), document.day)
            for document in map(by_id.__getitem__, likeness.pages)
        ]
        near = [
            [likeness.near(place, kind) for kind in range(len(KINDS))] for place in range(len(likeness.pages))
        ]
        # Seen from each kind: a crowded corner of the essays may be a lonely one for episodes.
        self.room = [[_room([found for _, found in kind]) for kind in kinds] for kinds in near]
        self.points: dict[str, dict[str, dict[str, int]]] = {
            page: {
                kind: self._points(place, number, near[place][number]) for number, kind in enumerate(KINDS)
            }
            for place, page in enumerate(likeness.pages)
        }

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
        topics = self.by_id[page].topics
        shared = Counter(other for topic in topics for other in self.by_topic.get((kind, topic), ()))
        found = sorted(shared, key=lambda other: (-shared[other], other))
        return [other for other in found if self.may(page, other, kind)][:number]

    def between(self, page: str, other: str) -> int:
        """The points of one post in the other's list; 0 for texts that were not compared."""
        return self.points[page][self.kind[other]].get(other, 0)

    def is_near(self, page: str, other: str) -> bool:
        """Whether the texts alone would make a link."""
        return self.between(page, other) >= LEAST

    def _points(self, place: int, kind: int, near: list[tuple[int, float]]) -> dict[str, int]:
        pages, room, grounds = self.likeness.pages, self.room, self._grounds
        ground, home = grounds[place], KINDS.index(self.kind[pages[place]])
        factor = _USUAL * room[place][kind]
        found = []
        for at, cosine in near:
            common = self._common(ground, grounds[at])
            found.append((-round(factor * room[at][home] * cosine * common), pages[at]))
            if cosine >= ALIKE:
                self.twins.add((pages[place], pages[at]))
        found.sort()
        return {other: -points for points, other in found}

    def _common(self, one: _Ground, other: _Ground) -> float:
        topics, topic_set, people, day = one
        _, their_topics, their_people, their_day = other
        found = 1.0
        if not topic_set.isdisjoint(their_topics):
            # In the order of the text: a sum of fractions in another order may be another number.
            found += TOPIC * sum(self._topic_worth[topic] for topic in topics if topic in their_topics)
        if not people.isdisjoint(their_people):
            found += PERSON * min(2, len(people & their_people))
        if day is None or their_day is None:
            return found
        days = abs(day - their_day)
        return found * _DECAY[days] if days < len(_DECAY) else found


def _room(cosines: list[float]) -> float:
    """How free a place is: the less like it its nearest neighbours are, the more."""
    nearest = sorted(cosines, reverse=True)[:CROWD]
    crowd = sum(nearest) / max(1, len(nearest))
    # Rounded: a newcomer does not change what all of its neighbours count for.
    return float(max(_SPARSE, round(crowd, 2)) ** -_SCALING)


def _worth(by_id: Mapping[str, Document]) -> dict[str, float]:
    """Topic → 0 for one that all posts have … 1 for one that a single post has, in tenths."""
    spread = Counter(topic for document in by_id.values() for topic in document.topics)
    doublings = log2(max(2, len(by_id)))
    return {topic: round(1 - log2(number) / doublings, 1) for topic, number in spread.items()}


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
