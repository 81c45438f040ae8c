"""How near posts are to each other, in points: likeness of texts, put right for crowds, and what else they share.

Every point is one part in a hundred of what neighbours usually have. Scores are rounded to whole points,
so that a word more in one post does not reorder the lists of others, and equal scores are ordered by id.

After an edit, points are reckoned anew where something that they come from has changed, and nowhere else.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import blake2b
from math import log2
from typing import TypeAlias

from .document import KINDS, Document
from .similarity import Likeness
from .store import Rank

CROWD = 10
"""how many neighbours tell how crowded a place is"""
_SCALING = 1 / 3
_SPARSE = 5  # in hundredths, as crowds are
ALIKE = 0.6
"""the likeness (cosine) from which two texts say much the same"""
SAME_TIME, HALF_LIFE = 0.3, 182
"""how much more two posts of the same day get, and after how many days it is half of that"""
TOPIC, PERSON = 0.1, 0.03
"""how much more for the rarest topic shared, and for each person"""
_USUAL = 160
_DECAY = [1 + SAME_TIME * 0.5 ** (days / HALF_LIFE) for days in range(10 * HALF_LIFE)]
# How free a place is: the less like it its nearest neighbours are, the more.
_ROOM = [(max(_SPARSE, crowd) / 100) ** -_SCALING for crowd in range(101)]
_SHIFT = 24  # room for the place of a post beside its points, in one number that sorts as both

_Ground = tuple[tuple[str, ...], frozenset[str], frozenset[str], int | None]
"""what a post may share with another besides its words: topics, in order and as a set; people; its day"""
_Row: TypeAlias = "tuple[array[int], array[int]]"
"""the posts near to one, by their places, the nearest first; and their points"""


class Points(dict[str, dict[str, dict[str, int]]]):
    """By page and kind, all that were compared, the nearest first; made of rows of numbers when it is asked for.

    `twins` are pairs that say much the same, by their places; `unsettled` the places of posts for which any of
    it may be other than what is remembered; `mark` changes with everything but texts that points come from.
    """

    def __init__(self, by_id: Mapping[str, Document], likeness: Likeness) -> None:
        super().__init__()
        self.by_id, self.likeness, self.pages = by_id, likeness, likeness.pages
        self.mark = _mark(by_id.values())
        self._kinds = [KINDS.index(document.kind) for document in by_id.values()]
        self._topic_worth = _worth(by_id)
        again, known = likeness.again, likeness.known.ranks
        if again and again.changed is not None and known.mark == self.mark:
            # A post whose text is another has been judged again by all that have it near, so these are among them.
            changed = again.changed
            self.kept: list[tuple[Rank, ...]] = known.of_posts
            self._crowds = [[rank.crowd for rank in ranks] for ranks in self.kept]
        else:
            changed = frozenset(range(len(self.pages)))
            self.kept, self._crowds = [], [[] for _ in self.pages]
        near = {place: self._near(place) for place in sorted(changed)}
        moved = set()
        for place, kinds in near.items():
            crowds = [_crowd([cosine for _, cosine in found]) for found in kinds]
            if crowds != self._crowds[place]:
                moved.add(place)
                self._crowds[place] = crowds
        self.unsettled = set(changed)
        if self.kept:
            self.unsettled |= self._beside(moved)
        self.twins = {pair for pair in known.twins if pair[0] not in self.unsettled} if self.kept else set()
        self._rows: dict[int, list[_Row]] = {}
        for place in sorted(self.unsettled):
            kinds = near[place] if place in near else self._near(place)
            self._rows[place] = [self._row(place, kind, found) for kind, found in enumerate(kinds)]
        # One that says the same may no longer be among the nearest of its twin, and both still stand in a third list.
        if self.kept and (other := self.twins.symmetric_difference(known.twins)):
            self.unsettled |= self._beside({place for pair in other for place in pair})

    def __missing__(self, page: str) -> dict[str, dict[str, int]]:
        self[page] = {
            kind: dict(zip(map(self.pages.__getitem__, places), points, strict=True))
            for kind, (places, points) in zip(KINDS, self.rows(self.likeness.places[page]), strict=True)
        }
        return self[page]

    def rows(self, place: int) -> list[_Row]:
        """Of each kind, the posts near to one and their points."""
        if place in self._rows:
            return self._rows[place]
        return [(rank.places, rank.points) for rank in self.kept[place]]

    def crowd(self, place: int, kind: int) -> int:
        """How like a post its nearest neighbours of a kind are, in hundredths."""
        return self._crowds[place][kind]

    def _near(self, place: int) -> list[list[tuple[int, float]]]:
        return [self.likeness.near(place, kind) for kind in range(len(KINDS))]

    def _beside(self, moved: set[int]) -> set[int]:
        """The places of posts that have one of these among their neighbours."""
        every = enumerate(self.likeness.web.near)
        return {place for place, kinds in every if not all(moved.isdisjoint(near.places) for near in kinds)}

    def _row(self, place: int, kind: int, near: list[tuple[int, float]]) -> _Row:
        # Seen from each kind: a crowded corner of the essays may be a lonely one for episodes.
        crowds, grounds, home = self._crowds, self._grounds, self._kinds[place]
        ground, factor = grounds[place], _USUAL * _ROOM[crowds[place][kind]]
        found = []
        for at, cosine in near:
            room = _ROOM[crowds[at][home]]
            points = round(factor * room * cosine * self._common(ground, grounds[at]))
            found.append(at - (points << _SHIFT))
            if cosine >= ALIKE:
                self.twins.add((place, at))
        found.sort()
        places, points = (key & (1 << _SHIFT) - 1 for key in found), (-(key >> _SHIFT) for key in found)
        return array("I", list(places)), array("I", list(points))

    @cached_property
    def _grounds(self) -> list[_Ground]:
        return [
            (document.topics, frozenset(document.topics), frozenset(document.people), document.day)
            for document in self.by_id.values()
        ]

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


def _crowd(cosines: list[float]) -> int:
    # Rounded: a newcomer does not change what all of its neighbours count for.
    nearest = sorted(cosines, reverse=True)[:CROWD]
    return round(100 * sum(nearest) / max(1, len(nearest)))


def _mark(documents: Iterable[Document]) -> str:
    """A digest of all that posts say of themselves and each other, without their texts."""
    said = [
        (
            document.id, document.topics, document.people, document.series, document.links, document.responds_to,
            document.pins, document.excludes, document.day,
        )
        for document in documents
    ]  # fmt: skip
    return blake2b(repr(said).encode(), digest_size=16).hexdigest()


def _worth(by_id: Mapping[str, Document]) -> dict[str, float]:
    """Topic → 0 for one that all posts have … 1 for one that a single post has, in tenths."""
    spread = Counter(topic for document in by_id.values() for topic in document.topics)
    doublings = log2(max(2, len(by_id)))
    return {topic: round(1 - log2(number) / doublings, 1) for topic, number in spread.items()}
