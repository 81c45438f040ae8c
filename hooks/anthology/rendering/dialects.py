"""Signs of other dialects of Markdown, and slips of the pen, that would be printed as they are typed.

A sign is looked for in the text that the engine found, block by block: never in code, in HTML or in an address, and
never where its first character is escaped. The patterns are in `dialect_signs`.
"""

import re
from collections.abc import Iterator
from heapq import heapify, heappop, heapreplace
from math import inf
from typing import NamedTuple

from .dialect_signs import SIGNS, Sign
from .positions import FlatText

_COMMON = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-\n()"
_NEEDS: dict[int, list[tuple[bytes, bytes, int]]] = {}
"""By the first rare character: what has to be in a text for a sign to be in it, the same without its common
characters, and the index of the sign."""
for _number, _sign in enumerate(SIGNS):
    for _need in _sign.needs:
        _rare = _need.translate(None, _COMMON)
        _NEEDS.setdefault(_rare[0], []).append((_need, _rare, _number))
_OFTEN = {b":": re.compile(rb":[a-z+-][a-z0-9_+-]*:"), b"\\": re.compile(rb"\\[a-zA-Z]")}
"""Characters that nearly every document has, with what has to follow them in a sign."""
_MOST = 50
_LONGEST_SHOWN = 60


class SignFinding(NamedTuple):
    """A sign that begins at this byte of the source."""

    offset: int
    message: str
    fix: str


class Signs:
    """The parts of a document that may be a sign, from its beginning on: most blocks have nothing."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        rare = source.translate(None, _COMMON)
        self._next = [
            (place, number, need)
            for character in set(rare)
            for need, key, number in _NEEDS.get(character, ())
            if key in rare and (place := self._place(need, 0)) >= 0
        ]
        """a heap: where each is next, the index of the sign, what it needs"""
        heapify(self._next)

    @property
    def next(self) -> float:
        """The byte of the next of them."""
        return self._next[0][0] if self._next else inf

    def find(self, run: FlatText, end: int) -> Iterator[SignFinding]:
        """Find signs in the text of a block that ends at a byte; of two at one place, the first in `SIGNS`."""
        start = max(0, run.starts[0] - 1)
        if (
            run.pieces[0][:1] == ":" and self._source[start : start + 1] == b":"
        ):  # taken for a definition's mark
            run = FlatText([":", *run.pieces], [start, *run.starts])
        numbers = set(self._within(start, end))
        if not numbers:
            return
        written = self._source[start:end]
        text = run.with_escapes(self._source) if b"\\" in written or b"&" in written else run.text
        taken: list[tuple[int, int]] = []
        for sign in map(SIGNS.__getitem__, sorted(numbers)):
            for match in re.finditer(sign.pattern, text, re.MULTILINE):
                first, last = match.span()
                if any(first < taken_end and taken_start < last for taken_start, taken_end in taken):
                    continue
                taken.append((first, last))
                yield _finding(sign, match, run, self._source)
                if sign.first_only or len(taken) >= _MOST:
                    break

    def _place(self, need: bytes, start: int) -> int:
        if need not in _OFTEN:
            return self._source.find(need, start)
        match = _OFTEN[need].search(self._source, start)
        return match.start() if match else -1

    def _within(self, start: int, end: int) -> Iterator[int]:
        """Yield the index of each sign that may begin between two bytes, and go on behind them."""
        while self.next < end:
            place, number, need = self._next[0]
            if place < start:  # in code or an address
                place = self._place(need, start)
            if 0 <= place < end:
                yield number
                place = self._place(need, end)
            if place < 0:
                heappop(self._next)
            else:
                heapreplace(self._next, (place, number, need))


def _finding(sign: Sign, match: re.Match[str], run: FlatText, source: bytes) -> SignFinding:
    """Fill in the words of a sign with what stands in the source."""

    def written(group: str | int) -> str:
        start, end = match.span(group)
        return source[run.offset(start) : run.offset(end)].decode().strip() if start >= 0 else ""

    words = {name: written(name) for name in match.groupdict()}
    whole = " ".join(written(0).split())
    shown = whole if len(whole) <= _LONGEST_SHOWN else f"{whole[: _LONGEST_SHOWN - 1]}…"
    return SignFinding(
        run.offset(match.start()), sign.message.format(shown, **words), sign.fix.format(shown, **words)
    )
