"""Weights of terms: the fewer posts contain a term, the more it counts (inverse document frequency).

A post that is added or edited should hardly change the weights in all others. So document frequencies are
taken from the collection as it was when it last grew by an eighth; a term that is new since then has the highest
level. Levels are whole numbers, one for each halving of the document frequency, so an edit moves few terms.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

_SHARE = 10  # a term of more than a tenth of all posts has level 0
_ALWAYS_RARE = 8  # posts; a term of so few may count in any collection
_FIRST, _GROWTH = 16, 8
TF_WEIGHTS = (0, *(round(64 * (1 + math.log(count))) for count in range(1, 256)))
"""Sublinear term frequency by count (0 … 255), in whole numbers: their sums are exact in any order."""


class IdfScale(NamedTuple):
    """The scale of a collection: how many of its earliest `posts` are counted, and log2 of that, rounded.

    Terms of more than `most` of these posts have level 0.
    """

    posts: int
    doublings: int
    most: int

    @classmethod
    def of(cls, posts: int) -> IdfScale:
        """Return the scale for a collection of so many posts."""
        counted = _FIRST
        while counted + counted // _GROWTH <= posts:
            counted += counted // _GROWTH
        counted = min(counted, posts)
        return cls(counted, _rounded_log2(max(1, counted)), max(_ALWAYS_RARE, counted // _SHARE))

    @property
    def new_term_level(self) -> int:
        """The level of a term that at most one of the counted posts has; no other is higher."""
        return max(2, self.doublings)

    def level(self, frequency: int) -> int:
        """Return the level of a term that so many of the counted posts contain; 0 if it does not count."""
        if frequency < 2:
            return self.new_term_level
        return max(1, self.doublings - _rounded_log2(frequency)) if frequency <= self.most else 0

    def earliest(self, days: Sequence[int | None]) -> list[int]:
        """Return the places of the posts that are counted; posts without a day are the oldest."""
        return sorted(range(len(days)), key=lambda place: (days[place] or 0, place))[: self.posts]


def _rounded_log2(number: int) -> int:
    # In whole numbers: a logarithm may differ in its last bit between machines.
    below = number.bit_length() - 1
    return below + 1 if number * number > 2 << 2 * below else below
