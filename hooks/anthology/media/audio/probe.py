"""Duration, bit rate and other properties of a recording, measured on the whole file."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

from anthology.timecode import timecode

from .containers import atoms, chunks
from .formats import EXPORT, MP3_FORMAT, MP4_FORMAT, WAV_FORMAT, AudioFormat, cut_off, damaged, open_recording
from .recording import AudioError, Recording


def probe_audio(path: Path) -> Recording:
    """Measure a recording. Raises AudioError for anything but a complete recording."""
    audio_format, file = open_recording(path)
    try:
        with path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return _measured(path, audio_format, file.info, content)
    except AudioError:
        raise
    except Exception as error:
        raise damaged(path, audio_format) from error


def _measured(path: Path, audio_format: AudioFormat, info: Any, content: mmap.mmap) -> Recording:
    seconds, bit_rate = float(info.length), int(getattr(info, "bitrate", 0) or 0)
    if audio_format is MP3_FORMAT:
        seconds, bit_rate = _mp3_length(path, info, content)
    elif audio_format is MP4_FORMAT:
        _check_mp4(path, content)
    elif audio_format is WAV_FORMAT:
        seconds = _wav_seconds(path, info, content)
    if not (isfinite(seconds) and 0.001 <= seconds < 1_000_000 and info.channels > 0):
        raise AudioError(f"{path.name} contains no sound", EXPORT)
    average = round(len(content) * 8 / seconds)
    return Recording(
        length=len(content),
        type=audio_format.type,
        duration_ms=round(seconds * 1000),
        codec=str(getattr(info, "codec", "") or audio_format.codec),
        channels=int(info.channels),
        sample_rate=int(getattr(info, "sample_rate", 48_000)),  # Opus always plays at 48 kHz (RFC 7845).
        # Some encoders declare a nominal bit rate.
        bit_rate=bit_rate if average / 2 < bit_rate < average * 2 else average,
    )


def _mp3_length(path: Path, info: Any, content: mmap.mmap) -> tuple[float, int]:
    """Return seconds and bits per second: from the frame table if the file size confirms it, else counted.

    Without a table mutagen extrapolates the first frame's bit rate, which is wrong for a variable one.
    """
    available = len(content) - info.frame_offset
    # After the first header: Xing (or Info) as LAME and ffmpeg write it, VBRI as Fraunhofer does.
    has_table = _FRAME_TABLE.search(content[info.frame_offset : info.frame_offset + 48]) is not None
    promised = info.length * info.bitrate / 8
    if has_table and 8_000 <= info.bitrate <= 330_000 and abs(promised - available) < available / 100:
        return float(info.length), int(info.bitrate)
    frames = list(_mp3_frames(content, info.frame_offset))
    counted, seconds = sum(size for size, _ in frames), sum(lasting for _, lasting in frames)
    if counted < available / 2:
        raise AudioError(f"{path.name} is hardly MP3: most of its bytes are something else", EXPORT)
    if has_table and info.length > seconds * 1.02 + 1:
        whole = min(round(info.length), 1_000_000)
        raise cut_off(path, f"it contains {timecode(round(seconds) * 1000)} of {timecode(whole * 1000)}")
    # The frame with the table is not played.
    return (seconds - frames[0][1] if has_table else seconds), round(counted * 8 / seconds)


_FRAME_TABLE = re.compile(rb"Xing|Info|VBRI")


def _mp3_frames(content: mmap.mmap, start: int) -> Iterator[tuple[int, float]]:
    """Yield (bytes, seconds) of each frame of the same kind as the first, skipping bytes between frames."""
    kind = _kind_of_frame(content[start : start + 4])
    position, strays = start, 0
    # Limited: searching a file of nothing but 0xFF bytes would take hours.
    while 0 <= position < len(content) - 4 and strays < 100_000:
        header = content[position : position + 4]
        frame = _mp3_frame(header)
        if frame and _kind_of_frame(header) == kind:
            yield frame
            position += frame[0]
        else:
            position, strays = content.find(b"\xff", position + 1), strays + 1


def _kind_of_frame(header: bytes) -> tuple[int, int]:
    """Return the bits that are constant in a file: version, layer and sample rate."""
    return header[1] & 0xFE, header[2] & 0x0C


_BIT_RATES = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),  # MPEG 1, layer III, kbit/s
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),  # MPEG 2 and 2.5
}
_SAMPLE_RATES = (44_100, 48_000, 32_000)


@lru_cache(maxsize=4096)
def _mp3_frame(header: bytes) -> tuple[int, float] | None:
    """Return (bytes, seconds) of a layer III frame from its header (ISO/IEC 11172-3, 2.4.1.3), or None."""
    bits = int.from_bytes(header, "big")
    version, rate, pace = bits >> 19 & 3, bits >> 12 & 15, bits >> 10 & 3
    if bits >> 21 != 0x7FF or version == 1 or bits >> 17 & 3 != 1 or rate in {0, 15} or pace == 3:
        return None
    first = version == 3
    sample_rate = _SAMPLE_RATES[pace] >> {3: 0, 2: 1, 0: 2}[version]
    size = (144_000 if first else 72_000) * _BIT_RATES[first][rate] // sample_rate + (bits >> 9 & 1)
    return size, (1152 if first else 576) / sample_rate


# Programs that stream a WAV do not know its size and write the largest number.
_UNKNOWN_SIZE = 0xFFFFFFFF
# Chapter artwork is a track of pictures, not a video.
_STILL = {b"jpeg", b"png ", b"mjpa", b"mjpb", b"tiff", b"gif "}


def _wav_seconds(path: Path, info: Any, content: mmap.mmap) -> float:
    for name, start, end in chunks(content, 12, len(content)):
        if end > len(content) and end - start != _UNKNOWN_SIZE:
            raise cut_off(path)
        if end > len(content) and name == b"data":
            return float(info.length) * (len(content) - start) / _UNKNOWN_SIZE
    return float(info.length)


def _check_mp4(path: Path, content: mmap.mmap) -> None:
    handler = b""
    for atom, start, end in atoms(content, 0, len(content)):
        if end > len(content):
            raise cut_off(path)
        if atom[-1] == b"hdlr":
            handler = content[start + 8 : start + 12]
        if atom[-1] == b"stsd" and handler == b"vide" and content[start + 12 : start + 16] not in _STILL:
            raise AudioError(f"{path.name} is a video", EXPORT)
