"""Files that a feed only names, put beside the notes when an editor asks (`--media`).

What this collection cannot have whole stays at its address, and is told.
"""

import json
from pathlib import Path
from typing import Any

from anthology.importers.downloads import CHAPTERS, RECORDING, TRANSCRIPT, Downloads
from anthology.importers.personal_addresses import without_addresses
from anthology.importers.writing import ImportPlan
from anthology.media.audio import AudioError, clean_recording, personal_tags, probe_audio
from anthology.media.chapters import check_chapters
from anthology.media.images import ImageError, probe_image
from anthology.media.images.artwork import is_podcast_artwork
from anthology.media.transcripts import check_duration, read_transcript
from anthology.problems import errors
from anthology.timecode import milliseconds, timecode

from .feed_item import FeedItem

COVER_TO_DECIDE = "show.yml: put the cover beside it, and name it:  image: cover.jpg"
_CHAPTER = {"startTime", "title", "url"}


def fetch_media(
    show: dict[str, Any], episodes: list[FeedItem], plan: ImportPlan, downloads: Downloads
) -> None:
    """Add the cover, and chapters, transcripts and recordings of these episodes, to a plan."""
    _add_cover(show, plan, downloads)
    for episode in episodes:
        media = _EpisodeMedia(episode, plan, downloads)
        if downloads.recordings:
            media.add_recording()
        media.add_chapters()
        media.add_transcript()
    plan.left_out += [f"{address}: {reason}" for address, reason in downloads.failed.items()]


def _add_cover(show: dict[str, Any], plan: ImportPlan, downloads: Downloads) -> None:
    file = downloads.fetch(show["feed"].get("itunes:image", ""))
    if not file:
        return
    try:
        suits = is_podcast_artwork(probe_image(file))
    except ImageError:
        suits = False
    name = plan.add_picture(file, "episodes") if suits else ""
    if not name:
        plan.left_out.append("the cover, which is not square with 1400 to 3000 pixels, as JPEG or PNG")
        return
    show["image"] = name
    del show["feed"]["itunes:image"]
    plan.to_decide.remove(COVER_TO_DECIDE)
    plan.to_decide.append("show.yml: say what the cover shows:  image_alt:")
    plan.taken.append("the cover")


class _EpisodeMedia:
    """Puts files beside the notes of one episode."""

    def __init__(self, episode: FeedItem, plan: ImportPlan, downloads: Downloads) -> None:
        self._episode, self._fields, self._plan, self._downloads = episode, episode.fields, plan, downloads
        self._folder = f"episodes/{episode.slug}"

    def add_recording(self) -> None:
        """Put the recording beside the notes: its address in the feed changes, its guid does not."""
        audio = self._fields.get("audio")
        file = self._downloads.fetch(audio["url"], RECORDING) if audio else None
        if not file:
            return
        try:
            probe_audio(file)
            if personal_tags(file):
                clean = file.with_name(f"clean-{file.name}")
                clean.write_bytes(clean_recording(file))
                file = clean
                self._plan.repaired.append("a recording, of which personal data was taken out")
        except AudioError as error:
            self._stays("recording", str(error))
            return
        name = f"audio{file.suffix}"
        self._plan.copies[f"{self._folder}/{name}"] = file
        self._fields["audio"] = name
        self._plan.taken.append("a recording, of which the address in the feed changes")

    def add_chapters(self) -> None:
        """Put chapters into the fields, if they have nothing but starts, titles and addresses."""
        file = self._downloads.fetch(self._fields.get("chapters_url", ""), CHAPTERS)
        if not file:
            return
        chapters = _chapters_in(file)
        starts = [round(chapter["startTime"] * 1000) for chapter in chapters]
        if not chapters or list(check_chapters(starts, self._duration())):
            self._stays("file of chapters", "it has pictures or more, or is out of order")
            return
        del self._fields["chapters_url"]
        self._fields["chapters"] = [
            {"start": timecode(start), "title": " ".join(without_addresses(chapter["title"]).split())}
            | ({"url": chapter["url"]} if chapter.get("url") else {})
            for start, chapter in zip(starts, chapters, strict=True)
        ]
        self._plan.taken.append("a file of chapters")

    def add_transcript(self) -> None:
        """Put the first transcript that is read here beside the notes; others of its language are made of it."""
        listed = self._fields.get("transcripts", [])
        remote = next((one for one in listed if one["type"] in TRANSCRIPT.suffixes), None)
        file = self._downloads.fetch(remote["url"], TRANSCRIPT) if remote else None
        if not remote or not file:
            return
        text = without_addresses(file.read_text(encoding="utf-8-sig", errors="replace"))
        name = f"transcript{file.suffix}"
        cues, problems = read_transcript(text, name)
        duration = self._duration()
        late = check_duration(cues, duration, name, text) if duration is not None else ()
        if reasons := errors([*problems, *late]):
            self._stays("transcript", reasons[0].message)
            return
        self._plan.files[f"{self._folder}/{name}"] = text
        self._fields["transcript"] = name
        self._fields["transcripts"] = [
            each for each in listed if each.get("language") != remote.get("language")
        ] or None
        self._plan.taken.append("a transcript")

    def _duration(self) -> int | None:
        """Milliseconds that the feed states."""
        audio = self._fields.get("audio")
        stated = audio.get("duration") if isinstance(audio, dict) else None
        return milliseconds(stated) if stated else None

    def _stays(self, name: str, reason: str) -> None:
        self._plan.left_out.append(f"{self._episode.title}: the {name}, which stays at its address: {reason}")


def _chapters_in(file: Path) -> list[dict[str, Any]]:
    """Chapters of a JSON file that have nothing else; empty for any other file."""
    try:
        document = json.loads(file.read_text(encoding="utf-8-sig"))
        chapters = document["chapters"]
        whole = all(
            not {*chapter} - _CHAPTER and str(chapter["title"]).strip() and float(chapter["startTime"]) >= 0
            for chapter in chapters
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return []
    return chapters if whole and isinstance(chapters, list) else []
