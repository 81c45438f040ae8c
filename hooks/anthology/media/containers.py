"""Chunks of RIFF files and boxes of ISO media files (MP4 and AVIF)."""

import struct
from collections.abc import Iterator
from typing import Protocol


class Content(Protocol):
    """The bytes of a file, or a map of it."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: slice, /) -> bytes: ...


ByteSpan = tuple[bytes, int, int]
"""The name of a chunk or box, and the start and the end of its content; the end may be behind the file's."""


def chunks(content: Content, start: int, end: int) -> Iterator[ByteSpan]:
    """Yield each RIFF chunk; chunks are padded to an even size."""
    while start + 8 <= min(end, len(content)):
        name, size = struct.unpack("<4sI", content[start : start + 8])
        yield name, start + 8, start + 8 + size
        start += 8 + size + size % 2


def boxes(content: Content, start: int, end: int) -> Iterator[ByteSpan]:
    """Yield each box of one level (ISO/IEC 14496-12, 4.2)."""
    while start + 8 <= min(end, len(content)):
        size, name = struct.unpack(">I4s", content[start : start + 8])
        head = 8
        if size == 1 and start + 16 <= len(content):
            size, head = int.from_bytes(content[start + 8 : start + 16], "big"), 16
        stop = end if size == 0 else start + max(size, head)
        yield name, start + head, stop
        start = stop
