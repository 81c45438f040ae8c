"""The most similar texts of each text, by the cosine of their weighted terms. Exact: every pair is compared.

The result is the same on every machine and with every version of numpy. Weights are whole numbers, and a sum of
products stays below 2**53, so float64 holds it exactly in any order of addition. The cosine then takes one product, one
square root and one division, which IEEE 754 rounds alike everywhere. Ties are broken by place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from .idf import TF_WEIGHTS, IdfScale
from .terms import Bools, Ints, TermCounts

Floats: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"
NEIGHBOURS = 32
"""so many neighbours of each kind are kept"""


class NeighbourGraph(NamedTuple):
    """Texts by place (0, 1 …) with their neighbours.

    `levels[place]` has the idf level (uint8) of each term, in the order of `TermCounts.ids`; 0 does not count.
    `nearest[place][kind]` has places and cosines in 0 … 1, at most NEIGHBOURS, the most similar first.
    """

    levels: list[Ints]
    nearest: list[list[tuple[list[int], list[float]]]]


def neighbour_graph(
    texts: Sequence[TermCounts], kinds: Sequence[int], days: Sequence[int | None], kind_count: int
) -> NeighbourGraph:
    """Compare all texts. `kinds` are 0 … `kind_count` - 1; `days` are days of publication, in any one count."""
    if not texts:
        return NeighbourGraph([], [])
    vectors = Vectors(texts, days)
    of_kind = [np.flatnonzero(np.array(kinds) == kind) for kind in range(kind_count)]
    nearest = []
    for place in range(len(texts)):
        cosines = vectors.cosines(place)
        nearest.append([most_similar(cosines, places) for places in of_kind])
    return NeighbourGraph(vectors.levels, nearest)


class Vectors:
    """All texts as one row of (column, weight), and the same sorted by column as an inverted index.

    A column is a term that two or more texts have. Text n has the part of the row from `starts[n]` to `starts[n + 1]`.
    Numbers are float64 where they are summed.
    """

    def __init__(self, texts: Sequence[TermCounts], days: Sequence[int | None]) -> None:
        number, sizes = len(texts), [len(text.ids) for text in texts]
        scale, measured = IdfScale.of(number), np.zeros(number, dtype=bool)
        measured[scale.earliest(days)] = True
        columns = _columns(np.concatenate([text.ids for text in texts]))
        levels = _levels(columns, np.repeat(measured, sizes), scale)
        self.levels = np.split(levels, np.cumsum(sizes)[:-1])
        counted = np.flatnonzero(levels)
        columns, levels = columns[counted], levels[counted]
        owners = np.repeat(np.arange(number, dtype=np.int32), sizes)[counted]
        counts = np.concatenate([text.counts for text in texts])[counted]
        weights = np.array(TF_WEIGHTS, dtype=np.float64)[counts] * levels
        self.norms = squared_norms(owners, weights, levels == scale.new_term_level, number)
        self.starts = _offsets(np.bincount(owners, minlength=number))
        self.columns, self.weights = columns, weights
        order = np.argsort(columns.astype(np.int64) * number + owners)
        self.index_starts = _offsets(np.bincount(columns))
        self.owners, self.index_weights = owners[order].astype(np.intp), weights[order]

    def cosines(self, place: int) -> Floats:
        """Return the similarity of one text to every text; 0 to itself."""
        part = slice(self.starts[place], self.starts[place + 1])
        columns = self.columns[part]
        at, sizes = _ranges(self.index_starts[columns], self.index_starts[columns + 1])
        weights = np.repeat(self.weights[part], sizes) * self.index_weights[at]
        products = np.bincount(self.owners[at], weights, len(self.norms))
        products[place] = 0
        cosines: Floats = np.minimum(products / np.sqrt(self.norms[place] * self.norms), 1)
        return cosines


def _columns(ids: Ints) -> Ints:
    """Return a number (int32) for each distinct term that occurs twice or more, -1 for the others."""
    order = np.argsort(ids)
    ids = ids[order]
    is_new, is_last = np.ones((2, len(ids)), dtype=bool)
    is_new[1:] = ids[1:] != ids[:-1]
    is_last[:-1] = is_new[1:]
    columns = np.empty(len(ids), dtype=np.int32)
    columns[order] = np.where(is_new & is_last, -1, np.cumsum(is_new & ~is_last, dtype=np.int32) - 1)
    return columns


def _levels(columns: Ints, is_measured: Bools, scale: IdfScale) -> Ints:
    """Return the idf level (uint8) of each term, from its frequency in the texts that are measured."""
    frequencies = np.bincount(columns[is_measured] + 1, minlength=columns.max(initial=-1) + 2)
    levels = levels_by_frequency(scale)[np.minimum(frequencies, scale.most + 1)]
    levels[0] = 0
    return levels[columns + 1]


def levels_by_frequency(scale: IdfScale) -> Ints:
    """Return the level (uint8) of a term that 0, 1, 2 … of the counted texts have; the last is for all above."""
    return np.array([scale.level(frequency) for frequency in range(scale.most + 2)], dtype=np.uint8)


def squared_norms(owners: Ints, weights: Floats, is_new: Bools, count: int) -> Floats:
    """Return the square of each vector's length, at least 1.

    New terms add to it only where they are more than half of it: a later post that repeats a word, which until then
    was in a single text, does not make that text's vector longer.
    """
    squares = weights**2
    old = np.bincount(owners, np.where(is_new, 0, squares), count)
    return np.maximum(np.maximum(old, np.bincount(owners, squares, count) // 2), 1)


def _offsets(sizes: Sequence[int] | Ints) -> Ints:
    """Return where each of several adjacent parts begins, and where the last ends."""
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes, dtype=np.int64)])


def _ranges(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Return all whole numbers from each start to before its end, in one row, and how many each has."""
    sizes = ends - starts
    offsets = _offsets(sizes)
    return np.arange(offsets[-1]) + np.repeat(starts - offsets[:-1], sizes), sizes


def most_similar(cosines: Floats, places: Ints, number: int = NEIGHBOURS) -> tuple[list[int], list[float]]:
    """Return the places with the highest cosines above 0 and these cosines; of equals the first places."""
    own = cosines[places]
    if len(own) > number:
        least = np.partition(own, -number)[-number]
        candidates = np.flatnonzero((own >= least) & (own > 0))
    else:
        candidates = np.flatnonzero(own)
    best = candidates[np.argsort(-own[candidates], kind="stable")][:number]
    return places[best].tolist(), own[best].tolist()
