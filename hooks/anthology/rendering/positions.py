"""Places in a source, from the bytes of its body that the engine names."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Literal

from anthology.problems import Issue, Position
from anthology.sources import Source

from .markdown import definitions, normalised
from .raw_html import Attribute, attributes

ESCAPED = 0xE100
"""Added to the code of a character that was written with a backslash or as an entity. The sums are of a private
area of Unicode, so that no pattern for an unescaped sign matches them."""
_TO_ADDRESS = re.compile(rb"[^\]]{0,20}\]\(\s*<?")

Offset = int | Callable[[], int]
"""A byte, or what finds it: most are never asked for."""
MOST_PROBLEMS = 50
"""of one body; a file with more was not written for this site, and the first few say why"""


class FlatText:
    """Pieces of text and the byte offset at which each begins in the source."""

    def __init__(self, pieces: list[str], starts: list[int]) -> None:
        self.pieces, self.starts = pieces, starts
        self._lengths: list[int] = []

    @cached_property
    def text(self) -> str:
        """The pieces joined; only to be asked for when all are there."""
        return "".join(self.pieces)

    def offset(self, index: int) -> int:
        """Return the byte of the source from which the character at this index comes."""
        if len(self._lengths) != len(self.pieces) + 1:
            self._lengths = [0, *accumulate(map(len, self.pieces))]
        number = max(0, min(bisect_right(self._lengths, index), len(self.pieces)) - 1)
        return self.starts[number] + len(self.pieces[number][: index - self._lengths[number]].encode())

    def is_verbatim(self, source: bytes, start: int, end: int) -> bool:
        """Return whether the source has these characters of the text as they are, without an escape between them."""
        first = self.offset(start)
        return source.startswith(self.text[start:end].encode(), first)

    def with_escapes(self, source: bytes) -> str:
        """Return the text with each escaped sign moved into the private area at `ESCAPED`.

        The engine begins a new piece behind a backslash and for an entity.
        """
        shown, end = [], -1
        for piece, start in zip(self.pieces, self.starts, strict=True):
            by_backslash = end != start and start > 0 and source[start - 1] == 0x5C
            by_entity = source[start : start + 1] == b"&" and piece[:1] != "&"
            if piece and (by_backslash or by_entity) and 0x20 < ord(piece[0]) < 0x7F:
                shown.append(chr(ESCAPED + ord(piece[0])) + piece[1:])
            else:
                shown.append(piece)
            end = start + (len(piece) if piece.isascii() else len(piece.encode()))
        return "".join(shown)


@dataclass(slots=True)
class Mark:
    """The origin of an element of the HTML in the source."""

    kind: Literal["link", "reference", "address", "tag", "heading"]
    start: int
    """its first byte; of an `address`, the address itself"""
    text_end: int = 0
    """the byte behind the words of a `link`, which has its address in brackets"""
    label: str = ""
    """of the definition that has the address of a `reference`"""
    raw: FlatText | None = None
    """the HTML in which a `tag` is written, with the index of its first and its last character (exclusive)"""
    span: tuple[int, int] = (0, 0)

    def offset(self) -> int:
        """Return the first byte; finding it in a long text takes time, so only where it is needed."""
        return self.raw.offset(self.span[0]) if self.raw else self.start

    def has(self, attribute: str) -> bool:
        """Return whether a `tag` is written with an attribute."""
        return attribute in self._attributes()

    def attribute(self, name: str, in_value: bool) -> int:
        """Return the byte of an attribute of a `tag`, or of its value; without it, of the tag."""
        attribute = self._attributes().get(name)
        if attribute is None or self.raw is None:
            return self.offset()
        return self.raw.offset(self.span[0] + (attribute.value_start if in_value else attribute.start))

    def _attributes(self) -> dict[str, Attribute]:
        return attributes(self.raw.text[slice(*self.span)]) if self.raw else {}


class Positions:
    """Finds the place of a byte of the text that was rendered, and reports problems there.

    `inserted` are the characters that the body of the source does not have: how many, and from which index on.
    """

    def __init__(self, source: Source, text: str, inserted: list[tuple[int, int]]) -> None:
        self.source = source
        self.text = text
        self.data = text.encode()
        self._inserted = inserted
        self._reported = 0
        self._ascii = len(self.data) == len(text)

    def place(self, offset: int) -> Position:
        """Return the place of the character that begins at this byte."""
        index = offset if self._ascii else len(self.data[:offset].decode("utf-8", "ignore"))
        number = bisect_right(self._inserted, (index, len(self.text)))
        shift = self._inserted[number - 1][1] if number else 0
        return self.source.body_position(max(0, min(index - shift, len(self.source.body))))

    def address(self, text_end: int) -> int:
        """Return the byte of the address in `[words](address "title")`, from the one behind the words."""
        match = _TO_ADDRESS.match(self.data, text_end)
        return match.end() if match else text_end

    def definition(self, label: str, start: int) -> int:
        """Return the byte of the address of a reference definition; without one, `start`."""
        return self._definitions.get(normalised(label), start)

    @cached_property
    def _definitions(self) -> dict[str, int]:
        return definitions(self.text)

    def report(self, offset: Offset, message: str, fix: str) -> None:
        """Add a problem at this byte."""
        self._reported += 1
        if self._reported <= MOST_PROBLEMS:
            place = self.place(offset if isinstance(offset, int) else offset())
            self.source.report(Issue(message, fix, place))
