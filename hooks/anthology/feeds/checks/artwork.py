"""The rules for artwork, of a show and of an episode."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from anthology.media import images
from anthology.problems import Issue

from .document import Element, Feed, suffix
from .rules import built_file_url

_TYPES_BY_SUFFIX = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
_SMALLEST, _LARGEST = 1400, 3000


def artwork_issues(feed: Feed, image: Element) -> Iterator[Issue]:
    """Artwork is a JPEG or PNG file with the right suffix, square, 1400 to 3000 pixels, in RGB."""
    url = image.get("href") or ""
    yield from built_file_url(feed.site, url)
    if feed.site.is_remote(url):
        return  # many hosts serve pictures under addresses that end otherwise
    if suffix(url) not in _TYPES_BY_SUFFIX:
        yield Issue(f"is {url}, by its name neither JPEG nor PNG", "save it as .jpg or .png")
    elif (file := feed.site.file(url)) is not None:
        state = file.stat()
        yield from _file_issues(file, _TYPES_BY_SUFFIX[suffix(url)], state.st_size, state.st_mtime_ns)


@cache
def _file_issues(file: Path, type_of_name: str, _size: int, _changed: int) -> list[Issue]:
    """Cached by size and time of change: a show's picture is in each of its archives."""
    try:
        picture = images.probe_image(file)
    except images.ImageError as error:
        return [error.issue]
    size, issues = f"{picture.width} × {picture.height} pixels", []
    if picture.type != type_of_name:
        issues.append(
            Issue(f"is called {file.name} but is {picture.type}", "change the suffix to that of its type")
        )
    if picture.width != picture.height:
        issues.append(Issue(f"is not square: {size}", "cut it to a square"))
    elif not _SMALLEST <= picture.width <= _LARGEST:
        issues.append(Issue(f"has {size}", f"make it {_SMALLEST} to {_LARGEST} pixels wide"))
    if not _is_rgb(file.read_bytes()):
        issues.append(
            Issue("is not in RGB", "save it in RGB: apps do not show CMYK, and refuse shades of grey")
        )
    return issues


def _is_rgb(content: bytes) -> bool:
    if content.startswith(b"\x89PNG"):
        return content[25] in {2, 3, 6}  # true colour, palette, true colour with alpha
    return _jpeg_components(content) in {3, None}


def _jpeg_components(content: bytes) -> int | None:
    """The number of colours in each pixel of a JPEG, from its frame header."""
    position = 2
    while position + 9 < len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            return content[position + 9]
        position += 2 + int.from_bytes(content[position + 2 : position + 4])
    return None
