"""Blocks of a FLAC file and its last frame, which tells how long it is heard."""

import mmap
import re
from collections.abc import Iterator
from functools import cache

from anthology.timecode import timecode

from ..recording import EXPORT, AudioError, Piece, Walk, cut_off, private_piece

_FRAME_SYNC = re.compile(rb"\xff[\xf8\xf9]")
_LONGEST_FRAME = 1 << 18
_HEADER = 16
_BLOCK_WORDS = {2: "private data of a program", 5: "a cue sheet"}


def walk_flac(name: str, content: mmap.mmap) -> Walk:
    """Walk through the blocks of a FLAC (RFC 9639), and find its last frame.

    Raises AudioError where the head of the file says another length, and where anything follows the last frame.
    """
    pieces, at = [Piece(0, 4)], 4
    for piece in _flac_blocks(name, content):
        pieces.append(piece)
        at = piece.end
    info = content[8:42]
    rate, total = int.from_bytes(info[10:13], "big") >> 4, int.from_bytes(info[13:18], "big") & 0xF_FFFF_FFFF
    heard = _heard_samples(content, at, int.from_bytes(info[2:4], "big"))
    if heard is None:
        raise AudioError(f"{name} is cut off, or has something behind its end", EXPORT)
    if content.find(b"fLaC\0\0\0\x22", 4) > 0 or heard > total + rate:
        raise AudioError(f"{name} consists of several recordings", EXPORT)
    if heard < total - rate:
        lengths = (timecode(samples // (rate or 1) * 1000) for samples in (heard, total))
        raise cut_off(name, "it contains {} of {}".format(*lengths))
    pieces.append(Piece(at, len(content)))
    return Walk(heard / (rate or 1), tuple(pieces))


def _flac_blocks(name: str, content: mmap.mmap) -> Iterator[Piece]:
    at, last = 4, False
    while not last:
        head = content[at : at + 4]
        end = at + 4 + int.from_bytes(head[1:4], "big")
        if len(head) < 4 or end > len(content):
            raise cut_off(name)
        last = bool(head[0] & 0x80)
        yield flac_block(at, end, head[0] & 0x7F, content[at + 4 : end])
        at = end


def flac_block(start: int, end: int, code: int, body: bytes) -> Piece:
    """One block of metadata: of comments, a picture, or what a recording does not need."""
    if code in {4, 6}:
        return Piece(start, end, kind="comments" if code == 4 else "picture", body=body)
    if code == 1:
        return Piece(start, end, "data in unused space" if body.strip(b"\0") else "")
    return Piece(
        start,
        end,
        "" if code in {0, 3} or not body else _BLOCK_WORDS.get(code, private_piece(f"block {code}")),
    )


def _heard_samples(content: mmap.mmap, start: int, block: int) -> int | None:
    """The number of samples up to the end of the last frame; None if no frame ends where the file ends."""
    begin = max(start, len(content) - _LONGEST_FRAME)
    tail = content[begin:]
    for candidate in reversed(list(_FRAME_SYNC.finditer(tail))):
        frame = tail[candidate.start() :]
        # A frame ends with a check sum over all of it: with that included, the sum is zero.
        if (header := _frame_header(frame, block)) and _crc16(frame) == 0:
            return header
    return None


def _frame_header(frame: bytes, block: int) -> int | None:
    """The samples up to the end of a frame, from its header (RFC 9639, 9.1); None if it is no frame."""
    codes, width = frame[2:3], _number_width(frame[4:5])
    if not codes or not width or len(frame) < _HEADER:
        return None
    number = frame[4] & (0x7F if width == 1 else (1 << 7 - width) - 1)
    for byte in frame[5 : 4 + width]:
        number = number << 6 | byte & 0x3F
    code, at = codes[0] >> 4, 4 + width
    extra = {6: 1, 7: 2}.get(code, 0)
    size = int.from_bytes(frame[at : at + extra], "big") + 1 if extra else _block_size(code)
    at += extra + {12: 1, 13: 2, 14: 2}.get(codes[0] & 15, 0)
    if not size or _crc8(frame[:at]) != frame[at]:
        return None
    variable = frame[1] & 1
    return (number if variable else number * block) + size


def _number_width(first: bytes) -> int:
    """Bytes of a number that is coded like a character of UTF-8."""
    ones = 8 - (first[0] ^ 0xFF).bit_length() if first else 8
    return 1 if ones == 0 else ones if 2 <= ones <= 7 else 0


def _block_size(code: int) -> int:
    if code == 1:
        return 192
    return 576 << code - 2 if 2 <= code <= 5 else 256 << code - 8 if code >= 8 else 0


def _crc8(content: bytes) -> int:
    value = 0
    for byte in content:
        value = _crc8_table()[value ^ byte]
    return value


@cache
def _crc8_table() -> list[int]:
    return [_shifted(byte, 8, 0x07) for byte in range(256)]


def _crc16(content: bytes) -> int:
    table, value = _crc16_table(), 0
    for byte in content:
        value = table[value >> 8 ^ byte] ^ value << 8 & 0xFFFF
    return value


@cache
def _crc16_table() -> list[int]:
    return [_shifted(byte << 8, 16, 0x8005) for byte in range(256)]


def _shifted(value: int, width: int, polynomial: int) -> int:
    for _ in range(8):
        value = value << 1 ^ (polynomial if value >> width - 1 & 1 else 0)
    return value & (1 << width) - 1
