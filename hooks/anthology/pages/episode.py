"""The values that only the page of an episode shows: player, chapters, transcript, credits."""

import math
from collections.abc import Sequence

from anthology.collection import AnyPost, Collection, EpisodePost, episodes_around
from anthology.i18n import Language, role_name
from anthology.media.chapters import Chapter
from anthology.media.transcripts import TRANSCRIPT_TYPES, Cue, paragraphs
from anthology.schema import Episode, Show, Soundbite, version_in
from anthology.timecode import clock
from anthology.urls import file_url

from .components import Values, card, length, person_link
from .content_security_policy import policy

_SPEEDS = (0.75, 1, 1.25, 1.5, 1.75, 2)
_SLEEP_MINUTES = (10, 20, 30, 60)


def episode_values(collection: Collection, post: EpisodePost, language: Language) -> Values:
    """Return the values of an episode beyond those of every post. Times are in seconds."""
    fields, show = post.fields, collection.show
    newer, older = _newer_and_older(collection, post)
    return {
        "season_name": _season_name(show, fields.season, language) if show else "",
        "artwork": _artwork(collection, post, language),
        "audio": _audio(post, language),
        "policy": policy(post.audio_address),
        "show": (version_in(show.title, language.code) or show.title) if show else "",
        "learn": fields.learn,
        "chapters": [_chapter(chapter) for chapter in post.chapters],
        "transcript": _chapters_of_transcript(post),
        "transcript_files": _transcript_files(post),
        "credits": _credits(collection, post, language),
        "location": fields.location.model_dump() if fields.location else None,
        "previous": card(collection, older[0], language) if older else None,
        "next": card(collection, newer[0], language) if newer else None,
        "soundbites": [_soundbite(bite, fields, language) for bite in fields.soundbites],
    }


def _season_name(show: Show, season: int | None, language: Language) -> str:
    name = show.seasons.get(str(season), "")
    return version_in(name, language.code) or name


def _newer_and_older(
    collection: Collection, post: EpisodePost
) -> tuple[Sequence[AnyPost], Sequence[AnyPost]]:
    """Return the episodes published after and before this one, each a sequence of at most one."""
    around = episodes_around(collection, post.id)
    place = around.index(post) if post in around else len(around)
    return around[:place], around[place + 1 :]


def _artwork(collection: Collection, post: EpisodePost, language: Language) -> Values | None:
    if post.image_address:
        return _smaller(collection, post.image_address, post.fields.image_alt or "")
    return cover(collection, language)


def cover(collection: Collection, language: Language) -> Values | None:
    """Return the cover of the show, as pages have it, if there is one."""
    if not collection.show or not collection.show.image:
        return None
    title = collection.show.title
    alt = language.text("episode.cover", title=version_in(title, language.code) or title)
    return _smaller(collection, f"episodes/{collection.show.image}", alt)


def _smaller(collection: Collection, address: str, alt: str) -> Values:
    """The smaller copy of a picture that pages show, if there is one."""
    copy = collection.thumbnails.get(address)
    return {"url": file_url(copy.address if copy else address), "alt": alt}


def _audio(post: EpisodePost, language: Language) -> Values | None:
    recording = post.recording
    if not recording:
        return None
    return {
        "url": file_url(post.audio_address),
        "remote": post.is_remote,
        "type": recording.type,
        "size": language.size(recording.length),
        "bytes": recording.length,
        "seconds": round(recording.duration_ms / 1000),
        "length": length(post, language),
        "back": language.text("player.back", number=language.number(15)),
        "forward": language.text("player.forward", number=language.number(30)),
        "sleep": [
            {
                "minutes": minutes,
                "text": language.text("player.sleep_minutes", number=language.number(minutes)),
            }
            for minutes in _SLEEP_MINUTES
        ],
        "speeds": [{"value": f"{speed:g}", "text": f"{_speed(speed, language)}×"} for speed in _SPEEDS],
    }


def _speed(speed: float, language: Language) -> str:
    return language.number(speed, len(f"{speed:g}".partition(".")[2]))


def _chapter(chapter: Chapter) -> Values:
    return {
        "seconds": chapter.start / 1000 if chapter.start % 1000 else chapter.start // 1000,
        "time": clock(chapter.start),
        "title": chapter.title,
        "url": chapter.url,
    }


def _chapters_of_transcript(post: EpisodePost) -> list[Values]:
    """The paragraphs of the transcript by chapter; what is before the first chapter has no title."""
    starts = [0, *(chapter.start for chapter in post.chapters)]
    titles = ["", *(chapter.title for chapter in post.chapters)]
    parts: list[Values] = []
    for title, start, end in zip(titles, starts, [*starts[1:], math.inf], strict=True):
        cues = [cue for cue in post.cues if start <= cue.start < end]
        if cues:
            parts.append({"title": title, "paragraphs": _cue_paragraphs(cues)})
    return parts


def _cue_paragraphs(cues: list[Cue]) -> list[Values]:
    """Each with its time and cues, and with its speaker where another one begins."""
    listed: list[Values] = []
    before = ""
    for speaker, group in paragraphs(cues):
        start = group[0].start
        listed.append(
            {
                "speaker": speaker if speaker != before else "",
                "seconds": start / 1000,
                "time": clock(start),
                "cues": [
                    {"seconds": cue.start / 1000, "end": cue.end / 1000, "text": cue.text} for cue in group
                ],
            }
        )
        before = speaker
    return listed


def _transcript_files(post: EpisodePost) -> list[Values]:
    if not post.cues:
        return []
    folder = f"episodes/{post.file.slug}"
    return [
        {"format": suffix.upper(), "type": media_type, "url": f"{folder}/transcript.{suffix}"}
        for suffix, media_type in TRANSCRIPT_TYPES.items()
    ]


def _credits(collection: Collection, post: EpisodePost, language: Language) -> list[Values]:
    credited = [(credit.id, credit.role) for credit in post.fields.people if credit.field != "authors"]
    return [
        {**person_link(collection, name), "role": role_name(role, language)}
        for name, role in dict.fromkeys(credited)
    ]


def _soundbite(bite: Soundbite, fields: Episode, language: Language) -> Values:
    return {
        "seconds": bite.start / 1000,
        "time": clock(bite.start),
        "end": bite.start / 1000 + bite.duration,
        "text": language.text(
            "episode.soundbite",
            title=bite.title or fields.title,
            length=clock(round(bite.duration * 1000)),
        ),
    }
