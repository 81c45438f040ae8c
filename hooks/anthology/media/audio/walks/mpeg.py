"""Frames, tags and stray bytes of an MP3, from its first byte to its last."""

import mmap
import re
from functools import lru_cache

from anthology.timecode import timecode

from ..recording import EXPORT, HIDDEN, AudioError, Piece, Walk, cut_off

_FRAME_TABLE = re.compile(rb"(?:Xing|Info)(....)(....)|VBRI.{10}(....)", re.DOTALL)
_SYNC = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]|ID3[\2-\4]|APETAGEX|TAG|LYRICSBEGIN")
_MOST_STRAYS = 20_000
_JOIN_AGAIN = "Open it in your audio program and export it as one MP3."


def walk_mp3(name: str, content: mmap.mmap) -> Walk:
    """Walk through an MP3. Raises AudioError for one that is cut off, hardly MP3, or changes its sample rate."""
    walker = _Mp3Walker(name, content)
    walker.walk()
    if not walker.sound:
        raise AudioError(
            f"{name} looks like an MP3 recording, but it is damaged", f"Copy it here again. {EXPORT}"
        )
    if walker.sound < walker.strange:
        raise AudioError(f"{name} is hardly MP3: most of its bytes are something else", EXPORT)
    seconds = walker.seconds
    if walker.promised is not None:
        seconds -= walker.frame_seconds  # The frame with the table is not played.
        promised = walker.promised * walker.frame_seconds
        if promised > seconds * 1.02 + 1:
            whole = min(round(promised), 1_000_000)
            raise cut_off(name, f"it contains {timecode(round(seconds) * 1000)} of {timecode(whole * 1000)}")
    return Walk(seconds, tuple(walker.pieces), walker.sound)


class _Mp3Walker:
    """Collects the pieces, and counts what is sound."""

    def __init__(self, name: str, content: mmap.mmap) -> None:
        self.pieces: list[Piece] = []
        self.seconds = self.frame_seconds = 0.0
        self.sound = self.strange = 0
        self.promised: int | None = None
        self._name, self._content = name, content
        self._kind: tuple[int, int, bool] | None = None

    def walk(self) -> None:
        at = strays = 0
        while at < len(self._content):
            following = self._frames(at)
            if following == at and (piece := self._tag(at)):
                self.pieces.append(piece)
                following = piece.end
            if following == at:
                strays += 1
                if strays > _MOST_STRAYS:
                    raise AudioError(
                        f"{self._name} is hardly MP3: most of its bytes are something else", EXPORT
                    )
                candidate = _SYNC.search(self._content, at + 1)
                following = candidate.start() if candidate else len(self._content)
                self._stray(at, following)
            at = following

    def _stray(self, start: int, end: int) -> None:
        self.strange += end - start
        hidden = self._content[start:end].strip(b"\0")
        self.pieces.append(Piece(start, end, HIDDEN if hidden else ""))

    def _frames(self, start: int) -> int:
        """Count frames from `start` on, and return where they end."""
        at, content = start, self._content
        while frame := _mp3_frame(content[at : at + 4]):
            size, lasting = frame
            kind = _kind_of_frame(content[at : at + 4])
            if at == start and kind != self._kind and not self._goes_on(at, kind):
                break
            if kind != self._kind and self._kind is not None:
                if not self._goes_on(at, kind):
                    break
                where = timecode(round(self.seconds) * 1000)
                message = (
                    f"{self._name} changes its sample rate or its channels at {where}, where players stop"
                )
                raise AudioError(message, _JOIN_AGAIN)
            if self._kind is None:
                self._kind, self.frame_seconds = kind, lasting
                self.promised = _promised_frames(content[at : at + 64])
            if at + size <= len(content):
                self.seconds += lasting
            at = min(at + size, len(content))
        self.sound += at - start
        if at > start:
            self.pieces.append(Piece(start, at))
        return at

    def _goes_on(self, at: int, kind: tuple[int, int, bool]) -> bool:
        """True if another frame of this kind follows, or the end: four bytes alone look like a frame too often."""
        frame = _mp3_frame(self._content[at : at + 4])
        following = at + (frame[0] if frame else 0)
        header = self._content[following : following + 4]
        ends = not header.strip(b"\0") or header[:3] in {b"TAG", b"ID3", b"APE", b"LYR"}
        return ends or (_mp3_frame(header) is not None and _kind_of_frame(header) == kind)

    def _tag(self, at: int) -> Piece | None:
        content, start = self._content, self._content[at : at + 32]
        if start[:3] == b"ID3" and len(start) >= 10 and start[3] in {2, 3, 4}:
            size = sum(
                (byte & 0x7F) << shift for byte, shift in zip(start[6:10], (21, 14, 7, 0), strict=True)
            )
            end = at + 10 + size + 10 * bool(start[5] & 0x10)
            return Piece(at, end, kind="id3", body=content[at:end]) if end <= len(content) else None
        if start.startswith(b"APETAGEX"):
            size = int.from_bytes(start[12:16], "little")
            is_header = bool(start[23] & 0x20) if len(start) == 32 else True
            end = at + 32 + (size if is_header else 0)
            return Piece(at, end, kind="ape", body=content[at:end]) if end <= len(content) else None
        if start.startswith(b"TAG+") and at + 227 <= len(content):
            return Piece(at, at + 227, "an enlarged old tag")
        if start.startswith(b"TAG") and at + 128 <= len(content):
            return Piece(at, at + 128, kind="id3v1", body=content[at : at + 128])
        return None


def _promised_frames(start: bytes) -> int | None:
    """The number of frames that the table in the first frame promises; 0 if it does not say, None without one.

    Xing (or Info) as LAME and ffmpeg write it, VBRI as Fraunhofer does.
    """
    table = _FRAME_TABLE.search(start[:64])
    if not table:
        return None if not re.search(rb"Xing|Info|VBRI", start) else 0
    flags, frames, fraunhofer = table.groups()
    if fraunhofer:
        return int.from_bytes(fraunhofer, "big")
    return int.from_bytes(frames, "big") if flags[3] & 1 else 0


def _kind_of_frame(header: bytes) -> tuple[int, int, bool]:
    """Return the bits that are constant in a file: version and layer, sample rate, one channel or two."""
    return header[1] & 0xFE, header[2] & 0x0C, header[3] >> 6 == 3


_BIT_RATES = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),  # MPEG 1, layer III, kbit/s
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),  # MPEG 2 and 2.5
}
_SAMPLE_RATES = (44_100, 48_000, 32_000)


@lru_cache(maxsize=4096)
def _mp3_frame(header: bytes) -> tuple[int, float] | None:
    """Return (bytes, seconds) of a layer III frame from its header (ISO/IEC 11172-3, 2.4.1.3), or None."""
    bits = int.from_bytes(header, "big")
    version, rate, pace = bits >> 19 & 3, bits >> 12 & 15, bits >> 10 & 3
    if bits >> 21 != 0x7FF or version == 1 or bits >> 17 & 3 != 1 or rate in {0, 15} or pace == 3:
        return None
    first = version == 3
    sample_rate = _SAMPLE_RATES[pace] >> {3: 0, 2: 1, 0: 2}[version]
    size = (144_000 if first else 72_000) * _BIT_RATES[first][rate] // sample_rate + (bits >> 9 & 1)
    return size, (1152 if first else 576) / sample_rate
