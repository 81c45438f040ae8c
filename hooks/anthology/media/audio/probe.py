"""Duration, bit rate and other properties of a recording, measured on the whole file."""

import mmap
from math import isfinite
from pathlib import Path
from typing import Any

from .formats import AudioFormat, damaged, open_recording
from .recording import EXPORT, AudioError, Recording, Walk


def probe_audio(path: Path) -> Recording:
    """Measure a recording. Raises AudioError for anything but a complete recording."""
    audio_format, file, walk = read_recording(path)
    seconds, length, info = walk.seconds, path.stat().st_size, file.info
    if not (isfinite(seconds) and 0.001 <= seconds < 1_000_000 and info.channels > 0):
        raise AudioError(f"{path.name} contains no sound", EXPORT)
    average = round(length * 8 / seconds)
    bit_rate = round(walk.sound * 8 / seconds) or int(getattr(info, "bitrate", 0) or 0)
    return Recording(
        length=length,
        type=audio_format.type,
        duration_ms=round(seconds * 1000),
        codec=str(getattr(info, "codec", "") or audio_format.codec),
        channels=int(info.channels),
        sample_rate=int(getattr(info, "sample_rate", 48_000)),  # Opus always plays at 48 kHz (RFC 7845).
        # Some encoders declare a nominal bit rate.
        bit_rate=bit_rate if average / 2 < bit_rate < average * 2 else average,
    )


def read_recording(path: Path) -> tuple[AudioFormat, Any, Walk]:
    """Return the format, the mutagen object and every piece of the file. Raises AudioError."""
    audio_format, file = open_recording(path)
    try:
        with path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return audio_format, file, audio_format.walk(path.name, content)
    except AudioError:
        raise
    except Exception as error:
        raise damaged(path, audio_format) from error
