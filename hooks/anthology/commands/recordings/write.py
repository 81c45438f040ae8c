"""`anthology audio --write`: makes the recordings of an episode from its master. Needs the extra [audio]."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from anthology.collection import Collection, EpisodePost
from anthology.i18n import english, license_name
from anthology.media.audio import AudioError, Tags, embedded_chapters, probe_audio, write_id3, write_opus_tags
from anthology.media.audio.loudness_checks import signed
from anthology.media.audio.mastering import Mastered, write_recordings
from anthology.media.chapters import check_chapters
from anthology.media.images import ImageError, to_jpeg
from anthology.problems import IssueError
from anthology.timecode import timecode

COVER_PIXELS = 1000
"""Pixels: sharp on a phone, and a small part of the file."""


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
    """Write MP3 and Opus beside the notes and return a summary. Raises AudioError or OverwriteError."""
    targets = mastered_files(episode)
    if not replace and (existing := [file.name for file in targets if file.exists()]):
        raise OverwriteError(existing)
    _check_master(master, episode)
    with tempfile.TemporaryDirectory(dir=episode.file.folder, prefix=".making-") as folder:
        files = mp3, opus = Path(folder) / targets[0].name, Path(folder) / targets[1].name
        results = write_recordings(master, mp3, opus, progress)
        write_id3(mp3, _episode_tags(collection, episode, mp3))
        write_opus_tags(opus, _episode_tags(collection, episode, opus))
        summaries = [_file_summary(file, result) for file, result in zip(files, results, strict=True)]
        for file, target in zip(files, targets, strict=True):
            _put_in_place(file, target, replace)
    return "\n".join([*summaries, *_next_steps(episode, targets)])


def mastered_files(episode: EpisodePost) -> tuple[Path, Path]:
    """Return the paths of an episode's MP3 and Opus, whether or not they exist."""
    fields, file = episode.fields, episode.file
    own_folder = file.location.name == "index.md"
    name = fields.audio.file if fields.audio else None
    mp3 = name if name and name.lower().endswith(".mp3") else f"{'audio' if own_folder else file.slug}.mp3"
    opus = next((name for name in _local_alternates(episode) if name.lower().endswith(".opus")), "")
    return file.folder / mp3, file.folder / (opus or f"{Path(mp3).stem}.opus")


def _local_alternates(episode: EpisodePost) -> list[str]:
    """Return the names of the alternates beside the notes."""
    return [alternate.file for alternate in episode.fields.alternates if alternate.file]


def _check_master(master: Path, episode: EpisodePost) -> None:
    recording = probe_audio(master)
    if recording.type not in {"audio/wav", "audio/flac"}:
        raise AudioError(
            f"{master.name} is already compressed, and compressing it again would lose quality",
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
    """Return the episode's artwork, or the show's cover, as JPEG."""
    own = episode.image_address if episode.image_suits_apps else ""
    shows = f"episodes/{collection.show.image}" if collection.show else ""
    for file in (collection.files[address] for address in (own, shows) if address in collection.files):
        try:
            return to_jpeg(file, COVER_PIXELS)
        except ImageError:  # reported by `anthology check`
            continue
    return b""


def _put_in_place(file: Path, target: Path, replace: bool) -> None:
    if replace:
        os.replace(file, target)
        return
    try:
        with (
            target.open("xb") as copy,
            file.open("rb") as recording,
        ):  # x: another program may have written it
            shutil.copyfileobj(recording, copy)
    except FileExistsError:
        raise OverwriteError([target.name]) from None


def _file_summary(file: Path, result: Mastered) -> str:
    recording, chapters = probe_audio(file), len(embedded_chapters(file))
    kind = "mono" if result.channels == 1 else "stereo"
    change = f"gain {result.gain:+.1f} dB".replace("-", "−")
    if result.limiter_reduction >= 0.1:
        change += f"; peaks lowered by up to {result.limiter_reduction:.1f} dB"
    loudness, peak = signed(result.loudness.integrated), signed(result.loudness.true_peak)
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
