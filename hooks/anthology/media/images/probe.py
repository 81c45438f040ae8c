"""Format and size of a picture, decoded to its end."""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import ExifTags, Image, ImageFile

from .errors import MAX_PIXELS, ImageError, too_many_pixels, unreadable_image
from .flashes import check_flashes
from .svg import SvgReader, is_svg, read_svg

_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # a JPEG followed by a second picture, as phones write it
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "AVIF": "image/avif",
}
_SVG = "image/svg+xml"
_COLUMN = 1000  # pixels; wider than any column of text


@dataclass(frozen=True, slots=True)
class ProbedImage:
    """A picture: size in pixels (0 for an SVG without one), MIME type, and length in bytes.

    Width and height are those of the picture as shown: a camera's rotation is applied.
    """

    width: int
    height: int
    type: str
    length: int


def probe_image(path: Path) -> ProbedImage:
    """Decode a whole picture. Raises ImageError for anything that browsers do not show.

    An SVG must only draw: opened at its own address it would be a page of the site. Nothing may flash.
    """
    content = read_image(path)
    _check_ending(path, is_svg(content))
    if is_svg(content):
        drawing = read_svg(content, path.name)
        _check_embedded(drawing.pictures, path.name)
        width, height = drawing.size or (0, 0)
        return ProbedImage(width, height, _SVG, len(content))
    image = decode_image(content, path.name)
    check_flashes(image, path.name)
    width, height = _shown_size(image)
    return ProbedImage(width, height, _TYPES[str(image.format)], len(content))


def _check_embedded(pictures: Iterable[bytes], name: str) -> None:
    pixels = 0
    for content in pictures:
        image = decode_image(content, f"a picture within {name}")
        check_flashes(image, f"a picture within {name}")
        pixels += image.width * image.height
        if pixels > MAX_PIXELS:
            raise too_many_pixels(name)


def display_size(path: Path) -> tuple[int, int] | None:
    """Return width and height as shown in a page, or None if unknown, without decoding pixels.

    A drawing without a width of its own fills the column, as in browsers.
    """
    try:
        content = read_image(path)
        if is_svg(content):
            return _drawn_size(read_svg(content, path.name))
        with warnings.catch_warnings(action="ignore"):
            image = Image.open(BytesIO(content), formats=[form for form in _TYPES if form != "MPO"])
        return _shown_size(image)
    except Exception:  # What is no picture is reported by `probe_image`.
        return None


def _drawn_size(svg: SvgReader) -> tuple[int, int] | None:
    width, height = svg.size or (0, 0)
    if all(svg.own_size):
        return svg.own_size
    return (_COLUMN, round(_COLUMN * height / width) or 1) if width and height else None


def read_image(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise ImageError(
            f"there is no picture {path.name} here" if missing else f"{path.name} cannot be read",
            "Check the spelling, and that the picture is beside the post.",
        ) from error
    if not content:
        raise ImageError(f"{path.name} is empty", "Copy the picture here again.")
    return content


def _check_ending(path: Path, is_svg: bool) -> None:
    # Browsers sniff other pictures, but trust the suffix of an SVG.
    if is_svg != (path.suffix.lower() == ".svg"):
        actual = "an SVG drawing" if is_svg else "not an SVG drawing"
        raise ImageError(
            f"{path.name} has the wrong suffix: it is {actual}",
            "Rename it so that its suffix fits: .svg for a drawing, .jpg or .png for a photo.",
        )


def decode_image(content: bytes, name: str) -> ImageFile.ImageFile:
    # Pillow warns of large pictures and odd metadata; both are checked here.
    with warnings.catch_warnings(action="ignore"):
        try:
            image = Image.open(BytesIO(content), formats=[form for form in _TYPES if form != "MPO"])
            _check_size(image, name)
            image.load()
        except Image.DecompressionBombError as error:
            raise too_many_pixels(name) from error
        except ImageError:
            raise
        except Exception as error:  # Pillow's readers raise many kinds for hostile bytes.
            raise unreadable_image(content, name) from error
    return image


def _shown_size(image: Image.Image) -> tuple[int, int]:
    with warnings.catch_warnings(action="ignore"):
        try:
            is_turned = image.getexif().get(ExifTags.Base.Orientation) in {5, 6, 7, 8}
        except Exception:  # damaged metadata; browsers then ignore it
            is_turned = False
    return (image.height, image.width) if is_turned else image.size


def _check_size(image: Image.Image, name: str) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise too_many_pixels(name)
