"""How loud a recording is, and what can be heard to be wrong with it: FFmpeg's ebur128, through PyAV.

Needs the extra [audio]. Nothing else imports PyAV's filters for measuring or looks at samples.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph
from numpy.typing import NDArray

from .audio import NotAudio

Samples = NDArray[np.float64]

QUIET = -50.0
"""dBFS: a tenth of a second below it counts as silence; a quiet room is louder"""
SILENCE_MS = 5_000
# The highest number of 16 bits is 0.99997; one below it is 0.99994.
_FULL = 0.99996
# A tone may touch the highest number; only a wave that is cut off stays there.
_RUN = 3
_NOTHING = -144.0


@dataclass(frozen=True, slots=True)
class Loudness:
    """What listening found. Loudness in LUFS (EBU R128; -70 is silence), peaks and levels in dB.

    `clipped` are the places, in milliseconds, where the wave is cut off, at most one each second;
    `silences` the start and end of each over five seconds; `levels` the RMS level of each channel in
    dBFS; `alike` whether all channels hold the same; `damaged` how many parts could not be decoded.
    """

    integrated: float
    true_peak: float
    clipped: tuple[int, ...]
    silences: tuple[tuple[int, int], ...]
    levels: tuple[float, ...]
    alike: bool
    damaged: int


def measure(path: Path) -> Loudness:
    """Listens to a whole recording; raises NotAudio where nothing can be decoded."""
    listener = _Listener()
    try:
        with av.open(path) as container:
            for frame in _decoded(container, listener):
                listener.hear(frame)
            listener.hear(None)
    except av.error.FFmpegError as error:
        raise NotAudio(
            f"{path.name} cannot be decoded", "Export it again from your audio program."
        ) from error
    except _Changed:
        raise NotAudio(
            f"{path.name} changes its sample rate or its channels in the middle",
            "Parts of different kinds were joined. Export the whole again from your audio program.",
        ) from None
    if not listener.samples:
        raise NotAudio(f"{path.name} holds no sound", "Export it again from your audio program.")
    return listener.found()


def _decoded(container: av.container.InputContainer, listener: _Listener) -> Iterator[AudioFrame]:
    for packet in container.demux(container.streams.audio[0]):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:  # players skip such a part too
            listener.damaged += 1


class _Changed(Exception):  # noqa: N818 -- inside this module only
    pass


class _Listener:
    """Takes frames, and keeps what is heard in each tenth of a second."""

    def __init__(self) -> None:
        self.samples = self.damaged = 0
        self._graph: Graph | None = None
        self._rate = self._channels = 0
        self._r128: dict[str, str] = {}
        self._energy: Samples = np.zeros(0)
        self._tail: Samples = np.zeros((0, 0))
        self._alike = True
        self._clipped: list[int] = []
        self._silent_since: int | None = None
        self._silences: list[tuple[int, int]] = []

    def hear(self, frame: AudioFrame | None) -> None:
        """The next frame, or nothing at the end."""
        if self._graph is None:
            if frame is None:
                return
            self._graph = _ebur128(frame)
            self._rate, self._channels = frame.sample_rate, frame.layout.nb_channels
        if frame and (frame.sample_rate, frame.layout.nb_channels) != (self._rate, self._channels):
            raise _Changed
        self._graph.push(frame)
        while True:
            try:
                part = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            assert isinstance(part, AudioFrame)
            self._r128.update(part.metadata)
            samples = np.asarray(part.to_ndarray(), np.float64)
            self._look_at(samples.reshape(-1, part.layout.nb_channels))

    def found(self) -> Loudness:
        """All of it, after the last frame."""
        self._end_silence()
        return Loudness(
            integrated=round(float(self._r128.get("lavfi.r128.I", "-70")), 2),
            true_peak=_decibels(float(self._r128.get("lavfi.r128.true_peak", "0"))),
            clipped=tuple(self._clipped),
            silences=tuple(self._silences),
            levels=tuple(_decibels(math.sqrt(energy / self.samples)) for energy in self._energy),
            alike=self._alike,
            damaged=self.damaged,
        )

    def _look_at(self, block: Samples) -> None:
        """A tenth of a second, one column for each channel."""
        if not self.samples:
            self._energy, self._tail = np.zeros(block.shape[1]), np.zeros((_RUN - 1, block.shape[1]))
        energy = np.square(block).sum(axis=0)
        self._energy += energy
        self._alike = self._alike and bool(np.abs(block - block[:, :1]).max() < 1e-4)
        self._note_silence(math.sqrt(float(energy.max()) / len(block)))
        self._note_clipping(block)
        self.samples += len(block)

    def _note_silence(self, level: float) -> None:
        if _decibels(level) >= QUIET:
            self._end_silence()
        elif self._silent_since is None:
            self._silent_since = self._now()

    def _end_silence(self) -> None:
        if self._silent_since is not None and self._now() - self._silent_since > SILENCE_MS:
            self._silences.append((self._silent_since, self._now()))
        self._silent_since = None

    def _note_clipping(self, block: Samples) -> None:
        joined = np.concatenate([self._tail, block])
        full = np.abs(joined) >= _FULL
        # A run has to stay on one side: a square wave at full level jumps, a cut wave does not.
        same = np.sign(joined[1:]) == np.sign(joined[:-1])
        held = full[2:] & full[1:-1] & full[:-2] & same[1:] & same[:-1]
        if held.any():
            first = int(held.any(axis=1).argmax())
            place = (self.samples + first) * 1000 // self._rate
            if not self._clipped or place - self._clipped[-1] >= 1000:
                self._clipped.append(place)
        self._tail = joined[len(joined) - (_RUN - 1) :]

    def _now(self) -> int:
        return self.samples * 1000 // self._rate


def _ebur128(frame: AudioFrame) -> Graph:
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=frame.sample_rate, format=frame.format, layout=frame.layout, time_base=frame.time_base
    )
    meter = graph.add("ebur128", "peak=true:metadata=1:framelog=quiet")
    graph.link_nodes(source, meter, graph.add("abuffersink")).configure()
    return graph


def _decibels(level: float) -> float:
    return round(20 * math.log10(level), 2) if level > 0 else _NOTHING
