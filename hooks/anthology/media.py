"""Pictures, recordings and transcripts beside a post: found, probed, and checked against its fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from . import audio, picture, transcript
from .artwork import depicted
from .audio import NotAudio, Recording
from .chapters import check_chapters
from .collection import Collection, Encoding, EpisodePost, EssayPost, PersonPage, Written
from .front_matter import Path as FieldPath
from .front_matter import Place
from .links import PICTURES, Links
from .model.podcast import Alternate
from .model.podcast import Picture as PictureFields
from .picture import NotAPicture
from .source import Source
from .timecode import timecode


def add_media(written: Written, links: Links) -> None:
    """Probes what an entry's fields name, and publishes it; problems go to its source."""
    if isinstance(written, EssayPost | EpisodePost | PersonPage) and written.fields.image:
        _picture(written, links, ("image",), written.fields.image)
    if isinstance(written, EpisodePost):
        _recording(written, links)
        _images(written, links)
        _transcript(written)
        _chapters(written, links)
    for file in _own_pictures(written, links):
        for message, fix in picture_problems(file):
            place = _mention(written.source, file.name)
            written.source.problems.append(written.source.problem(place, message, fix))


def name_recordings(written: Written, links: Links) -> None:
    """Gives recordings the address /episodes/slug/slug.mp3, before anything refers to them.

    Podcast clients (podboat, by default) name a download by the last part of its address, and would
    keep one of many files called audio.mp3.
    """
    if not isinstance(written, EpisodePost) or not written.fields.audio:
        return
    entry, fields = written.entry, written.fields
    taken = {*links.names.values(), *links.reserved}
    # A recording stays where it was published, whatever its folder is called today.
    kept = written.locked.path if written.locked and "://" not in written.locked.path else ""
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
    assert collection.show
    name = collection.show.image
    file = collection.root / "episodes" / name
    place = source.place(("image",))
    problems = (
        list(picture_problems(file))
        if file.is_file()
        else [(f"there is no file {name}", "put the cover beside show.yml")]
    )
    if not problems:
        shape = picture.probe(file)
        if (
            shape.width != shape.height
            or not 1400 <= shape.width <= 3000
            or shape.type not in {"image/jpeg", "image/png"}
        ):
            said = f"the cover is {shape.width}×{shape.height} {shape.type}"
            problems.append((said, "podcast apps want a square JPEG or PNG of 1400 to 3000 pixels"))
    for message, fix in problems:
        source.problems.append(source.problem(place, message, fix))
    if not problems:
        links.files[f"episodes/{name}"] = file
        if collection.show.image_alt and (
            cover := depicted(file, f"episodes/{name}", collection.show.image_alt, "artwork")
        ):
            collection.pictures.append(cover)
    for number, picture_ in enumerate(collection.show.images):
        _check_show_image(collection, links, source, number, picture_)


def _check_show_image(
    collection: Collection, links: Links, source: Source, number: int, fields: PictureFields
) -> None:
    """A further picture of the show, beside show.yml."""
    home = collection.root / "episodes"
    file, address = home / fields.file, f"episodes/{fields.file}"
    problems = [("this picture lies elsewhere", "put it beside show.yml and write its name alone")]
    if file.resolve().is_relative_to(home.resolve()):
        problems = (
            list(picture_problems(file))
            if file.is_file()
            else [(f"there is no file {fields.file}", "put the picture beside show.yml")]
        )
    for message, fix in problems:
        place = source.place(("images", number, "file"))
        source.problems.append(source.problem(place, message, fix))
    if not problems and (found := depicted(file, address, fields.alt, fields.purpose or "")):
        links.files[address] = file
        collection.pictures.append(found)


def picture_problems(file: Path) -> Iterator[tuple[str, str]]:
    """What is wrong with a picture as a file: a message and its fix."""
    try:
        picture.probe(file)
        found = picture.personal_metadata(file)
    except NotAPicture as error:
        yield error.message, error.fix
        return
    if found:
        fix = "save it again without its metadata (in most programs: Export → remove location and author)"
        yield f"{file.name} carries {', '.join(found)}, which everybody could read", fix


def _own_pictures(written: Written, links: Links) -> Iterator[Path]:
    """Pictures in the text; each is probed once, by the first entry that shows it."""
    for file in list(links.files.values()):
        if file.suffix.lower() in PICTURES and file not in links.probed:
            links.probed.add(file)
            yield file


def _picture(written: Written, links: Links, path: FieldPath, name: str) -> None:
    address = links.file_address(written.entry, name)
    if isinstance(address, tuple):
        written.source.problems.append(written.source.problem(written.source.place(path), *address))


def _images(written: EpisodePost, links: Links) -> None:
    """The artwork and further pictures, for apps that show more than a square."""
    fields = written.fields
    named = [(("image",), fields.image, fields.image_alt, "artwork")] if fields.image else []
    named += [(("images", n, "file"), one.file, one.alt, one.purpose) for n, one in enumerate(fields.images)]  # type: ignore[misc]
    for path, name, alt, purpose in named:
        address = links.file_address(written.entry, name)
        if isinstance(address, tuple):
            if path[0] == "images":
                written.source.problems.append(written.source.problem(written.source.place(path), *address))
        elif found := depicted(links.files[address], address, alt or "", purpose or ""):
            written.pictures.append(found)


def _recording(written: EpisodePost, links: Links) -> None:
    fields, source = written.fields.audio, written.source
    if not fields:
        return
    place = source.place(("audio",))
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
    else:
        assert fields.file
        probed = _probed(written, links, ("audio",), fields.file)
        if probed:
            written.recording, written.audio_address = probed
            for message, fix in _claims(written, probed[0]):
                source.problems.append(source.problem(place, message, fix))
    for number, other in enumerate(written.fields.alternates):
        _alternate(written, links, number, other)


def _alternate(written: EpisodePost, links: Links, number: int, fields: Alternate) -> None:
    """Another encoding of the recording; one that lies elsewhere is what its fields say."""
    source, path = written.source, ("alternates", number)
    if fields.url:
        written.encodings.append(Encoding(fields, fields.url))
        return
    assert fields.file
    probed = _probed(written, links, path, fields.file)
    if not probed:
        return
    recording, address = probed
    written.encodings.append(Encoding(fields, address, recording))
    if written.recording and abs(recording.duration_ms - written.recording.duration_ms) > 2000:
        lasts, should = timecode(recording.duration_ms), timecode(written.recording.duration_ms)
        message = f"{fields.file} lasts {lasts}, the recording {should}"
        fix = "an alternate is another encoding of the same recording; encode it again"
        source.problems.append(source.problem(source.place(path), message, fix))


def _probed(written: EpisodePost, links: Links, path: FieldPath, name: str) -> tuple[Recording, str] | None:
    source = written.source
    address = links.file_address(written.entry, name)
    if isinstance(address, tuple):
        source.problems.append(source.problem(source.place(path), *address))
        return None
    file = links.files[address]
    try:
        recording = audio.probe(file)
        tags = audio.personal_tags(file)
    except NotAudio as error:
        source.problems.append(source.problem(source.place(path), error.message, error.fix))
        return None
    if tags:
        fix = "remove these tags in the program that made it, or in a tag editor, and save it again"
        source.problems.append(
            source.problem(
                source.place(path), f"{name} carries {', '.join(tags)}, which everybody could read", fix
            )
        )
    return recording, address


def _claims(written: EpisodePost, recording: Recording) -> Iterator[tuple[str, str]]:
    fields = written.fields.audio
    assert fields
    if fields.length is not None and fields.length != recording.length:
        yield (
            f"audio length says {fields.length}, but the file has {recording.length} bytes",
            "delete the line; it is read from the file",
        )
    if fields.duration is not None and abs(fields.duration - recording.duration_ms) > 1000:
        said, found = timecode(fields.duration), timecode(recording.duration_ms // 1000 * 1000)
        yield (
            f"audio duration says {said}, but the file lasts {found}",
            "delete the line; it is read from the file",
        )
    if fields.type is not None and fields.type != recording.type:
        yield (
            f"audio type says {fields.type}, but the file is {recording.type}",
            "delete the line; it is read from the file",
        )


def _transcript(written: EpisodePost) -> None:
    name, source = written.fields.transcript, written.source
    if not name:
        return
    place = source.place(("transcript",))
    file = written.entry.folder / name
    if not file.resolve().is_relative_to(written.entry.folder.resolve()):
        message = f"{name} leaves the folder of this post"
        source.problems.append(
            source.problem(place, message, "put the file beside the notes and write its name alone")
        )
    elif not file.is_file():
        source.problems.append(
            source.problem(place, f"there is no file {name}", "put the transcript beside the notes")
        )
    else:
        path = (Path(written.entry.path).parent / name).as_posix()
        try:
            text = file.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            source.problems.append(
                source.problem(place, f"{name} is not UTF-8 text", "save it again with the encoding UTF-8")
            )
            return
        written.cues, problems = transcript.read(text, path)
        source.problems += problems
        if written.recording:
            source.problems += transcript.check_against(written.cues, written.recording.duration_ms, path)


def _chapters(written: EpisodePost, links: Links) -> None:
    source, chapters = written.source, written.fields.chapters
    duration = written.recording.duration_ms if written.recording else None
    for index, message, fix in check_chapters([chapter.start for chapter in chapters], duration):
        source.problems.append(source.problem(source.place(("chapters", index, "start")), message, fix))
    for number, chapter in enumerate(chapters):
        if chapter.image:
            _picture(written, links, ("chapters", number, "image"), chapter.image)
    for number, bite in enumerate(written.fields.soundbites):
        if duration is not None and bite.start + bite.duration * 1000 > duration + 1000:
            place = source.place(("soundbites", number, "start"))
            source.problems.append(
                source.problem(
                    place, "this soundbite runs past the end of the recording", "check its start and duration"
                )
            )


def _mention(source: Source, name: str) -> Place | None:
    """Where a file's name stands, in the fields or in the text."""
    for number, line in enumerate(source.lines, 1):
        if (column := line.find(name)) >= 0:
            return Place(number, column + 1)
    return None
