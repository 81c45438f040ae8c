"""A picture at the size at which a page or a player shows it."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from .shape import content_of, decoded
from .svg import is_svg

_PLAIN = {"1", "L", "P", "RGB", "CMYK", "YCbCr"}
_CLEAR = {"LA", "PA", "RGBA"}


def smaller(path: Path, side: int) -> bytes:
    """A copy of at most `side` pixels each way, without metadata: JPEG, or WebP where it is see-through.

    Nothing where no copy is needed or wise: a drawing, a picture that moves, one that is small already.
    The same picture and the same Pillow give the same bytes. Raises NotAPicture.
    """
    content = content_of(path)
    if is_svg(content):
        return b""
    image = decoded(content, path.name)
    if max(image.size) <= side or getattr(image, "is_animated", False):
        return b""
    with warnings.catch_warnings(action="ignore"):
        see_through = image.mode in _CLEAR or "transparency" in image.info
        if image.mode not in _PLAIN | _CLEAR:
            return b""  # sixteen bits a colour, and rarer: left to the browser
        turned = ImageOps.exif_transpose(image)
        # A colour profile is kept, unless the colours are turned into others here.
        profile = image.info.get("icc_profile") if image.mode in {"RGB", "RGBA"} else None
    shown = turned.convert("RGBA" if see_through else "RGB")
    shown.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    out = BytesIO()
    if see_through:
        shown.save(out, "WEBP", quality=85, method=6, icc_profile=profile, exif=b"", xmp=b"")
    else:
        shown.save(out, "JPEG", quality=85, optimize=True, progressive=True, icc_profile=profile)
    return out.getvalue()
