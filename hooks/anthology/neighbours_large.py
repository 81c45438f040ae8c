"""Neighbours of thousands of posts, by numpy: what `neighbours.py` gives, from rows of numbers.

Everything is a whole number, so sums come out the same in any order and in either form.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np

from .neighbours import NEAR, SPARE, Near, Web, probes
from .rarity import TIMES, Size
from .text_terms import Text

Ints = np.ndarray[Any, np.dtype[np.int64]]


def web(texts: Sequence[Text], kinds: Sequence[int], size: Size, number: int) -> Web:
    """All neighbours of all texts; see `neighbours.web`."""
    rarities = _rarities(texts, size)
    probing = [probes(text, rarity, size) for text, rarity in zip(texts, rarities, strict=True)]
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
            tuple(
                Near(_array("I", each), _array("q", scores[each]), _array("q", full))
                for each, full in zip(found, products, strict=True)
            )
        )
    return Web(rarities, probing, vectors.lengths(), near)


def _rarities(texts: Sequence[Text], size: Size) -> list[array[int]]:
    numbers = np.concatenate([np.frombuffer(text.numbers, dtype=np.int64) for text in texts])
    _, columns, spread = np.unique(numbers, return_inverse=True, return_counts=True)
    rare = np.array([size.rarity(posts) for posts in range(size.most + 2)], dtype=np.uint8)
    found = rare[np.minimum(spread, size.most + 1)][columns]
    ends = np.cumsum([len(text.numbers) for text in texts])
    return [array("B", part.tobytes()) for part in np.split(found, ends[:-1])]


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
        self.starts: Ints = np.concatenate([[0], np.concatenate([[0], np.cumsum(telling)])[ends]])
        self.scratch: Ints = np.zeros(len(self.numbers), dtype=np.int64)

    def part(self, place: int) -> slice:
        """Where a text stands in the row."""
        return slice(self.starts[place], self.starts[place + 1])

    def lengths(self) -> list[int]:
        """The square of each vector's length."""
        sums = np.concatenate([[0], np.cumsum(self.weights**2)])
        return list(map(int, sums[self.starts[1:]] - sums[self.starts[:-1]]))

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
        own = self.vectors.part(place)
        probing = np.frombuffer(self.probing[place], dtype=np.uint32)
        columns, weights = self.vectors.columns[own][probing], self.vectors.weights[own][probing]
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
    if len(found) > NEAR + SPARE:
        least = np.partition(own[found], len(found) - NEAR - SPARE)[len(found) - NEAR - SPARE]
        found = found[own[found] >= least]
    return places[found[np.argsort(-own[found], kind="stable")][: NEAR + SPARE]]


def _array(code: str, numbers: Ints) -> array[int]:
    return array(code, numbers.tolist())
