"""Loudness, peaks, clipping, silence and channels of a recording, by FFmpeg's ebur128 through PyAV.

Needs the extra [audio]. The only module that looks at samples.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph
from numpy.typing import NDArray

from . import AudioError

Samples = NDArray[np.float64]

SILENCE_LEVEL = -50.0
"""dBFS: below it, a tenth of a second is silent; a quiet room is louder."""
SILENCE_MS = 5_000
# The highest 16-bit sample is 0.99997, the next lower one 0.99994.
_FULL_SCALE = 0.99996
# Samples: a tone may touch full scale, only a clipped wave stays there.
_CLIPPED_RUN = 3
_DIGITAL_SILENCE = -144.0


@dataclass(frozen=True, slots=True)
class Loudness:
    """Measurements of a recording: loudness in LUFS (EBU R128; -70 is silence), peaks and levels in dB.

    `clipped` are the times, in milliseconds, at which the wave is clipped, at most one per second;
    `silences` are the start and end of each silence over five seconds; `levels` are the RMS levels of the
    channels in dBFS; `identical_channels`: all channels are the same; `damaged` counts undecodable parts.
    """

    integrated: float
    true_peak: float
    clipped: tuple[int, ...]
    silences: tuple[tuple[int, int], ...]
    levels: tuple[float, ...]
    identical_channels: bool
    damaged: int


def measure(path: Path) -> Loudness:
    """Measure a whole recording. Raises AudioError if nothing can be decoded."""
    return analyse(decode_audio(path), path.name)


def analyse(frames: Iterable[AudioFrame | None], name: str) -> Loudness:
    """Measure frames as they come; None stands for a part that could not be decoded."""
    analyser = _Analyser()
    for frame in frames:
        if frame is None:
            analyser.damaged += 1
        elif not analyser.feed(frame):
            raise AudioError(
                f"{name} changes its sample rate or its channels in the middle",
                "Parts of different kinds were joined. Export the whole again from your audio program.",
            )
    analyser.end()
    if not analyser.samples:
        raise AudioError(f"{name} contains no sound", _EXPORT_AGAIN)
    return analyser.result()


def decode_audio(path: Path) -> Iterator[AudioFrame | None]:
    """Yield the frames of a file, and None for each part that cannot be decoded."""
    try:
        with av.open(path) as container:
            for packet in container.demux(container.streams.audio[0]):
                try:
                    yield from packet.decode()
                except av.error.InvalidDataError:  # players skip such a part too
                    yield None
    except av.error.FFmpegError as error:
        raise AudioError(f"{path.name} cannot be decoded", _EXPORT_AGAIN) from error


_EXPORT_AGAIN = "Export it again from your audio program."


class _Analyser:
    """Accumulates measurements, a tenth of a second at a time."""

    def __init__(self) -> None:
        self.samples = self.damaged = 0
        self._graph: Graph | None = None
        self._kind = (0, 0)
        self._r128: dict[str, str] = {}
        self._energy: Samples = np.zeros(0)
        self._tail: Samples = np.zeros((0, 0))
        self._identical = True
        self._clipped: list[int] = []
        self._silent_since: int | None = None
        self._silences: list[tuple[int, int]] = []

    def feed(self, frame: AudioFrame) -> bool:
        """Add a frame; False if its sample rate or channels differ from the first one's."""
        kind = (frame.sample_rate, frame.layout.nb_channels)
        if self._graph is None:
            self._graph, self._kind = _loudness_meter(frame), kind
        if kind != self._kind:
            return False
        self._push(self._graph, frame)
        return True

    def end(self) -> None:
        """Flush the meter after the last frame."""
        if self._graph:
            self._push(self._graph, None)
        self._close_silence()

    def _push(self, graph: Graph, frame: AudioFrame | None) -> None:
        graph.push(frame)
        for part in drain(graph):
            self._r128.update(part.metadata)
            samples = np.asarray(part.to_ndarray(), np.float64)
            self._measure_block(samples.reshape(-1, part.layout.nb_channels))

    def result(self) -> Loudness:
        """Return the measurements; call `end` first."""
        return Loudness(
            integrated=round(float(self._r128.get("lavfi.r128.I", "-70")), 2),
            true_peak=_decibels(float(self._r128.get("lavfi.r128.true_peak", "0"))),
            clipped=tuple(self._clipped),
            silences=tuple(self._silences),
            levels=tuple(_decibels(math.sqrt(energy / self.samples)) for energy in self._energy),
            identical_channels=self._identical,
            damaged=self.damaged,
        )

    def _measure_block(self, block: Samples) -> None:
        """Measure a tenth of a second, one column for each channel."""
        if not self.samples:
            self._energy, self._tail = np.zeros(block.shape[1]), np.zeros((_CLIPPED_RUN - 1, block.shape[1]))
        energy = np.square(block).sum(axis=0)
        self._energy += energy
        self._identical = self._identical and bool(np.abs(block - block[:, :1]).max() < 1e-4)
        self._track_silence(math.sqrt(float(energy.max()) / len(block)))
        self._track_clipping(block)
        self.samples += len(block)

    def _track_silence(self, level: float) -> None:
        if _decibels(level) >= SILENCE_LEVEL:
            self._close_silence()
        elif self._silent_since is None:
            self._silent_since = self._position()

    def _close_silence(self) -> None:
        if self._silent_since is not None and self._position() - self._silent_since > SILENCE_MS:
            self._silences.append((self._silent_since, self._position()))
        self._silent_since = None

    def _track_clipping(self, block: Samples) -> None:
        joined = np.concatenate([self._tail, block])
        full = np.abs(joined) >= _FULL_SCALE
        # A clipped run stays on one side: a square wave at full level jumps, a clipped wave does not.
        same = np.sign(joined[1:]) == np.sign(joined[:-1])
        held = full[2:] & full[1:-1] & full[:-2] & same[1:] & same[:-1]
        if held.any():
            first = int(held.any(axis=1).argmax())
            place = (self.samples + first) * 1000 // self._kind[0]
            if not self._clipped or place - self._clipped[-1] >= 1000:
                self._clipped.append(place)
        self._tail = joined[len(joined) - (_CLIPPED_RUN - 1) :]

    def _position(self) -> int:
        return self.samples * 1000 // self._kind[0]


def drain(graph: Graph) -> Iterator[AudioFrame]:
    """Yield the frames that a filter graph has ready."""
    while True:
        try:
            part = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        assert isinstance(part, AudioFrame)
        yield part


def _loudness_meter(frame: AudioFrame) -> Graph:
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=frame.sample_rate, format=frame.format, layout=frame.layout, time_base=frame.time_base
    )
    meter = graph.add("ebur128", "peak=true:metadata=1:framelog=quiet")
    graph.link_nodes(source, meter, graph.add("abuffersink")).configure()
    return graph


def _decibels(level: float) -> float:
    return round(20 * math.log10(level), 2) if level > 0 else _DIGITAL_SILENCE
