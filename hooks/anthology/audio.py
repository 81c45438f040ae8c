"""What an audio file is, and what it says about the people who made it: the one door to mutagen.

The file is known by its content, never by its name alone: a podcast app trusts the type in the feed.
mutagen reads the tags and most lengths; where it guesses (an MP3 without a table of its frames) or
looks away (a video track, a file cut short, notes outside the tags), the bytes are read here.
"""

from __future__ import annotations

import base64
import mmap
import re
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import isfinite
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

from .picture import NotAPicture, personal_metadata, private_text
from .timecode import timecode


class NotAudio(Exception):  # noqa: N818 -- it reads as the sentence it is
    """Why a file cannot be published as a recording, and what to do about it, in plain words."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Recording:
    """What a feed and a player need to know about an audio file.

    `length` is in bytes, `type` a MIME type, `bit_rate` in bits per second (the average where it
    varies), `sample_rate` in Hz; `codec` is what RFC 6381 calls it ("mp3", "mp4a.40.2", "opus" …).
    """

    length: int
    type: str
    duration_ms: int
    codec: str
    channels: int
    sample_rate: int
    bit_rate: int


def probe(path: Path) -> Recording:
    """What the file is; raises NotAudio, and nothing else, for whatever is not a whole recording."""
    form, file = _open(path)
    try:
        with path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return _recording(path, form, file.info, content)
    except NotAudio:
        raise
    except Exception as error:
        raise _damaged(path, form) from error


def personal_tags(path: Path) -> tuple[str, ...]:
    """What in an audio file can reveal a person, a place or a computer, in plain words, sorted.

    Never the values: a report is public, and would tell what it warns of. What a publisher writes on
    purpose (title, artist, album, number, genre, date, language, copyright, chapters, cover, program)
    is fine, unless an address or a path stands in it. Raises NotAudio as `probe` does.
    """
    form, file = _open(path)
    try:
        with path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return tuple(sorted(set(form.personal(path, file, content))))
    except Exception as error:
        raise _damaged(path, form) from error


# --- Which kind of file it is ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Form:
    """One kind of audio file; mutagen's classes have no types, hence the Any."""

    name: str
    type: str
    codec: str
    endings: tuple[str, ...]
    load: Callable[[Path], Any]
    personal: Callable[[Path, Any, mmap.mmap], Iterator[str]]


# Apple's list has audio/x-m4a and not audio/mp4, and at least one app refuses a feed with audio/mp4
# (amugofjava/anytime_podcast_player#201); nobody is known to refuse audio/x-m4a.
_M4A = "audio/x-m4a"
# What a file begins with, and what that is. None of these can stand in a podcast feed.
_NOT_AUDIO = (
    (rb"OggS.{24,1000}?\x80theora", "an Ogg film"),
    (rb"OggS.{24,300}?Speex  ", "a Speex recording"),
    (rb"\x1aE\xdf\xa3", "a WebM or Matroska film"),
    (rb"RIFF.{4}AVI ", "an AVI film"),
    (rb"FORM.{4}AIF[FC]", "an AIFF recording"),
    (rb"\x30\x26\xb2\x75", "a Windows Media file"),
    (rb"#!AMR", "an AMR recording of a telephone"),
    (rb"caff", "a recording in Apple's CAF form"),
    (rb"\xff[\xf0\xf1\xf8\xf9]", "a bare AAC stream"),
    (rb"\xff[\xe4-\xe7\xf4-\xf7\xfc\xfd]", "MPEG audio older than MP3 (MP1 or MP2)"),
    (rb"MThd", "a MIDI file"),
    (rb"\xff\xd8\xff|\x89PNG|GIF8|.{4}ftyp(?:hei|avif|mif1)", "a picture"),
    (rb"%PDF", "a PDF document"),
    (rb"PK\x03\x04", "a ZIP archive"),
    (rb"version https://git-lfs", "a pointer of Git LFS, not the recording itself"),
    (rb"\s*<(?i:!doctype|html|\?xml)", "a web page"),
)
_EXPORT = "Export the recording as MP3 from your audio program."


def _open(path: Path) -> tuple[_Form, Any]:
    start = _start(path)
    form = _form(path, start)
    if path.suffix.lower() not in form.endings:
        raise NotAudio(
            f"{path.name} is really {form.name}, which its name does not say",
            f"Rename it so that it ends in {form.endings[0]}, or export the recording again as MP3.",
        )
    try:
        return form, form.load(path)
    except Exception as error:  # mutagen lets many kinds through for hostile bytes, not only its own.
        raise _damaged(path, form) from error


def _start(path: Path) -> bytes:
    """The first bytes; for a file with an ID3 tag, those behind it stand after the tag's three letters."""
    try:
        with path.open("rb") as opened:
            start = opened.read(8192)
            if start[:3] == b"ID3" and len(start) >= 10:
                opened.seek(10 + _synchsafe(start[6:10]))
                start = b"ID3" + opened.read(8192)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise NotAudio(
            f"there is no audio file {path.name} here" if missing else f"{path.name} cannot be read",
            "Check the spelling, and that the recording lies beside the post.",
        ) from error
    if not start:
        raise NotAudio(f"{path.name} is empty", "Copy the recording here again.")
    return start


def _form(path: Path, start: bytes) -> _Form:
    for pattern, words in _NOT_AUDIO:
        if re.match(pattern, start.removeprefix(b"ID3"), re.DOTALL):
            raise NotAudio(f"{path.name} is {words}", _EXPORT)
    for pattern, form in _FORMS.items():
        if re.match(pattern, start, re.DOTALL):
            return form
    if path.suffix.lower() == ".mp3":
        return _MP3  # A stream cut from a longer one may begin anywhere; mutagen looks for its first frame.
    raise NotAudio(f"{path.name} is not an audio file, or it is damaged", _EXPORT)


def _damaged(path: Path, form: _Form) -> NotAudio:
    return NotAudio(
        f"{path.name} looks like {form.name}, but it is damaged", f"Copy it here again. {_EXPORT}"
    )


def _cut_off(path: Path, detail: str = "its end is missing") -> NotAudio:
    return NotAudio(f"{path.name} is cut off: {detail}", f"Copy the whole recording here again. {_EXPORT}")


# --- How long it is -------------------------------------------------------------------------------


def _recording(path: Path, form: _Form, info: Any, content: mmap.mmap) -> Recording:
    seconds, bit_rate = float(info.length), int(getattr(info, "bitrate", 0) or 0)
    if form is _MP3:
        seconds, bit_rate = _mp3_length(path, info, content)
    elif form is _MP4:
        _check_mp4(path, content)
    elif form is _WAV:
        seconds = _wav_seconds(path, info, content)
    if not (isfinite(seconds) and 0.001 <= seconds < 1_000_000 and info.channels > 0):
        raise NotAudio(f"{path.name} holds no sound", _EXPORT)
    average = round(len(content) * 8 / seconds)
    return Recording(
        length=len(content),
        type=form.type,
        duration_ms=round(seconds * 1000),
        codec=str(getattr(info, "codec", "") or form.codec),
        channels=int(info.channels),
        sample_rate=int(getattr(info, "sample_rate", 48_000)),  # Opus always plays at 48 kHz (RFC 7845).
        # Some encoders name a wish rather than a fact.
        bit_rate=bit_rate if average / 2 < bit_rate < average * 2 else average,
    )


def _mp3_length(path: Path, info: Any, content: mmap.mmap) -> tuple[float, int]:
    """Seconds and bits per second: from the file's own table where its size bears it out, otherwise counted.

    Without a table mutagen multiplies the first frame's bit rate, which is wrong for a varying one.
    """
    available = len(content) - info.frame_offset
    # Behind the first header: Xing (or Info) as LAME and ffmpeg write it, VBRI as Fraunhofer does.
    has_table = _TABLE.search(content[info.frame_offset : info.frame_offset + 48]) is not None
    promised = info.length * info.bitrate / 8
    if has_table and 8_000 <= info.bitrate <= 330_000 and abs(promised - available) < available / 100:
        return float(info.length), int(info.bitrate)
    frames = list(_frames(content, info.frame_offset))
    counted, seconds = sum(size for size, _ in frames), sum(lasting for _, lasting in frames)
    if counted < available / 2:
        raise NotAudio(f"{path.name} is hardly MP3: most of it is something else", _EXPORT)
    if has_table and info.length > seconds * 1.02 + 1:
        whole = min(round(info.length), 1_000_000)
        raise _cut_off(path, f"it holds {timecode(round(seconds) * 1000)} of {timecode(whole * 1000)}")
    # The frame that holds the table is not played.
    return (seconds - frames[0][1] if has_table else seconds), round(counted * 8 / seconds)


_TABLE = re.compile(rb"Xing|Info|VBRI")


def _frames(content: mmap.mmap, start: int) -> Iterator[tuple[int, float]]:
    """The bytes and seconds of each frame that is like the first, whatever stands between them."""
    like_the_first = _kind_of_frame(content[start : start + 4])
    position, strays = start, 0
    # Strays are limited, since a file of nothing but 0xFF bytes would be searched for hours.
    while 0 <= position < len(content) - 4 and strays < 100_000:
        header = content[position : position + 4]
        frame = _frame(header)
        if frame and _kind_of_frame(header) == like_the_first:
            yield frame
            position += frame[0]
        else:
            position, strays = content.find(b"\xff", position + 1), strays + 1


def _kind_of_frame(header: bytes) -> tuple[int, int]:
    """What stays the same through a file: version and layer, and the sample rate."""
    return header[1] & 0xFE, header[2] & 0x0C


_BIT_RATES = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),  # MPEG 1, layer III, kbit/s
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),  # MPEG 2 and 2.5
}
_SAMPLE_RATES = (44_100, 48_000, 32_000)


@lru_cache(maxsize=4096)
def _frame(header: bytes) -> tuple[int, float] | None:
    """A layer III frame's bytes and seconds, from its first four bytes (ISO/IEC 11172-3, 2.4.1.3)."""
    bits = int.from_bytes(header, "big")
    version, rate, pace = bits >> 19 & 3, bits >> 12 & 15, bits >> 10 & 3
    if bits >> 21 != 0x7FF or version == 1 or bits >> 17 & 3 != 1 or rate in {0, 15} or pace == 3:
        return None
    first = version == 3
    sample_rate = _SAMPLE_RATES[pace] >> {3: 0, 2: 1, 0: 2}[version]
    size = (144_000 if first else 72_000) * _BIT_RATES[first][rate] // sample_rate + (bits >> 9 & 1)
    return size, (1152 if first else 576) / sample_rate


# A program that streams a WAV cannot know its size beforehand, and writes the largest number.
_UNKNOWN_SIZE = 0xFFFFFFFF
# A cover that a chapter shows is a track of pictures: no film.
_STILL = {b"jpeg", b"png ", b"mjpa", b"mjpb", b"tiff", b"gif "}


def _wav_seconds(path: Path, info: Any, content: mmap.mmap) -> float:
    for name, start, end in _chunks(content, 12, len(content)):
        if end > len(content) and end - start != _UNKNOWN_SIZE:
            raise _cut_off(path)
        if end > len(content) and name == b"data":
            return float(info.length) * (len(content) - start) / _UNKNOWN_SIZE
    return float(info.length)


def _check_mp4(path: Path, content: mmap.mmap) -> None:
    handler = b""
    for way, start, end in _atoms(content, 0, len(content)):
        if end > len(content):
            raise _cut_off(path)
        if way[-1] == b"hdlr":
            handler = content[start + 8 : start + 12]
        if way[-1] == b"stsd" and handler == b"vide" and content[start + 12 : start + 16] not in _STILL:
            raise NotAudio(f"{path.name} is a video", _EXPORT)


_BOXES = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta"}


def _atoms(
    content: mmap.mmap, start: int, end: int, way: tuple[bytes, ...] = ()
) -> Iterator[tuple[tuple[bytes, ...], int, int]]:
    """Every atom's way down from the file, and where its content starts and ends (ISO/IEC 14496-12, 4.2)."""
    while start + 8 <= min(end, len(content)):
        size, name = struct.unpack(">I4s", content[start : start + 8])
        head = 8
        if size == 1 and start + 16 <= len(content):
            size, head = int.from_bytes(content[start + 8 : start + 16], "big"), 16
        stop = end if size == 0 else start + max(size, head)
        yield (*way, name), start + head, stop
        if name in _BOXES and len(way) < 8:
            yield from _atoms(content, start + head, stop, (*way, name))
        start = stop


# --- What the tags say about people ---------------------------------------------------------------

_COMMENT, _ENCODED_BY, _PLACE = "a comment", "the name of who encoded it", "a GPS position"
_ID3_PUBLIC = re.compile(
    "TIT[123]|TALB|TPE[12]|TRCK|TPOS|TCON|TYER|TDAT|TIME|TRDA|TD(?:RC|RL|OR|EN|TG|LY|ES)|TORY|TLAN|TLEN|TBPM"
    "|TCOP|TPUB|TPRO|TSSE|TSST|TSO[APT2]|TSRC|TKEY|TFLT|TMED|TSIZ|TCMP|TCAT|TGID|TKWD|PCST|WFED|WCOP|WOA[FS]"
    "|WPUB|CHAP|CTOC|APIC|USLT|SYLT|MLLT|ETCO|SYTC|RVA2|RVAD|RVRB|EQU2|EQUA|POSS|SEEK|ASPI|GRP1|MV[NI][MN]"
    "|USER|MCDI|RBUF"
)
_ID3_WORDS = {
    "COMM": _COMMENT,
    "TENC": _ENCODED_BY,
    "TOWN": "the owner's name",
    "OWNE": "the owner's name, and what was paid",
    "TRSO": "the name of a radio station's owner",
    "TOFN": "the original file's name",
    "TCOM": "a composer's name",
    "TEXT": "a writer's name",
    "TOLY": "a writer's name",
    "TOPE": "an original artist's name",
    "TPE3": "a conductor's name",
    "TPE4": "the name of who mixed it",
    "TMCL": "musicians' names",
    "TIPL": "names of people who worked on it",
    "IPLS": "names of people who worked on it",
    "TXXX": "a tag of somebody's own",
    "WXXX": "a link",
    "WOAR": "a link to the artist",
    "GEOB": "an enclosed file",
    "PRIV": "private data of a program",
    "UFID": "a number that marks this one file",
    "POPM": "a rating, often with an e-mail address",
    "PCNT": "how often it was played",
}
_MP4_PUBLIC = re.compile(
    "©(?:nam|ART|alb|gen|day|too|swr|lyr|grp|mvn|mvi|mvc|wrk|cpy)|aART|trkn|disk|gnre|cprt|shwm|cpil|pgap|pcst"
    "|stik|rtng|covr|tmpo|tv(?:sh|en|sn|es|nn)|desc|ldes|sdes|purl|egid|catg|keyw|hdvd|so(?:nm|ar|al|aa|sn)"
)
_MP4_WORDS = {
    "©cmt": _COMMENT,
    "©enc": _ENCODED_BY,
    "©xyz": _PLACE,
    "loci": "the name of a place",
    "©wrt": "a composer's name",
    "©aut": "the author's name",
    "auth": "the author's name",
    "©mak": "the device it was made with",
    "©mod": "the device it was made with",
    "ownr": "the owner's name",
    "apID": "the Apple account it was bought with",
    "purd": "the day it was bought",
    "Xtra": "notes of Windows",
}
_NAMED_PUBLIC = re.compile(
    "(?:sub)?title|(?:album ?)?artist|album|(?:track|disc) ?(?:number|total)?|total(?:tracks|discs)|genre"
    "|date|year|originaldate|language|copyright|licen[cs]e|encoder|software|organization|publisher|isrc|version|description|podcast|podcasturl"
    # The same in RIFF's four letters.
    "|inam|iart|iprd|itrk|iprt|ignr|icrd|ilng|icop|isft"
)
_NAMED_WORDS = {
    "comment": _COMMENT,
    "icmt": _COMMENT,
    "encoded-by": _ENCODED_BY,
    "encodedby": _ENCODED_BY,
    "encoded_by": _ENCODED_BY,
    "itch": _ENCODED_BY,
    "ieng": "the name of who recorded it",
    "location": "the name of a place",
    "contact": "somebody's address",
    "performer": "a performer's name",
    "composer": "a composer's name",
    "iarl": "the name of an archive",
    "icms": "the name of who ordered it",
}
_COVER = re.compile(r"metadata_block_picture|coverart|cover art.*")
_TECHNICAL = re.compile(
    # What players need to join tracks and level their loudness, and what ffmpeg keeps of an MP4.
    r"(?:iTunSMPB|iTunNORM|iTunPGAP|replaygain_.*|r128_.*|major_brand|minor_version|compatible_brands|encoder"
    r"|cdec|Encoding Params|tool|mp3gain_.*|chapter\d+(?:name|url)?|waveformatextensible_channel_mask)",
    re.IGNORECASE,
)
# "iTunes 12.9", "LAME 3.100", "Lavf60.16.100": a program encoded it, not a person.
_PROGRAM = re.compile(
    r"\s*(?:iTunes|LAME|Lav[cf]|libvorbis|Xiph|opusenc|libopus|Audacity|Logic|GarageBand|Adobe|Hindenburg|Reaper"
    r"|ffmpeg|Auphonic|qaac|fdkaac|Nero)[\w .,()/-]*",
    re.IGNORECASE,
)
_RIFF_WORDS = {
    b"bext": "a broadcast note with the recorder, its number and the time",
    b"iXML": "a note of the recorder with its number",
    b"cart": "a broadcast note with names",
    b"afsp": "the name of a user and a computer",
    b"_PMX": "notes of an Adobe program",
    b"axml": "a broadcast note",
}


def _mp3_personal(path: Path, file: Any, _content: mmap.mmap) -> Iterator[str]:
    yield from _id3_personal(file.tags)
    yield from _named_personal(_ape_pairs(path))


def _wav_personal(_path: Path, file: Any, content: mmap.mmap) -> Iterator[str]:
    yield from _id3_personal(file.tags)
    info: list[tuple[str, str]] = []
    for name, start, end in _chunks(content, 12, len(content)):
        if name in _RIFF_WORDS and content[start:end].strip(b"\0 "):
            yield _RIFF_WORDS[name]
        if name == b"LIST" and content[start : start + 4] == b"INFO":
            info += (
                (key.decode("latin-1"), content[first:last].decode("utf-8", "replace").strip("\0 "))
                for key, first, last in _chunks(content, start + 4, end)
            )
    yield from _named_personal(info)


def _flac_personal(_path: Path, file: Any, _content: mmap.mmap) -> Iterator[str]:
    yield from _named_personal(file.tags or ())
    yield from chain.from_iterable(_cover(picture.data) for picture in file.pictures)
    if any(block.code == 2 and block.data for block in file.metadata_blocks):
        yield "private data of a program"


def _ogg_personal(_path: Path, file: Any, _content: mmap.mmap) -> Iterator[str]:
    yield from _named_personal(file.tags or ())


def _mp4_personal(_path: Path, file: Any, content: mmap.mmap) -> Iterator[str]:
    for key, value in (file.tags or {}).items():
        if key == "covr":
            yield from chain.from_iterable(_cover(bytes(picture)) for picture in value)
        elif key.startswith("----"):
            yield from _mp4_freeform(key, value)
        else:
            texts = value if isinstance(value, list) else [value]
            yield from _judge(key, map(str, texts), _MP4_PUBLIC, _MP4_WORDS)
    for way, start, end in _atoms(content, 0, len(content)):
        key = way[-1].decode("latin-1")
        if way[-2:-1] == (b"udta",) and key in _MP4_WORDS:
            text = content[start : min(end, start + 4096)].decode("utf-8", "replace")
            yield from _judge(key, [text], _MP4_PUBLIC, _MP4_WORDS)
        if way[-1] == b"uuid":
            yield "private data of a program"
        if way[-1] == b"meta":
            yield from _quicktime_keys(content[start : min(end, start + 1_000_000)])


def _mp4_freeform(key: str, values: Iterable[bytes]) -> Iterator[str]:
    if not _TECHNICAL.fullmatch(key.rpartition(":")[2]):
        yield _ID3_WORDS["TXXX"]
    yield from chain.from_iterable(private_text(value.decode("utf-8", "replace")) for value in values)


_QUICKTIME_KEYS = {
    rb"com\.apple\.quicktime\.location": _PLACE,
    rb"com\.apple\.quicktime\.(?:author|artist|director|producer)": "the author's name",
    rb"com\.apple\.quicktime\.(?:make|model)": "the device it was made with",
    rb"com\.apple\.quicktime\.comment": _COMMENT,
}


def _quicktime_keys(meta: bytes) -> Iterator[str]:
    return (words for pattern, words in _QUICKTIME_KEYS.items() if re.search(pattern, meta))


def _id3_personal(tags: Any) -> Iterator[str]:
    if tags is None:
        return
    for frame in tags.values():
        yield from _id3_frame(frame)
    for raw in tags.unknown_frames:
        yield f"a tag of no standard ({_printable(raw[:4].decode('latin-1'))})"


def _id3_frame(frame: Any) -> Iterator[str]:
    texts = list(_id3_texts(frame))
    yield from chain.from_iterable(private_text(text) for text in texts)
    if frame.FrameID == "APIC":
        yield from _cover(frame.data)
    if frame.FrameID in {"CHAP", "CTOC"}:
        # A chapter's link is there to be followed.
        inner = (sub for sub in frame.sub_frames.values() if sub.FrameID != "WXXX")
        yield from chain.from_iterable(_id3_frame(sub) for sub in inner)
    technical = frame.FrameID in {"COMM", "TXXX"} and _TECHNICAL.fullmatch(frame.desc)
    by_program = frame.FrameID == "TENC" and all(_PROGRAM.fullmatch(text) for text in texts)
    if not (_ID3_PUBLIC.fullmatch(frame.FrameID) or technical or by_program) and _holds_something(frame):
        yield _ID3_WORDS.get(frame.FrameID, f"a rare tag ({_printable(frame.FrameID)})")


def _id3_texts(frame: Any) -> Iterator[str]:
    for value in vars(frame).values():
        yield from (str(part) for part in (value if isinstance(value, list) else [value]) if _is_text(part))


def _is_text(part: object) -> bool:
    return isinstance(part, str) or hasattr(part, "text")  # ID3TimeStamp keeps its text


def _holds_something(frame: Any) -> bool:
    text = getattr(frame, "text", None)
    return text is None or any(str(part).strip() for part in (text if isinstance(text, list) else [text]))


def _named_personal(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """For Vorbis comments, APE tags and RIFF's INFO, which name their tags in words."""
    for key, value in pairs:
        if _COVER.fullmatch(key.lower()):
            yield from _cover(_packed_picture(value))
        elif not _TECHNICAL.fullmatch(key):
            yield from _judge(key.lower(), [value], _NAMED_PUBLIC, _NAMED_WORDS)


def _judge(
    key: str, texts: Iterable[str], public: re.Pattern[str], words: Mapping[str, str]
) -> Iterator[str]:
    texts = [text for text in texts if text.strip("\0 ")]
    yield from chain.from_iterable(private_text(text) for text in texts)
    by_program = words.get(key) == _ENCODED_BY and all(_PROGRAM.fullmatch(text) for text in texts)
    if texts and not public.fullmatch(key) and not by_program:
        yield words.get(key, f"a rare tag ({_printable(key)})")


def _cover(content: bytes) -> Iterator[str]:
    try:
        yield from (f"in the cover: {words}" for words in personal_metadata(content))
    except NotAPicture:
        yield "a cover that cannot be read"


def _packed_picture(value: str) -> bytes:
    try:
        unpacked = base64.b64decode(value)
        return bytes(FlacPicture(unpacked).data)  # type: ignore[no-untyped-call]
    except Exception:  # Not base64, or not what it should hold. It is then no picture, and reported.
        return b""


def _ape_pairs(path: Path) -> list[tuple[str, str]]:
    """An APE tag that some programs leave at an MP3's end, beside the ID3 tag that everybody reads."""
    try:
        return [(key, str(value)) for key, value in APEv2(path).items()]  # type: ignore[no-untyped-call]
    except Exception:  # Most MP3 files have none, and mutagen raises for that too.
        return []


def _chunks(content: mmap.mmap, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """A RIFF file's chunks: name, and where the content, padded to an even size, starts and should end."""
    while start + 8 <= min(end, len(content)):
        name, size = struct.unpack("<4sI", content[start : start + 8])
        yield name, start + 8, start + 8 + size
        start += 8 + size + size % 2


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name[:40])


def _synchsafe(four: bytes) -> int:
    """ID3's numbers: seven bits in each of four bytes."""
    return sum((byte & 0x7F) << shift for byte, shift in zip(four, (21, 14, 7, 0), strict=True))


_MP3 = _Form("an MP3 recording", "audio/mpeg", "mp3", (".mp3",), MP3, _mp3_personal)
_MP4 = _Form("an M4A recording", _M4A, "mp4a.40.2", (".m4a", ".m4b", ".mp4"), MP4, _mp4_personal)
_WAV = _Form("a WAV recording", "audio/wav", "pcm", (".wav",), WAVE, _wav_personal)
_OGG = (".ogg", ".oga")
_FORMS = {
    rb"RIFF.{4}WAVE": _WAV,
    rb"fLaC": _Form("a FLAC recording", "audio/flac", "flac", (".flac",), FLAC, _flac_personal),
    rb"OggS.{24,300}?OpusHead": _Form(
        "an Opus recording", "audio/ogg", "opus", (".opus", *_OGG), OggOpus, _ogg_personal
    ),
    rb"OggS.{24,300}?\x01vorbis": _Form(
        "an Ogg recording", "audio/ogg", "vorbis", _OGG, OggVorbis, _ogg_personal
    ),
    rb"OggS.{24,300}?\x7fFLAC": _Form("an Ogg recording", "audio/ogg", "flac", _OGG, OggFLAC, _ogg_personal),
    rb".{4}ftyp": _MP4,
    rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]": _MP3,
    rb"ID3\0*(?:\xff[\xe2\xe3\xf2\xf3\xfa\xfb]|$)": _MP3,
}
