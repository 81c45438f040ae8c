"""Scores of pairs of posts: cosine similarity corrected for hubness, raised by shared topics, people and dates.

A score is a whole number; a usual neighbour has 100. Rounding keeps a word more in one post from reordering the
lists of others; equal scores are ordered by id.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice

import numpy as np

from .document import POST_KINDS, Document
from .neighbours import Floats, NeighbourGraph
from .terms import Bools, Ints

MIN_SCORE = 15
"""the lowest score that makes a link by itself"""
HUBNESS_K = 10
"""so many nearest neighbours say how dense the surroundings of a post are"""
NEAR_DUPLICATE = 0.6
"""the cosine from which two texts say much the same"""
SAME_DAY, HALF_LIFE = 0.3, 182
"""how much more two posts of one day get, and after how many days it is half of that"""
TOPIC, PERSON = 0.1, 0.03
"""how much more for the rarest topic shared, and for each person (two at most)"""
_SCALE = 160
_PAIRS = 1 << 16
"""that are compared at once"""
_MIN_DENSITY = 5  # hundredths, as densities are
# Powers and logarithms may differ in their last bits between machines; ten digits are the same on all.
_DECAY = np.array([round(1 + SAME_DAY * 0.5 ** (days / HALF_LIFE), 10) for days in range(10 * HALF_LIFE)])
_HUBNESS_FACTOR = np.array(
    [round((max(_MIN_DENSITY, density) / 100) ** (-1 / 3), 10) for density in range(101)]
)


class Scores:
    """The scores of a collection, and the posts that may be in each other's lists.

    `by_id` has the documents in the order of their ids, which are the places in `graph`. `excluded` has pairs of ids
    that an author keeps apart, `near_duplicates` those whose texts say much the same; both in either order.
    """

    def __init__(self, by_id: Mapping[str, Document], graph: NeighbourGraph) -> None:
        self.by_id, self.graph, self.pages = by_id, graph, list(by_id)
        self.excluded = _both_orders((page, post) for page in by_id for post in by_id[page].excludes)
        self.near_duplicates: set[tuple[str, str]] = set()
        self._by_topics: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        self.near: dict[str, dict[str, dict[str, int]]] = {page: {} for page in by_id}
        """by page and kind: the scores of the most similar posts, the highest first"""
        if by_id:
            density = np.array([[_density(cosines) for _, cosines in nearest] for nearest in graph.nearest])
            in_common = _InCommon(list(by_id.values()))
            for number, kind in enumerate(POST_KINDS):
                self._score_kind(number, kind, _HUBNESS_FACTOR[density], in_common)

    def score(self, page: str, post: str) -> int:
        """Return the score of one post in the list of the other; 0 if it is not among its neighbours."""
        return self.near[page][self.by_id[post].kind].get(post, 0)

    def is_near(self, page: str, post: str) -> bool:
        """Return whether the score alone makes a link."""
        return self.score(page, post) >= MIN_SCORE

    def is_eligible(self, page: str, post: str, kind: str) -> bool:
        """Return whether a post may be in the page's list of this kind at all."""
        is_of_kind = post in self.by_id and self.by_id[post].kind == kind
        return is_of_kind and page != post and (page, post) not in self.excluded

    def author_links(self, page: str, kind: str) -> list[str]:
        """Return what authors connect to a post: its pins in their order, then responses, links and series."""
        document, scores = self.by_id[page], self.near[page][kind]
        linked = sorted(
            self._linked[page],
            key=lambda post: (-document.author_link(self.by_id[post]), -scores.get(post, 0), post),
        )
        return [
            post for post in dict.fromkeys([*document.pins, *linked]) if self.is_eligible(page, post, kind)
        ]

    def ranked(self, page: str, kind: str) -> Iterator[str]:
        """Yield the posts whose score is enough for a link, the highest first."""
        for post, score in self.near[page][kind].items():
            if score < MIN_SCORE:
                return
            if (page, post) not in self.excluded:
                yield post

    def by_topics(self, page: str, kind: str) -> Iterator[str]:
        """Yield the posts that share topics with a page, those that share most first."""
        key = kind, self.by_id[page].topics
        if key not in self._by_topics:
            shared = Counter(chain.from_iterable(self._of_topic.get((kind, topic), ()) for topic in key[1]))
            self._by_topics[key] = sorted(shared, key=lambda post: (-shared[post], post))
        return (post for post in self._by_topics[key] if self.is_eligible(page, post, kind))

    def _score_kind(self, number: int, kind: str, hubness: Floats, in_common: _InCommon) -> None:
        """Score the neighbours of one kind of all pages. Each operation is rounded as that of two Python numbers is."""
        lists = [nearest[number] for nearest in self.graph.nearest]
        first = np.repeat(np.arange(len(lists)), [len(posts) for posts, _ in lists])
        second = np.array([post for posts, _ in lists for post in posts], dtype=np.intp)
        cosines = np.array([cosine for _, of_page in lists for cosine in of_page], dtype=np.float64)
        # The neighbour's density is towards posts of this page's kind: a hub of essays may be none of episodes.
        home = np.array([POST_KINDS.index(document.kind) for document in self.by_id.values()])
        factors = _SCALE * hubness[first, number] * hubness[second, home[first]]
        parts = [slice(at, at + _PAIRS) for at in range(0, len(first), _PAIRS)]
        shared = np.concatenate([in_common(first[part], second[part]) for part in parts] or [factors])
        scores = np.rint(factors * cosines * shared).astype(np.int64)
        for at in np.flatnonzero(cosines >= NEAR_DUPLICATE).tolist():
            self.near_duplicates |= _both_orders([(self.pages[first[at]], self.pages[second[at]])])
        order = np.lexsort((second, -scores, first))
        pairs = zip(map(self.pages.__getitem__, second[order].tolist()), scores[order].tolist(), strict=True)
        for page, (posts, _) in zip(self.pages, lists, strict=True):
            self.near[page][kind] = dict(islice(pairs, len(posts)))

    @cached_property
    def _linked(self) -> dict[str, set[str]]:
        """The posts that authors connect to each by a link, a response or a series."""
        linked: dict[str, set[str]] = {page: set() for page in self.by_id}
        series: dict[str, list[str]] = defaultdict(list)
        for page, document in self.by_id.items():
            for post in (*document.links, document.responds_to):
                if post in self.by_id:
                    linked[page].add(post)
                    linked[post].add(page)
            if document.series:
                series[document.series].append(page)
        for parts in series.values():
            for page in parts:
                linked[page].update(parts)
        return linked

    @cached_property
    def _of_topic(self) -> dict[tuple[str, str], list[str]]:
        of_topic: dict[tuple[str, str], list[str]] = defaultdict(list)
        for page, document in self.by_id.items():
            for topic in document.topics:
                of_topic[document.kind, topic].append(page)
        return of_topic


class _InCommon:
    """The factors for what pairs of posts, given by place, share besides words; 1 for nothing."""

    def __init__(self, documents: Sequence[Document]) -> None:
        frequencies = Counter(topic for document in documents for topic in document.topics)
        doublings = math.log2(max(2, len(documents)))
        # 0 for a topic that all posts have … 1 for one that a single post has, in tenths
        weights = [round(1 - math.log2(number) / doublings, 1) for number in frequencies.values()]
        self._topic_weights = np.array([*weights, 0.0])
        self._topics = _numbered([document.topics for document in documents])
        self._people = _numbered([tuple(dict.fromkeys(document.people)) for document in documents])
        days = [math.nan if document.day is None else document.day for document in documents]
        self._days = np.array(days, dtype=np.float64)

    def __call__(self, first: Ints, second: Ints) -> Floats:
        shared = _shared(self._topics, first, second)
        weights = self._topic_weights[np.where(shared, self._topics[first], -1)]
        sums = weights.sum(axis=1)
        rounded_twice = np.count_nonzero(weights, axis=1) > 2
        sums[rounded_twice] = [math.fsum(row) for row in weights[rounded_twice]]
        people = np.count_nonzero(_shared(self._people, first, second), axis=1)
        factors: Floats = 1 + TOPIC * sums + PERSON * np.minimum(2, people)
        days = np.abs(self._days[first] - self._days[second])
        is_close = days < len(_DECAY)  # false for a post without a day
        factors[is_close] *= _DECAY[days[is_close].astype(np.intp)]
        return factors


def _numbered(names: Sequence[Sequence[str]]) -> Ints:
    """Return a row of numbers for each row of names, in the order in which these occur first, filled up with -1."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(chain.from_iterable(names)))}
    rows = np.full((len(names), max(map(len, names), default=0)), -1, dtype=np.int32)
    for row, of_row in zip(rows, names, strict=True):
        row[: len(of_row)] = [numbers[name] for name in of_row]
    return rows


def _shared(rows: Ints, first: Ints, second: Ints) -> Bools:
    """Say for each number in the first rows if it is in the second ones."""
    here, there = rows[first], rows[second]
    shared = np.zeros(here.shape, dtype=bool)
    for column in range(rows.shape[1]):
        shared |= here == there[:, column, None]
    return shared & (here >= 0)


def _density(cosines: list[float]) -> int:
    """Return the mean similarity to the nearest neighbours, in hundredths. Rounded: a new post changes few."""
    return round(100 * math.fsum(cosines[:HUBNESS_K]) / max(1, len(cosines[:HUBNESS_K])))


def _both_orders(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    return {ordered for a, b in pairs for ordered in ((a, b), (b, a))}
