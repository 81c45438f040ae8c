"""Smaller copies of pictures, without metadata, for pages and recordings."""

import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from .probe import decode_image, read_image
from .svg import is_svg

_OPAQUE = {"1", "L", "P", "RGB", "CMYK", "YCbCr"}
_TRANSPARENT = {"LA", "PA", "RGBA"}


def thumbnail(path: Path, side: int) -> bytes:
    """Return a copy of at most `side` pixels each way: JPEG, or WebP if it is transparent.

    Empty if no copy is needed or possible: for a drawing, an animation or a picture that is small already.
    The same picture and the same Pillow give the same bytes. Raises ImageError.
    """
    content = read_image(path)
    if is_svg(content):
        return b""
    image = decode_image(content, path.name)
    if max(image.size) <= side or getattr(image, "is_animated", False):
        return b""
    if image.mode not in _OPAQUE | _TRANSPARENT:
        return b""  # 16 bits per channel and rarer modes are left to the browser
    shown = upright(image)
    shown.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _webp(shown) if shown.mode == "RGBA" else _jpeg(shown)


def to_jpeg(path: Path, side: int) -> bytes:
    """Return a JPEG of at most `side` pixels each way, on white; empty for a drawing.

    Raises ImageError.
    """
    content = read_image(path)
    if is_svg(content):
        return b""
    shown = upright(decode_image(content, path.name))
    shown.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if shown.mode == "RGBA":
        ground = Image.new("RGB", shown.size, "white")
        ground.paste(shown, mask=shown)
        shown = ground
    return _jpeg(shown)


def upright(image: Image.Image) -> Image.Image:
    """Apply the camera's rotation and convert to RGB, or to RGBA if the picture is transparent."""
    with warnings.catch_warnings(action="ignore"):
        transparent = image.mode in _TRANSPARENT or "transparency" in image.info
        # The colour profile is kept unless the conversion changes the colours.
        profile = image.info.get("icc_profile") if image.mode in {"RGB", "RGBA"} else None
        turned = ImageOps.exif_transpose(image).convert("RGBA" if transparent else "RGB")
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
