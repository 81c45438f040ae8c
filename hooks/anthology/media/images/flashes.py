"""Animations that flash more often than WCAG 2.2 allows (success criterion 2.3.1), or that are too large."""

import warnings
from collections.abc import Iterator, Sequence
from itertools import pairwise

from PIL import Image, ImageChops

from .errors import MAX_PIXELS, ImageError, unreadable_image

_SIDE = 24
"""pixels of the small copies that are compared"""
_AREA = 0.25
"""part of the picture that has to change"""
_STEP = 26
"""a tenth of the luminance from black to white"""
_CHANGES_A_SECOND = 6
"""three flashes: each is a change and a change back"""
_MOST_PIXELS = 5 * MAX_PIXELS
_MOST_FRAMES = 1000
_BROWSERS_MINIMUM_MS, _BROWSERS_DEFAULT_MS = 20, 100
_STEADY_FIX = (
    "Save one of its frames as a picture that does not move, or make it slower than three changes a second."
)


def check_flashes(image: Image.Image, name: str) -> None:
    """Raise ImageError for an animation that flashes, or whose frames are too many to be looked at."""
    frames = int(getattr(image, "n_frames", 1))
    if frames == 1:
        return
    if frames > _MOST_FRAMES or frames * image.width * image.height > _MOST_PIXELS:
        message = f"{name} has {frames} frames of {image.width}×{image.height} pixels"
        raise ImageError(
            message, "Make it shorter or smaller, or save it as a film elsewhere and link to it."
        )
    with warnings.catch_warnings(action="ignore"):
        try:
            changes = list(_changes([*_frames(image, frames)]))
            image.seek(0)
        except Exception as error:  # Pillow's readers raise many kinds for hostile bytes.
            raise unreadable_image(b"", name) from error
    for number, start in enumerate(changes):
        if len(changes) > number + _CHANGES_A_SECOND and changes[number + _CHANGES_A_SECOND] - start < 1000:
            raise ImageError(
                f"{name} flashes more than three times a second, which can cause seizures", _STEADY_FIX
            )


def _frames(image: Image.Image, frames: int) -> Iterator[tuple[int, Image.Image]]:
    """Yield each frame, small and grey, with its time in milliseconds, for a round and a second: most play for ever."""
    time, copies = 0, list[tuple[int, Image.Image]]()
    for number in range(frames):
        image.seek(number)
        small = image.convert("RGBA").resize((_SIDE, _SIDE), Image.Resampling.BOX)
        ground = Image.new("RGBA", small.size, "white")
        copies.append((time, Image.alpha_composite(ground, small).convert("L")))
        shown = int(image.info.get("duration") or 0)
        time += shown if shown >= _BROWSERS_MINIMUM_MS else _BROWSERS_DEFAULT_MS
    for round_start in range(0, time + 1000, time):
        yield from ((round_start + start, copy) for start, copy in copies)


def _changes(frames: Sequence[tuple[int, Image.Image]]) -> Iterator[int]:
    """Yield the time of each change of brightness that is the opposite of the one before."""
    direction = 0
    for (_, before), (time, after) in pairwise(frames):
        for towards, difference in (
            (1, ImageChops.subtract(after, before)),
            (-1, ImageChops.subtract(before, after)),
        ):
            changed = sum(difference.histogram()[_STEP:])
            if changed >= _AREA * _SIDE * _SIDE and towards != direction:
                direction = towards
                yield time
