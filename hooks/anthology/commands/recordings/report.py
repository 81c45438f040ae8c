"""The report of `anthology audio` on the recordings of an episode."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from anthology.cache import Cache
from anthology.collection import EpisodePost, probe_cached
from anthology.i18n import english
from anthology.media.audio import AudioError, Recording
from anthology.media.audio.loudness_checks import check_loudness, signed, target
from anthology.media.chapters import Chapter
from anthology.media.transcripts import words_a_minute
from anthology.problems import FieldPath, Issue, Problem
from anthology.timecode import timecode

if TYPE_CHECKING:
    from anthology.media.audio.loudness import Loudness

_FORMAT_NAMES = {"audio/mpeg": "MP3", "audio/x-m4a": "M4A", "audio/wav": "WAV", "audio/flac": "FLAC"}


def report_on(episode: EpisodePost, cache: Cache, problems: list[Problem]) -> str:
    """Describe the recordings of an episode in a few lines, and add their problems to `problems`."""
    fields, lines = episode.fields, [episode.id]
    if not fields.audio:
        return f"{episode.id}\n  no recording yet"
    if fields.audio.url:
        return f"{episode.id}\n  {fields.audio.url}\n  is remote; check it with  anthology audio --verify"
    names: dict[FieldPath, str | None] = {("audio",): fields.audio.file}
    names |= {("alternates", number): alternate.file for number, alternate in enumerate(fields.alternates)}
    for path, name in names.items():
        if not name:
            continue
        file = episode.file.folder / name
        try:
            recording, _, chapters = probe_cached(file, cache)
        except AudioError:
            lines.append(f"  {name}: no recording that could be published; see below")
            continue
        lines.append(f"  {name}: {_format_line(recording)}")
        issues = list(_chapter_issues(episode, chapters))
        if loudness := _measured_loudness(file, cache):
            lines.append(f"    {_loudness_line(loudness)}")
            issues += [
                replace(issue, message=f"{name}: {issue.message}") for issue in check_loudness(loudness)
            ]
        problems += [episode.source.problem(replace(issue, at=path)) for issue in issues]
    if episode.cues:
        lines.append(f"  {_pace_line(episode)}")
    return "\n".join(lines)


def _format_line(recording: Recording) -> str:
    name = _FORMAT_NAMES.get(recording.type, recording.codec.capitalize())
    channels = {1: "mono", 2: "stereo"}.get(recording.channels, f"{recording.channels} channels")
    rate, bit_rate = f"{recording.sample_rate / 1000:g} kHz", f"{recording.bit_rate / 1000:.0f} kbit/s"
    codec = "" if name.lower() == recording.codec else f" ({recording.codec})"
    parts = [f"{name}{codec}", channels, rate, bit_rate, timecode(recording.duration_ms)]
    return f"{', '.join(parts)}, {english().size(recording.length)} ({recording.length} bytes)"


def _pace_line(episode: EpisodePost) -> str:
    inside = f"{words_a_minute(episode.cues):.0f} words a minute inside cues"
    if not episode.recording or not episode.recording.duration_ms:
        return inside
    words = sum(len(cue.text.split()) for cue in episode.cues)
    return f"{inside}, {60_000 * words / episode.recording.duration_ms:.0f} in the whole recording"


def _loudness_line(loudness: Loudness) -> str:
    wanted = f"{target(len(loudness.levels)):.0f}".replace("-", "−")
    return (
        f"loudness {signed(loudness.integrated)} LUFS (wanted {wanted} ± 1),"
        f" true peak {signed(loudness.true_peak)} dBTP (at most −1)"
    )


def _measured_loudness(file: Path, cache: Cache) -> Loudness | None:
    """Measure a recording, or return None and print a hint if the extra [audio] is not installed."""
    try:
        from anthology.media.audio.loudness import Loudness, measure
    except ImportError as error:
        _warn_once(str(error.name))
        return None
    if sys.stderr.isatty():
        print(f"Listening to {file.name} …", file=sys.stderr)

    values = cache.value(file, "loudness", lambda: asdict(measure(file)))
    lists = {name: tuple(values[name]) for name in ("clipped", "levels")}
    return Loudness(**{**values, **lists, "silences": tuple(map(tuple, values["silences"]))})


@lru_cache(maxsize=1)
def _warn_once(missing: str) -> None:
    print(
        f"Loudness, peaks, clipping, silence and channels were not checked: {missing} is not installed.\n"
        "Install what measuring needs:  pip install 'mkdocs-anthology[audio]'",
        file=sys.stderr,
    )


def _chapter_issues(episode: EpisodePost, embedded: tuple[Chapter, ...]) -> Iterator[Issue]:
    """Chapters in the recording must be those of the notes: apps that read them would show others."""
    same = len(embedded) == len(episode.chapters) and all(
        abs(inner.start - written.start) <= 1000 and inner.title == written.title
        for inner, written in zip(embedded, episode.chapters, strict=True)
    )
    if episode.fields.chapters and embedded and not same:
        yield Issue(
            "the chapters in the recording differ from those in these notes",
            "make it again from its master with  anthology audio --write,  before it is published",
        )
