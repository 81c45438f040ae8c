"""The values that only the page of an episode shows: player, chapters, transcript, credits."""

from anthology.collection import Collection, EpisodePost
from anthology.feeds import TRANSCRIPT_TYPES
from anthology.i18n import Language
from anthology.media.chapters import Chapter
from anthology.media.transcripts import Cue, paragraphs
from anthology.schema import Episode, Soundbite
from anthology.timecode import timecode

from .components import Values, length, person_link
from .content_security_policy import policy

_SPEEDS = (0.75, 1, 1.25, 1.5, 1.75, 2)


def episode_values(collection: Collection, post: EpisodePost, language: Language) -> Values:
    """Return the values of an episode beyond those of every post. Times are in seconds."""
    fields, show = post.fields, collection.show
    return {
        "season_name": show.seasons.get(str(fields.season), "") if show else "",
        "artwork": _artwork(collection, post, language),
        "audio": _audio(post, language),
        "policy": policy(post.audio_address),
        "show": show.title if show else "",
        "learn": fields.learn,
        "chapters": [_chapter(chapter) for chapter in post.chapters],
        "transcript": [
            {"speaker": speaker, "cues": [_cue(cue) for cue in cues]}
            for speaker, cues in paragraphs(post.cues)
        ],
        "transcript_files": _transcript_files(post),
        "credits": _credits(collection, post, language),
        "location": fields.location.model_dump() if fields.location else None,
        "soundbites": [_soundbite(bite, fields, language) for bite in fields.soundbites],
    }


def _artwork(collection: Collection, post: EpisodePost, language: Language) -> Values | None:
    if post.image_address:
        return _smaller(collection, post.image_address, post.fields.image_alt or "")
    if not collection.show or not collection.show.image:
        return None
    alt = language.text("episode.cover", title=collection.show.title)
    return _smaller(collection, f"episodes/{collection.show.image}", alt)


def _smaller(collection: Collection, address: str, alt: str) -> Values:
    """The smaller copy of a picture that pages show, if there is one."""
    copy = collection.artwork.get(address)
    return {"url": copy.address if copy else address, "alt": alt}


def _audio(post: EpisodePost, language: Language) -> Values | None:
    recording = post.recording
    if not recording:
        return None
    return {
        "url": post.audio_address,
        "remote": post.is_remote,
        "type": recording.type,
        "size": language.size(recording.length),
        "bytes": recording.length,
        "seconds": round(recording.duration_ms / 1000),
        "length": length(post, language),
        "back": language.text("player.back", number=language.number(15)),
        "forward": language.text("player.forward", number=language.number(30)),
        "speeds": [{"value": f"{speed:g}", "text": f"{_speed(speed, language)}×"} for speed in _SPEEDS],
    }


def _speed(speed: float, language: Language) -> str:
    return language.number(speed, len(f"{speed:g}".partition(".")[2]))


def _chapter(chapter: Chapter) -> Values:
    return {
        "seconds": chapter.start / 1000 if chapter.start % 1000 else chapter.start // 1000,
        "time": timecode(chapter.start),
        "title": chapter.title,
        "url": chapter.url,
    }


def _cue(cue: Cue) -> Values:
    time = timecode(cue.start // 1000 * 1000)
    return {"seconds": cue.start / 1000, "end": cue.end / 1000, "time": time, "text": cue.text}


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
        {**person_link(collection, name), "role": _role(role, language)}
        for name, role in dict.fromkeys(credited)
    ]


def _role(role: str, language: Language) -> object:
    """The name of a role; the podcast taxonomy has more roles than the catalogs."""
    return language.messages.get(f"roles.{role.lower()}") or role.capitalize()


def _soundbite(bite: Soundbite, fields: Episode, language: Language) -> Values:
    return {
        "seconds": bite.start / 1000,
        "time": timecode(bite.start),
        "end": bite.start / 1000 + bite.duration,
        "text": language.text(
            "episode.soundbite",
            title=bite.title or fields.title,
            length=language.seconds(round(bite.duration * 1000)),
        ),
    }
