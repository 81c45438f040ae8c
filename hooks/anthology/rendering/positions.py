"""Places in a source, from the bytes of its body that the engine names."""

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property

from anthology.problems import Issue, Position
from anthology.sources import Source

from .markdown import definitions, normalised

_TO_ADDRESS = re.compile(rb"[^\]]{0,20}\]\(\s*<?")

Offset = int | Callable[[], int]
"""A byte, or what finds it: most are never asked for."""
MOST_PROBLEMS = 50
"""of one body; a file with more was not written for this site, and the first few say why"""


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
