"""Brings neighbours up to date after a few posts have changed, with the same result as if all were made anew.

A post is stale if its text is new, or if one of its terms has become rarer or more frequent by a step
(`rarity.py`). Stale posts look for their neighbours again. Among the neighbours of the others, stale posts are
taken out and judged again.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import is_not

from .idf import Measure, squared
from .neighbours import KEPT, NEAR, Holders, Near, Vectors, Web, probes, search, visited
from .store import Known, Posts
from .terms import Text

_MOST = 4
"""if more than a quarter is stale, it is quicker to make everything anew"""
_GONE = -1


@dataclass(frozen=True, slots=True)
class Renewed:
    """All neighbours; the places of posts that look for theirs anew; and those of posts that have others than before.

    Where posts have come or gone, nobody knows who has others: `changed` is none then.
    """

    web: Web
    stale: frozenset[int]
    changed: frozenset[int] | None


def renewed(
    known: Known, posts: Posts, number: int, holding: Callable[[list[Text]], Holders]
) -> Renewed | None:
    """`known` brought up to date for these posts; nothing where too much has changed.

    `holding` finds out which texts have a term.
    """
    measure = Measure.of(len(posts.pages))
    if measure != Measure.of(len(known.posts.pages)):
        return None
    holders = holding(posts.texts)
    spread = _Spread(known.posts, posts, measure, holders)
    most = len(posts.pages) // _MOST
    if len(spread.changed) > most:
        return None
    rarity, stale = spread.rarity(), set(spread.new)
    stale |= spread.moved(rarity)
    if len(stale) > most:
        return None
    return _Renewal(known, posts, measure, holders).web(stale, rarity, number)


class _Spread:
    """In how many posts the terms of changed posts stand, now and before: of those that are measured, and of all."""

    def __init__(self, old: Posts, now: Posts, measure: Measure, holders: Holders) -> None:
        self.measure = measure
        before, after = _places(old), _places(now)
        measured_before, self.measured = measure.earliest(old.days), measure.earliest(now.days)
        self.new = [
            place
            for page, place in after.items()
            if page not in before or old.keys[before[page]] != now.keys[place]
        ]
        turned = {
            page
            for page in before.keys() & after.keys()
            if (before[page] in measured_before) != (after[page] in self.measured)
        }
        self.changed = {*(now.pages[place] for place in self.new), *(before.keys() - after.keys()), *turned}
        self.change: dict[int, tuple[int, int]] = {}
        for page in self.changed:
            if page in before:
                self._count(old.texts[before[page]], -1, before[page] in measured_before)
            if page in after:
                self._count(now.texts[after[page]], 1, after[page] in self.measured)
        self.change = {term: change for term, change in self.change.items() if change != (0, 0)}
        self.holders = holders.of(set(self.change))

    def rarity(self) -> dict[int, int]:
        """The rarity of each of these terms now."""
        return {term: self.measure.rarity(*self._held(term)) for term in self.change}

    def moved(self, rarity: dict[int, int]) -> set[int]:
        """The posts for which one of these terms is rarer or more frequent than before."""
        moved: set[int] = set()
        for term, (measured, posts) in self.change.items():
            held, of_all = self._held(term)
            if rarity[term] != self.measure.rarity(held - measured, of_all - posts):
                moved.update(self.holders.get(term, ()))
        return moved

    def _held(self, term: int) -> tuple[int, int]:
        holders = self.holders.get(term, [])
        return sum(place in self.measured for place in holders), len(holders)

    def _count(self, text: Text, by: int, measured: bool) -> None:
        for term in text.numbers:
            early, all_posts = self.change.get(term, (0, 0))
            self.change[term] = (early + by * measured, all_posts + by)


def _places(posts: Posts) -> dict[str, int]:
    return {page: place for place, page in enumerate(posts.pages)}


class _Renewal:
    def __init__(self, known: Known, posts: Posts, measure: Measure, holders: Holders) -> None:
        self.holders = holders
        self.known, self.texts, self.kinds, self.measure = known, posts.texts, posts.kinds, measure
        before, now = _places(known.posts), _places(posts)
        self.old = [before.get(page) for page in posts.pages]
        self.now = [now.get(page, _GONE) for page in known.posts.pages]
        self.in_place = known.posts.pages == posts.pages
        self.away = {place for place, page in enumerate(known.posts.pages) if now.get(page, _GONE) == _GONE}

    def web(self, stale: set[int], rarity: dict[int, int], number: int) -> Renewed:
        self.away |= {before for place in stale if (before := self.old[place]) is not None}
        old, found = self.known.web, Web([], [], [], [])
        for place, (before, text) in enumerate(zip(self.old, self.texts, strict=True)):
            if place in stale or before is None:
                rare = self._rarities(place, rarity)
                found.rarities.append(rare)
                found.probes.append(probes(text, rare, self.measure))
                found.lengths.append(squared(text, rare, self.measure))
            else:
                found.rarities.append(old.rarities[before])
                found.probes.append(old.probes[before])
                found.lengths.append(old.lengths[before])
        found.near = self._near(stale, Vectors(self.texts, found.rarities, few=True), found.probes, number)
        if not self.in_place:
            return Renewed(found, frozenset(stale), None)
        pairs = enumerate(zip(found.near, old.near, strict=True))
        changed = {place for place, (now, before) in pairs if any(map(is_not, now, before))}
        return Renewed(found, frozenset(stale), frozenset(changed | stale))

    def _rarities(self, place: int, rarity: dict[int, int]) -> array[int]:
        """Of a stale post's terms: those that it had already keep theirs, unless it is known anew."""
        before = self.old[place]
        had = {}
        if before is not None:
            had = dict(
                zip(self.known.posts.texts[before].numbers, self.known.web.rarities[before], strict=True)
            )
        had |= rarity
        return array("B", [had[number] for number in self.texts[place].numbers])

    def _near(
        self, stale: set[int], vectors: Vectors, probing: Sequence[array[int]], number: int
    ) -> list[tuple[Near, ...]]:
        of_stale: dict[int, list[int]] = defaultdict(list)
        for place in sorted(stale):
            for term in vectors[place]:
                of_stale[term].append(place)
        hits = self.holders.probing(probing, of_stale)
        near: list[tuple[Near, ...]] = []
        short = set(stale)
        for place, before in enumerate(self.old):
            if place in stale or before is None:
                near.append(())
                continue
            found = hits.get(place)
            scores = visited(vectors.probed(place, found), of_stale) if found else {}
            merged = tuple(
                self._merged(place, kind, self.known.web.near[before][kind], scores, vectors)
                for kind in range(number)
            )
            near.append(merged)
            if any(each.bound and len(each.places) < NEAR for each in merged):
                short.add(place)
        places = sorted(short)
        again = search(places, vectors, self.holders, probing, self.kinds, number)
        for place, renewed_near in zip(places, again, strict=True):
            near[place] = renewed_near
        return near

    def _merged(self, place: int, kind: int, near: Near, scores: dict[int, int], vectors: Vectors) -> Near:
        """The neighbours of a post that is not stale, with those that are judged again."""
        coming = [
            (-partial, other, 0)
            for other, partial in scores.items()
            if partial >= near.bound and self.kinds[other] == kind
        ]
        if not coming and self.away.isdisjoint(near.places):
            return (
                near
                if self.in_place
                else near._replace(places=array("I", map(self.now.__getitem__, near.places)))
            )
        # What is not more than the bound may have equals that were left out.
        found = [
            (-partial, self.now[other], product)
            for other, partial, product in zip(near.places, near.partial, near.products, strict=True)
            if other not in self.away and partial > near.bound
        ]
        found += [each for each in coming if -each[0] > near.bound]
        found.sort()
        bound = near.bound if len(found) <= KEPT else -found[KEPT][0]
        kept = found[:KEPT]
        return Near(
            array("I", [other for _, other, _ in kept]),
            array("q", [-partial for partial, _, _ in kept]),
            array(
                "q",
                [
                    product or vectors.product(place, other) if at < NEAR else 0
                    for at, (_, other, product) in enumerate(kept)
                ],
            ),
            bound,
        )
