"""Recordings made of tones, as the tests of loudness need them. Needs the extra [audio]."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

try:
    import av
    import numpy as np
except ImportError as error:  # pragma: no cover
    raise ImportError("these tests need the extra [audio]; install it:  pip install -e '.[dev]'") from error

RATE = 48_000
Sound = Any


def tone(level: float, seconds: float = 10, hertz: float = 1000) -> Sound:
    """A sine whose peak is at `level` dBFS."""
    time = np.arange(round(seconds * RATE)) / RATE
    return 10 ** (level / 20) * np.sin(2 * np.pi * hertz * time)


def silence(seconds: float) -> Sound:
    return np.zeros(round(seconds * RATE))


def between_samples(seconds: float) -> Sound:
    """A tone that peaks at −3 dB between its samples, all of which are at −6; it begins and ends softly."""
    sound = 0.5 * np.resize([1.0, 1.0, -1.0, -1.0], round(seconds * RATE))
    edge = np.hanning(2 * RATE // 10)
    sound[: len(edge) // 2] *= edge[: len(edge) // 2]
    sound[-len(edge) // 2 :] *= edge[-len(edge) // 2 :]
    return sound


def voice(level: float = -26, seconds: float = 12) -> Sound:
    """Something like speech: a hum with its overtones and some breath, in syllables; RMS near `level`."""
    time = np.arange(round(seconds * RATE)) / RATE
    pitch = 2 * np.pi * np.cumsum(120 + 15 * np.sin(2 * np.pi * 0.7 * time)) / RATE
    hum = sum(np.sin(overtone * pitch + overtone**2) / overtone for overtone in range(1, 25))
    breath = np.random.default_rng(7).standard_normal(len(time)) * 0.05
    syllables = np.clip(np.sin(2 * np.pi * 2.3 * time), 0, 1) * (1 + 0.5 * np.sin(2 * np.pi * 0.3 * time))
    sound = (hum + breath) * syllables
    return sound * 10 ** (level / 20) / np.sqrt(np.mean(sound**2))


def joined(*parts: Sound) -> Sound:
    return np.concatenate(parts)


def cut(sound: Sound, above: float) -> Sound:
    """Louder by `above` dB, and cut off at full level."""
    return np.clip(sound * 10 ** (above / 20), -1, 1)


def write(file: Path, *channels: Sound) -> Path:
    """A WAV of 16 bits, one sound for each channel."""
    samples = np.rint(np.clip(np.stack(channels, axis=1), -1, 1) * 32767).astype("<i2")
    with wave.open(str(file), "wb") as opened:
        opened.setnchannels(len(channels))
        opened.setsampwidth(2)
        opened.setframerate(RATE)
        opened.writeframes(samples.tobytes())
    return file


def as_flac(wav: Path) -> Path:
    """The same as FLAC, beside the WAV of one channel."""
    with av.open(wav) as source, av.open(wav.with_suffix(".flac"), "w") as target:
        stream: Any = target.add_stream("flac", rate=RATE)
        stream.layout = "mono"
        for frame in source.decode(audio=0):
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return wav.with_suffix(".flac")
