"""How alike the texts of a collection are; worked out anew only for what has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from . import neighbours
from .idf import cosine
from .incremental import Renewed, renewed
from .neighbours import NEAR, Holders, Web
from .store import Known, Memory, Posts, Ranks
from .terms import TITLE, Spelling, Text, spellings

LARGE = 300
"""so many posts are left to numpy, where it is there"""
_UNUSUAL, _MANY = 3, 200
_ENOUGH = 8
"""a term that stands more often is not more of a reason"""


@dataclass(frozen=True, slots=True)
class Reading:
    """A post to be compared: `key` changes with its text, `read` gives its terms."""

    page: str
    kind: int
    day: int | None
    key: str
    read: Callable[[], Text]


@dataclass(frozen=True, slots=True)
class Shared:
    """A term that two texts share, as one of them writes it, and how much it tells."""

    form: str
    weight: int


class Likeness:
    """Posts in the order of their ids, and how alike their texts are.

    `again` says what has changed since it was remembered, nothing if all is new; `same`, that no text or day has.
    """

    def __init__(self, known: Known, again: Renewed | None = None, same: bool = False) -> None:
        self.known, self.again, self.same = known, again, same
        self.pages, self.texts, self.web = known.posts.pages, known.posts.texts, known.web
        texts = self.texts  # not by way of `self`, which would keep itself alive
        self.spellings = lru_cache(maxsize=None)(lambda place: spellings(texts[place]))

    @cached_property
    def usual(self) -> list[frozenset[int]]:
        """By kind: the terms that more than half of the posts have, such as the words each episode begins with.

        Only of a kind with few posts; of many, a term that so many have tells nothing in the first place.
        """
        found = []
        for kind in range(max(self.known.posts.kinds, default=0) + 1):
            texts = [
                text for text, own in zip(self.texts, self.known.posts.kinds, strict=True) if own == kind
            ]
            spread: Counter[int] = Counter()
            if _UNUSUAL < len(texts) <= _MANY:
                spread.update(chain.from_iterable(text.numbers for text in texts))
            found.append(frozenset(term for term, posts in spread.items() if posts > max(2, len(texts) // 2)))
        return found

    def is_usual(self, term: int, one: int, other: int) -> bool:
        """Whether a term says nothing of two posts, because most of the kind of one have it."""
        kinds = self.known.posts.kinds
        return term in self.usual[kinds[one]] or term in self.usual[kinds[other]]

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each page."""
        return {page: place for place, page in enumerate(self.pages)}

    def near(self, place: int, kind: int) -> list[tuple[int, float]]:
        """The posts of a kind that are most like one, with their cosines."""
        found, lengths = self.web.near[place][kind], self.web.lengths
        length = lengths[place]
        return [
            (other, cosine(product, length, lengths[other]))
            for other, product in zip(found.places[:NEAR], found.products[:NEAR], strict=True)
        ]

    def shared(self, one: int, other: int) -> Iterator[Shared]:
        """The telling terms that both texts dwell on: at least twice in both, or in both titles."""
        first, second = self.spellings(one), self.spellings(other)
        rarities = self.web.rarities[one]
        for number in first.keys() & second.keys():
            mine, theirs = first[number], second[number]
            repeated = (mine.count >= 2 and theirs.count >= 2) or (mine.in_title and theirs.in_title)
            if repeated and (rarity := rarities[mine.place]) and not self.is_usual(number, one, other):
                yield Shared(mine.form, rarity * min(_emphasis(mine), _emphasis(theirs), _ENOUGH))


def _emphasis(spelling: Spelling) -> int:
    return spelling.count + TITLE * spelling.in_title


def likeness(readings: Sequence[Reading], kinds: int, memory: Memory) -> Likeness:
    """Of posts in the order of their ids; what `memory` knows is not worked out again."""
    known = memory.recall()
    kept = dict(zip(known.posts.keys, known.posts.texts, strict=True)) if known else {}
    posts = Posts(
        [reading.page for reading in readings],
        [reading.kind for reading in readings],
        [reading.day for reading in readings],
        [reading.key for reading in readings],
        [kept.get(reading.key) or reading.read() for reading in readings],
    )
    holding, web_of = _reckoning(len(readings))
    again = renewed(known, posts, kinds, holding) if known else None
    if known and again:
        stale = {posts.pages[place] for place in again.stale}
        words = {pair: found for pair, found in known.words.items() if stale.isdisjoint(pair.split())}
        now = Known(posts, again.web, known.ranks, words, known.unsaid)
        return Likeness(now, again, same=known.posts == posts)
    web = web_of(posts.texts, posts.kinds, posts.days, kinds)
    return Likeness(Known(posts, web, Ranks([], [], ""), {}, ""))


_WebOf = Callable[[Sequence[Text], Sequence[int], Sequence[int | None], int], Web]


def _reckoning(number: int) -> tuple[type[Holders], _WebOf]:
    """What looks for neighbours among so many posts."""
    if number >= LARGE:
        try:
            from . import neighbours_large  # numpy, which a smaller collection does not need
        except ImportError:
            pass
        else:
            return neighbours_large.Holders, neighbours_large.web
    return neighbours.Holders, neighbours.web
