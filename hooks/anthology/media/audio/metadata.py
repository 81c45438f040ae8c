"""Personal data in the metadata of recordings: people, places and computers."""

from __future__ import annotations

import base64
import mmap
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from mutagen.apev2 import APEv2
from mutagen.flac import FLAC
from mutagen.flac import Picture as FlacPicture
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from anthology.privacy import private_text

from ..images import ImageError, personal_metadata
from .containers import atoms, chunks
from .formats import damaged, open_recording
from .metadata_tags import (
    COVER_KEY,
    ENCODED_BY,
    ENCODER_PROGRAM,
    ID3_PERSONAL,
    ID3_PUBLIC,
    MP4_PERSONAL,
    MP4_PUBLIC,
    NAMED_PERSONAL,
    NAMED_PUBLIC,
    QUICKTIME_KEYS,
    RIFF_PERSONAL,
    TECHNICAL,
)


def personal_tags(path: Path) -> tuple[str, ...]:
    """Return descriptions of the metadata that can identify a person, a place or a computer, sorted.

    Values are left out, because reports are public. Fields that publishers write on purpose (title,
    artist, album, number, genre, date, language, copyright, chapters, cover, program) are accepted
    unless they contain an address or a path. Raises AudioError as `probe_audio` does.
    """
    audio_format, file = open_recording(path)
    try:
        with path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return tuple(sorted(set(_READERS[audio_format.load](path, file, content))))
    except Exception as error:
        raise damaged(path, audio_format) from error


def _mp3_personal(path: Path, file: Any, _content: mmap.mmap) -> Iterator[str]:
    yield from _id3_personal(file.tags)
    yield from _named_personal(_ape_pairs(path))


def _wav_personal(_path: Path, file: Any, content: mmap.mmap) -> Iterator[str]:
    yield from _id3_personal(file.tags)
    info: list[tuple[str, str]] = []
    for name, start, end in chunks(content, 12, len(content)):
        if name in RIFF_PERSONAL and content[start:end].strip(b"\0 "):
            yield RIFF_PERSONAL[name]
        if name == b"LIST" and content[start : start + 4] == b"INFO":
            info += (
                (key.decode("latin-1"), content[first:last].decode("utf-8", "replace").strip("\0 "))
                for key, first, last in chunks(content, start + 4, end)
            )
    yield from _named_personal(info)


def _flac_personal(_path: Path, file: Any, _content: mmap.mmap) -> Iterator[str]:
    yield from _named_personal(file.tags or ())
    yield from chain.from_iterable(_cover_metadata(picture.data) for picture in file.pictures)
    if any(block.code == 2 and block.data for block in file.metadata_blocks):
        yield "private data of a program"


def _ogg_personal(_path: Path, file: Any, _content: mmap.mmap) -> Iterator[str]:
    yield from _named_personal(file.tags or ())


def _mp4_personal(_path: Path, file: Any, content: mmap.mmap) -> Iterator[str]:
    for key, value in (file.tags or {}).items():
        if key == "covr":
            yield from chain.from_iterable(_cover_metadata(bytes(picture)) for picture in value)
        elif key.startswith("----"):
            yield from _mp4_freeform(key, value)
        else:
            texts = value if isinstance(value, list) else [value]
            yield from _check_values(key, map(str, texts), MP4_PUBLIC, MP4_PERSONAL)
    for atom, start, end in atoms(content, 0, len(content)):
        key = atom[-1].decode("latin-1")
        if atom[-2:-1] == (b"udta",) and key in MP4_PERSONAL:
            text = content[start : min(end, start + 4096)].decode("utf-8", "replace")
            yield from _check_values(key, [text], MP4_PUBLIC, MP4_PERSONAL)
        if atom[-1] == b"uuid":
            yield "private data of a program"
        if atom[-1] == b"meta":
            yield from _quicktime_keys(content[start : min(end, start + 1_000_000)])


def _mp4_freeform(key: str, values: Iterable[bytes]) -> Iterator[str]:
    if not TECHNICAL.fullmatch(key.rpartition(":")[2]):
        yield ID3_PERSONAL["TXXX"]
    yield from chain.from_iterable(private_text(value.decode("utf-8", "replace")) for value in values)


def _quicktime_keys(meta: bytes) -> Iterator[str]:
    return (words for pattern, words in QUICKTIME_KEYS.items() if re.search(pattern, meta))


def _id3_personal(tags: Any) -> Iterator[str]:
    if tags is None:
        return
    for frame in tags.values():
        yield from _id3_frame_personal(frame)
    for raw in tags.unknown_frames:
        yield f"a tag of no standard ({_printable(raw[:4].decode('latin-1'))})"


def _id3_frame_personal(frame: Any) -> Iterator[str]:
    texts = list(_id3_texts(frame))
    yield from chain.from_iterable(private_text(text) for text in texts)
    if frame.FrameID == "APIC":
        yield from _cover_metadata(frame.data)
    if frame.FrameID in {"CHAP", "CTOC"}:
        # A chapter's link is meant to be public.
        inner = (sub for sub in frame.sub_frames.values() if sub.FrameID != "WXXX")
        yield from chain.from_iterable(_id3_frame_personal(sub) for sub in inner)
    technical = frame.FrameID in {"COMM", "TXXX"} and TECHNICAL.fullmatch(frame.desc)
    by_program = frame.FrameID == "TENC" and all(ENCODER_PROGRAM.fullmatch(text) for text in texts)
    if not (ID3_PUBLIC.fullmatch(frame.FrameID) or technical or by_program) and _has_content(frame):
        yield ID3_PERSONAL.get(frame.FrameID, f"a rare tag ({_printable(frame.FrameID)})")


def _id3_texts(frame: Any) -> Iterator[str]:
    for value in vars(frame).values():
        yield from (str(part) for part in (value if isinstance(value, list) else [value]) if _is_text(part))


def _is_text(part: object) -> bool:
    return isinstance(part, str) or hasattr(part, "text")  # ID3TimeStamp keeps its text


def _has_content(frame: Any) -> bool:
    text = getattr(frame, "text", None)
    return text is None or any(str(part).strip() for part in (text if isinstance(text, list) else [text]))


def _named_personal(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Check tags with named fields: Vorbis comments, APE tags and RIFF's INFO."""
    for key, value in pairs:
        if COVER_KEY.fullmatch(key.lower()):
            yield from _cover_metadata(_embedded_picture(value))
        elif not TECHNICAL.fullmatch(key):
            yield from _check_values(key.lower(), [value], NAMED_PUBLIC, NAMED_PERSONAL)


def _check_values(
    key: str, texts: Iterable[str], public: re.Pattern[str], words: Mapping[str, str]
) -> Iterator[str]:
    texts = [text for text in texts if text.strip("\0 ")]
    yield from chain.from_iterable(private_text(text) for text in texts)
    by_program = words.get(key) == ENCODED_BY and all(ENCODER_PROGRAM.fullmatch(text) for text in texts)
    if texts and not public.fullmatch(key) and not by_program:
        yield words.get(key, f"a rare tag ({_printable(key)})")


def _cover_metadata(content: bytes) -> Iterator[str]:
    try:
        yield from (f"in the cover: {words}" for words in personal_metadata(content))
    except ImageError:
        yield "a cover that cannot be read"


def _embedded_picture(value: str) -> bytes:
    try:
        unpacked = base64.b64decode(value)
        return bytes(FlacPicture(unpacked).data)  # type: ignore[no-untyped-call]
    except Exception:  # Not base64 or not a picture block; reported as an unreadable cover.
        return b""


def _ape_pairs(path: Path) -> list[tuple[str, str]]:
    """Return the fields of an APE tag, which some programs append to an MP3 besides its ID3 tag."""
    try:
        return [(key, str(value)) for key, value in APEv2(path).items()]  # type: ignore[no-untyped-call]
    except Exception:  # Most MP3 files have none, which mutagen reports by an exception too.
        return []


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name[:40])


_READERS: dict[Any, Callable[[Path, Any, mmap.mmap], Iterator[str]]] = {
    MP3: _mp3_personal,
    MP4: _mp4_personal,
    WAVE: _wav_personal,
    FLAC: _flac_personal,
    OggOpus: _ogg_personal,
    OggVorbis: _ogg_personal,
    OggFLAC: _ogg_personal,
}
