"""What was worked out about texts in an earlier build, kept in a file that may be deleted at any time.

It lies in `.cache/anthology/` beside mkdocs.yml, is never needed, and never believed: a file that another
version wrote, or that is damaged, counts as none. No code is read from it, only numbers and text.
"""

from __future__ import annotations

import json
import os
import sys
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain, pairwise
from pathlib import Path
from zlib import crc32

from .neighbours import Near, Web
from .text_terms import STEMMER, Text

FILE = ".cache/anthology/related"
_CHECK = 64
# What is remembered was worked out by these: with another version of any of them, it is forgotten.
_MAKERS = "likeness memory neighbours neighbours_large plain_words rarity reasons renewal text_terms"


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts in the order of their ids, each at its place in every list; a key changes with the text."""

    pages: list[str]
    kinds: list[int]
    days: list[int | None]
    keys: list[str]
    texts: list[Text]


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier build has worked out."""

    posts: Posts
    web: Web
    words: dict[str, list[str]]
    """for two pages, as "one other": words that both dwell on (see `reasons`)"""
    unsaid: str
    """which words no reason might use"""


class Memory:
    """A file that remembers; without a path it forgets."""

    def __init__(self, root: Path | None = None) -> None:
        self.file = root / FILE if root else None

    def recall(self) -> Known | None:
        """What was kept, if it can be read."""
        if self.file is None:
            return None
        try:
            content = memoryview(self.file.read_bytes())
            content, check = content[:-_CHECK], bytes(content[-_CHECK:])
            return _read(content) if check == _check(len(content), crc32(content)) else None
        except (OSError, ValueError, KeyError, IndexError, TypeError):
            return None

    def keep(self, known: Known) -> None:
        """Writes it whole or not at all; where it cannot be written, the next build takes longer."""
        if self.file is None:
            return
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.with_name(".gitignore").write_text("*\n", encoding="utf-8")
            part = self.file.with_name(f"{self.file.name}.{os.getpid()}")
            _write(known, part)
            part.replace(self.file)


def _check(length: int, code: int) -> bytes:
    return f"{_version():08x} {sys.byteorder} {length} {code:08x}".encode().ljust(_CHECK)


@cache
def _version() -> int:
    makers = [Path(__file__).with_name(f"{name}.py").read_bytes() for name in _MAKERS.split()]
    return crc32(b"".join([*makers, STEMMER.encode(), str(array("I").itemsize).encode()]))


_COLUMNS: list[tuple[str, str, Callable[[Known], Iterator[array[int]]]]] = [
    ("numbers", "q", lambda known: (text.numbers for text in known.posts.texts)),
    ("counts", "B", lambda known: (text.counts for text in known.posts.texts)),
    ("rarities", "B", lambda known: iter(known.web.rarities)),
    ("probes", "I", lambda known: iter(known.web.probes)),
    ("places", "I", lambda known: (near.places for kinds in known.web.near for near in kinds)),
    ("partial", "q", lambda known: (near.partial for kinds in known.web.near for near in kinds)),
    ("products", "q", lambda known: (near.products for kinds in known.web.near for near in kinds)),
]


def _write(known: Known, file: Path) -> None:
    """A head of JSON, then every column of numbers, one after the other, then how terms are spelled; then a check."""
    sizes = {name: list(map(len, column(known))) for name, _, column in _COLUMNS}
    posts = known.posts
    head = {
        "pages": posts.pages, "kinds": posts.kinds, "days": posts.days, "keys": posts.keys,
        "lengths": known.web.lengths, "bounds": [near.bound for kinds in known.web.near for near in kinds],
        "words": known.words, "unsaid": known.unsaid, "sizes": sizes,
        "spelled": [len(text.spelled.encode()) for text in posts.texts],
    }  # fmt: skip
    first = json.dumps(head).encode()
    pieces: Iterator[bytes | array[int]] = chain(
        [(8 + len(first)).to_bytes(8, "big"), first],
        chain.from_iterable(column(known) for _, _, column in _COLUMNS),
        (text.spelled.encode() for text in posts.texts),
    )
    code = length = 0
    # Piece by piece: all of it at once would double the memory that a large collection needs.
    with file.open("wb") as stream:
        for piece in pieces:
            code, length = crc32(piece, code), length + memoryview(piece).nbytes
            stream.write(piece)
        stream.write(_check(length, code))


def _read(content: memoryview) -> Known:
    start = int.from_bytes(content[:8], "big")
    head = json.loads(bytes(content[8:start]))
    columns = {}
    for name, code, _ in _COLUMNS:
        found = []
        for size in head["sizes"][name]:
            found.append(array(code))
            stop = start + size * found[-1].itemsize
            found[-1].frombytes(content[start:stop])
            start = stop
        columns[name] = found
    ends = list(accumulate(head["spelled"], initial=start))
    spelled = [str(content[one:other], "utf-8") for one, other in pairwise(ends)]
    if ends[-1] != len(content):
        raise ValueError
    texts = [Text(*each) for each in zip(columns["numbers"], columns["counts"], spelled, strict=True)]
    near = list(map(Near, columns["places"], columns["partial"], columns["products"], head["bounds"]))
    number = len(near) // max(1, len(texts))
    kinds = [tuple(near[place : place + number]) for place in range(0, len(near), max(1, number))]
    web = Web(columns["rarities"], columns["probes"], head["lengths"], kinds)
    posts = Posts(head["pages"], head["kinds"], head["days"], head["keys"], texts)
    return Known(posts, web, head["words"], head["unsaid"])
