"""Mastering: a normalised MP3 and an Opus alternate from a WAV or FLAC master.

Needs the extra [audio]. One gain is applied, and a limiter only if peaks would pass the ceiling: tone is
the maker's business. Every file that is written has been decoded and measured again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import Flags as CodecFlags
from av.container import Flags
from av.filter import Graph

from . import AudioError
from .loudness import Loudness, analyse, decode_audio, drain, measure
from .loudness_checks import PEAK, silent_channel, target


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """FFmpeg's names of an encoding, its sample rate in Hz, and bits per second for one and two channels.

    `encoder_loss` is how many decibels the encoder usually lowers a voice: LAME scales its input, and Opus
    removes inaudible sound. Knowing it saves a second encoding.
    """

    container: str
    codec: str
    rate: int
    bit_rates: dict[int, int]
    options: dict[str, str]
    encoder_loss: float


# Constant bit rates: every player seeks at once.
MP3 = EncoderSettings("mp3", "libmp3lame", 44_100, {1: 64_000, 2: 128_000}, {"compression_level": "2"}, 0.45)
OPUS = EncoderSettings("ogg", "libopus", 48_000, {1: 40_000, 2: 80_000}, {"application": "audio"}, 0.3)

_PRECISION = 0.3
"""LU: accepted distance from the target."""
_MAX_ENCODINGS = 8
_MAX_LIMITER_REDUCTION = 12.0
"""dB: a stronger limiter is audible."""
# dB: an encoder changes each sample a little, and peaks at the ceiling would pass it.
_PEAK_MARGIN = 0.3


@dataclass(frozen=True, slots=True)
class Mastered:
    """The result: channels, the gain in dB, the largest peak reduction in dB, and the new loudness."""

    channels: int
    gain: float
    limiter_reduction: float
    loudness: Loudness


@dataclass(frozen=True, slots=True)
class _FilterChain:
    """The filters from master to encoder: channels, gain in dB, and a ceiling in dBFS if one is needed."""

    master: Path
    channels: int
    side: str
    gain: float = 0.0
    ceiling: float | None = None

    def filters(self, rate: int) -> Iterator[tuple[str, str]]:
        if self.side:
            yield "pan", f"mono|c0={self.side}"
        # Floating point throughout: by default FFmpeg uses integers, which overflow.
        layout = "mono" if self.channels == 1 else "stereo"
        yield "aformat", f"sample_fmts=dbl:channel_layouts={layout}"
        yield "volume", f"volume={self.gain:.4f}dB:precision=double"
        if self.ceiling is not None:
            # At four times the rate the limiter sees peaks between the samples.
            yield "aresample", "192000:osf=dbl"
            limit = 10 ** (self.ceiling / 20)
            yield "alimiter", f"limit={limit:.5f}:attack=5:release=50:level=disabled:latency=1"
        yield "aresample", f"{rate}:osf=dbl"
        yield "aformat", "sample_fmts=dbl"


def write_recordings(master: Path, mp3: Path, opus: Path, progress: Callable[[str], None]) -> list[Mastered]:
    """Write both files, without tags. Raises AudioError if the target cannot be reached."""
    progress(f"Listening to {master.name} …")
    chain = _select_channels(master, measure(master))
    source = analyse(_filtered(chain, MP3.rate), master.name)
    if source.integrated <= -70:
        raise AudioError(f"{master.name} contains nothing audible", "Check that the right file was exported.")
    return [
        _encode_to_target(chain, source, MP3, mp3, progress),
        _encode_to_target(chain, source, OPUS, opus, progress),
    ]


def _encode_to_target(
    chain: _FilterChain,
    source: Loudness,
    settings: EncoderSettings,
    file: Path,
    progress: Callable[[str], None],
) -> Mastered:
    """Encode until the decoded result has the target loudness and its peaks are below the limit."""
    target_level = target(chain.channels)
    gain, ceiling, slope = target_level - source.integrated + settings.encoder_loss, PEAK - _PEAK_MARGIN, 1.0
    before: tuple[float, float] | None = None
    for _ in range(_MAX_ENCODINGS):
        limiter_reduction = max(0.0, source.true_peak + gain - ceiling)
        if limiter_reduction > _MAX_LIMITER_REDUCTION:
            break
        progress(f"Writing {file.name} at {gain:+.1f} dB …")
        _encode(replace(chain, gain=gain, ceiling=ceiling if limiter_reduction else None), settings, file)
        result = measure(file)
        off, over = target_level - result.integrated, result.true_peak - PEAK
        if over <= 0 and abs(off) <= _PRECISION:
            return Mastered(chain.channels, round(gain, 2), round(limiter_reduction, 2), result)
        if before and abs(gain - before[0]) > 0.01:
            # With the limiter at work, a decibel of gain is less than a decibel of loudness.
            slope = min(1.0, max(0.3, (result.integrated - before[1]) / (gain - before[0])))
        before = gain, result.integrated
        gain += off / slope
        ceiling -= max(0.0, over + 0.05)
    raise AudioError(
        f"{chain.master.name} cannot be brought to −{-target_level:.0f} LUFS: its peaks are too far above it",
        "Use a compressor in your audio program, mildly, and export the master again.",
    )


def _select_channels(master: Path, source: Loudness) -> _FilterChain:
    """Select the live one of two channels, the first of identical ones, or both."""
    if dead := silent_channel(source):
        return _FilterChain(master, 1, "c1" if dead == "left" else "c0")
    if source.identical_channels:
        return _FilterChain(master, 1, "c0")
    return _FilterChain(master, 2, "")


def _filtered(chain: _FilterChain, rate: int) -> Iterator[AudioFrame]:
    graph: Graph | None = None
    for frame in decode_audio(chain.master):
        if frame is None:
            raise AudioError(f"{chain.master.name} is damaged", "Export the master again.")
        if graph is None:
            graph = _filter_graph(frame, list(chain.filters(rate)))
        graph.push(frame)
        yield from drain(graph)
    if graph is not None:
        graph.push(None)
        yield from drain(graph)


def _filter_graph(frame: AudioFrame, filters: list[tuple[str, str]]) -> Graph:
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=frame.sample_rate, format=frame.format, layout=frame.layout, time_base=frame.time_base
    )
    nodes = [graph.add(name, arguments) for name, arguments in filters]
    graph.link_nodes(source, *nodes, graph.add("abuffersink")).configure()
    return graph


def _encode(chain: _FilterChain, settings: EncoderSettings, file: Path) -> None:
    # No tags, encoder version or random number: the same master gives the same bytes.
    plain = {"id3v2_version": "0", "write_id3v1": "0"} if settings is MP3 else {}
    with av.open(file, "w", format=settings.container, options=plain) as container:
        container.flags |= Flags.bitexact.value  # type: ignore[operator]
        stream = container.add_stream(settings.codec, rate=settings.rate, options=settings.options)
        assert isinstance(stream, AudioStream)
        stream.codec_context.layout = "mono" if chain.channels == 1 else "stereo"
        stream.codec_context.bit_rate = settings.bit_rates[chain.channels]
        stream.codec_context.flags |= CodecFlags.bitexact
        for frame in _filtered(chain, settings.rate):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
