"""Pictures, recordings and transcripts beside a post: found, probed, and checked against its fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from posixpath import normpath
from typing import Any
from urllib.parse import quote

from anthology.cache import Cache
from anthology.media import audio
from anthology.media import images as picture
from anthology.media import transcripts as transcript
from anthology.media.audio import AudioError, Recording
from anthology.media.chapters import Chapter, check_chapters
from anthology.media.images import ImageError
from anthology.media.images.artwork import feed_image, is_podcast_artwork
from anthology.problems import FieldPath, Issue, Position
from anthology.schema import Alternate
from anthology.schema import Picture as PictureFields
from anthology.sources import Source, read_text
from anthology.timecode import timecode
from anthology.urls import is_external

from .links import PICTURES, Links, kind_of, missing_file
from .model import Collection, ContentPage, Encoding, EpisodePost, EssayPost, PersonPage


def add_media(written: ContentPage, links: Links, cache: Cache) -> None:
    """Probes what an entry's fields name, and publishes it; problems go to its source."""
    if isinstance(written, EssayPost | EpisodePost | PersonPage) and written.fields.image:
        address = _picture(written, links, ("image",), written.fields.image)
        if isinstance(written, EssayPost) and address:
            written.image_size = picture.display_size(links.fresh[address])
        if isinstance(written, EpisodePost) and address:
            written.image_address = address
            written.image_suits_apps = _suits_apps(links.fresh[address])
    if isinstance(written, EpisodePost):
        _recording(written, links, cache)
        _images(written, links)
        _transcript(written)
        _chapters(written, links)
    for file in _own_pictures(links):
        position = _mention(written.source, file.name)
        written.source.report(*(replace(issue, at=position) for issue in picture_issues(file)))


def name_recordings(written: ContentPage, links: Links) -> None:
    """Gives recordings the address /episodes/slug/slug.mp3, before anything refers to them.

    Podcast clients (podboat, by default) name a download by the last part of its address, and would
    keep one of many files called audio.mp3.
    """
    if not isinstance(written, EpisodePost) or not written.fields.audio:
        return
    entry, fields = written.file, written.fields
    taken = {*links.names.values(), *links.reserved}
    # A recording stays where it was published, whatever its folder is called today.
    kept = written.locked.path if written.locked and not is_external(written.locked.path) else ""
    stem = kept.rpartition(".")[0]
    for name in filter(None, [fields.audio.file, *(other.file for other in fields.alternates)]):  # type: ignore[union-attr]
        file = Path(name)
        address = f"{stem or f'{entry.id}/{entry.slug}'}{file.suffix.lower()}"
        if address in taken and address != kept:
            address = f"{entry.id}/{entry.slug}-{file.name}"
        taken.add(address)
        links.names[entry.folder / file] = address


def check_cover(collection: Collection, links: Links, source: Source) -> None:
    """The show's artwork. Apple: square, 1400–3000 px, JPEG or PNG."""
    name = source.fields.values.get("image")
    if not isinstance(name, str) or not name:
        return  # said already
    folder = collection.root / "episodes"
    file = folder / name
    kind = kind_of(file, folder)
    issues = list(_cover_issues(file)) if kind == "file" else [missing_file(folder, name)]
    if kind == "outside":
        issues = [Issue(f"{name} leaves the folder of the show", "put the cover beside show.yml")]
    source.report(*(replace(issue, at=("image",)) for issue in issues))
    if not issues:
        links.files[f"episodes/{name}"] = file
        if collection.show and collection.show.image_alt:
            cover = feed_image(file, f"episodes/{name}", collection.show.image_alt, "artwork")
            collection.pictures += [cover] if cover else []
    for number, fields in enumerate(collection.show.images if collection.show else ()):
        _check_show_image(collection, links, source, number, fields)


def _check_show_image(
    collection: Collection, links: Links, source: Source, number: int, fields: PictureFields
) -> None:
    """A further picture of the show, beside show.yml."""
    folder = collection.root / "episodes"
    file, address = folder / fields.file, f"episodes/{fields.file}"
    kind = kind_of(file, folder)
    issues = list(picture_issues(file)) if kind == "file" else [missing_file(folder, fields.file)]
    if kind == "outside":
        issues = [Issue("this picture lies elsewhere", "put it beside show.yml and write its name alone")]
    source.report(*(replace(issue, at=("images", number, "file")) for issue in issues))
    if not issues and (found := feed_image(file, address, fields.alt, fields.purpose or "")):
        links.files[address] = file
        collection.pictures.append(found)


def look_into(file: Path, cache: Cache) -> tuple[Recording, tuple[str, ...], tuple[Chapter, ...]]:
    """What a recording is, what its tags give away, and its own chapters; raises AudioError."""

    def read() -> dict[str, Any]:
        return {
            "recording": asdict(audio.probe_audio(file)),
            "personal": audio.personal_tags(file),
            "chapters": [asdict(chapter) for chapter in audio.embedded_chapters(file)],
        }

    try:
        # Whether its ending fits is part of the answer.
        found = cache.about(file, f"what it is as {file.suffix.lower()}", read)
    except OSError:
        audio.probe_audio(file)  # says in its own words that there is none, or that it cannot be read
        raise
    return (
        Recording(**found["recording"]),
        tuple(found["personal"]),
        tuple(Chapter(**chapter) for chapter in found["chapters"]),
    )


def _cover_issues(file: Path) -> Iterator[Issue]:
    if issues := list(picture_issues(file)):
        yield from issues
        return
    shape = picture.probe_image(file)
    if not is_podcast_artwork(shape):
        message = f"the cover is {shape.width}×{shape.height} {shape.type}"
        yield Issue(message, "podcast apps want a square JPEG or PNG of 1400 to 3000 pixels")


def picture_issues(file: Path) -> Iterator[Issue]:
    """The issues with a picture as a file."""
    try:
        picture.probe_image(file)
        found = picture.personal_metadata(file)
    except ImageError as error:
        yield error.issue
        return
    if found:
        fix = "save it again without its metadata (in most programs: Export → remove location and author)"
        yield Issue(f"{file.name} carries {', '.join(found)}, which everybody could read", fix)


def _own_pictures(links: Links) -> Iterator[Path]:
    """Pictures of this entry; each is probed once, for the first entry that shows it."""
    for file in list(links.fresh.values()):
        if file.suffix.lower() in PICTURES and file not in links.probed:
            links.probed.add(file)
            yield file


def _picture(written: ContentPage, links: Links, path: FieldPath, name: str) -> str:
    """The address of a picture beside an entry; nothing where there is none."""
    address = links.file_address(written.file, name) if name else ""
    if isinstance(address, Issue):
        written.source.report(replace(address, at=path))
        return ""
    if name and Path(name).suffix.lower() not in PICTURES:
        kinds = ", ".join(sorted(PICTURES))
        written.source.report(
            Issue(f"{name} is not a picture", f"name a file that ends with one of: {kinds}", path)
        )
        return ""
    return address


def _suits_apps(file: Path) -> bool:
    try:
        return is_podcast_artwork(picture.probe_image(file))
    except ImageError:  # reported as a picture of the entry
        return False


def _images(written: EpisodePost, links: Links) -> None:
    """The artwork and further pictures, for apps that show more than a square."""
    fields = written.fields
    if written.image_address:
        _depict(written, links, written.image_address, fields.image_alt, "artwork")
    for number, one in enumerate(fields.images):
        address = _picture(written, links, ("images", number, "file"), one.file)
        if address:
            _depict(written, links, address, one.alt, one.purpose)


def _depict(written: EpisodePost, links: Links, address: str, alt: str | None, purpose: str | None) -> None:
    if found := feed_image(links.fresh[address], address, alt or "", purpose or ""):
        written.pictures.append(found)


def _recording(written: EpisodePost, links: Links, cache: Cache) -> None:
    fields, source = written.fields.audio, written.source
    if not fields:
        return
    if fields.url:
        written.recording = Recording(
            fields.length or 0,
            fields.type or "",
            fields.duration or 0,
            codec="",
            channels=0,
            sample_rate=0,
            bit_rate=0,
        )
        written.audio_address = fields.url
    elif fields.file:  # neither, where its address is wrong: that is said already
        probed = _probed(written, links, cache, _path_of_file(source), fields.file)
        if probed:
            written.recording, written.audio_address = probed
            for name, message, fix in _claims(written, probed[0]):
                source.report(Issue(message, fix, ("audio", name)))
    for number, other in enumerate(written.fields.alternates):
        _alternate(written, links, cache, number, other)


def _alternate(written: EpisodePost, links: Links, cache: Cache, number: int, fields: Alternate) -> None:
    """Another encoding of the recording; one that lies elsewhere is what its fields say."""
    source, path = written.source, ("alternates", number)
    if fields.url:
        written.encodings.append(Encoding(fields, fields.url))
        return
    probed = _probed(written, links, cache, path, fields.file) if fields.file else None
    if not probed:
        return
    recording, address = probed
    written.encodings.append(Encoding(fields, address, recording))
    if written.recording and abs(recording.duration_ms - written.recording.duration_ms) > 2000:
        lasts, should = timecode(recording.duration_ms), timecode(written.recording.duration_ms)
        message = f"{fields.file} lasts {lasts}, the recording {should}"
        fix = "an alternate is another encoding of the same recording; encode it again"
        source.report(Issue(message, fix, path))


def _probed(
    written: EpisodePost, links: Links, cache: Cache, path: FieldPath, name: str
) -> tuple[Recording, str] | None:
    source = written.source
    address = links.file_address(written.file, name)
    if isinstance(address, Issue):
        source.report(replace(address, at=path))
        return None
    file = links.fresh[address]
    try:
        recording, tags, chapters = look_into(file, cache)
    except AudioError as error:
        source.report(replace(error.issue, at=path))
        return None
    if tags:
        fix = "remove these tags in the program that made it, or in a tag editor, and save it again"
        source.report(Issue(f"{name} carries {', '.join(tags)}, which everybody could read", fix, path))
    if path[0] == "audio" and not written.fields.chapters:
        written.chapters = chapters
    return recording, address


def _path_of_file(source: Source) -> FieldPath:
    """`audio` may be a name alone, or a group with the name as its `file`."""
    return ("audio", "file") if ("audio", "file") in source.fields.positions else ("audio",)


def _claims(written: EpisodePost, recording: Recording) -> Iterator[tuple[str, str, str]]:
    fields, fix = written.fields.audio, "delete it; it is read from the file"
    assert fields
    if fields.length is not None and fields.length != recording.length:
        yield "length", f"length says {fields.length}, but the file has {recording.length} bytes", fix
    if fields.duration is not None and abs(fields.duration - recording.duration_ms) > 1000:
        said, found = timecode(fields.duration), timecode(recording.duration_ms // 1000 * 1000)
        yield "duration", f"duration says {said}, but the file lasts {found}", fix
    if fields.type is not None and fields.type != recording.type:
        yield "type", f"type says {fields.type}, but the file is {recording.type}", fix


def _transcript(written: EpisodePost) -> None:
    name, source, folder = written.fields.transcript, written.source, written.file.folder
    if not name:
        return
    place = source.position(("transcript",))
    match kind_of(folder / name, folder):
        case "file":
            _read_transcript(written, (folder / name).resolve(), place)
        case "outside":
            message = f"{name} leaves the folder of this post"
            source.report(Issue(message, "put the file beside the notes and write its name alone", place))
        case "folder":
            source.report(Issue(f"{name} is a folder, not a file", "write the name of one file in it", place))
        case "nothing":
            source.report(replace(missing_file(folder, name), at=place))


def _read_transcript(written: EpisodePost, file: Path, place: Position | None) -> None:
    path = normpath((Path(written.file.path).parent / str(written.fields.transcript)).as_posix())
    source = Source(path, file)
    text = read_text(source)
    written.source.problems += source.problems
    if text is None:
        return
    written.cues, problems = transcript.read_webvtt(text, path)
    written.source.problems += problems
    if written.recording:
        duration = written.recording.duration_ms
        written.source.problems += transcript.check_duration(written.cues, duration, path, text)


def _chapters(written: EpisodePost, links: Links) -> None:
    source, fields = written.source, written.fields
    duration = written.recording.duration_ms if written.recording else None
    for number, chapter in enumerate(fields.chapters):
        image = _picture(written, links, ("chapters", number, "image"), chapter.image or "")
        shown = links.addresses.absolute(image) if image else ""
        written.chapters += (Chapter(chapter.start, chapter.title, chapter.url or "", shown),)
    for index, issue in check_chapters([chapter.start for chapter in written.chapters], duration):
        if fields.chapters:
            source.report(replace(issue, at=("chapters", index, "start")))
        else:
            message = f"in the recording, chapter {index + 1}: {issue.message}"
            source.report(Issue(message, "correct it in the recording, or write chapters here", ("audio",)))
    for number, bite in enumerate(written.fields.soundbites):
        if duration is not None and bite.start + bite.duration * 1000 > duration + 1000:
            place = source.position(("soundbites", number, "start"))
            message = "this soundbite runs past the end of the recording"
            source.report(Issue(message, "check its start and duration", place))


def _mention(source: Source, name: str) -> Position | None:
    """Where a file's name stands, in the fields or in the text."""
    for form in (name, quote(name)):
        for number, line in enumerate(source.lines, 1):
            if (column := line.find(form)) >= 0:
                return Position(number, column + 1)
    return None
