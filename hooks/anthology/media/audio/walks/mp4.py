"""Boxes of an M4A: which hold sound, and which hold anything else."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from anthology.privacy import private_text
from anthology.timecode import timecode

from ...containers import Content, boxes
from ..metadata_tags import MP4_PERSONAL
from ..recording import EXPORT, AudioError, Piece, Walk, cut_off, private_piece

# Chapter artwork is a track of pictures, not a video.
_STILL = {b"jpeg", b"png ", b"mjpa", b"mjpb", b"tiff", b"gif "}
_TEXT_TRACKS = {b"text", b"sbtl"}
# parent → the boxes that it may have; those in capital words are boxes of boxes.
_ALLOWED = {
    b"": b"ftyp moov mdat free skip wide",
    b"moov": b"mvhd trak udta meta iods free",
    b"trak": b"tkhd edts mdia udta tref free",
    b"edts": b"elst",
    b"mdia": b"mdhd hdlr minf free",
    b"minf": b"smhd vmhd gmhd nmhd dinf stbl hdlr free",
    b"stbl": b"stsd stts stsc stsz stz2 stco co64 stss sgpd sbgp ctts sdtp cslg free",
    b"udta": b"meta chpl free",
    b"meta": b"hdlr ilst free",
}
_UNUSED_BOXES = {b"free", b"skip", b"wide"}
_SLACK = 1024
"""bytes of the sound data that no track plays, at most: programs align what they write"""
_MOST_SAMPLES = 20_000


@dataclass(slots=True)
class _Track:
    """One track: its kind, its length by its head and by its samples, and the places of its samples."""

    handler: bytes = b""
    codec: bytes = b""
    scale: int = 0
    duration: int = 0
    heard: int | None = None
    edited: int | None = None
    sizes: bytes = b""
    offsets: list[int] = field(default_factory=list)


def walk_mp4(name: str, content: Content) -> Walk:
    """Walk through an M4A. Raises AudioError for a video, several soundtracks, and lengths that disagree."""
    walker = _walked(name, content)
    sounds = [track for track in walker.tracks if track.handler == b"soun"]
    if any(track.handler == b"vide" and track.codec not in _STILL for track in walker.tracks):
        raise AudioError(f"{name} is a video", EXPORT)
    if len(sounds) > 1:
        raise AudioError(f"{name} has {len(sounds)} soundtracks, of which players play one", EXPORT)
    seconds = _mp4_seconds(name, sounds[0], walker.scale) if sounds else 0.0
    return Walk(seconds, tuple(mp4_pieces(name, content)))


def mp4_pieces(name: str, content: Content) -> Iterator[Piece]:
    """Yield whole boxes that no player needs, and texts in other boxes that are personal."""
    walker = _walked(name, content)
    yield from walker.pieces
    yield from _unused_data(walker, content)
    for track in walker.tracks:
        yield from _text_samples(track, content)


def _walked(name: str, content: Content) -> _Mp4Walker:
    walker = _Mp4Walker(name, content)
    walker.boxes(0, len(content), b"", 0)
    return walker


class _Mp4Walker:
    """Collects tracks, and the boxes that no player needs."""

    def __init__(self, name: str, content: Content) -> None:
        self.tracks: list[_Track] = []
        self.pieces: list[Piece] = []
        self.data: list[tuple[int, int]] = []
        self.scale = 0
        self._name, self._content = name, content

    def boxes(self, start: int, end: int, parent: bytes, depth: int) -> None:
        if parent == b"trak":
            self.tracks.append(_Track())
        if parent == b"meta" and self._content[start + 4 : start + 8] != b"hdlr":
            start += 4  # a version, which QuickTime leaves out
        for box, first, last in boxes(self._content, start, end):
            if last > len(self._content):
                raise cut_off(self._name)
            if box not in _ALLOWED[parent].split() and (depth or box.strip(b"\0")):
                self._strange(box, first, last)
            elif box in _ALLOWED and depth < 8:
                self.boxes(first, last, box, depth + 1)
            else:
                self._leaf(box, first, last)

    def _strange(self, box: bytes, first: int, last: int) -> None:
        if box == b"moof":
            raise AudioError(f"{self._name} is in pieces for streaming", EXPORT)
        body = self._content[first:last] if last - first < 1_000_000 else b"long"
        if body.strip(b"\0"):
            words = MP4_PERSONAL.get(box.decode("latin-1"), private_piece(box))
            head = 8 if self._content[first - 4 : first] == box else 16
            self.pieces.append(Piece(first - head, last, words))

    def _leaf(self, box: bytes, first: int, last: int) -> None:
        track = self.tracks[-1] if self.tracks else _Track()
        if box == b"mdat":
            self.data.append((first, last))
            return
        body = self._content[first:last]
        if box in _UNUSED_BOXES and body.strip(b"\0"):
            self.pieces.append(Piece(first, last, "data in unused space"))
        elif box == b"mvhd":
            self.scale = int.from_bytes(body[20:24] if body[:1] == b"\1" else body[12:16], "big")
        elif box == b"mdhd":
            wide = body[:1] == b"\1"
            track.scale = int.from_bytes(body[20:24] if wide else body[12:16], "big")
            track.duration = int.from_bytes(body[24:32] if wide else body[16:20], "big")
        elif box == b"hdlr":
            track.handler = track.handler or body[8:12]
            text = body[24:].decode("utf-8", "replace")
            self.pieces += (Piece(first + 24, last, words) for words in private_text(text))
        elif box == b"chpl":
            text = body.decode("utf-8", "replace")
            self.pieces += (Piece(first - 8, last, words) for words in private_text(text))
        else:
            _read_table(track, box, body)


def _read_table(track: _Track, box: bytes, body: bytes) -> None:
    if box == b"stsd":
        track.codec = body[12:16]
    elif box == b"stts" and int.from_bytes(body[4:8], "big"):
        entries = struct.iter_unpack(">II", body[8 : 8 + (len(body) - 8) // 8 * 8])
        track.heard = sum(count * lasting for count, lasting in entries)
    elif box == b"elst" and int.from_bytes(body[4:8], "big"):
        form = ">Qqxxxx" if body[:1] == b"\1" else ">Iixxxx"
        size = struct.calcsize(form)
        entries = struct.iter_unpack(form, body[8 : 8 + (len(body) - 8) // size * size])
        track.edited = sum(lasting for lasting, begin in entries if begin >= 0)
    elif box == b"stsz":
        track.sizes = body
    elif box in {b"stco", b"co64"}:
        width = 8 if box == b"co64" else 4
        track.offsets = [int.from_bytes(body[at : at + width], "big") for at in range(8, len(body), width)]


def _mp4_seconds(name: str, track: _Track, scale: int) -> float:
    """The seconds that are heard: by the samples, if there is a table of them, else by the head."""
    stated = track.duration / (track.scale or 1)
    heard = stated if track.heard is None else track.heard / (track.scale or 1)
    edited = heard if track.edited is None else track.edited / (scale or 1)
    for seconds, words in ((stated, "says that it lasts"), (edited, "plays")):
        if abs(seconds - heard) > 1:
            times = timecode(round(min(seconds, 1e6)) * 1000), timecode(round(min(heard, 1e6)) * 1000)
            message = f"{name} {words} {times[0]}, but it contains {times[1]}"
            raise AudioError(message, f"Export the recording again. {EXPORT}")
    return edited


def _unused_data(walker: _Mp4Walker, content: Content) -> Iterator[Piece]:
    """The sound data, if it has more than the tracks play."""
    used = sum(sum(_sizes(track)) for track in walker.tracks)
    available = sum(last - first for first, last in walker.data)
    if available > used + _SLACK and any(content[first:last].strip(b"\0") for first, last in walker.data):
        start = walker.data[0][0]
        yield Piece(start, start, "data that no track plays")


def _sizes(track: _Track) -> list[int]:
    size, count = (int.from_bytes(track.sizes[at : at + 4], "big") for at in (4, 8))
    if size:
        return [size * count]
    return [
        value
        for (value,) in struct.iter_unpack(">I", track.sizes[12 : 12 + (len(track.sizes) - 12) // 4 * 4])
    ]


def _text_samples(track: _Track, content: Content) -> Iterator[Piece]:
    """Personal data in a track of texts, which hold the titles of chapters."""
    if track.handler in _TEXT_TRACKS:
        for offset in track.offsets[:_MOST_SAMPLES]:
            text = content[offset + 2 : offset + 2 + int.from_bytes(content[offset : offset + 2], "big")]
            for words in private_text(text.decode("utf-8", "replace")):
                yield Piece(offset + 2, offset + 2 + len(text), words)
