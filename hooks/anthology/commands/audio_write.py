"""The recordings of an episode, made from its master and put beside its notes. Needs the extra [audio]."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from anthology.collection.model import Collection, EpisodePost
from anthology.i18n import english, license_name
from anthology.media.audio import AudioError, Tags, embedded_chapters, probe_audio, write_id3, write_opus_tags
from anthology.media.audio.loudness_checks import signed
from anthology.media.audio.mastering import Mastered, write_recordings
from anthology.media.chapters import check_chapters
from anthology.media.images import ImageError, to_jpeg
from anthology.problems import IssueError
from anthology.timecode import timecode

COVER_PIXELS = 1000
"""pixels: sharp on a telephone, and a small part of the file"""


class OverwriteError(IssueError):
    """Recordings that would be overwritten."""

    def __init__(self, names: list[str]) -> None:
        verb = "is" if len(names) == 1 else "are"
        fix = "if listeners may download the recording again, add  --replace"
        super().__init__(f"{english().listed(names)} {verb} there already", fix)


def write_episode(
    collection: Collection,
    episode: EpisodePost,
    master: Path,
    *,
    replace: bool,
    progress: Callable[[str], None],
) -> str:
    """Writes MP3 and Opus, and gives back what to tell about them; raises AudioError or OverwriteError."""
    targets = recording_files(episode)
    if not replace and (there := [file.name for file in targets if file.exists()]):
        raise OverwriteError(there)
    _check_master(master, episode)
    with tempfile.TemporaryDirectory(dir=episode.file.folder, prefix=".making-") as folder:
        made = [Path(folder) / target.name for target in targets]
        mastered = write_recordings(master, made[0], made[1], progress)
        write_id3(made[0], _episode_tags(collection, episode, made[0]))
        write_opus_tags(made[1], _episode_tags(collection, episode, made[1]))
        told = [_file_summary(file, done) for file, done in zip(made, mastered, strict=True)]
        for file, target in zip(made, targets, strict=True):
            _put_in_place(file, target, replace)
    return "\n".join([*told, *_next_steps(episode, targets)])


def recording_files(episode: EpisodePost) -> tuple[Path, Path]:
    """Where an episode's MP3 and Opus lie, or will."""
    fields, file = episode.fields, episode.file
    own_folder = file.location.name == "index.md"
    name = fields.audio.file if fields.audio else None
    mp3 = name if name and name.lower().endswith(".mp3") else f"{'audio' if own_folder else file.slug}.mp3"
    opus = next((name for name in _local_alternates(episode) if name.lower().endswith(".opus")), "")
    return file.folder / mp3, file.folder / (opus or f"{Path(mp3).stem}.opus")


def _local_alternates(episode: EpisodePost) -> list[str]:
    """The names of the alternates that lie beside the notes."""
    return [other.file for other in episode.fields.alternates if other.file]


def _check_master(master: Path, episode: EpisodePost) -> None:
    recording = probe_audio(master)
    if recording.type not in {"audio/wav", "audio/flac"}:
        raise AudioError(
            f"{master.name} is compressed already, and would lose by it a second time",
            "Export the master as WAV or FLAC.",
        )
    starts = [chapter.start for chapter in episode.chapters]
    for _, issue in check_chapters(starts, recording.duration_ms):
        raise AudioError(f"in the notes, {issue.message}", issue.fix)


def _episode_tags(collection: Collection, episode: EpisodePost, file: Path) -> Tags:
    fields, show = episode.fields, collection.show
    names = [
        person.fields.name
        for name in fields.named_in("authors", "hosts")
        if (person := collection.people.get(f"people/{name}"))
    ]
    rights = license_name(fields.license or collection.site.settings.license)[0]
    if fields.copyright:
        rights = " ".join(str(part) for part in (fields.copyright.year, fields.copyright.holder) if part)
    return Tags(
        title=fields.title,
        artist=", ".join(names) or (show.author if show else ""),
        album=show.title if show else collection.site.name,
        duration_ms=probe_audio(file).duration_ms,
        date=fields.day.at.date().isoformat() if fields.day else "",
        language=fields.language or (show.language if show else collection.site.language),
        copyright=rights,
        season=fields.season,
        episode=fields.episode,
        cover=_cover_jpeg(collection, episode),
        chapters=episode.chapters,
    )


def _cover_jpeg(collection: Collection, episode: EpisodePost) -> bytes:
    """The episode's own artwork, or the show's cover."""
    own = episode.image_address if episode.image_suits_apps else ""
    shows = f"episodes/{collection.show.image}" if collection.show else ""
    for file in (collection.files[address] for address in (own, shows) if address in collection.files):
        try:
            return to_jpeg(file, COVER_PIXELS)
        except ImageError:  # `anthology check` says what is wrong with it
            continue
    return b""


def _put_in_place(file: Path, target: Path, replace: bool) -> None:
    if replace:
        os.replace(file, target)
        return
    try:
        with target.open("xb") as new, file.open("rb") as made:  # x: not even what came while we worked
            shutil.copyfileobj(made, new)
    except FileExistsError:
        raise OverwriteError([target.name]) from None


def _file_summary(file: Path, done: Mastered) -> str:
    recording, chapters = probe_audio(file), len(embedded_chapters(file))
    kind = "mono" if done.channels == 1 else "stereo"
    change = f"gain {done.gain:+.1f} dB".replace("-", "−")
    if done.limiter_reduction >= 0.1:
        change += f"; peaks lowered by up to {done.limiter_reduction:.1f} dB"
    loudness, peak = signed(done.loudness.integrated), signed(done.loudness.true_peak)
    return (
        f"{file.name}: {kind}, {timecode(recording.duration_ms)}, {english().size(recording.length)},"
        f" {loudness} LUFS, true peak {peak} dBTP ({change})" + (f", {chapters} chapters" if chapters else "")
    )


def _next_steps(episode: EpisodePost, targets: tuple[Path, Path]) -> list[str]:
    fields, (mp3, opus) = episode.fields, targets
    lines = []
    if not fields.audio or fields.audio.file != mp3.name:
        lines.append(f"audio: {mp3.name}")
    if opus.name not in _local_alternates(episode):
        lines.append(f"alternates: [{', '.join([*_local_alternates(episode), opus.name])}]")
    write = [f"Write in {episode.file.path}:", *(f"  {line}" for line in lines)] if lines else []
    return [*write, "Commit both files as they are: they are what listeners download."]
