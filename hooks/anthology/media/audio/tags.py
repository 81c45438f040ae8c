"""Tags of the recordings that `anthology audio --write` makes. They are written to no other recording."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from mutagen import id3 as id3_frames
from mutagen.flac import Picture
from mutagen.oggopus import OggOpus

from anthology.timecode import vtt_time

from ..chapters import Chapter

_id3: Any = id3_frames
"""mutagen's frames have no types."""
_FRONT_COVER = 3
_TOP_LEVEL, _ORDERED = 1, 2


@dataclass(frozen=True, slots=True)
class Tags:
    """Tag values. `date` as 2026-11-22, `duration_ms` of the whole recording, `cover` a JPEG."""

    title: str
    artist: str
    album: str
    duration_ms: int
    date: str = ""
    language: str = ""
    copyright: str = ""
    season: int | None = None
    episode: int | None = None
    cover: bytes = b""
    chapters: tuple[Chapter, ...] = ()


def write_id3(path: Path, tags: Tags) -> None:
    """Write ID3 2.3, which every player reads, into an MP3 without tags; chapters as CHAP and CTOC."""
    written = _id3.ID3()
    for frame in _id3_frames(tags):
        written.add(frame)
    written.update_to_v23()
    tag = BytesIO()
    written.save(tag, v1=0, v2_version=3, padding=lambda _: 0)
    path.write_bytes(_chapters_in_order(tag.getvalue()) + path.read_bytes())


def write_opus_tags(path: Path, tags: Tags) -> None:
    """Write Vorbis comments, with chapters as in the Vorbis chapter extension."""
    file: Any = OggOpus(path)  # type: ignore[no-untyped-call]
    file.delete()
    for name, text in _vorbis_comments(tags):
        file[name] = text
    for number, chapter in enumerate(tags.chapters):
        file[f"chapter{number:03}"] = vtt_time(chapter.start)
        file[f"chapter{number:03}name"] = chapter.title
        if chapter.url:
            file[f"chapter{number:03}url"] = chapter.url
    if tags.cover:
        file["metadata_block_picture"] = base64.b64encode(_flac_picture(tags.cover)).decode("ascii")
    file.save(padding=lambda _: 0)


def _chapters_in_order(tag: bytes) -> bytes:
    """Return the tag with chapters in order: mutagen sorts by length, and some players do not sort."""
    position, others, chapters = 10, b"", list[bytes]()
    while position + 10 <= len(tag):
        end = position + 10 + int.from_bytes(tag[position + 4 : position + 8], "big")
        frame = tag[position:end]
        if frame.startswith(b"CHAP"):
            chapters.append(frame)
        else:
            others += frame
        position = end
    # A chapter's start follows its id, which ends with a zero byte.
    chapters.sort(key=lambda frame: frame[frame.index(b"\0", 10) + 1 :][:4])
    return tag[:10] + others + b"".join(chapters)


def _id3_frames(tags: Tags) -> Iterator[Any]:
    texts = {
        "TIT2": tags.title,
        "TPE1": tags.artist,
        "TALB": tags.album,
        "TCON": "Podcast",
        "TDRC": tags.date,
        "TCOP": tags.copyright,
        "TRCK": str(tags.episode or ""),
        "TPOS": str(tags.season or ""),
    }
    for name, text in texts.items():
        if text:
            yield getattr(_id3, name)(encoding=3, text=[text])
    if tags.cover:
        yield _id3.APIC(encoding=0, mime="image/jpeg", type=_FRONT_COVER, desc="", data=tags.cover)
    yield from _chapter_frames(tags)


def _chapter_frames(tags: Tags) -> Iterator[Any]:
    """https://id3.org/id3v2-chapters-1.0"""
    if not tags.chapters:
        return
    ends = [chapter.start for chapter in tags.chapters[1:]] + [tags.duration_ms]
    names = [f"chp{number}" for number in range(len(tags.chapters))]
    yield _id3.CTOC(element_id="toc", flags=_TOP_LEVEL | _ORDERED, child_element_ids=names, sub_frames=[])
    for name, chapter, end in zip(names, tags.chapters, ends, strict=True):
        inner = [_id3.TIT2(encoding=3, text=[chapter.title])]
        if chapter.url:
            inner.append(_id3.WXXX(encoding=3, desc="", url=chapter.url))
        yield _id3.CHAP(element_id=name, start_time=chapter.start, end_time=end, sub_frames=inner)


def _vorbis_comments(tags: Tags) -> Iterator[tuple[str, str]]:
    texts = {
        "title": tags.title,
        "artist": tags.artist,
        "album": tags.album,
        "genre": "Podcast",
        "date": tags.date,
        "language": tags.language,
        "copyright": tags.copyright,
        "tracknumber": str(tags.episode or ""),
        "discnumber": str(tags.season or ""),
    }
    return ((name, text) for name, text in texts.items() if text)


def _flac_picture(cover: bytes) -> bytes:
    picture: Any = Picture()  # type: ignore[no-untyped-call]
    picture.type, picture.mime, picture.data = _FRONT_COVER, "image/jpeg", cover
    return bytes(picture.write())
