"""Personal data in the metadata of recordings: people, places and computers."""

import base64
import re
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

from mutagen.apev2 import APEv2
from mutagen.flac import Picture as FlacPicture
from mutagen.id3 import ID3, ParseID3v1

from anthology.privacy import private_text

from ..images import ImageError, personal_metadata
from .formats import damaged
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
    TECHNICAL,
)
from .probe import read_recording
from .recording import HIDDEN, AudioError, Piece
from .walks import info_pairs

_MOST_TAG_FIELDS = 2000
"""frames of a tag, of which a chapter is one"""


def personal_tags(path: Path) -> tuple[str, ...]:
    """Return descriptions of the metadata that can identify a person, a place or a computer, sorted.

    Values are left out, because reports are public. Fields that publishers write on purpose (title,
    artist, album, number, genre, date, language, copyright, chapters, cover, program) are accepted
    unless they contain an address or a path. Raises AudioError as `probe_audio` does.
    """
    audio_format, file, walk = read_recording(path)
    try:
        descriptions = {words for piece in walk.pieces for words in piece_personal(piece)}
        descriptions |= {words for key, value in mp4_tags(file) for words in mp4_tag_personal(key, value)}
        return tuple(sorted(descriptions))
    except AudioError:
        raise
    except Exception as error:
        raise damaged(path, audio_format) from error


def stated_names(path: Path) -> set[str]:
    """Return the artists and the holder of the rights that the tags name. Raises AudioError as `probe_audio` does."""
    _, file, _ = read_recording(path)
    tags = getattr(file, "tags", None) or {}
    keys = {"TPE1", "TPE2", "TCOP", "artist", "albumartist", "copyright", "\xa9ART", "aART", "cprt"}
    values = (value for key, value in tags.items() if key in keys or key.lower() in keys)
    texts = (getattr(value, "text", value) for value in values)
    return {str(text) for entry in texts for text in (entry if isinstance(entry, list) else [entry])}


def tag_bytes(path: Path) -> int:
    """Return how many bytes of a recording are tags and artwork. Raises AudioError as `probe_audio` does."""
    _, file, walk = read_recording(path)
    covers = (cover for key, value in mp4_tags(file) if key == "covr" for cover in value)
    return sum(len(piece.body) for piece in walk.pieces) + sum(map(len, covers))


def piece_personal(piece: Piece) -> set[str]:
    """Describe what in a piece of a recording is personal; empty for a piece that may be published."""
    if piece.words or not piece.kind:
        return {piece.words} - {""}
    return set(_READERS[piece.kind](piece.body))


def mp4_tags(file: Any) -> Iterator[tuple[str, Any]]:
    """Yield the tags of an M4A; nothing for other recordings."""
    if type(file).__name__ == "MP4":
        yield from (file.tags or {}).items()


def mp4_tag_personal(key: str, value: Any) -> Iterator[str]:
    """Describe what is personal in a tag of an M4A."""
    if key == "covr":
        yield from chain.from_iterable(_cover_metadata(bytes(picture)) for picture in value)
    elif key.startswith("----"):
        yield from _mp4_freeform(key, value)
    else:
        texts = value if isinstance(value, list) else [value]
        yield from _check_values(key, map(str, texts), MP4_PUBLIC, MP4_PERSONAL)


def _mp4_freeform(key: str, values: Iterable[bytes]) -> Iterator[str]:
    if not TECHNICAL.fullmatch(key.rpartition(":")[2]):
        yield ID3_PERSONAL["TXXX"]
    yield from chain.from_iterable(private_text(value.decode("utf-8", "replace")) for value in values)


def _id3_personal(body: bytes) -> Iterator[str]:
    """Check an ID3 tag of version 2, wherever in a file it is."""
    tags = read_id3(body)
    for frame in tags.values():
        yield from id3_frame_personal(frame)
    for raw in tags.unknown_frames:
        yield f"a tag of no standard ({_printable(raw[:4].decode('latin-1'))})"
    rest = body[len(body) - tags._padding :] if tags._padding > 0 else b""
    if rest.strip(b"\0"):
        yield HIDDEN


def read_id3(body: bytes) -> Any:
    """Read an ID3 tag. Raises AudioError for one with more frames than any program writes."""
    if len(re.findall(rb"[A-Z]{3}[A-Z0-9]\0", body)) > _MOST_TAG_FIELDS:
        fix = "Leave out chapters and tags in the program that made it, and save it again."
        raise AudioError(f"this recording has a tag of more than {_MOST_TAG_FIELDS} fields", fix)
    return ID3(BytesIO(body))  # type: ignore[no-untyped-call]


def _id3v1_personal(body: bytes) -> Iterator[str]:
    frames = ParseID3v1(body) or {}  # type: ignore[no-untyped-call]
    return chain.from_iterable(id3_frame_personal(frame) for frame in frames.values())


def id3_frame_personal(frame: Any) -> Iterator[str]:
    texts = list(_id3_texts(frame))
    yield from chain.from_iterable(private_text(text) for text in texts)
    if frame.FrameID == "APIC":
        yield from _cover_metadata(frame.data)
    if frame.FrameID in {"CHAP", "CTOC"}:
        # A chapter's link is meant to be public.
        inner = (sub for sub in frame.sub_frames.values() if sub.FrameID != "WXXX")
        yield from chain.from_iterable(id3_frame_personal(sub) for sub in inner)
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


def named_personal(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
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


def _picture_block(body: bytes) -> Iterator[str]:
    return _cover_metadata(bytes(FlacPicture(body).data))  # type: ignore[no-untyped-call]


def _comments(body: bytes) -> Iterator[str]:
    """Vorbis comments: the name of the program, then a number of fields, each with its length."""
    pairs, rest = vorbis_comments(body)
    yield from named_personal(pairs)
    if rest.strip(b"\0") not in {b"", b"\1"}:
        yield HIDDEN


def vorbis_comments(body: bytes) -> tuple[list[tuple[str, str]], bytes]:
    """Return the fields of Vorbis comments, the program as `encoder`, and what follows them."""
    texts, at, left = list[str](), 0, 1
    while left:
        size = int.from_bytes(body[at : at + 4], "little")
        if len(body) < at + 4 + size or left > len(body):
            raise ValueError("comments that end too early")
        texts.append(body[at + 4 : at + 4 + size].decode("utf-8", "replace"))
        at, left = at + 4 + size, left - 1
        if len(texts) == 1:
            (left,) = struct.unpack("<I", body[at : at + 4])
            at += 4
    fields = [text.partition("=")[::2] for text in texts[1:]]
    return [("encoder", texts[0]), *fields], body[at:]


def _ape(body: bytes) -> Iterator[str]:
    """An APE tag, which some programs append to an MP3 besides its ID3 tag."""
    fields = APEv2(BytesIO(body)).items()  # type: ignore[no-untyped-call]
    return named_personal((key, str(value)) for key, value in fields)


def _info(body: bytes) -> Iterator[str]:
    return named_personal(info_pairs(body))


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name[:40])


_READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "id3": _id3_personal,
    "id3v1": _id3v1_personal,
    "ape": _ape,
    "info": _info,
    "comments": _comments,
    "picture": _picture_block,
}
