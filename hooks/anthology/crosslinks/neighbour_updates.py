"""Neighbours after an edit of a few texts, from those before it: exactly what a comparison of all pairs gives.

The store keeps the level of every term, the length of every vector, and of each text a few neighbours more than are
used. An edit changes the terms of one text; a term that is new or gone may change its level, and so the other texts
that have it. These few texts are compared with all. In the lists of the others only these few change, unless so many
leave a list that its end is not known: then that text is compared with all, too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any

import numpy as np

from anthology.cache import Cache, digest_of_text
from anthology.parallel import shared_out

from .idf import TF_WEIGHTS, IdfScale
from .neighbours import (
    NEIGHBOURS,
    Floats,
    NeighbourGraph,
    Vectors,
    levels_by_frequency,
    most_similar,
    squared_norms,
)
from .terms import Ints, TermCounts, kept_ids

_KEPT = NEIGHBOURS + 8
_MOST_CHANGED = 60
"""texts; where more have changed, all are compared"""
_TF = np.array(TF_WEIGHTS, dtype=np.float64)
_ROW = "neighbours"
_KINDS = (np.float64, np.float64, np.int32, np.int32, np.int32, np.bool_, np.uint8)
"""of the numbers in its columns"""

Nearest = list[tuple[list[int], list[float], bool]]
"""of each kind: places, cosines, and True if these are all that have something in common"""


@dataclass(slots=True)
class _State:
    """Everything about a collection's texts that is kept: `frame` stands for their number, kinds and first days."""

    frame: str
    digests: list[str]
    levels: list[Ints]
    norms: Floats
    nearest: list[Nearest]

    def graph(self) -> NeighbourGraph:
        lists = [
            [(places[:NEIGHBOURS], cosines[:NEIGHBOURS]) for places, cosines, _ in of_text]
            for of_text in self.nearest
        ]
        return NeighbourGraph(self.levels, lists)


def updated_graph(
    texts: Sequence[TermCounts],
    kinds: Sequence[int],
    days: Sequence[int | None],
    kind_count: int,
    store: Cache,
) -> NeighbourGraph:
    """Return what `neighbour_graph` does; after an edit only what has changed is compared again."""
    if not texts:
        return NeighbourGraph([], [])
    earliest = sorted(IdfScale.of(len(texts)).earliest(days))
    frame = digest_of_text(json.dumps([list(kinds), kind_count, earliest]))
    before = _read(store, frame)
    if before and before.digests == [text.digest for text in texts]:
        return before.graph()
    update = before and _Update(before, texts, kinds, kind_count, earliest, store).state()
    state = update or _compared(frame, texts, kinds, days, kind_count)
    store.put(_ROW, _packed(state))
    return state.graph()


def _compared(
    frame: str, texts: Sequence[TermCounts], kinds: Sequence[int], days: Sequence[int | None], kind_count: int
) -> _State:
    vectors = Vectors(texts, days)
    of_kind = [np.flatnonzero(np.array(kinds) == kind) for kind in range(kind_count)]

    def compare(places: Sequence[int]) -> bytes:
        return json.dumps([[place, _nearest(vectors.cosines(place), of_kind)] for place in places]).encode()

    own, shares = shared_out(range(len(texts)), compare)
    results = [compare(own), *(share.result() or compare(share.items) for share in shares)]
    rows = dict(row for result in results for row in json.loads(result))
    nearest = [[(places, cosines, is_all) for places, cosines, is_all in rows[at]] for at in range(len(rows))]
    return _State(frame, [text.digest for text in texts], vectors.levels, vectors.norms, nearest)


def _nearest(cosines: Floats, of_kind: Sequence[Ints]) -> Nearest:
    lists = []
    for places in of_kind:
        near, values = most_similar(cosines, places, _KEPT)
        lists.append((near, values, int(np.count_nonzero(cosines[places])) <= _KEPT))
    return lists


class _Update:
    """The step from one state to the next, of the same posts."""

    def __init__(
        self,
        before: _State,
        texts: Sequence[TermCounts],
        kinds: Sequence[int],
        kind_count: int,
        earliest: Sequence[int],
        store: Cache,
    ) -> None:
        self.before, self.texts, self.kinds, self.store = before, texts, kinds, store
        self.of_kind = [np.flatnonzero(np.array(kinds) == kind) for kind in range(kind_count)]
        self.is_measured = np.zeros(len(texts), dtype=bool)
        self.is_measured[earliest] = True
        self.levels, self.norms = list(before.levels), before.norms.copy()
        self.digests = [text.digest for text in texts]
        self._all = _AllTerms(texts)

    def state(self) -> _State | None:
        """Return the state after the step; None if too much has changed, or too little is known."""
        pairs = zip(self.before.digests, self.digests, strict=True)
        edited = [place for place, (old, new) in enumerate(pairs) if old != new]
        old_ids = [kept_ids(self.before.digests[place], self.store) for place in edited[: _MOST_CHANGED + 1]]
        if len(edited) > _MOST_CHANGED or any(ids is None for ids in old_ids):
            return None
        changed = self._set_levels(edited, [ids for ids in old_ids if ids is not None])
        if len(changed) > _MOST_CHANGED:
            return None
        for place in changed:
            self.norms[place] = self._norm(place)
        rows = {place: self._cosines(place) for place in changed}
        nearest = list(self.before.nearest)
        for place in range(len(self.texts)):
            nearest[place] = (
                _nearest(rows[place], self.of_kind) if place in rows else self._with_changes(place, rows)
            )
        return _State(self.before.frame, self.digests, self.levels, self.norms, nearest)

    def _set_levels(self, edited: Sequence[int], old_ids: Sequence[Ints]) -> list[int]:
        """Set the levels of terms that came or went, and return the places of all texts that these change."""
        new_ids = [self.texts[place].ids for place in edited]
        pairs = zip(old_ids, new_ids, strict=True)
        moved, _ = np.unique(
            np.concatenate([np.setxor1d(*ids, assume_unique=True) for ids in pairs]),
            return_counts=True,  # without it, numpy loads its masked arrays
        )
        holds = np.zeros((len(self.texts), len(moved)), dtype=bool)
        holds[self._all.having(moved)[:2]] = True
        after = self._levels_of(holds)
        for place, ids in zip(edited, old_ids, strict=True):
            holds[place] = _contains(ids, moved)
        differs = self._levels_of(holds) != after
        others: list[int] = np.flatnonzero(holds[:, differs].any(axis=1)).tolist()
        changed = sorted({*edited, *others})
        for place, ids in zip(edited, old_ids, strict=True):
            own = self.texts[place].ids
            levels: Ints = np.zeros(len(own), dtype=np.uint8)
            known = _contains(ids, own)
            levels[known] = self.levels[place][np.searchsorted(ids, own[known])]
            self.levels[place] = levels
        for place in changed:
            own = self.texts[place].ids
            held = _contains(own, moved)
            self.levels[place] = self.levels[place].copy()
            self.levels[place][np.searchsorted(own, moved[held])] = after[held]
        return changed

    def _levels_of(self, holds: Any) -> Ints:
        """Return the levels of terms; `holds` says for each text and term if the text has it."""
        table = levels_by_frequency(IdfScale.of(len(self.texts)))
        frequencies = np.count_nonzero(holds[self.is_measured], axis=0)
        levels = table[np.minimum(frequencies, len(table) - 1)]
        return np.where(np.count_nonzero(holds, axis=0) > 1, levels, 0).astype(np.uint8)

    def _norm(self, place: int) -> float:
        levels = self.levels[place]
        weights = (_TF[self.texts[place].counts] * levels)[levels > 0]
        is_new = levels[levels > 0] == IdfScale.of(len(self.texts)).new_term_level
        return float(squared_norms(np.zeros(len(weights), dtype=np.int64), weights, is_new, 1)[0])

    def _cosines(self, place: int) -> Floats:
        """Return the similarity of one text to every text; 0 to itself."""
        counted = np.flatnonzero(self.levels[place])
        ids, levels = self.texts[place].ids[counted], self.levels[place][counted].astype(np.float64)
        weights = _TF[self.texts[place].counts[counted]] * levels * levels
        owners, which, counts = self._all.having(ids)
        products = np.bincount(owners, weights[which] * _TF[counts], len(self.texts))
        products[place] = 0
        cosines: Floats = np.minimum(products / np.sqrt(self.norms[place] * self.norms), 1)
        return cosines

    def _with_changes(self, place: int, rows: dict[int, Floats]) -> Nearest:
        """Return the lists of a text that has not changed itself, with the texts that have."""
        lists: Nearest = []
        for kind, (places, cosines, is_all) in enumerate(self.before.nearest[place]):
            end = (-cosines[-1], places[-1]) if places else (0.0, 0)
            own = [(-row[place], other) for other, row in rows.items() if self.kinds[other] == kind]
            new = [entry for entry in own if entry[0] < 0 and (is_all or entry <= end)]
            if not new and rows.keys().isdisjoint(places):
                lists.append((places, cosines, is_all))
                continue
            kept = [(-value, at) for at, value in zip(places, cosines, strict=True) if at not in rows]
            merged = sorted([*kept, *((float(value), at) for value, at in new)])
            if not is_all and len(merged) < NEIGHBOURS:
                return _nearest(self._cosines(place), self.of_kind)
            is_all = is_all and len(merged) <= _KEPT
            merged = merged[:_KEPT]
            lists.append(([at for _, at in merged], [-value for value, _ in merged], is_all))
        return lists


class _AllTerms:
    """The terms of all texts in one row, with the place of each one's text."""

    def __init__(self, texts: Sequence[TermCounts]) -> None:
        self._ids = np.concatenate([text.ids for text in texts])
        self._counts = np.concatenate([text.counts for text in texts])
        self._places_end = np.cumsum([len(text.ids) for text in texts])
        self._ends = self._ids.astype(np.uint16)

    def having(self, ids: Ints) -> tuple[Ints, Ints, Ints]:
        """Return the place of each text that has one of these ids, the place of the id in `ids`, and the count.

        `ids` are ascending. Most terms of others differ in the last bits already, which are looked up at once.
        """
        ends = np.zeros(1 << 16, dtype=bool)
        ends[ids.astype(np.uint16)] = True
        at = np.flatnonzero(ends[self._ends])
        which = np.minimum(np.searchsorted(ids, self._ids[at]), max(0, len(ids) - 1))
        is_same = ids[which] == self._ids[at] if len(ids) else np.zeros(0, dtype=bool)
        at = at[is_same]
        places = np.searchsorted(self._places_end, at, side="right")
        return places, which[is_same], self._counts[at]


def _contains(ids: Ints, wanted: Ints) -> Any:
    """Say for each wanted id if it is among ids, which are ascending."""
    if not len(ids):
        return np.zeros(len(wanted), dtype=bool)
    at = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return ids[at] == wanted


def _packed(state: _State) -> bytes:
    lists = list(chain.from_iterable(state.nearest))
    places = [place for of_list, _, _ in lists for place in of_list]
    cosines = [cosine for _, of_list, _ in lists for cosine in of_list]
    columns: list[Any] = [
        state.norms,
        np.array(cosines, dtype=np.float64),
        np.array(places, dtype=np.int32),
        np.array([len(of_list) for of_list, _, _ in lists], dtype=np.int32),
        np.array([len(levels) for levels in state.levels], dtype=np.int32),
        np.array([is_all for _, _, is_all in lists], dtype=np.bool_),
        np.concatenate(state.levels).astype(np.uint8),
    ]
    numbers = [len(column) for column in columns]
    head = {"frame": state.frame, "digests": " ".join(state.digests), "numbers": numbers}
    return b"\n".join([json.dumps(head).encode(), b"".join(column.tobytes() for column in columns)])


def _read(store: Cache, frame: str) -> _State | None:
    head_line, _, data = (store.bytes_of(_ROW) or b"{}").partition(b"\n")
    head = json.loads(head_line)
    if head.get("frame") != frame:
        return None
    columns, start = list[Any](), 0
    for number, kind in zip(head["numbers"], _KINDS, strict=True):
        columns.append(np.frombuffer(data, kind, number, start))
        start += columns[-1].nbytes
    norms, *others, levels = columns
    cosines, places, sizes, terms, are_all = (column.tolist() for column in others)
    ends = accumulate(sizes)
    lists = [
        (places[end - size : end], cosines[end - size : end], is_all)
        for size, end, is_all in zip(sizes, ends, are_all, strict=True)
    ]
    kinds = len(lists) // len(terms)
    nearest = [lists[at : at + kinds] for at in range(0, len(lists), kinds)]
    of_texts = [levels[end - size : end] for size, end in zip(terms, accumulate(terms), strict=True)]
    return _State(frame, head["digests"].split(" "), of_texts, norms, nearest)
