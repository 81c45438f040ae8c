"""Neighbours of thousands of posts, by numpy: what `neighbours.py` gives, from rows of numbers.

Everything is a whole number, so sums come out the same in any order and in either form.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np

from . import neighbours
from .idf import TIMES, Measure, costs
from .neighbours import KEPT, NEAR, VISITS, Near, Web
from .terms import Text

BLOCK = 128
"""so many texts are looked through at a time"""
Ints = np.ndarray[Any, np.dtype[np.integer[Any]]]


def web(texts: Sequence[Text], kinds: Sequence[int], days: Sequence[int | None], number: int) -> Web:
    """All neighbours of all texts; see `neighbours.web`."""
    measure = Measure.of(len(texts))
    vectors = _Vectors(texts, days, measure)
    rarities = vectors.rarities
    probing = [vectors.probes(place, measure) for place in range(len(texts))]
    lengths = [vectors.squared(place, measure) for place in range(len(texts))]
    index = _Index(vectors, probing)
    of_kind = [np.flatnonzero(np.array(kinds) == kind) for kind in range(number)]
    near = []
    for place in range(len(texts)):
        scores = index.visited(place)
        scores[place] = 0
        found = [_best(scores, places) for places in of_kind]
        products = vectors.products(place, [each[:NEAR] for each in found])
        near.append(
            tuple(_near(each, scores[each], full) for each, full in zip(found, products, strict=True))
        )
    return Web(rarities, probing, lengths, near)


class Holders(neighbours.Holders):
    """Which posts have a term, looked up for many posts at once."""

    def of(self, wanted: Collection[int]) -> dict[int, list[int]]:
        """See `neighbours.Holders`."""
        found: dict[int, list[int]] = defaultdict(list)
        terms = _Terms(wanted)
        for first, row, starts in self._blocks() if wanted else ():
            at = terms.among(row)
            for term, place in zip(row[at].tolist(), _owners(at, starts), strict=True):
                found[term].append(first + place)
        return found

    def probing(self, probing: Sequence[array[int]], wanted: Collection[int]) -> dict[int, list[int]]:
        """See `neighbours.Holders`."""
        found: dict[int, list[int]] = defaultdict(list)
        terms = _Terms(wanted)
        for first, row, starts in self._blocks() if wanted else ():
            some = probing[first : first + len(starts) - 1]
            probes = np.concatenate([np.frombuffer(probe, dtype=np.uint32) for probe in some])
            at = np.repeat(starts[:-1], [len(probe) for probe in some]) + probes
            at = at[terms.among(row[at])]
            for spot, place in zip(at.tolist(), _owners(at, starts), strict=True):
                found[first + place].append(spot - int(starts[place]))
        return found

    def _blocks(self) -> Iterator[tuple[int, Ints, Ints]]:
        """Some texts at a time: the place of the first, their terms in one row, and where each begins and ends in it.

        All at once would be more than a processor keeps at hand, and memory that is asked for anew each time.
        """
        for first in range(0, len(self.texts), BLOCK):
            some = self.texts[first : first + BLOCK]
            row = np.concatenate([np.frombuffer(text.numbers, dtype=np.int64) for text in some])
            yield first, row, np.cumsum([0, *(len(text.numbers) for text in some)])


class _Terms:
    def __init__(self, wanted: Collection[int]) -> None:
        self.sorted = np.sort(np.fromiter(wanted, dtype=np.int64, count=len(wanted)))
        self.ends = np.zeros(1 << 16, dtype=bool)
        self.ends[self.sorted.astype(np.uint16)] = True

    def among(self, row: Ints) -> Ints:
        """Where any of these terms stands in a row."""
        # Few are left to compare whole once their last bits have been looked up.
        at = np.flatnonzero(self.ends[row.astype(np.uint16)])
        near = np.minimum(np.searchsorted(self.sorted, row[at]), len(self.sorted) - 1)
        return np.asarray(at[self.sorted[near] == row[at]])


def _owners(at: Ints, starts: Ints) -> list[int]:
    owners: list[int] = (np.searchsorted(starts, at, side="right") - 1).tolist()
    return owners


def _known(texts: Sequence[Text]) -> Ints:
    """The terms that two or more texts have, sorted."""
    row = np.concatenate([np.frombuffer(text.numbers, dtype=np.int64) for text in texts])
    row.sort()
    again = row[1:] == row[:-1]
    again[1:] &= ~again[:-1]
    return np.asarray(row[1:][again])


class _Vectors:
    """All texts as one row of (term, weight); of text n it is the part from `starts[n]` to `starts[n + 1]`."""

    def __init__(self, texts: Sequence[Text], days: Sequence[int | None], measure: Measure) -> None:
        known = _known(texts)
        found = [_found(np.frombuffer(text.numbers, dtype=np.int64), known) for text in texts]
        levels = _levels(found, len(known), days, measure)
        times = np.array(TIMES, dtype=np.int32)
        self.rarities: list[array[int]] = []
        self.telling: list[Ints] = []
        columns, weights = [], []
        for place, text in enumerate(texts):
            at, found[place] = found[place], known[:0]  # each is let go when it has been used
            rarities = levels[at]
            telling = np.flatnonzero(rarities)
            self.rarities.append(array("B", rarities.tobytes()))
            self.telling.append(telling.astype(np.uint32))
            columns.append(at[telling])
            counts = np.frombuffer(text.counts, dtype=np.uint8)[telling]
            weights.append(times[counts] * rarities[telling])
        self.starts: Ints = np.cumsum([0, *map(len, columns)])
        self.columns, self.weights = np.concatenate(columns), np.concatenate(weights)
        self.scratch: Ints = np.zeros(len(known), dtype=np.int64)

    def squared(self, place: int, measure: Measure) -> int:
        """See `rarity.squared`."""
        squares = self.weights[self.part(place)].astype(np.int64) ** 2
        rarity = np.frombuffer(self.rarities[place], dtype=np.uint8)[self.telling[place]]
        old = int(squares[rarity != measure.fresh].sum())
        return max(old, int(squares.sum()) // 2)

    def probes(self, place: int, measure: Measure) -> array[int]:
        """See `neighbours.probes`."""
        cost = np.array(costs(measure))
        telling, weights = self.telling[place], self.weights[self.part(place)]
        order = np.argsort(-weights, kind="stable")
        each = cost[np.frombuffer(self.rarities[place], dtype=np.uint8)[telling[order]]]
        found, left = [], VISITS
        # As many as may be visited; then, of those behind the first that is too dear, the ones that are not.
        while len(order):
            taken = int(np.searchsorted(np.cumsum(each), left, side="right"))
            found.append(order[:taken])
            left -= int(each[:taken].sum())
            cheap = each[taken:] <= left
            order, each = order[taken:][cheap], each[taken:][cheap]
        chosen = telling[np.concatenate(found)] if found else telling
        return array("I", chosen.astype(np.uint32).tobytes())

    def part(self, place: int) -> slice:
        """Where a text stands in the row."""
        return slice(self.starts[place], self.starts[place + 1])

    def products(self, place: int, found: list[Ints]) -> list[Ints]:
        """The full products of one text with others."""
        own = self.part(place)
        self.scratch[self.columns[own]] = self.weights[own]
        products = [self._products(others) for others in found]
        self.scratch[self.columns[own]] = 0
        return products

    def _products(self, others: Ints) -> Ints:
        at, sizes = _ranges(self.starts[others], self.starts[others + 1])
        row = np.append(self.scratch[self.columns[at]] * self.weights[at], 0)
        # The sum of no numbers at all is the next number here.
        return np.where(sizes, np.add.reduceat(row, np.cumsum(sizes) - sizes), 0)


def _found(numbers: Ints, known: Ints) -> Ints:
    """Where these terms stand among the known; behind the last, if nowhere."""
    at = np.searchsorted(known, numbers).astype(np.int32)
    if len(known):
        at[known[np.minimum(at, len(known) - 1)] != numbers] = len(known)
    return at


def _levels(
    found: Sequence[Ints], number: int, days: Sequence[int | None], measure: Measure
) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The rarities of the known terms, and of what is not known."""
    measured = np.zeros(number + 1, dtype=np.int32)
    for place in measure.earliest(days):
        measured[found[place]] += 1  # no known term stands twice in a text
    table = np.array([measure.rarity(posts, 2) for posts in range(measure.most + 2)], dtype=np.uint8)
    levels = table[np.minimum(measured, measure.most + 1)]
    levels[number:] = 0
    return levels


class _Index:
    """For each term that is probed, the texts that have it."""

    def __init__(self, vectors: _Vectors, probing: Sequence[array[int]]) -> None:
        self.posts = len(probing)
        # A probe is the place of a term in its text; here, its place in the row.
        self.probing = [
            vectors.starts[place]
            + np.searchsorted(vectors.telling[place], np.frombuffer(probe, dtype=np.uint32))
            for place, probe in enumerate(probing)
        ]
        self.vectors = vectors
        wanted = np.zeros(len(vectors.scratch), dtype=bool)
        for at in self.probing:
            wanted[vectors.columns[at]] = True
        kept = np.flatnonzero(wanted[vectors.columns])
        columns = vectors.columns[kept]
        owners = np.repeat(np.arange(self.posts, dtype=np.int32), np.diff(vectors.starts))[kept]
        self.owners = owners[np.argsort(columns, kind="stable")]
        self.starts = np.concatenate([[0], np.cumsum(np.bincount(columns, minlength=len(wanted)))])

    def visited(self, place: int) -> Ints:
        """For every text the weight of the probes that it has."""
        columns = self.vectors.columns[self.probing[place]]
        at, sizes = _ranges(self.starts[columns], self.starts[columns + 1])
        # Counted with numbers that are floats, but whole and small: exact.
        weights = np.repeat(self.vectors.weights[self.probing[place]], sizes)
        return np.bincount(self.owners[at], weights, self.posts).astype(np.int64)


def _ranges(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """All numbers from each start to its end, in one row; and how many each has."""
    sizes = ends - starts
    if not len(sizes):
        return sizes, sizes
    shifts = np.repeat(starts - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
    return np.arange(int(sizes.sum())) + shifts, sizes


def _best(scores: Ints, places: Ints) -> Ints:
    """The highest of these; of equals the one whose place comes first."""
    own = scores[places]
    found = np.flatnonzero(own)
    if len(found) > KEPT:
        least = np.partition(own[found], len(found) - KEPT)[len(found) - KEPT]
        found = found[own[found] >= least]
    return places[found[np.argsort(-own[found], kind="stable")][:KEPT]]


def _near(places: Ints, partial: Ints, products: Ints) -> Near:
    return Near(
        array("I", places.tolist()),
        array("q", partial.tolist()),
        array("q", [*products.tolist(), *[0] * (len(places) - len(products))]),
        int(partial[-1]) if len(places) == KEPT else 0,
    )
