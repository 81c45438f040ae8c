"""Pages and comments of an Ogg file, of which several may be joined in one."""

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..recording import EXPORT, HIDDEN, AudioError, Piece, Walk, cut_off
from .flac import flac_block

_UNSET = 0xFFFF_FFFF_FFFF_FFFF
_OPUS_RATE = 48_000
_LONGEST_PAGE = 60
"""seconds; 255 packets of an eighth of a second"""


@dataclass(slots=True)
class _Link:
    """One of the streams that are joined: its packets at the start, its first and its last position in samples."""

    serial: int
    start: int
    end: int = 0
    head: bytearray = field(default_factory=bytearray)
    lengths: list[int] = field(default_factory=list)
    pages: int = 0
    first: int = 0
    samples: int = 0


def walk_ogg(name: str, content: mmap.mmap) -> Walk:
    """Walk through an Ogg file (RFC 3533). Raises AudioError for one that is cut off or holds streams side by side."""
    pieces: list[Piece] = []
    seconds = 0.0
    for link in _ogg_links(name, content, pieces):
        packets = list(_packets(link))
        if _ogg_seconds(packets, link.first) > _LONGEST_PAGE:
            raise AudioError(f"{name} begins in the middle of another recording", EXPORT)
        seconds += _ogg_seconds(packets, link.samples)
        pieces += _comment_pieces(link, packets)
    return Walk(seconds, tuple(pieces))


def _ogg_links(name: str, content: mmap.mmap, pieces: list[Piece]) -> list[_Link]:
    links: list[_Link] = []
    at = 0
    while at < len(content):
        header = content[at : at + 27]
        if header[:4] != b"OggS" or len(header) < 27:
            following = content.find(b"OggS", at + 1)
            following = len(content) if following < 0 else following
            pieces.append(Piece(at, following, HIDDEN if content[at:following].strip(b"\0") else ""))
            at = following
            continue
        flags, position, serial, count = struct.unpack("<xxxxxBQIxxxxxxxxB", header)
        table = content[at + 27 : at + 27 + count]
        end = at + 27 + count + sum(table)
        if end > len(content):
            raise cut_off(name)
        if flags & 2:
            if links and links[-1].pages == 1:
                raise AudioError(f"{name} holds several streams side by side", EXPORT)
            links.append(_Link(serial, at))
        if not links or links[-1].serial != serial:
            raise AudioError(f"{name} holds several streams side by side", EXPORT)
        _add_page(links[-1], table, content[at + 27 + count : end], position, end)
        at = end
    return links


def _add_page(link: _Link, table: bytes, body: bytes, position: int, end: int) -> None:
    if len(link.lengths) < 80_000:  # the packets at the start: about 20 MB, a large cover
        link.lengths += table
        link.head += body
    if position != _UNSET:
        link.first = link.first or position
        link.samples = max(link.samples, position)
    link.pages += 1
    link.end = end


def _packets(link: _Link) -> Iterator[bytes]:
    """The packets at the start, at most 50: a length below 255 ends one."""
    start = end = number = 0
    for length in link.lengths:
        end += length
        if length < 255:
            yield bytes(link.head[start:end])
            start, number = end, number + 1
            if number == 50:
                return


def _ogg_seconds(packets: list[bytes], samples: int) -> float:
    head = packets[0] if packets else b""
    if head.startswith(b"OpusHead"):
        return max(0, samples - int.from_bytes(head[10:12], "little")) / _OPUS_RATE
    if head.startswith(b"\x01vorbis"):
        return samples / (int.from_bytes(head[12:16], "little") or 1)
    if head.startswith(b"\x7fFLAC"):
        return samples / (int.from_bytes(head[27:30], "big") >> 4 or 1)
    return 0.0


def _comment_pieces(link: _Link, packets: list[bytes]) -> Iterator[Piece]:
    if packets and packets[0].startswith(b"\x7fFLAC"):
        for packet in packets[1:]:
            if packet[:1] not in {b"", b"\xff"}:  # where the sound begins
                yield flac_block(link.start, link.end, packet[0] & 0x7F, packet[4:])
        return
    for packet in packets[1:2]:
        for start in (b"OpusTags", b"\x03vorbis"):
            if packet.startswith(start):
                yield Piece(link.start, link.end, kind="comments", body=packet[len(start) :])
