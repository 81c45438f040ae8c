"""Rules for the sound of a recording: loudness, true peak, clipping, silence, channels, damage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from anthology.problems import Issue
from anthology.timecode import timecode

if TYPE_CHECKING:  # the module needs the extra [audio]; its results do not
    from .loudness import Loudness

TARGETS = {1: -19.0, 2: -16.0}
"""LUFS by number of channels: mono comes out of two loudspeakers, so its file is 3 LU softer.

Apple Podcasts asks for -16 ± 1 dB and a true peak of at most -1 dB FS; AES TD1008 for the same range.
"""
TOLERANCE = 1.0
"""LU"""
PEAK = -1.0
"""dBTP: higher peaks may distort when the recording is encoded again."""

_DEAD_CHANNEL = 40.0
"""dB below the other channel; no voice is panned that far."""
_WRITE_AGAIN = "make it again from its master:  anthology audio --write EPISODE --from MASTER"


def target(channels: int) -> float:
    """Return the integrated loudness in LUFS for this number of channels."""
    return TARGETS.get(channels, TARGETS[2])


def check_loudness(loudness: Loudness) -> Iterator[Issue]:
    """Yield the issues of a recording's sound, each with its fix."""
    yield from _level_issues(loudness.integrated, target(len(loudness.levels)), len(loudness.levels))
    if loudness.true_peak > PEAK:
        peak = f"its true peak is {signed(loudness.true_peak)} dBTP; at most −1 is safe"
        yield Issue(peak, f"lower it, or {_WRITE_AGAIN}")
    if loudness.clipped:
        places = _first_places([_whole_seconds(time) for time in loudness.clipped])
        cut = f"audio clips at {places}"
        yield Issue(cut, "record or mix it softer; clipping cannot be repaired later")
    if loudness.silences:
        yield _silence_issue(loudness.silences)
    if side := silent_channel(loudness):
        yield Issue(f"its {side} channel is silent", "put the voice on both channels, or export it in mono")
    if loudness.damaged:
        parts = "one part" if loudness.damaged == 1 else f"{loudness.damaged} parts"
        yield Issue(f"{parts} of it cannot be decoded", "copy it here again, or export it again")


def silent_channel(loudness: Loudness) -> str:
    """Return `left` or `right` if only the other one of two channels has sound, else an empty string."""
    if len(loudness.levels) != 2:
        return ""
    left, right = loudness.levels
    return "left" if right - left > _DEAD_CHANNEL else "right" if left - right > _DEAD_CHANNEL else ""


def signed(number: float) -> str:
    """Format with one decimal and a typographic minus sign: `−16.0`."""
    return f"{number:.1f}".replace("-", "−")


def _level_issues(level: float, target_level: float, channels: int) -> Iterator[Issue]:
    if level <= -70:
        yield Issue("nothing in it is loud enough to be heard", "check that the right file was exported")
    elif abs(level - target_level) > TOLERANCE:
        direction = "soft" if level < target_level else "loud"
        kind = "mono" if channels == 1 else "stereo"
        yield Issue(
            f"it is too {direction}: {signed(level)} LUFS, where {kind} should have −{-target_level:.0f} ± 1",
            f"change its loudness by {abs(target_level - level):.1f} dB, or {_WRITE_AGAIN}",
        )


def _silence_issue(silences: tuple[tuple[int, int], ...]) -> Issue:
    # A note: a guided practice is silent on purpose.
    start, end = max(silences, key=lambda silence: silence[1] - silence[0])
    longest = f"{(end - start) / 1000:.0f} seconds"
    if len(silences) == 1:
        message = f"nothing is heard for {longest}, from {_whole_seconds(start)} to {_whole_seconds(end)}"
    else:
        places = _first_places([_whole_seconds(start) for start, _ in silences])
        message = f"nothing is heard for up to {longest} at {len(silences)} places: {places}"
    fix = "cut it shorter, unless it is intended: listeners think that the episode has ended"
    return Issue(message, fix, level="note")


def _first_places(places: list[str]) -> str:
    shown = ", ".join(places[:5])
    return shown if len(places) <= 5 else f"{shown} and {len(places) - 5} more places"


def _whole_seconds(ms: int) -> str:
    return timecode(ms // 1000 * 1000)
