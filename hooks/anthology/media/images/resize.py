"""A picture at the size at which a page or a player shows it."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from .probe import decode_image, read_image
from .svg import is_svg

_PLAIN = {"1", "L", "P", "RGB", "CMYK", "YCbCr"}
_CLEAR = {"LA", "PA", "RGBA"}


def thumbnail(path: Path, side: int) -> bytes:
    """A copy of at most `side` pixels each way, without metadata: JPEG, or WebP where it is see-through.

    Nothing where no copy is needed or wise: a drawing, a picture that moves, one that is small already.
    The same picture and the same Pillow give the same bytes. Raises ImageError.
    """
    content = read_image(path)
    if is_svg(content):
        return b""
    image = decode_image(content, path.name)
    if max(image.size) <= side or getattr(image, "is_animated", False):
        return b""
    if image.mode not in _PLAIN | _CLEAR:
        return b""  # sixteen bits a colour, and rarer: left to the browser
    shown = _turned(image)
    shown.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _webp(shown) if shown.mode == "RGBA" else _jpeg(shown)


def to_jpeg(path: Path, side: int) -> bytes:
    """A JPEG of at most `side` pixels each way, without metadata, on white; nothing for a drawing.

    Raises ImageError.
    """
    content = read_image(path)
    if is_svg(content):
        return b""
    shown = _turned(decode_image(content, path.name))
    shown.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if shown.mode == "RGBA":
        ground = Image.new("RGB", shown.size, "white")
        ground.paste(shown, mask=shown)
        shown = ground
    return _jpeg(shown)


def _turned(image: Image.Image) -> Image.Image:
    """As the camera was held, in RGB or, where it is see-through, RGBA."""
    with warnings.catch_warnings(action="ignore"):
        see_through = image.mode in _CLEAR or "transparency" in image.info
        # A colour profile is kept, unless the colours are turned into others here.
        profile = image.info.get("icc_profile") if image.mode in {"RGB", "RGBA"} else None
        turned = ImageOps.exif_transpose(image).convert("RGBA" if see_through else "RGB")
    turned.info["icc_profile"] = profile
    return turned


def _webp(image: Image.Image) -> bytes:
    out = BytesIO()
    profile = image.info["icc_profile"]
    image.save(out, "WEBP", quality=85, method=6, icc_profile=profile, exif=b"", xmp=b"")
    return out.getvalue()


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    profile = image.info.get("icc_profile")
    image.save(out, "JPEG", quality=85, optimize=True, progressive=True, icc_profile=profile, comment=b"")
    return out.getvalue()
