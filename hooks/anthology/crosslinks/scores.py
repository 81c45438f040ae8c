"""Scores of pairs of posts: cosine similarity corrected for hubness, raised by shared topics, people and dates.

A score is a whole number; a usual neighbour has 100. Rounding keeps a word more in one post from reordering the
lists of others; equal scores are ordered by id.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain

from .document import POST_KINDS, Document
from .neighbours import NeighbourGraph

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
_MIN_DENSITY = 5  # hundredths, as densities are
# Powers and logarithms may differ in their last bits between machines; ten digits are the same on all.
_DECAY = [round(1 + SAME_DAY * 0.5 ** (days / HALF_LIFE), 10) for days in range(10 * HALF_LIFE)]
_HUBNESS_FACTOR = [round((max(_MIN_DENSITY, density) / 100) ** (-1 / 3), 10) for density in range(101)]


class Scores:
    """The scores of a collection, and the posts that may be in each other's lists.

    `by_id` has the documents in the order of their ids, which are the places in `graph`. `excluded` has pairs of ids
    that an author keeps apart, `near_duplicates` those whose texts say much the same; both in either order.
    """

    def __init__(self, by_id: Mapping[str, Document], graph: NeighbourGraph) -> None:
        self.by_id, self.graph, self.pages = by_id, graph, list(by_id)
        self.excluded = _both_orders((page, post) for page in by_id for post in by_id[page].excludes)
        self.near_duplicates: set[tuple[str, str]] = set()
        self._density = [[_density(cosines) for _, cosines in nearest] for nearest in graph.nearest]
        self._documents = [(document, frozenset(document.people)) for document in by_id.values()]
        frequencies = Counter(topic for document in by_id.values() for topic in document.topics)
        doublings = math.log2(max(2, len(by_id)))
        # 0 for a topic that all posts have … 1 for one that a single post has, in tenths
        self._topic_weight = {
            topic: round(1 - math.log2(number) / doublings, 1) for topic, number in frequencies.items()
        }
        self._by_topics: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        self.near = {
            page: {kind: self._scored(place, number) for number, kind in enumerate(POST_KINDS)}
            for place, page in enumerate(self.pages)
        }
        """by page and kind: the scores of the most similar posts, the highest first"""

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

    def ranked(self, page: str, kind: str) -> list[str]:
        """Return the posts whose score is enough for a link, the highest first."""
        near = self.near[page][kind]
        return [post for post in near if near[post] >= MIN_SCORE and (page, post) not in self.excluded]

    def by_topics(self, page: str, kind: str) -> Iterator[str]:
        """Yield the posts that share topics with a page, those that share most first."""
        key = kind, self.by_id[page].topics
        if key not in self._by_topics:
            shared = Counter(chain.from_iterable(self._of_topic.get((kind, topic), ()) for topic in key[1]))
            self._by_topics[key] = sorted(shared, key=lambda post: (-shared[post], post))
        return (post for post in self._by_topics[key] if self.is_eligible(page, post, kind))

    def _scored(self, place: int, number: int) -> dict[str, int]:
        # The neighbour's density is towards posts of this page's kind: a hub of essays may be none of episodes.
        home = POST_KINDS.index(self.by_id[self.pages[place]].kind)
        factor = _SCALE * _HUBNESS_FACTOR[self._density[place][number]]
        scores = []
        for post, cosine in zip(*self.graph.nearest[place][number], strict=True):
            hubness = _HUBNESS_FACTOR[self._density[post][home]]
            scores.append((-round(factor * hubness * cosine * self._in_common(place, post)), post))
            if cosine >= NEAR_DUPLICATE:
                self.near_duplicates |= _both_orders([(self.pages[place], self.pages[post])])
        return {self.pages[post]: -negative for negative, post in sorted(scores)}

    def _in_common(self, first: int, second: int) -> float:
        """Return the factor for what two posts, given by place, share; 1 for nothing."""
        (page, people), (post, people_there) = self._documents[first], self._documents[second]
        factor = 1.0
        if shared := [topic for topic in page.topics if topic in post.topics]:
            factor += TOPIC * math.fsum(map(self._topic_weight.__getitem__, shared))
        factor += PERSON * min(2, len(people & people_there))
        days = page.days_from(post)
        return factor if days is None or days >= len(_DECAY) else factor * _DECAY[days]

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


def _density(cosines: list[float]) -> int:
    """Return the mean similarity to the nearest neighbours, in hundredths. Rounded: a new post changes few."""
    return round(100 * math.fsum(cosines[:HUBNESS_K]) / max(1, len(cosines[:HUBNESS_K])))


def _both_orders(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    return {ordered for a, b in pairs for ordered in ((a, b), (b, a))}
