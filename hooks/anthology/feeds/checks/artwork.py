"""The rules for artwork, of a show and of an episode."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from anthology.media.images import NotAPicture, probe

from .document import Element
from .findings import APPLE, Feed, Finding, is_absolute

_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
_SMALLEST, _LARGEST = 1400, 3000


def check_artwork(feed: Feed, url: str, item: Element | None = None) -> Iterator[Finding]:
    """Artwork is JPEG or PNG as its name says, square, 1400 to 3000 pixels, in RGB."""
    for message, fix in _judge(feed, url):
        yield feed.finding("itunes:image", message, fix, APPLE, item)


def _judge(feed: Feed, url: str) -> Iterator[tuple[str, str]]:
    if not is_absolute(url):
        yield f"leads to “{url}”", "write the whole address, with https://"
        return
    suffix = PurePosixPath(urlsplit(url).path).suffix.lower()
    if suffix not in _TYPES:
        yield f"is {url}, by its name neither JPEG nor PNG", "save it as .jpg or .png"
    elif (file := feed.file(url)) is not None:
        state = file.stat()
        yield from _judged(file, _TYPES[suffix], state.st_size, state.st_mtime_ns)
    elif feed.is_local(url):
        yield f"is {url}, which is not in the site", "put the picture there, or correct the address"


@cache
def _judged(file: Path, type_of_name: str, size: int, changed: int) -> list[tuple[str, str]]:
    """A picture of a show stands in each of its archives, and is looked into once."""
    return list(_judge_file(file, type_of_name))


def _judge_file(file: Path, type_of_name: str) -> Iterator[tuple[str, str]]:
    try:
        picture = probe(file)
    except NotAPicture as error:
        yield error.message, error.fix
        return
    if picture.type != type_of_name:
        yield f"is called {file.name} and is {picture.type}", "let its name end as its type does"
    size = f"{picture.width} × {picture.height} pixels"
    if picture.width != picture.height:
        yield f"is not square: {size}", "cut it to a square"
    elif not _SMALLEST <= picture.width <= _LARGEST:
        yield f"has {size}", f"make it {_SMALLEST} to {_LARGEST} pixels wide"
    if not _is_rgb(file.read_bytes()):
        yield "is not in RGB", "save it in RGB: apps do not show CMYK, and refuse shades of grey"


def _is_rgb(content: bytes) -> bool:
    if content.startswith(b"\x89PNG"):
        return content[25] in {2, 3, 6}  # true colour, palette, true colour with alpha
    return _jpeg_components(content) in {3, None}


def _jpeg_components(content: bytes) -> int | None:
    """How many colours each pixel of a JPEG has, from its frame header."""
    position = 2
    while position + 9 < len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            return content[position + 9]
        position += 2 + int.from_bytes(content[position + 2 : position + 4])
    return None
