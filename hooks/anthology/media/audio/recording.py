"""Properties of a recording that feeds and players need, and the error for files without them."""

from __future__ import annotations

from dataclasses import dataclass

from anthology.problems import IssueError


class AudioError(IssueError):
    """A file that cannot be published as a recording."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Properties of an audio file that feeds and players need.

    `length` is in bytes, `type` a MIME type, `bit_rate` in bits per second (the average if it varies),
    `sample_rate` in Hz; `codec` is the name in RFC 6381 ("mp3", "mp4a.40.2", "opus" …).
    """

    length: int
    type: str
    duration_ms: int
    codec: str
    channels: int
    sample_rate: int
    bit_rate: int
