"""The parts of which a picture file consists, each with what can be in it besides the picture.

Only parts that a browser needs to show the picture are taken as they are. Notes are given to a reader (see
`metadata`), and every other part, known or not, is named: a list of what is allowed has no gaps.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PicturePart:
    """The bytes of one segment, chunk or block.

    `words` describe a part that a picture does not need. `kind` names the reader of a part that may or may not
    be personal, and `body` is what it reads. Without either, the part belongs to the picture.
    """

    content: bytes
    words: str = ""
    kind: str = ""
    body: bytes = b""


BEHIND = "something behind the end of the picture, which may be what was cut away"
PREVIEW = "a small preview, which may show what was cut away"
SECOND = "a second picture"


def picture_parts(content: bytes) -> list[PicturePart]:
    """Split a JPEG, PNG, GIF or WebP; the parts joined are the file. Raises ValueError for any other file."""
    for start, split in _SPLITTERS.items():
        if re.match(start, content, re.DOTALL):
            try:
                return [part for part in split(content) if part.content]
            except (IndexError, struct.error, zlib.error) as error:
                raise ValueError("this picture ends too early") from error
    raise ValueError("not a picture that consists of parts")


def private(name: str) -> str:
    """The words for a part of no standard, or of one that browsers do not know."""
    return f"private data of a program ({''.join(sign if sign.isalnum() else '?' for sign in name)})"


def behind(content: bytes) -> PicturePart:
    """The bytes that follow the end of a picture; programs may fill up with zeros."""
    return PicturePart(content, BEHIND if content.strip(b"\0") else "")


# Picture data ends at the next marker that is neither a stuffed byte nor a restart.
_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
_ENTROPY = {*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDD} - {0xC8}


def _jpeg_parts(content: bytes) -> Iterator[PicturePart]:
    """ISO/IEC 10918-1, annex B."""
    yield PicturePart(content[:2])
    at = 2
    while marker := _MARKER.search(content, at):
        yield PicturePart(content[at : marker.start()], "bytes between the parts of the picture")
        at, code = marker.end() - 2, content[marker.end() - 1]
        if code == 0xD9:
            yield PicturePart(content[marker.start() : marker.end()])
            yield behind(content[marker.end() :])
            return
        end = marker.end() + int.from_bytes(content[marker.end() : marker.end() + 2], "big")
        if end > len(content) or end < marker.end() + 2:
            raise ValueError("a segment is longer than the file")
        body = content[marker.end() + 2 : end]
        if code == 0xDA:
            following = _MARKER.search(content, end)
            end = following.start() if following else len(content)
        yield _jpeg_segment(content[marker.start() : end], code, body)
        at = end


def _jpeg_segment(content: bytes, code: int, body: bytes) -> PicturePart:
    if code in _ENTROPY:
        return PicturePart(content)
    for (wanted, start), (kind, longest) in _SEGMENTS.items():
        if code == wanted and body.startswith(start):
            inner = body[len(start) :]
            return PicturePart(content, "" if len(inner) <= longest else PREVIEW, kind, inner)
    if code == 0xE0 or body.startswith(b"MPF\0"):
        return PicturePart(content, PREVIEW if code == 0xE0 else SECOND)
    if body.startswith(b"http://ns.adobe.com/xmp/extension/"):
        return PicturePart(content, "further notes of a program (extended XMP)")
    return PicturePart(content, private(f"APP{code - 0xE0}" if 0xE0 <= code <= 0xEF else f"{code:02X}"))


# (marker, beginning) → (reader, bytes at most): JFIF and Adobe's are a few numbers.
_SEGMENTS = {
    (0xE0, b"JFIF\0"): ("", 9),
    (0xE1, b"Exif\0"): ("exif", 65_536),
    (0xE1, b"http://ns.adobe.com/xap/1.0/\0"): ("xmp", 65_536),
    (0xE2, b"ICC_PROFILE\0"): ("profile", 65_536),
    (0xEC, b"Ducky"): ("", 11),
    (0xED, b"Photoshop 3.0\0"): ("photoshop", 65_536),
    (0xEE, b"Adobe"): ("", 7),
    (0xFE, b""): ("comment", 65_536),
}


_PNG_PICTURE = (
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB cICP mDCV mDCv cLLI cLLi sBIT bKGD hIST pHYs tIME acTL fcTL fdAT"
).split()
_PNG_NOTES = {b"tEXt": "text", b"zTXt": "packed text", b"iTXt": "long text", b"eXIf": "exif", b"iCCP": "icc"}


def _png_parts(content: bytes) -> Iterator[PicturePart]:
    """https://www.w3.org/TR/png-3/"""
    yield PicturePart(content[:8])
    at, name, pixels = 8, b"", _Pixels()
    while name != b"IEND":
        length, name = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if end > len(content):
            raise ValueError("a chunk is longer than the file")
        chunk, body = content[at:end], content[at + 8 : end - 4]
        words = "" if name in {*_PNG_PICTURE, *_PNG_NOTES} else private(name.decode("latin-1"))
        if name == b"IHDR":
            pixels = _Pixels(body)
        elif name == b"IDAT" and pixels.are_more(body):
            words = BEHIND
        yield PicturePart(chunk, words, _PNG_NOTES.get(name, ""), body)
        at = end
    yield behind(content[at:])


class _Pixels:
    """Counts the unpacked pixels of a PNG: more than its size needs are what was cut away."""

    def __init__(self, header: bytes = b"") -> None:
        self._left: float = 0.0
        self._stream = zlib.decompressobj()
        if header:
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
            channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colour, 4)
            self._left = height * (1 + (width * depth * channels + 7) // 8)
            if interlaced:  # each of the seven passes has rows of its own
                self._left += 7 * (height + width)

    def are_more(self, packed: bytes) -> bool:
        if self._stream.eof:
            return True
        while packed and not self._stream.eof and self._left >= 0:
            self._left -= len(self._stream.decompress(packed, 65_536))
            packed = self._stream.unconsumed_tail
        return self._left < 0 or bool(self._stream.unused_data)


_GIF_PICTURE = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def _gif_parts(content: bytes) -> Iterator[PicturePart]:
    """https://www.w3.org/Graphics/GIF/spec-gif89a.txt"""
    at = 13 + _colour_table(content[10])
    yield PicturePart(content[:at])
    while content[at] != 0x3B:
        start, code = at, content[at + 1]
        if content[at] == 0x2C:
            at, body = _sub_blocks(content, at + 11 + _colour_table(content[at + 9]))
            yield PicturePart(content[start:at])
        elif content[at] == 0x21:
            at, body = _sub_blocks(content, at + 2)
            yield _gif_extension(content[start:at], code, body)
        else:
            raise ValueError("a block of no kind")
    yield PicturePart(content[at : at + 1])
    yield behind(content[at + 1 :])


def _colour_table(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _sub_blocks(content: bytes, at: int) -> tuple[int, list[bytes]]:
    """Return the position behind a row of blocks that each begin with their length, and the blocks."""
    blocks = []
    while length := content[at]:
        blocks.append(content[at + 1 : at + 1 + length])
        at += 1 + length
    return at + 1, blocks


def _gif_extension(content: bytes, code: int, blocks: list[bytes]) -> PicturePart:
    name = blocks[0] if blocks else b""
    if code == 0xF9 or (code == 0xFF and name in _GIF_PICTURE):
        return PicturePart(content)
    if code == 0xFE:
        return PicturePart(content, kind="comment", body=b"".join(blocks))
    if code == 0xFF and name == b"XMP DataXMP":  # its packet stands there without lengths
        return PicturePart(content, kind="xmp", body=content[14:].split(b"<?xpacket end", 1)[0])
    return PicturePart(content, private(name.decode("latin-1") if code == 0xFF else f"{code:02X}"))


_WEBP_PICTURE = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM")
_WEBP_NOTES = {b"EXIF": "exif", b"XMP ": "xmp", b"ICCP": "profile"}


def _webp_parts(content: bytes) -> Iterator[PicturePart]:
    """https://developers.google.com/speed/webp/docs/riff_container"""
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise ValueError("the file is shorter than it says")
    yield PicturePart(content[:12])
    yield from _webp_chunks(content, 12, end)
    yield behind(content[end:])


def _webp_chunks(content: bytes, at: int, end: int) -> Iterator[PicturePart]:
    while at < end:
        name, length = struct.unpack("<4sI", content[at : at + 8])
        following = min(at + 8 + length + length % 2, end)
        body = content[at + 8 : at + 8 + length]
        words = "" if name in {*_WEBP_PICTURE, *_WEBP_NOTES, b"ANMF"} else private(name.decode("latin-1"))
        if name == b"ANMF":  # a frame holds chunks of its own
            words = "".join(part.words for part in _webp_chunks(content, at + 24, at + 8 + length))
        yield PicturePart(content[at:following], words, _WEBP_NOTES.get(name, ""), body)
        at = following


_SPLITTERS: dict[bytes, Callable[[bytes], Iterator[PicturePart]]] = {
    rb"\xff\xd8": _jpeg_parts,
    rb"\x89PNG\r\n\x1a\n": _png_parts,
    rb"GIF8[79]a": _gif_parts,
    rb"RIFF.{4}WEBP": _webp_parts,
}
