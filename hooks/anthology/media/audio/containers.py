"""Chunks of RIFF files and atoms of MP4 files."""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator


def chunks(content: mmap.mmap, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield each RIFF chunk as (name, start, end) of its content; chunks are padded to an even size."""
    while start + 8 <= min(end, len(content)):
        name, size = struct.unpack("<4sI", content[start : start + 8])
        yield name, start + 8, start + 8 + size
        start += 8 + size + size % 2


def atoms(
    content: mmap.mmap, start: int, end: int, path: tuple[bytes, ...] = ()
) -> Iterator[tuple[tuple[bytes, ...], int, int]]:
    """Yield each atom as (path from the file's top, start, end) of its content (ISO/IEC 14496-12, 4.2)."""
    while start + 8 <= min(end, len(content)):
        size, name = struct.unpack(">I4s", content[start : start + 8])
        head = 8
        if size == 1 and start + 16 <= len(content):
            size, head = int.from_bytes(content[start + 8 : start + 16], "big"), 16
        stop = end if size == 0 else start + max(size, head)
        yield (*path, name), start + head, stop
        if name in _BOXES and len(path) < 8:
            yield from atoms(content, start + head, stop, (*path, name))
        start = stop


_BOXES = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta"}
