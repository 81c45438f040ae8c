"""Chunks of a WAV: the sound, notes, and what a recording does not need."""

import mmap
import struct
from collections.abc import Iterator

from ...containers import chunks
from ..recording import EXPORT, HIDDEN, AudioError, Piece, Walk, cut_off, private_piece

# Programs that stream a WAV do not know its size and write the largest number.
_UNKNOWN_SIZE = 0xFFFFFFFF
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_NEEDED = {b"fmt ", b"fact", b"PEAK", b"cue ", b"smpl"}
_UNUSED_CHUNKS = {b"JUNK", b"junk", b"PAD ", b"FLLR", b"fake"}
_CHUNK_WORDS = {
    b"bext": "a broadcast note with the recorder, its number and the time",
    b"iXML": "a note of the recorder with its number",
    b"cart": "a broadcast note with names",
    b"afsp": "the name of a user and a computer",
    b"_PMX": "notes of an Adobe program",
    b"axml": "a broadcast note",
}


def walk_wav(name: str, content: mmap.mmap) -> Walk:
    """Walk through a WAV. Raises AudioError for one that is cut off or is not made of samples."""
    head, sounds, pieces = b"", list[tuple[int, int]](), [Piece(0, 12)]
    limit = min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    at = 12
    for chunk, start, end in chunks(content, 12, limit):
        if end > len(content) and (end - start != _UNKNOWN_SIZE or chunk != b"data"):
            raise cut_off(name)
        end = min(end, len(content))
        at = min(end + (end - start) % 2, len(content))
        if chunk == b"fmt ":
            head = content[start:end]
        if chunk == b"data":
            sounds.append((start, end))
        pieces.append(_piece(content, chunk, start, end, at))
    pieces.append(Piece(at, len(content), HIDDEN if content[at:].strip(b"\0") else ""))
    return Walk(_wav_seconds(name, head, sounds), tuple(pieces))


def _piece(content: mmap.mmap, chunk: bytes, start: int, end: int, following: int) -> Piece:
    words = kind = ""
    if chunk in _UNUSED_CHUNKS or chunk in _CHUNK_WORDS:
        words = _CHUNK_WORDS.get(chunk, "data in unused space") if content[start:end].strip(b"\0 ") else ""
    elif chunk == b"LIST" and content[start : start + 4] == b"INFO":
        kind = "info"
    elif chunk in {b"id3 ", b"ID3 "}:
        kind = "id3"
    elif chunk not in _NEEDED and chunk != b"data":
        words = private_piece(chunk)
    return Piece(start - 8, following, words, kind, content[start:end] if kind else b"")


def _wav_seconds(name: str, head: bytes, sounds: list[tuple[int, int]]) -> float:
    if len(head) < 16 or len(sounds) != 1:
        raise AudioError(f"{name} has {len(sounds)} parts with sound instead of one", EXPORT)
    code, _, rate, _, block = struct.unpack("<HHIIH", head[:14])
    if code == _EXTENSIBLE:
        code = int.from_bytes(head[24:26], "little")
    if code not in {_PCM, _FLOAT}:
        raise AudioError(f"{name} is a WAV in which another format is packed (number {code:#06x})", EXPORT)
    start, end = sounds[0]
    return (end - start) / ((rate * block) or 1)


def info_pairs(body: bytes) -> Iterator[tuple[str, str]]:
    """Yield the fields of a LIST of the kind INFO."""
    for key, first, last in chunks(body, 4, len(body)):
        yield key.decode("latin-1"), body[first:last].decode("utf-8", "replace").strip("\0 ")
