"""The posts whose texts are most alike, found by their rarest and weightiest terms.

Comparing every post with every other would cost the square of their number. A post is compared with
those that share one of its telling terms (its probes), and what that costs is bounded for each post. The best of
these are then compared in full.

`neighbours_large.py` gives the same from arrays of numpy.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from operator import mul
from typing import NamedTuple

from .idf import TIMES, Measure, costs, rarities, squared, weights
from .terms import Text

NEAR = 32
"""how many of each kind a post is compared with in full"""
KEPT = NEAR + 8
"""how many are kept, so that a post that goes leaves no gap"""
VISITS = 1000
"""about how many posts the probes of one post may lead to, counted once for each probe"""
_LEAST_COST = 2
_SHIFT = 24  # room for the place of a post beside its score, in one number that sorts as both


class Near(NamedTuple):
    """Neighbours of one kind: their places, what the probes alone gave, and the full product. The best first.

    The full product is 0 beyond the first NEAR. Every post to which the probes gave more than `bound` is among them.
    """

    places: array[int]
    partial: array[int]
    products: array[int]
    bound: int


@dataclass(slots=True)
class Web:
    """Posts by their place (0, 1 …): terms' rarities, probes, squares of lengths, neighbours by kind.

    A probe is the place of a term in its text.
    """

    rarities: list[array[int]]
    probes: list[array[int]]
    lengths: list[int]
    near: list[tuple[Near, ...]]


def web(texts: Sequence[Text], kinds: Sequence[int], days: Sequence[int | None], number: int) -> Web:
    """All neighbours of all texts. `kinds` are 0 … `number` - 1, `days` the days on which they appeared."""
    measure = Measure.of(len(texts))
    measured = Counter(chain.from_iterable(texts[place].numbers for place in measure.earliest(days)))
    spread = Counter(chain.from_iterable(text.numbers for text in texts))
    rare = {
        term: level
        for term, posts in spread.items()
        if posts > 1 and (level := measure.rarity(measured.get(term, 0), posts))
    }
    found = [rarities(text, rare) for text in texts]
    probing = [probes(text, rarity, measure) for text, rarity in zip(texts, found, strict=True)]
    lengths = [squared(text, rarity, measure) for text, rarity in zip(texts, found, strict=True)]
    near = search(range(len(texts)), Vectors(texts, found), Holders(texts), probing, kinds, number)
    return Web(found, probing, lengths, near)


def search(
    places: Iterable[int],
    vectors: Vectors,
    holders: Holders,
    probing: Sequence[array[int]],
    kinds: Sequence[int],
    number: int,
) -> list[tuple[Near, ...]]:
    """The neighbours of some posts among all."""
    searched = {place: vectors.probed(place, probing[place]) for place in places}
    index = holders.of(set(chain.from_iterable(searched.values())))
    found = []
    for place, probe in searched.items():
        scores = visited(probe, index)
        scores.pop(place, None)
        found.append(tuple(_near(place, scores, kinds, kind, vectors) for kind in range(number)))
    return found


def probes(text: Text, rarity: Sequence[int], measure: Measure) -> array[int]:
    """The weightiest terms of a post, by which others are looked for: as many as may be visited."""
    weight = [TIMES[count] * rare for count, rare in zip(text.counts, rarity, strict=True)]
    found, left, cost = array("I"), VISITS, costs(measure)
    # Stable: terms of one weight come in the order of the text.
    for place in sorted(compress(range(len(weight)), rarity), key=weight.__getitem__, reverse=True):
        if left < _LEAST_COST:
            break
        if cost[rarity[place]] <= left:
            left -= cost[rarity[place]]
            found.append(place)
    return found


class Vectors:
    """Terms and weights of texts, made when they are asked for; and products of two of them."""

    def __init__(self, texts: Sequence[Text], rarities: Sequence[array[int]], few: bool = False) -> None:
        """`few`: products of a few texts are asked for, so that it does not pay to make the vectors of the others."""
        self.texts, self.rarities, self.few = texts, rarities, few
        self.made: dict[int, dict[int, int]] = {}
        self.known: dict[tuple[int, int], int] = {}

    def __getitem__(self, place: int) -> dict[int, int]:
        if place not in self.made:
            self.made[place] = weights(self.texts[place], self.rarities[place])
        return self.made[place]

    def probed(self, place: int, probe: Sequence[int]) -> dict[int, int]:
        """The probes of a post as term → weight."""
        text, rarity = self.texts[place], self.rarities[place]
        return {text.numbers[at]: TIMES[text.counts[at]] * rarity[at] for at in probe}

    def product(self, one: int, other: int) -> int:
        """The full product of two vectors, reckoned once."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self.known:
            self.known[pair] = self._product_once(one, other) if self.few else self._product(one, other)
        return self.known[pair]

    def _product(self, one: int, other: int) -> int:
        first, second = self[one], self[other]
        shared = first.keys() & second.keys()
        return sum(map(mul, map(first.__getitem__, shared), map(second.__getitem__, shared)))

    def _product_once(self, one: int, other: int) -> int:
        made, place = (self[other], one) if other in self.made else (self[one], other)
        text = self.texts[place]
        row = zip(text.numbers, text.counts, self.rarities[place], strict=True)
        shared = compress(row, map(made.__contains__, text.numbers))
        return sum(TIMES[count] * rarity * made[term] for term, count, rarity in shared)


class Holders:
    """Which posts have a term."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = texts

    def of(self, wanted: set[int]) -> Mapping[int, list[int]]:
        """Term → the posts that have it, of all terms that are wanted and that any has."""
        found: dict[int, list[int]] = defaultdict(list)
        for place, text in enumerate(self.texts if wanted else ()):
            for term in wanted.intersection(text.numbers):
                found[term].append(place)
        return found

    def probing(self, probing: Sequence[array[int]], wanted: Collection[int]) -> Mapping[int, Sequence[int]]:
        """Place of a post → those of its probes that are among these terms, where there are any."""
        found = {}
        for place, (text, probe) in enumerate(zip(self.texts, probing, strict=True)):
            if hits := [at for at in probe if text.numbers[at] in wanted]:
                found[place] = hits
        return found


def visited(probe: Mapping[int, int], index: Mapping[int, list[int]]) -> dict[int, int]:
    """Place → the weight of the probes that a post has; its own weights wait for the full comparison."""
    scores: dict[int, int] = defaultdict(int)
    for term, weight in probe.items():
        for place in index.get(term, ()):
            scores[place] += weight
    return scores


def best(scores: Mapping[int, int], kinds: Sequence[int], kind: int) -> list[tuple[int, int]]:
    """The highest of one kind as (score, place); of equals the one whose place comes first."""
    keys = [(score << _SHIFT) - place for place, score in scores.items() if kinds[place] == kind]
    keys.sort(reverse=True)
    return [(-(-key >> _SHIFT), -key & (1 << _SHIFT) - 1) for key in keys[:KEPT]]


def _near(place: int, scores: Mapping[int, int], kinds: Sequence[int], kind: int, vectors: Vectors) -> Near:
    found = best(scores, kinds, kind)
    return Near(
        array("I", [other for _, other in found]),
        array("q", [score for score, _ in found]),
        array(
            "q", [vectors.product(place, other) if at < NEAR else 0 for at, (_, other) in enumerate(found)]
        ),
        found[-1][0] if len(found) == KEPT else 0,
    )
