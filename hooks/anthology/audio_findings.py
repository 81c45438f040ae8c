"""What is off with how a recording sounds, and how to mend it, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .timecode import timecode

if TYPE_CHECKING:  # the module needs the extra [audio]; judging what it found does not
    from .loudness import Loudness

TARGETS = {1: -19.0, 2: -16.0}
"""LUFS, by channels: one channel comes out of two loudspeakers, so it is 3 LU softer in the file.

Apple Podcasts asks for -16 ± 1 dB and a true peak of at most -1 dB FS; AES TD1008 for the same range.
"""
TOLERANCE = 1.0
"""LU"""
PEAK = -1.0
"""dBTP: what is louder may distort where the recording is encoded again"""

_DEAD = 40.0
"""dB below the other channel: no voice is panned that far"""
_WRITE = "make it anew from its master:  anthology audio --write EPISODE --from MASTER"


def target(channels: int) -> float:
    """The integrated loudness that a recording should have."""
    return TARGETS.get(channels, TARGETS[2])


def findings(loudness: Loudness, pauses: bool = False) -> Iterator[tuple[str, str]]:
    """What is off, each with its fix; nothing where all is well.

    With `pauses` long silences are meant, as in a guided practice.
    """
    yield from _loud(loudness.integrated, target(len(loudness.levels)), len(loudness.levels))
    if loudness.true_peak > PEAK:
        yield (
            f"its true peak is {signed(loudness.true_peak)} dBTP; at most −1 is safe",
            f"lower it, or {_WRITE}",
        )
    if loudness.clipped:
        places = _places(loudness.clipped)
        yield (
            f"its wave is cut off (clipped) at {places}",
            "record or mix it softer; it cannot be mended later",
        )
    for start, end in () if pauses else loudness.silences:
        lasts = f"{(end - start) / 1000:.0f} seconds"
        yield (
            f"nothing is heard for {lasts}, from {_clock(start)} to {_clock(end)}",
            "cut it out, since listeners think that all is over; or say that it is meant:  pauses: true",
        )
    if side := dead_channel(loudness):
        yield f"its {side} channel is dead", "put the voice on both channels, or export it in mono"
    if loudness.damaged:
        parts = "one part" if loudness.damaged == 1 else f"{loudness.damaged} parts"
        yield f"{parts} of it cannot be decoded", "copy it here again, or export it again"


def dead_channel(loudness: Loudness) -> str:
    """`left` or `right`, where only the other one of two holds sound."""
    if len(loudness.levels) != 2:
        return ""
    left, right = loudness.levels
    return "left" if right - left > _DEAD else "right" if left - right > _DEAD else ""


def signed(number: float) -> str:
    """`−16.0`, with a minus sign that reads as one."""
    return f"{number:.1f}".replace("-", "−")


def _loud(found: float, wanted: float, channels: int) -> Iterator[tuple[str, str]]:
    if found <= -70:
        yield "nothing in it is loud enough to be heard", "look whether the right file was exported"
    elif abs(found - wanted) > TOLERANCE:
        way = "soft" if found < wanted else "loud"
        kind = "mono" if channels == 1 else "stereo"
        yield (
            f"it is too {way}: {signed(found)} LUFS, where {kind} should have {wanted:.0f} ± 1".replace(
                "-", "−"
            ),
            f"change its loudness by {abs(wanted - found):.1f} dB, or {_WRITE}",
        )


def _places(times: tuple[int, ...]) -> str:
    shown = ", ".join(_clock(time) for time in times[:5])
    return shown if len(times) <= 5 else f"{shown} and {len(times) - 5} more places"


def _clock(ms: int) -> str:
    return timecode(ms // 1000 * 1000)
