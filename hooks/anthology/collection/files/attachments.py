"""Files beside a post that its fields name: pictures, recordings, the transcript; and chapters and soundbites."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from posixpath import normpath

from anthology.cache import Cache
from anthology.media import images
from anthology.media.chapters import Chapter, check_chapters
from anthology.media.images.artwork import FeedImage, feed_image
from anthology.media.transcripts import Cue, check_duration, read_transcript
from anthology.problems import Issue
from anthology.rendering.body import Target
from anthology.sources import Source, read_text

from ..links import Links, locate, missing_file_issue, not_a_file
from ..model import AnyPage, EpisodePost, EssayPost, PersonPage
from .pictures import resolve_picture, suits_apps
from .recordings import DURATION_TOLERANCE_MS, read_audio


def attach(page: AnyPage, links: Links, cache: Cache) -> AnyPage:
    """The page with the files that its fields name; issues go to its source."""
    if isinstance(page, EpisodePost):
        return _attach_to_episode(page, links, cache)
    if not isinstance(page, EssayPost | PersonPage) or not page.fields.image:
        return page
    target = resolve_picture(page, links, page.fields.image, ("image",))
    if not target:
        return page
    page = replace(page, files={**page.files, **_files(target)})
    if isinstance(page, EssayPost) and target.file:
        return replace(page, image_size=images.display_size(target.file))
    return page


def _attach_to_episode(episode: EpisodePost, links: Links, cache: Cache) -> EpisodePost:
    fields = episode.fields
    image = resolve_picture(episode, links, fields.image, ("image",)) if fields.image else None
    audio = read_audio(episode, links, cache)
    files = {**episode.files, **_files(image), **audio.files}
    pictures = list(_pictures(episode, links, image, files))
    # Of a recording on another server nothing is known but what the notes say.
    duration = audio.recording.duration_ms if audio.recording and audio.files else None
    chapters = tuple(_chapters(episode, links, files)) or audio.chapters
    _check_chapters(episode, chapters, duration)
    return replace(
        episode,
        image_address=image.address if image else "",
        image_suits_apps=suits_apps(image.file) if image and image.file else False,
        recording=audio.recording,
        audio_address=audio.address,
        alternates=audio.alternates,
        pictures=tuple(pictures),
        cues=_transcript_of(episode, duration),
        chapters=chapters,
        files=files,
    )


def _files(target: Target | None) -> dict[str, Path]:
    return {target.address: target.file} if target and target.file else {}


def _pictures(
    episode: EpisodePost, links: Links, image: Target | None, files: dict[str, Path]
) -> Iterator[FeedImage]:
    """The artwork and further pictures for apps that show more than a square. Files are added to `files`."""
    fields = episode.fields
    named = [(image, fields.image_alt, "artwork")]
    for number, picture in enumerate(fields.images):
        target = resolve_picture(episode, links, picture.file, ("images", number, "file"))
        files |= _files(target)
        named.append((target, picture.alt, picture.purpose or ""))
    for target, alt, purpose in named:
        if target and target.file:
            feed_picture = feed_image(target.file, target.address, alt or "", purpose)
            yield from [feed_picture] if feed_picture else []


def _chapters(episode: EpisodePost, links: Links, files: dict[str, Path]) -> Iterator[Chapter]:
    """The chapters in the notes. Files of their pictures are added to `files`."""
    for number, chapter in enumerate(episode.fields.chapters):
        path = ("chapters", number, "image")
        image = resolve_picture(episode, links, chapter.image, path) if chapter.image else None
        files |= _files(image)
        address = links.addresses.absolute_file(image.address) if image else ""
        yield Chapter(chapter.start, chapter.title, chapter.url or "", address)


def _check_chapters(episode: EpisodePost, chapters: tuple[Chapter, ...], duration: int | None) -> None:
    fields, source = episode.fields, episode.source
    for index, issue in check_chapters([chapter.start for chapter in chapters], duration):
        if fields.chapters:
            source.report(replace(issue, at=("chapters", index, "start")))
        else:
            message = f"in the recording, chapter {index + 1}: {issue.message}"
            source.report(Issue(message, "correct it in the recording, or write chapters here", ("audio",)))
    for number, bite in enumerate(fields.soundbites):
        if duration is not None and bite.start + bite.duration * 1000 > duration + DURATION_TOLERANCE_MS:
            message = "this soundbite ends after the recording"
            source.report(Issue(message, "check its start and duration", ("soundbites", number, "start")))


def _transcript_of(episode: EpisodePost, duration: int | None) -> tuple[Cue, ...]:
    name, folder = episode.fields.transcript, episode.file.folder
    if not name:
        return ()
    match locate(folder / name, folder):
        case "file":
            return _read_transcript(episode, (folder / name).resolve(), duration)
        case "outside":
            message = f"{name} is outside the folder of this post"
            issue = Issue(message, "put the file beside the notes and write its name alone")
        case "folder":
            issue = not_a_file(name)
        case "nothing":
            issue = missing_file_issue(folder, name)
    episode.source.report(replace(issue, at=("transcript",)))
    return ()


def _read_transcript(episode: EpisodePost, file: Path, duration: int | None) -> tuple[Cue, ...]:
    path = normpath((Path(episode.file.path).parent / str(episode.fields.transcript)).as_posix())
    source = Source(path, file)
    text = read_text(source)
    episode.source.problems += source.problems
    if text is None:
        return ()
    cues, problems = read_transcript(text, path)
    episode.source.problems += problems
    if duration is not None:
        episode.source.problems += check_duration(cues, duration, path, text)
    return cues
