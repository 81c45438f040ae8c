"""Covers and the pictures of episodes: what of them suits podcast apps, and their size on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from anthology.cache import Cache

from . import NotAPicture, Picture, smaller

SHOWN = 600
"""pixels: twice the widest that a page shows, for screens with fine pixels"""


@dataclass(frozen=True, slots=True)
class Artwork:
    """A smaller copy of a picture: its address within the site, and its bytes."""

    address: str
    content: bytes


def suits_apps(picture: Picture) -> bool:
    """Whether podcast apps take it as artwork. Apple: square, 1400–3000 px, JPEG or PNG."""
    square = picture.width == picture.height and 1400 <= picture.width <= 3000
    return square and picture.type in {"image/jpeg", "image/png"}


def page_artwork(files: Mapping[str, Path], wanted: Iterable[str], cache: Cache) -> dict[str, Artwork]:
    """For each wanted address of a large picture, the smaller copy that pages show in its place."""
    made: dict[str, Artwork] = {}
    for address in sorted(set(wanted) & set(files)):
        content = _copy(files[address], cache)
        if content:
            made[address] = Artwork(_free(address, content, {*files, *_taken(made)}), content)
    return made


def _copy(file: Path, cache: Cache) -> bytes:
    try:
        return cache.made_from(file, f"at most {SHOWN} pixels", lambda: smaller(file, SHOWN))
    except (NotAPicture, OSError):  # Reported where the picture is named.
        return b""


def _taken(made: Mapping[str, Artwork]) -> set[str]:
    return {artwork.address for artwork in made.values()}


def _free(address: str, content: bytes, taken: set[str]) -> str:
    """`episodes/cover-600.jpg` for `episodes/cover.png`; longer where somebody's own file is called that."""
    place = PurePosixPath(address)
    ending = ".jpg" if content.startswith(b"\xff\xd8") else ".webp"
    stem = f"{place.stem}-{SHOWN}"
    while (free := place.with_name(f"{stem}{ending}").as_posix()) in taken:
        stem = f"{stem}-{SHOWN}"
    return free
