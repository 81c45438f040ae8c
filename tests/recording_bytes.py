"""Recordings as bytes in every supported format, with tags where the tests of audio want them."""

import struct
import wave
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

MPEG1 = 0xFFFB0044  # MPEG 1, layer III, 44.1 kHz, joint stereo; the bit rate is added


RATES = {32: 1, 64: 5, 128: 9, 320: 14}


def frame(kbps: int = 128) -> bytes:
    """One silent frame: 1152 samples at 44.1 kHz."""
    return struct.pack(">I", MPEG1 | RATES[kbps] << 12).ljust(144_000 * kbps // 44_100, b"\0")


def table(frames: int, size: int, tag: bytes = b"Xing") -> bytes:
    """The frame with which encoders say how many frames follow, and how many bytes they are."""
    body = frame()[:36] + tag + struct.pack(">III", 3, frames, size)
    return body.ljust(len(frame()), b"\0")


def mp3(frames: Iterable[bytes] = (frame(),) * 9, *tags: bytes) -> bytes:
    body = b"".join(tags)
    return (b"ID3\4\0\0" + synchsafe(len(body)) + body if tags else b"") + b"".join(frames)


def tag(name: str, body: bytes) -> bytes:
    """A frame of ID3 version 2.4."""
    return name.encode() + synchsafe(len(body)) + b"\0\0" + body


def text(name: str, words: str) -> bytes:
    return tag(name, b"\3" + words.encode())


def comment(words: str, about: str = "") -> bytes:
    return tag("COMM", f"\3eng{about}\0{words}".encode())


def cover(data: bytes) -> bytes:
    return tag("APIC", b"\3image/jpeg\0\3\0" + data)


def chapter(*inside: bytes) -> bytes:
    return tag("CHAP", b"c1\0" + struct.pack(">IIII", 0, 9, 0xFFFFFFFF, 0xFFFFFFFF) + b"".join(inside))


def synchsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def ape(key: str, value: str) -> bytes:
    item = struct.pack("<II", len(value), 0) + key.encode() + b"\0" + value.encode()
    head, foot = (
        struct.pack("<8sIIIIQ", b"APETAGEX", 2000, len(item) + 32, 1, flags, 0)
        for flags in (0xA0000000, 0x80000000)
    )
    return head + item + foot


def wav(seconds: float = 2, chunks: Mapping[str, bytes] | None = None) -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(2)
        opened.setframerate(8000)
        opened.writeframes(b"\0\0" * round(8000 * seconds))
    body = out.getvalue()[8:] + b"".join(
        chunk(name.encode(), content) for name, content in (chunks or {}).items()
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def chunk(name: bytes, content: bytes) -> bytes:
    return name.ljust(4) + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def comments(**pairs: str) -> bytes:
    texts = [f"{key}={value}".encode() for key, value in pairs.items()]
    lines = b"".join(struct.pack("<I", len(text)) + text for text in texts)
    return struct.pack("<I", 0) + struct.pack("<I", len(texts)) + lines


def flac(seconds: int = 2, *, blocks: Iterable[tuple[int, bytes]] = (), **pairs: str) -> bytes:
    packed = 44_100 << 44 | 1 << 41 | 15 << 36 | 44_100 * seconds
    info = struct.pack(">HH", 4096, 4096) + b"\0" * 6 + packed.to_bytes(8, "big") + b"\0" * 16
    parts = [(0, info), *blocks, (4, comments(**pairs))]
    heads = (
        bytes([code | (0x80 if part == parts[-1][1] else 0)]) + len(part).to_bytes(3, "big") + part
        for code, part in parts
    )
    sound = flac_frame(44_100 * seconds - 4096) if seconds else b""
    return b"fLaC" + b"".join(heads) + b"\0" * 9000 + sound


def flac_frame(first: int) -> bytes:
    """A frame of 4096 silent samples, the last of which ends a recording; `first` is the number of its first."""
    number = bytes([0xF0 | first >> 18, *(0x80 | first >> shift & 0x3F for shift in (12, 6, 0))])
    header = b"\xff\xf9\xc9\x18" + number
    frame = header + bytes([check_sum(header, 8, 0x07)]) + b"\0" * 20
    return frame + check_sum(frame, 16, 0x8005).to_bytes(2, "big")


def check_sum(content: bytes, width: int, polynomial: int) -> int:
    value = 0
    for byte in content:
        value ^= byte << width - 8
        for _ in range(8):
            value = (value << 1 ^ polynomial * (value >> width - 1)) & (1 << width) - 1
    return value


def flac_picture(data: bytes) -> bytes:
    return struct.pack(">II", 3, 10) + b"image/jpeg" + b"\0" * 20 + struct.pack(">I", len(data)) + data


def ogg(*packets: bytes, samples: int) -> bytes:
    """A page for each packet and one of sound; the last says how many samples there are."""
    pages = (*packets, b"\0" * 9000)
    return b"".join(
        ogg_page(packet, number, samples, first=number == 0, last=packet is pages[-1])
        for number, packet in enumerate(pages)
    )


def ogg_page(packet: bytes, number: int, samples: int, *, first: bool, last: bool) -> bytes:
    lengths = b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
    head = struct.pack(
        "<4sBBqIIIB", b"OggS", 0, first * 2 + last * 4, samples * last, 1, number, 0, len(lengths)
    )
    return head + lengths + packet


def opus(seconds: int = 2, **pairs: str) -> bytes:
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 2, 312, 44_100, 0, 0)
    return ogg(head, b"OpusTags" + comments(**pairs), samples=48_000 * seconds + 312)


def vorbis(seconds: int = 2, **pairs: str) -> bytes:
    head = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 2, 44_100, 0, 128_000, 0, 0xB8, 1)
    return ogg(head, b"\x03vorbis" + comments(**pairs) + b"\1", b"\x05vorbis", samples=44_100 * seconds)


def atom(name: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", len(body) + 8, name) + body


# The description of an AAC stream: object type 0x40, low complexity, 44.1 kHz, two channels.
ESDS = atom(b"esds", bytes.fromhex("00000000 0319 000100 0411 4015000000 0001F400 0001F400 0502 1210 060102"))


def track(handler: bytes = b"soun", codec: bytes = b"mp4a", seconds: int = 2) -> bytes:
    entry = atom(
        codec, b"\0" * 6 + b"\0\1" + b"\0" * 8 + struct.pack(">HHHHI", 2, 16, 0, 0, 44_100 << 16), ESDS
    )
    return atom(
        b"trak",
        atom(
            b"mdia",
            atom(b"mdhd", struct.pack(">IIIIIHH", 0, 0, 0, 1000, 1000 * seconds, 0, 0)),
            atom(b"hdlr", b"\0" * 8 + handler + b"\0" * 13),
            atom(b"minf", atom(b"stbl", atom(b"stsd", struct.pack(">II", 0, 1), entry))),
        ),
    )


def m4a(
    *udta: bytes,
    tracks: Iterable[bytes] = (track(),),
    tags: Mapping[str, bytes] | None = None,
    items: Iterable[bytes] = (),
) -> bytes:
    named = (atom(key.encode("latin-1"), value(words)) for key, words in (tags or {}).items())
    handler = atom(b"hdlr", b"\0" * 8 + b"mdirappl" + b"\0" * 9)
    meta = atom(b"meta", b"\0" * 4, handler, atom(b"ilst", *named, *items))
    moov = atom(
        b"moov",
        atom(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, 0), b"\0" * 80),
        *tracks,
        atom(b"udta", meta, *udta),
    )
    return atom(b"ftyp", b"M4A \0\0\0\0M4A mp42") + moov + atom(b"mdat", b"\0" * 30_000)


def value(words: bytes) -> bytes:
    return atom(b"data", struct.pack(">II", 1, 0), words)


def free(name: bytes, words: bytes) -> bytes:
    return atom(
        b"----", atom(b"mean", b"\0" * 4 + b"com.apple.iTunes"), atom(b"name", b"\0" * 4 + name), value(words)
    )


def photo(**options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "JPEG", **options)
    return out.getvalue()


Keep = Callable[[str, bytes], Path]
