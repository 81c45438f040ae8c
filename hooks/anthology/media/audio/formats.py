"""Detection of audio formats by their first bytes."""

import mmap
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutagen.flac import FLAC
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from .recording import EXPORT, AudioError, Walk
from .walks import walk_flac, walk_mp3, walk_mp4, walk_ogg, walk_wav


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """A supported audio format. `load` is a mutagen class; those have no types, hence the Any."""

    name: str
    type: str
    codec: str
    endings: tuple[str, ...]
    load: Callable[[Path], Any]
    walk: Callable[[str, mmap.mmap], Walk]


def open_recording(path: Path) -> tuple[AudioFormat, Any]:
    """Return the format and the mutagen object.

    Raises AudioError for anything but a recording in the format that its suffix says.
    """
    start = _first_bytes(path)
    audio_format = _detect(path, start)
    if path.suffix.lower() not in audio_format.endings:
        raise AudioError(
            f"{path.name} is {audio_format.name} with the wrong suffix",
            f"Rename it so that it ends in {audio_format.endings[0]}, or export the recording again as MP3.",
        )
    try:
        return audio_format, audio_format.load(path)
    except Exception as error:  # mutagen lets many kinds through for hostile bytes, not only its own.
        raise damaged(path, audio_format) from error


def _first_bytes(path: Path) -> bytes:
    """Return the first bytes of a file; for a file with an ID3 tag, `ID3` and the first bytes after the tag."""
    try:
        with path.open("rb") as opened:
            start = opened.read(8192)
            if start[:3] == b"ID3" and len(start) >= 10:
                opened.seek(10 + _synchsafe(start[6:10]))
                start = b"ID3" + opened.read(8192)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise AudioError(
            f"there is no audio file {path.name} here" if missing else f"{path.name} cannot be read",
            "Check the spelling, and that the recording is beside the post.",
        ) from error
    if not start:
        raise AudioError(f"{path.name} is empty", "Copy the recording here again.")
    return start


def _detect(path: Path, start: bytes) -> AudioFormat:
    for pattern, words in _NOT_AUDIO:
        if re.match(pattern, start.removeprefix(b"ID3"), re.DOTALL):
            raise AudioError(f"{path.name} is {words}", EXPORT)
    for pattern, audio_format in _FORMS.items():
        if re.match(pattern, start, re.DOTALL):
            return audio_format
    if path.suffix.lower() == ".mp3":
        return MP3_FORMAT  # A stream cut from a longer one may begin anywhere; mutagen looks for its first frame.
    raise AudioError(f"{path.name} is not an audio file, or it is damaged", EXPORT)


def damaged(path: Path, audio_format: AudioFormat) -> AudioError:
    return AudioError(
        f"{path.name} looks like {audio_format.name}, but it is damaged", f"Copy it here again. {EXPORT}"
    )


def _synchsafe(four: bytes) -> int:
    """Decode an ID3 number: seven bits in each of four bytes."""
    return sum((byte & 0x7F) << shift for byte, shift in zip(four, (21, 14, 7, 0), strict=True))


# Apple's list has audio/x-m4a but not audio/mp4, and at least one app refuses a feed with audio/mp4
# (amugofjava/anytime_podcast_player#201); no app is known to refuse audio/x-m4a.
_M4A = "audio/x-m4a"
# Signatures of formats that a podcast feed cannot have.
_NOT_AUDIO = (
    (rb"OggS.{24,1000}?\x80theora", "an Ogg film"),
    (rb"OggS.{24,300}?Speex  ", "a Speex recording"),
    (rb"\x1aE\xdf\xa3", "a WebM or Matroska film"),
    (rb"RIFF.{4}AVI ", "an AVI film"),
    (rb"FORM.{4}AIF[FC]", "an AIFF recording"),
    (rb"\x30\x26\xb2\x75", "a Windows Media file"),
    (rb"#!AMR", "an AMR recording of a telephone"),
    (rb"caff", "a recording in Apple's CAF format"),
    (rb"\xff[\xf0\xf1\xf8\xf9]", "a bare AAC stream"),
    (rb"\xff[\xe4-\xe7\xf4-\xf7\xfc\xfd]", "MPEG audio older than MP3 (MP1 or MP2)"),
    (rb"MThd", "a MIDI file"),
    (rb"\xff\xd8\xff|\x89PNG|GIF8|.{4}ftyp(?:hei|avif|mif1)", "a picture"),
    (rb"%PDF", "a PDF document"),
    (rb"PK\x03\x04", "a ZIP archive"),
    (rb"version https://git-lfs", "a pointer of Git LFS, not the recording itself"),
    (rb"\s*<(?i:!doctype|html|\?xml)", "a web page"),
)

MP3_FORMAT = AudioFormat("an MP3 recording", "audio/mpeg", "mp3", (".mp3",), MP3, walk_mp3)
MP4_FORMAT = AudioFormat("an M4A recording", _M4A, "mp4a.40.2", (".m4a", ".m4b", ".mp4"), MP4, walk_mp4)
WAV_FORMAT = AudioFormat("a WAV recording", "audio/wav", "pcm", (".wav",), WAVE, walk_wav)
_OGG = (".ogg", ".oga")
_FORMS = {
    rb"RIFF.{4}WAVE": WAV_FORMAT,
    rb"fLaC": AudioFormat("a FLAC recording", "audio/flac", "flac", (".flac",), FLAC, walk_flac),
    rb"OggS.{24,300}?OpusHead": AudioFormat(
        "an Opus recording", "audio/ogg", "opus", (".opus", *_OGG), OggOpus, walk_ogg
    ),
    rb"OggS.{24,300}?\x01vorbis": AudioFormat(
        "an Ogg recording", "audio/ogg", "vorbis", _OGG, OggVorbis, walk_ogg
    ),
    rb"OggS.{24,300}?\x7fFLAC": AudioFormat("an Ogg recording", "audio/ogg", "flac", _OGG, OggFLAC, walk_ogg),
    rb".{4}ftyp": MP4_FORMAT,
    rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]": MP3_FORMAT,
    rb"ID3\0*(?:\xff[\xe2\xe3\xf2\xf3\xfa\xfb]|$)": MP3_FORMAT,
}
