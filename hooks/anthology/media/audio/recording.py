"""A recording as a feed and a player see it, and why a file may be none."""

from __future__ import annotations

from dataclasses import dataclass


class AudioError(Exception):
    """Why a file cannot be published as a recording, and what to do about it, in plain words."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Recording:
    """What a feed and a player need to know about an audio file.

    `length` is in bytes, `type` a MIME type, `bit_rate` in bits per second (the average where it
    varies), `sample_rate` in Hz; `codec` is what RFC 6381 calls it ("mp3", "mp4a.40.2", "opus" …).
    """

    length: int
    type: str
    duration_ms: int
    codec: str
    channels: int
    sample_rate: int
    bit_rate: int
