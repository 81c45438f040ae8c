"""Recordings of episodes: their addresses, and what is in the files compared with what the notes say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from anthology.cache import Cache
from anthology.media import audio as recordings
from anthology.media.audio import AudioError, Recording
from anthology.media.chapters import Chapter
from anthology.problems import FieldPath, Issue
from anthology.schema import Alternate, Lock
from anthology.timecode import timecode
from anthology.urls import is_external, slugify

from ..links import Links
from ..model import AlternateEnclosure, ContentPage, EpisodePost, recording_files
from .published_files import clean_fix

DURATION_TOLERANCE_MS = 1000
"""how much later than the recording something in it may end"""
_ALTERNATE_TOLERANCE_MS = 2000
_OF_DIRECTORIES = ("audio/mpeg", "audio/x-m4a")
_HEAVY_TAGS = 1_000_000
"""bytes"""


@dataclass(slots=True)
class EpisodeAudio:
    """The recordings of an episode as they are published; `chapters` are those in the main file."""

    recording: Recording | None = None
    address: str = ""
    alternates: tuple[AlternateEnclosure, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    files: dict[str, Path] = field(default_factory=dict)


def recording_addresses(pages: Iterable[ContentPage], lock: Lock) -> dict[Path, str]:
    """file → address of every recording: /episodes/slug/slug.mp3, or the address at which it was published.

    Podcast clients (podboat, by default) name a download after the last part of its address, and would keep
    only one of many files called audio.mp3.
    """
    addresses: dict[Path, str] = {}
    used = {locked.path for locked in lock.episodes}
    for page in pages:
        if isinstance(page, EpisodePost):
            # A recording stays where it was published, whatever its folder is called today.
            kept = page.locked.path if page.locked and not is_external(page.locked.path) else ""
            stem = kept.rpartition(".")[0] or f"{page.id}/{page.file.slug}"
            for file in recording_files(page):
                suffix = file.suffix.lower()
                address = f"{stem}{suffix}"
                if address in used and address != kept:
                    address = f"{page.id}/{page.file.slug}-{slugify(file.stem)}{suffix}"
                kept = ""  # that of the first file, the recording itself
                used.add(address)
                addresses[file] = address
    return addresses


def read_audio(episode: EpisodePost, links: Links, cache: Cache) -> EpisodeAudio:
    """The recording of an episode and its other encodings; issues go to the source of the notes."""
    audio, fields = EpisodeAudio(), episode.fields.audio
    if not fields:
        return audio
    if fields.url:
        audio.address = fields.url
        audio.recording = Recording(
            fields.length or 0, fields.type or "", fields.duration or 0,
            codec="", channels=0, sample_rate=0, bit_rate=0,
        )  # fmt: skip
    elif fields.file:  # neither, if the address was refused
        # `audio` can be a name alone, or a group with the name as its `file`.
        positions = episode.source.fields.positions
        path = ("audio", "file") if ("audio", "file") in positions else ("audio",)
        if probed := _read_file(episode, links, cache, path, fields.file, audio.files):
            audio.recording, audio.address, audio.chapters = probed
            file = audio.files[audio.address]
            episode.source.report(*_advice(fields.file, file, audio.recording, path, cache))
            episode.source.report(*_check_declared(episode, audio.recording))
    for number, alternate in enumerate(episode.fields.alternates):
        enclosure = _alternate(episode, links, cache, ("alternates", number), alternate, audio)
        audio.alternates += (enclosure,) if enclosure else ()
    return audio


def _advice(name: str, file: Path, recording: Recording, path: FieldPath, cache: Cache) -> Iterator[Issue]:
    """Notes about a recording that listeners can play, and that directories or telephones take badly."""
    if recording.type not in _OF_DIRECTORIES:
        message = f"{name} is {recording.type}, and Apple's directory takes MP3 and M4A alone"
        fix = f"make an MP3 of it the recording, and this one an alternate:  alternates: [{name}]"
        yield Issue(message, fix, path, "note")
    if (
        heavy := int(cache.value(file, f"tags as {file.suffix.lower()}", lambda: recordings.tag_bytes(file)))
    ) > _HEAVY_TAGS:
        message = f"{name} has {heavy / 1_000_000:.1f} MB of artwork and tags, which every listener downloads with it"
        fix = "put a JPEG of at most 1400 pixels and 200 kB into it, or none: apps take the episode's image"
        yield Issue(message, fix, path, "note")


def _alternate(
    episode: EpisodePost, links: Links, cache: Cache, path: FieldPath, fields: Alternate, audio: EpisodeAudio
) -> AlternateEnclosure | None:
    if fields.url:
        return AlternateEnclosure(fields, fields.url)
    probed = _read_file(episode, links, cache, path, fields.file, audio.files) if fields.file else None
    if not probed:
        return None
    recording, address, _ = probed
    if audio.recording:
        difference = abs(recording.duration_ms - audio.recording.duration_ms)
        if difference > _ALTERNATE_TOLERANCE_MS:
            lasts, expected = timecode(recording.duration_ms), timecode(audio.recording.duration_ms)
            message = f"{fields.file} lasts {lasts}, the recording {expected}"
            fix = "an alternate is another encoding of the same recording; encode it again"
            episode.source.report(Issue(message, fix, path))
    return AlternateEnclosure(fields, address, recording)


def _read_file(
    episode: EpisodePost, links: Links, cache: Cache, path: FieldPath, name: str, files: dict[str, Path]
) -> tuple[Recording, str, tuple[Chapter, ...]] | None:
    """The recording in a file, its address and its chapters. The file is added to `files`."""
    target = links.resolve_file(episode.file, name)
    if isinstance(target, Issue):
        episode.source.report(replace(target, at=path))
        return None
    assert target.file
    files[target.address] = target.file
    try:
        recording, personal, chapters = probe_cached(target.file, cache)
    except AudioError as error:
        episode.source.report(replace(error.issue, at=path))
        return None
    if personal:
        fix = clean_fix(target.file, links.root)
        message = f"{name} contains {', '.join(personal)}, which everybody could read"
        episode.source.report(Issue(message, fix, path))
    return recording, target.address, chapters


def probe_cached(file: Path, cache: Cache) -> tuple[Recording, tuple[str, ...], tuple[Chapter, ...]]:
    """A recording, the personal data in its tags, and its chapters; raises AudioError."""

    def probe() -> dict[str, Any]:
        return {
            "recording": recordings.probe_audio(file)._asdict(),
            "personal": recordings.personal_tags(file),
            "chapters": [chapter._asdict() for chapter in recordings.embedded_chapters(file)],
        }

    try:
        # The suffix is a part of the key because the result tells whether it is the right one.
        values = cache.value(file, f"probe as {file.suffix.lower()}", probe)
    except OSError:
        recordings.probe_audio(file)  # raises an AudioError that says why it cannot be read
        raise
    chapters = tuple(Chapter(**chapter) for chapter in values["chapters"])
    return Recording(**values["recording"]), tuple(values["personal"]), chapters


def _check_declared(episode: EpisodePost, recording: Recording) -> Iterator[Issue]:
    """Values in the notes must be those of the file."""
    fields, fix = episode.fields.audio, "delete it; it is read from the file"
    assert fields
    if fields.length is not None and fields.length != recording.length:
        message = f"length is {fields.length}, but the file has {recording.length} bytes"
        yield Issue(message, fix, ("audio", "length"))
    duration = fields.duration
    if duration is not None and abs(duration - recording.duration_ms) > DURATION_TOLERANCE_MS:
        lasts = timecode(recording.duration_ms // 1000 * 1000)
        message = f"duration is {timecode(duration)}, but the file lasts {lasts}"
        yield Issue(message, fix, ("audio", "duration"))
    if fields.type is not None and fields.type != recording.type:
        yield Issue(f"type is {fields.type}, but the file is {recording.type}", fix, ("audio", "type"))
