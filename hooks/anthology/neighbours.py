"""The posts whose texts are most alike, found by their rarest and weightiest terms.

Comparing every post with every other would cost the square of their number. A post is compared with
those that share one of its telling terms (its probes), and what that costs is bounded for each post. The best of
these are then compared in full.

`neighbours_large.py` gives the same from arrays of numpy.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import mul

from .rarity import TIMES, Size, rarities, squared, weights
from .text_terms import Text

NEAR = 32
"""how many of each kind a post is compared with in full"""
SPARE = 8
"""kept besides, so that a post that goes leaves no gap"""
VISITS = 1000
"""about how many posts the probes of one post may lead to, counted once for each probe"""
_SHIFT = 24  # room for the place of a post beside its score, in one number that sorts as both


@dataclass(frozen=True, slots=True)
class Near:
    """Neighbours of one kind: their places, what the probes alone gave, and the full product. The best first."""

    places: array[int]
    partial: array[int]
    products: array[int]


@dataclass(slots=True)
class Web:
    """Posts by their place (0, 1 …): terms' rarities, probes, squares of lengths, neighbours by kind.

    A probe is the place of its term among those of the text that tell something.
    """

    rarities: list[array[int]]
    probes: list[array[int]]
    lengths: list[int]
    near: list[tuple[Near, ...]]


def web(texts: Sequence[Text], kinds: Sequence[int], size: Size, number: int) -> Web:
    """All neighbours of all texts. `kinds` are 0 … `number` - 1."""
    spread = Counter(chain.from_iterable(text.numbers for text in texts))
    rare = {term: level for term, posts in spread.items() if posts > 1 and (level := size.rarity(posts))}
    found = [rarities(text, rare) for text in texts]
    vectors = [weights(text, rarity) for text, rarity in zip(texts, found, strict=True)]
    probing = [probes(text, rarity, size) for text, rarity in zip(texts, found, strict=True)]
    near = search(range(len(texts)), vectors, probing, kinds, number)
    return Web(found, probing, [squared(vector.values()) for vector in vectors], near)


def search(
    places: Iterable[int],
    vectors: Sequence[Mapping[int, int]],
    probing: Sequence[array[int]],
    kinds: Sequence[int],
    number: int,
) -> list[tuple[Near, ...]]:
    """The neighbours of some posts among all."""
    found, product = [], Products(vectors)
    searched = {place: probed(vectors[place], probing[place]) for place in places}
    index = _index(vectors, set(chain.from_iterable(searched.values())))
    for place, probe in searched.items():
        scores = _visited(probe, index)
        scores.pop(place, None)
        found.append(tuple(_near(place, best(scores, kinds, kind), product) for kind in range(number)))
    return found


def probes(text: Text, rarity: Sequence[int], size: Size) -> array[int]:
    """The weightiest terms of a post, by which others are looked for: as many as may be visited."""
    telling = [(TIMES[count] * rare, rare) for count, rare in zip(text.counts, rarity, strict=True) if rare]
    weight = [each for each, _ in telling]
    found, left = [], VISITS
    # Stable: terms of one weight come in the order of the text.
    for place in sorted(range(len(weight)), key=weight.__getitem__, reverse=True):
        cost = size.posts(telling[place][1])
        if cost <= left:
            left -= cost
            found.append(place)
    return array("I", found)


def probed(vector: Mapping[int, int], probe: array[int]) -> dict[int, int]:
    """The probes of a post as term → weight."""
    terms = list(vector.items())
    return dict(map(terms.__getitem__, probe))


def best(scores: Mapping[int, int], kinds: Sequence[int], kind: int) -> list[tuple[int, int]]:
    """The highest of one kind as (score, place); of equals the one whose place comes first."""
    keys = [(score << _SHIFT) - place for place, score in scores.items() if kinds[place] == kind]
    keys.sort(reverse=True)
    return [(-(-key >> _SHIFT), -key & (1 << _SHIFT) - 1) for key in keys[: NEAR + SPARE]]


class Products:
    """Full products of two vectors, each reckoned once."""

    def __init__(self, vectors: Sequence[Mapping[int, int]]) -> None:
        self.vectors = vectors
        self.known: dict[tuple[int, int], int] = {}

    def __call__(self, one: int, other: int) -> int:
        pair = (one, other) if one < other else (other, one)
        if pair not in self.known:
            first, second = self.vectors[one], self.vectors[other]
            shared = first.keys() & second.keys()
            self.known[pair] = sum(map(mul, map(first.__getitem__, shared), map(second.__getitem__, shared)))
        return self.known[pair]


def _index(vectors: Iterable[Mapping[int, int]], wanted: set[int]) -> dict[int, list[int]]:
    index: dict[int, list[int]] = defaultdict(list)
    for place, vector in enumerate(vectors):
        for term in wanted.intersection(vector):
            index[term].append(place)
    return index


def _visited(probe: Mapping[int, int], index: Mapping[int, list[int]]) -> dict[int, int]:
    """Place → the weight of the probes that a post has; its own weights wait for the full comparison."""
    scores: dict[int, int] = defaultdict(int)
    for term, weight in probe.items():
        for place in index[term]:
            scores[place] += weight
    return scores


def _near(place: int, found: list[tuple[int, int]], products: Products) -> Near:
    places = [other for _, other in found]
    return Near(
        array("I", places),
        array("q", [score for score, _ in found]),
        array("q", [products(place, other) for other in places]),
    )
