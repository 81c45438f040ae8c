"""What was worked out about texts in an earlier build, kept in a file that may be deleted at any time.

It lies in `.cache/anthology/` beside mkdocs.yml, is never needed, and never believed: a file that another
version wrote, or that is damaged, counts as none. No code is read from it, only numbers and text. The terms
of texts have a file of their own (`terms_file.py`).
"""

from __future__ import annotations

import json
import os
import sys
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zlib import crc32

from .neighbours import Near, Web
from .terms import STEMMER, Text
from .terms_file import TermsFile, write

_T = TypeVar("_T")
FILE, TERMS = ".cache/anthology/related", ".cache/anthology/terms"
_CHECK = 64


# What is remembered was worked out by these: with another version of any of them, it is forgotten.
@dataclass(frozen=True, slots=True)
class Posts:
    """Posts in the order of their ids, each at its place in every list; a key changes with the text."""

    pages: list[str]
    kinds: list[int]
    days: list[int | None]
    keys: list[str]
    texts: list[Text]


class Rank(NamedTuple):
    """The posts of one kind that are near to a post, by their places, the nearest first, and their points.

    Also how crowded it is there, in hundredths (`ranking`), and the list that came of it, before it was put right
    for others: what authors have said, and what was found (`related`).
    """

    places: array[int]
    points: array[int]
    told: array[int]
    found: array[int]
    crowd: int


@dataclass(frozen=True, slots=True)
class Ranks:
    """Of each post, a rank for each kind; pairs that say the same; `mark` changes with all that is not text."""

    of_posts: list[tuple[Rank, ...]]
    twins: list[tuple[int, int]]
    mark: str


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier build has worked out."""

    posts: Posts
    web: Web
    ranks: Ranks
    words: dict[str, list[str]]
    """for two pages, as "one other": words that both dwell on (see `reasons`)"""
    unsaid: str
    """which words no reason might use"""


class Memory:
    """A file that remembers; without a path it forgets."""

    def __init__(self, root: Path | None = None) -> None:
        self.file = root / FILE if root else None
        self.terms = TermsFile((root or Path()) / TERMS)

    def recall(self) -> Known | None:
        """What was kept, if it can be read."""
        if self.file is None:
            return None
        try:
            content = self.file.read_bytes()
            length = max(0, len(content) - _CHECK)
            check = _check(length, crc32(memoryview(content)[:length]))
            return _read(content, length, self.terms) if content.endswith(check) else None
        except (OSError, ValueError, KeyError, IndexError, TypeError):
            return None

    def keep(self, known: Known) -> None:
        """Writes it whole or not at all; where it cannot be written, the next build takes longer."""
        if self.file is None:
            return
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.with_name(".gitignore").write_text("*\n", encoding="utf-8")
            noted = self.terms.keep(known.posts.keys, known.posts.texts)
            part = self.file.with_name(f"{self.file.name}.{os.getpid()}")
            _write(known, noted, part)
            part.replace(self.file)


def _check(length: int, code: int) -> bytes:
    return f"{_version():08x} {sys.byteorder} {length} {code:08x}".encode().ljust(_CHECK)


@cache
def _version() -> int:
    makers = [file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py"))]
    return crc32(b"".join([*makers, STEMMER.encode(), str(array("I").itemsize).encode()]))


_COLUMNS: list[tuple[str, str, Callable[[Known], Iterator[array[int]]]]] = [
    ("rarities", "B", lambda known: iter(known.web.rarities)),
    ("probes", "I", lambda known: iter(known.web.probes)),
    ("places", "I", lambda known: (near.places for kinds in known.web.near for near in kinds)),
    ("partial", "q", lambda known: (near.partial for kinds in known.web.near for near in kinds)),
    ("products", "q", lambda known: (near.products for kinds in known.web.near for near in kinds)),
    ("ranked", "I", lambda known: (rank.places for kinds in known.ranks.of_posts for rank in kinds)),
    ("points", "I", lambda known: (rank.points for kinds in known.ranks.of_posts for rank in kinds)),
    ("told", "I", lambda known: (rank.told for kinds in known.ranks.of_posts for rank in kinds)),
    ("found", "I", lambda known: (rank.found for kinds in known.ranks.of_posts for rank in kinds)),
]


def _write(known: Known, terms: Mapping[str, Any], file: Path) -> None:
    """A head of JSON, then every column of numbers, one after the other; then a check."""
    sizes = {name: list(map(len, column(known))) for name, _, column in _COLUMNS}
    posts = known.posts
    head = {
        "pages": posts.pages, "kinds": posts.kinds, "days": posts.days, "keys": posts.keys,
        "lengths": known.web.lengths, "bounds": [near.bound for kinds in known.web.near for near in kinds],
        "crowds": [rank.crowd for kinds in known.ranks.of_posts for rank in kinds],
        "twins": known.ranks.twins, "mark": known.ranks.mark,
        "words": known.words, "unsaid": known.unsaid, "sizes": sizes, "terms": terms,
    }  # fmt: skip
    first = json.dumps(head).encode()
    pieces: Iterator[bytes | array[int]] = chain(
        [(8 + len(first)).to_bytes(8, "big"), first],
        chain.from_iterable(column(known) for _, _, column in _COLUMNS),
    )
    with file.open("wb") as stream:
        stream.write(_check(*write(pieces, stream)))


def _read(content: bytes, length: int, terms: TermsFile) -> Known:
    start = int.from_bytes(content[:8], "big")
    head = json.loads(content[8:start])
    columns = {}
    for name, code, _ in _COLUMNS:
        size = array(code).itemsize
        ends = list(accumulate((number * size for number in head["sizes"][name]), initial=start))
        columns[name] = [array(code, content[one:other]) for one, other in pairwise(ends)]
        start = ends[-1]
    if start != length:
        raise ValueError
    texts = terms.recall(head["terms"], head["keys"])
    near = list(map(Near, columns["places"], columns["partial"], columns["products"], head["bounds"]))
    number = max(1, len(near) // max(1, len(texts)))
    web = Web(columns["rarities"], columns["probes"], head["lengths"], list(_by_post(near, number)))
    each = map(Rank, columns["ranked"], columns["points"], columns["told"], columns["found"], head["crowds"])
    twins = [(one, other) for one, other in head["twins"]]
    ranks = Ranks(list(_by_post(list(each), number)), twins, head["mark"])
    posts = Posts(head["pages"], head["kinds"], head["days"], head["keys"], texts)
    return Known(posts, web, ranks, head["words"], head["unsaid"])


def _by_post(row: list[_T], number: int) -> Iterator[tuple[_T, ...]]:
    return (tuple(row[place : place + number]) for place in range(0, len(row), number))
