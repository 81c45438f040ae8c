"""How much a term tells: the fewer posts have it, the more.

A post that comes or changes should not move what all the others are measured by. So the measure is the collection
as it was when it had last grown by an eighth; a term that has come up since counts as one of the rarest. And
rarity goes in steps, one for each halving of the number of posts, so that an edit moves few terms.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from .terms import Text

_SHARE = 10
"""a term of more than a tenth of all posts tells nothing"""
_FEW = 8
"""but one of so few posts may always tell something"""
_FIRST, _GROWTH = 16, 8
# Sublinear, and in whole numbers: sums of products of whole numbers come out the same in any order.
TIMES = (0, *(round(64 * (1 + math.log(number))) for number in range(1, 256)))
"""how much a term weighs that stands so many times in a text, before its rarity"""


@dataclass(frozen=True, slots=True)
class Measure:
    """What rarity is measured by: so many posts, the earliest; their number in doublings."""

    posts: int
    doublings: int
    most: int

    @classmethod
    def of(cls, posts: int) -> Measure:
        """The measure of a collection of so many posts."""
        number = _grown(posts)
        doublings = _doublings(max(1, number))
        return cls(number, doublings, max(_FEW, number // _SHARE))

    @property
    def fresh(self) -> int:
        """The rarity of a term that has come up since; no other is so high."""
        return max(2, self.doublings)

    def rarity(self, measured: int, posts: int) -> int:
        """Of a term that so many of the measured posts have, and so many of all; 0 if it tells nothing."""
        if posts < 2:
            return 0
        if measured < 2:
            return self.fresh
        return max(1, self.doublings - _doublings(measured)) if measured <= self.most else 0

    def earliest(self, days: Sequence[int | None]) -> set[int]:
        """The places of the posts that are measured; those without a day count as the oldest."""
        order = sorted(range(len(days)), key=lambda place: (days[place] or 0, place))
        return set(order[: self.posts])


@cache
def costs(measure: Measure) -> tuple[int, ...]:
    """By rarity: about how many posts have such a term; at least two."""
    return tuple(2 << max(0, measure.doublings - 1 - rarity) for rarity in range(64))


def rarities(text: Text, of: Mapping[int, int]) -> array[int]:
    """The rarity of each of a text's terms; `of` lacks those that tell nothing."""
    get = of.get
    return array("B", [get(number, 0) for number in text.numbers])


def weights(text: Text, rarity: Sequence[int]) -> dict[int, int]:
    """Term → weight, of the terms that tell something."""
    return {
        number: TIMES[count] * rare
        for number, count, rare in zip(text.numbers, text.counts, rarity, strict=True)
        if rare
    }


def squared(text: Text, rarity: Sequence[int], measure: Measure) -> int:
    """The square of a text's length, from the terms that are measured.

    A later post that brings up one of its words again makes a text no longer, unless half of it were such words.
    """
    fresh, old, new = measure.fresh, 0, 0
    for count, rare in zip(text.counts, rarity, strict=True):
        if rare == fresh:
            new += (TIMES[count] * rare) ** 2
        elif rare:
            old += (TIMES[count] * rare) ** 2
    return max(old, (old + new) // 2)


def cosine(product: int, one: int, other: int) -> float:
    """From a product of two vectors and the squares of their lengths.

    Whole numbers, a root and a division: IEEE 754 rounds these alike everywhere.
    """
    return min(1.0, product / math.sqrt(one * other)) if product else 0.0


def _grown(posts: int) -> int:
    number = _FIRST
    while number + number // _GROWTH <= posts:
        number += number // _GROWTH
    return min(number, posts)


@cache
def _doublings(number: int) -> int:
    """The nearest power of two, without the noise of a logarithm."""
    below = number.bit_length() - 1
    return below + 1 if number * number > 2 << 2 * below else below
