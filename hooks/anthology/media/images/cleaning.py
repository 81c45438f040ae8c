"""Copies of pictures without what is personal. The picture itself is not encoded again where that can be avoided."""

import struct
import warnings
import zlib
from io import BytesIO

from PIL import ExifTags, Image

from .errors import SAVE_AGAIN, ImageError
from .metadata import part_personal, personal_metadata
from .parts import PicturePart, picture_parts
from .probe import decode_image
from .resize import upright
from .svg import is_svg
from .svg_cleaning import clean_svg

_VP8X_NOTES = 0x2C
"""the flags of an extended WebP that announce a profile and notes"""


def clean_picture(content: bytes, name: str) -> bytes:
    """Return the picture without personal parts. Raises ImageError if it cannot be read, or stays personal."""
    if is_svg(content):
        cleaned = clean_svg(content, name, lambda inner: clean_picture(inner, f"a picture within {name}"))
    else:
        cleaned = _cleaned_photo(content, name)
    if left := personal_metadata(cleaned):
        raise ImageError(f"{name} still contains {', '.join(left)}", SAVE_AGAIN)
    return cleaned


def _cleaned_photo(content: bytes, name: str) -> bytes:
    try:
        cleaned = _without_personal_parts(content)
        decode_image(cleaned, name)
        if not personal_metadata(cleaned):
            return cleaned
    except (ImageError, ValueError):
        pass  # an AVIF, whose parts depend on their places, or a picture with more than is shown of it
    return _encoded_again(decode_image(content, name))


def _without_personal_parts(content: bytes) -> bytes:
    parts = (_kept_part(part) for part in picture_parts(content))
    joined = b"".join(parts)
    return _whole_webp(joined) if joined[8:12] == b"WEBP" else joined


def _kept_part(part: PicturePart) -> bytes:
    """The part, or nothing; of camera data, the rotation stays."""
    if not part_personal(part):
        return part.content
    return _rotation_alone(part) if part.kind == "exif" else b""


def _rotation_alone(part: PicturePart) -> bytes:
    exif, rotation = Image.Exif(), Image.Exif()
    try:
        with warnings.catch_warnings(action="ignore"):
            exif.load(part.body.removeprefix(b"Exif\0\0").lstrip(b"\0"))
            turned = int(exif.get(ExifTags.Base.Orientation, 1))
    except Exception:  # Damaged data raises many types; browsers ignore it.
        return b""
    if turned not in range(2, 9):
        return b""
    rotation[ExifTags.Base.Orientation] = turned
    body = rotation.tobytes()
    tiff = body.removeprefix(b"Exif\0\0")
    if part.content.startswith(b"\xff"):
        return b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff
    if part.content.startswith(b"EXIF"):
        return b"EXIF" + struct.pack("<I", len(tiff)) + tiff + b"\0" * (len(tiff) % 2)
    return struct.pack(">I", len(tiff)) + b"eXIf" + tiff + struct.pack(">I", zlib.crc32(b"eXIf" + tiff))


def _whole_webp(content: bytes) -> bytes:
    """Correct the length of a WebP, and what its head announces."""
    head = content[:12]
    body = bytearray(content[12:])
    if body.startswith(b"VP8X"):
        names = {
            part.content[:4]
            for part in picture_parts(head[:4] + struct.pack("<I", len(content) - 8) + content[8:])
        }
        announced = 0x20 * (b"ICCP" in names) | 0x08 * (b"EXIF" in names) | 0x04 * (b"XMP " in names)
        body[8] = body[8] & ~_VP8X_NOTES | announced
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + bytes(body)


def _encoded_again(image: Image.Image) -> bytes:
    """For what hides in the picture's own data: a new file, of the same kind."""
    out, form = BytesIO(), str(image.format)
    with warnings.catch_warnings(action="ignore"):
        if getattr(image, "is_animated", False):
            image.save(out, form, save_all=True, exif=b"", xmp=b"", comment=b"")
        elif form == "GIF":
            image.save(out, form, comment=b"")
        else:
            upright(image).save(out, "JPEG" if form == "MPO" else form, quality=92, lossless=form == "WEBP")
    return out.getvalue()
