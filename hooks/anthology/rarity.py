"""How much a term tells: the fewer posts have it, the more.

Rarity goes in steps, one for each halving of the number of posts, and so does the size of the
collection. A post that comes or changes moves hardly any term over a step, so that the weights of the
others, and with them other posts' lists, stay what they are.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from .text_terms import Text

_SHARE = 10
"""a term of more than a tenth of all posts tells nothing"""
_FEW = 8
"""but one of so few posts may always tell something"""
# Sublinear, and in whole numbers: sums of products of whole numbers come out the same in any order.
TIMES = (0, *(round(64 * (1 + math.log(number))) for number in range(1, 256)))
"""how much a term weighs that stands so many times in a text, before its rarity"""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a collection is, in doublings, and up to which number of posts a term tells something."""

    doublings: int
    most: int

    @classmethod
    def of(cls, posts: int) -> Size:
        """The size of a collection of so many posts."""
        doublings = _doublings(max(1, posts))
        return cls(doublings, max(_FEW, 2**doublings // _SHARE))

    def rarity(self, posts: int) -> int:
        """Of a term that so many posts have; 0 if it tells nothing."""
        return max(1, self.doublings - _doublings(posts)) if 2 <= posts <= self.most else 0

    def posts(self, rarity: int) -> int:
        """About how many posts have a term of this rarity."""
        return 1 << max(0, self.doublings - rarity)


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


def squared(weights: Iterable[int]) -> int:
    """The square of a vector's length."""
    return sum(weight * weight for weight in weights)


def cosine(product: int, one: int, other: int) -> float:
    """From a product of two vectors and the squares of their lengths.

    Whole numbers, a root and a division: IEEE 754 rounds these alike everywhere.
    """
    return product / math.sqrt(one * other) if product else 0.0


@cache
def _doublings(number: int) -> int:
    """The nearest power of two, without the noise of a logarithm."""
    below = number.bit_length() - 1
    return below + 1 if number * number > 2 << 2 * below else below
