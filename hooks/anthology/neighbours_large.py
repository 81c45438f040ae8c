"""Neighbours of thousands of posts, by numpy: what `neighbours.py` gives, from rows of numbers.

Everything is a whole number, so sums come out the same in any order and in either form.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np

from .neighbours import KEPT, Near, Web, probes
from .rarity import TIMES, Measure, squared
from .text_terms import Text

Ints = np.ndarray[Any, np.dtype[np.int64]]


def web(texts: Sequence[Text], kinds: Sequence[int], days: Sequence[int | None], number: int) -> Web:
    """All neighbours of all texts; see `neighbours.web`."""
    measure = Measure.of(len(texts))
    rarities = _rarities(texts, days, measure)
    probing = [probes(text, rarity, measure) for text, rarity in zip(texts, rarities, strict=True)]
    lengths = [squared(text, rarity, measure) for text, rarity in zip(texts, rarities, strict=True)]
    vectors = _Vectors(texts, rarities)
    index = _Index(vectors, probing)
    of_kind = [np.flatnonzero(np.array(kinds) == kind) for kind in range(number)]
    near = []
    for place in range(len(texts)):
        scores = index.visited(place)
        scores[place] = 0
        found = [_best(scores, places) for places in of_kind]
        products = vectors.products(place, found)
        near.append(
            tuple(_near(each, scores[each], full) for each, full in zip(found, products, strict=True))
        )
    return Web(rarities, probing, lengths, near)


def _rarities(texts: Sequence[Text], days: Sequence[int | None], measure: Measure) -> list[array[int]]:
    sizes = np.array([len(text.numbers) for text in texts])
    numbers = np.concatenate([np.frombuffer(text.numbers, dtype=np.int64) for text in texts])
    _, columns, spread = np.unique(numbers, return_inverse=True, return_counts=True)
    early = np.zeros(len(texts), dtype=bool)
    early[sorted(measure.earliest(days))] = True
    measured = np.bincount(columns[np.repeat(early, sizes)], minlength=len(spread))
    # One row for terms of a single post, one for the rest; beyond `most` nothing is told.
    table = np.array(
        [[measure.rarity(often, posts) for often in range(measure.most + 2)] for posts in (1, 2)]
    )
    found = table[np.minimum(spread, 2) - 1, np.minimum(measured, measure.most + 1)][columns].astype(np.uint8)
    return [array("B", part.tobytes()) for part in np.split(found, np.cumsum(sizes)[:-1])]


class _Vectors:
    """All texts as one row of (term, weight); of text n it is the part from `starts[n]` to `starts[n + 1]`."""

    def __init__(self, texts: Sequence[Text], rarities: Sequence[array[int]]) -> None:
        rarity = np.concatenate([np.frombuffer(each, dtype=np.uint8) for each in rarities])
        telling = rarity > 0
        counts = np.concatenate([np.frombuffer(text.counts, dtype=np.uint8) for text in texts])[telling]
        self.weights: Ints = np.array(TIMES, dtype=np.int64)[counts] * rarity[telling]
        numbers = np.concatenate([np.frombuffer(text.numbers, dtype=np.int64) for text in texts])[telling]
        self.numbers, columns = np.unique(numbers, return_inverse=True)
        self.columns = columns.astype(np.int32)
        ends = np.cumsum([len(each) for each in rarities])
        self.rank: Ints = np.concatenate([[0], np.cumsum(telling)])
        self.texts: Ints = np.concatenate([[0], ends])
        self.starts: Ints = self.rank[self.texts]
        self.scratch: Ints = np.zeros(len(self.numbers), dtype=np.int64)

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
        sums = np.concatenate([[0], np.cumsum(self.scratch[self.columns[at]] * self.weights[at])])
        ends = np.cumsum(sizes)
        return np.asarray(sums[ends] - sums[ends - sizes], dtype=np.int64)


class _Index:
    """For each term that is probed, the texts that have it."""

    def __init__(self, vectors: _Vectors, probing: Sequence[array[int]]) -> None:
        self.probing, self.posts = probing, len(probing)
        owners = np.repeat(np.arange(self.posts, dtype=np.int32), np.diff(vectors.starts))
        order = np.argsort(vectors.columns, kind="stable")
        self.owners = owners[order]
        self.starts = np.concatenate(
            [[0], np.cumsum(np.bincount(vectors.columns, minlength=len(vectors.numbers)))]
        )
        self.vectors = vectors

    def visited(self, place: int) -> Ints:
        """For every text the weight of the probes that it has."""
        vectors = self.vectors
        probing = vectors.rank[vectors.texts[place] + np.frombuffer(self.probing[place], dtype=np.uint32)]
        columns, weights = vectors.columns[probing], vectors.weights[probing]
        at, sizes = _ranges(self.starts[columns], self.starts[columns + 1])
        # Counted with numbers that are floats, but whole and small: exact.
        scores = np.bincount(self.owners[at], np.repeat(weights, sizes), self.posts)
        return scores.astype(np.int64)


def _ranges(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """All numbers from each start to its end, in one row; and how many each has."""
    sizes = ends - starts
    shifts = np.repeat(starts - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes) if len(sizes) else sizes
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
        array("q", products.tolist()),
        int(partial[-1]) if len(places) == KEPT else 0,
    )
