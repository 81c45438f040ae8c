"""Text that the engine hands on in pieces, joined, with the place of each piece in the source."""

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

ESCAPED = 0xE100
"""Added to the code of a character that was written with a backslash or as an entity. The sums are of a private
area of Unicode, so that no pattern for an unescaped sign matches them."""


class FlatText:
    """Pieces of text and the byte offset at which each begins in the source."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self._lengths: list[int] = []

    def append(self, piece: str, start: int) -> None:
        """Add a piece that begins at this byte of the source."""
        self.pieces.append(piece)
        self.starts.append(start)

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
            end = start + len(piece.encode())
        return "".join(shown)
