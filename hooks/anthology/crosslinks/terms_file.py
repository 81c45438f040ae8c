"""The terms of texts in a file of their own, to which those of a new text are added.

They are most of what is remembered (`memory.py`), and an edit changes those of one text. So the file only grows, until
a quarter of it is of texts that are gone. What has been added and not been noted in the other file is
written over; and a file that is not what was noted counts as none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from zlib import crc32

from .terms import Text

AT_ONCE = 1000
"""so many pieces are written at a time: one at a time takes long, all at once takes as much memory again"""
_NUMBER = 8


class TermsFile:
    """Texts by their keys: where each begins, how many terms it has, how long their spellings are in bytes."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.length = self.code = 0
        self.places: dict[str, tuple[int, int, int]] = {}

    def recall(self, noted: Mapping[str, Any], keys: Sequence[str]) -> list[Text]:
        """The texts of these keys, as they were noted; an error if the file is not what it was then."""
        content = memoryview(self.file.read_bytes())[: noted["length"]]
        if (len(content), crc32(content)) != (noted["length"], noted["code"]):
            raise ValueError
        self.length, self.code = noted["length"], noted["code"]
        self.places = {
            key: (start, number, size)
            for key, (start, number, size) in zip(keys, noted["places"], strict=True)
        }
        return [_text(content, *self.places[key]) for key in keys]

    def keep(self, keys: Sequence[str], texts: Sequence[Text]) -> dict[str, Any]:
        """Adds what is not there yet; what is to be noted."""
        used = sum(_size(*self.places[key]) for key in set(keys) & self.places.keys())
        if used * 4 < self.length * 3 or not self.length:
            part = self.file.with_name(f"{self.file.name}.{os.getpid()}")
            self.length, self.code, self.places = 0, 0, {}
            with part.open("wb") as stream:
                self._add(stream, keys, texts)
            part.replace(self.file)
        elif any(key not in self.places for key in keys):
            with self.file.open("r+b") as stream:
                stream.seek(self.length)
                self._add(stream, keys, texts)
        return {"length": self.length, "code": self.code, "places": [self.places[key] for key in keys]}

    def _add(self, stream: BinaryIO, keys: Sequence[str], texts: Sequence[Text]) -> None:
        _, self.code = write(self._pieces(keys, texts), stream, self.code)

    def _pieces(self, keys: Sequence[str], texts: Sequence[Text]) -> Iterator[Any]:
        for key, text in zip(keys, texts, strict=True):
            if key not in self.places:
                place = self.places[key] = self.length, len(text.numbers), len(text.spelled)
                size = _size(*place)
                yield from (text.numbers, text.counts, text.spelled, bytes(size - _written(*place)))
                self.length += size


def write(pieces: Iterator[Any], stream: BinaryIO, code: int = 0) -> tuple[int, int]:
    """Writes bytes and rows of numbers, some at a time; how many bytes, and their CRC after those of `code`."""
    length = 0
    while some := list(islice(pieces, AT_ONCE)):
        piece = b"".join(some)
        length, code = length + stream.write(piece), crc32(piece, code)
    return length, code


def _written(_: int, number: int, spelled: int) -> int:
    return number * (_NUMBER + 1) + spelled


def _size(start: int, number: int, spelled: int) -> int:
    """With what fills it up, so that the numbers of the next text begin where numbers are read best."""
    return -(-_written(start, number, spelled) // _NUMBER) * _NUMBER


def _text(content: memoryview, start: int, number: int, spelled: int) -> Text:
    # Looked at where they lie: a copy of each takes longer than all that is done with them.
    counts = start + number * _NUMBER
    end = counts + number
    return Text(content[start:counts].cast("q"), content[counts:end], content[end : end + spelled])
