"""Pictures as bytes, with metadata where the tests of images want it."""

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from anthology.media.images import ImageError, probe_image
from anthology.problems import Issue

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20.4">{}</svg>'


XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description {}>{}</rdf:Description></rdf:RDF></x:xmpmeta>'


def picture(form: str = "JPEG", size: tuple[int, int] = (6, 4), **options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **options)
    return out.getvalue()


def exif(tags: Mapping[Any, object], ifd: int | None = None) -> bytes:
    written = Image.Exif()
    target = written if ifd is None else written.get_ifd(ifd)
    for tag, value in tags.items():
        target[tag] = value
    return written.tobytes()  # an Exif with nothing but sub-folders counts as empty when saved


def png_with(**notes: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    for key, value in notes.items():
        info.add_text(key, value)
    return picture("PNG", pnginfo=info)


def iptc(record: int, value: bytes) -> bytes:
    """A JPEG whose Photoshop block holds one IPTC field of record 2."""
    field = b"\x1c\x02" + bytes([record]) + struct.pack(">H", len(value)) + value
    resource = (
        b"8BIM"
        + struct.pack(">HH", 0x0404, 0)
        + struct.pack(">I", len(field))
        + field
        + b"\0" * (len(field) % 2)
    )
    return with_segment(0xED, b"Photoshop 3.0\0" + resource)


def with_segment(marker: int, body: bytes) -> bytes:
    jpeg = picture()
    return jpeg[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def refusal(path: Path, content: bytes) -> Issue:
    path.write_bytes(content)
    with pytest.raises(ImageError) as refused:
        probe_image(path)
    return refused.value.issue


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
