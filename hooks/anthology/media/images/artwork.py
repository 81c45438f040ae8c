"""Covers and the pictures of episodes: their shape for feeds, and the thumbnail copies that pages show."""

from collections.abc import Iterable, Mapping
from math import gcd
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from anthology.cache import Cache

from .. import images

DISPLAY_SIZE = 600
"""Pixels: twice the widest that a page shows, for high-density screens."""


class FeedImage(NamedTuple):
    """A picture that a feed names: `address` is within the site, sizes are in pixels."""

    address: str
    alt: str
    purpose: str
    width: int
    height: int
    type: str

    @property
    def ratio(self) -> str:
        """The aspect ratio as CSS writes it: 16/9."""
        shared = gcd(self.width, self.height) or 1
        return f"{self.width // shared}/{self.height // shared}"


class Thumbnail(NamedTuple):
    """A thumbnail copy of a picture: its address within the site, and its bytes."""

    address: str
    content: bytes


def feed_image(file: Path, address: str, alt: str, purpose: str) -> FeedImage | None:
    """Return the picture in `file`, or None for a file that is not one, which `probe_image` reports."""
    try:
        image = images.probe_image(file)
    except images.ImageError:
        return None
    return FeedImage(address, alt, purpose, image.width, image.height, image.type)


def is_podcast_artwork(image: "images.ProbedImage") -> bool:
    """Apple's rule for artwork: square, 1400–3000 px, JPEG or PNG."""
    square = image.width == image.height and 1400 <= image.width <= 3000
    return square and image.type in {"image/jpeg", "image/png"}


def thumbnails_of(files: Mapping[str, Path], wanted: Iterable[str], cache: Cache) -> dict[str, Thumbnail]:
    """Return the thumbnail copies to show instead of large pictures, by the address of the picture."""
    thumbnails: dict[str, Thumbnail] = {}
    for address in sorted(set(wanted) & set(files)):
        if content := _cached_thumbnail(files[address], cache):
            used = {*files, *(copy.address for copy in thumbnails.values())}
            thumbnails[address] = Thumbnail(_unique_address(address, content, used), content)
    return thumbnails


def _cached_thumbnail(file: Path, cache: Cache) -> bytes:
    try:
        return cache.content(
            file, f"at most {DISPLAY_SIZE} pixels", lambda: images.thumbnail(file, DISPLAY_SIZE)
        )
    except (images.ImageError, OSError):  # reported where a post names the picture
        return b""


def _unique_address(address: str, content: bytes, used: set[str]) -> str:
    """`episodes/cover-600.jpg` for `episodes/cover.png`; longer if a file of that name exists."""
    path = PurePosixPath(address)
    suffix = ".jpg" if content.startswith(b"\xff\xd8") else ".webp"
    stem = f"{path.stem}-{DISPLAY_SIZE}"
    while (unique := path.with_name(f"{stem}{suffix}").as_posix()) in used:
        stem = f"{stem}-{DISPLAY_SIZE}"
    return unique
