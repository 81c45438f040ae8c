"""Properties of a recording that feeds and players need, the pieces of its file, and the error for other files."""

from typing import NamedTuple

from anthology.problems import IssueError


class AudioError(IssueError):
    """A file that cannot be published as a recording."""


class Recording(NamedTuple):
    """Properties of an audio file that feeds and players need.

    `length` is in bytes, `type` a MIME type, `bit_rate` in bits per second (the average if it varies),
    `sample_rate` in Hz; `codec` is the name in RFC 6381 ("mp3", "mp4a.40.2", "opus" …).
    """

    length: int
    type: str
    duration_ms: int
    codec: str
    channels: int
    sample_rate: int
    bit_rate: int


class Piece(NamedTuple):
    """A piece of a file, from `start` to `end`.

    `words` describe a piece that a recording does not need. `kind` names the reader of a piece that may or may
    not be personal: it reads `body`. Without either, the piece is sound.
    """

    start: int
    end: int
    words: str = ""
    kind: str = ""
    body: bytes = b""


class Walk(NamedTuple):
    """A recording read from its first byte to its last: the seconds that are heard, and every piece.

    `sound` is the number of bytes that are sound; 0 where the format does not tell.
    """

    seconds: float
    pieces: tuple[Piece, ...]
    sound: int = 0


HIDDEN = "something that is neither sound nor a tag"
EXPORT = "Export the recording as MP3 from your audio program."


def private_piece(name: bytes | str) -> str:
    """The words for a piece of no standard."""
    text = name.decode("latin-1") if isinstance(name, bytes) else name
    return f"private data of a program ({''.join(sign if sign.isprintable() else '?' for sign in text[:40])})"


def cut_off(name: str, detail: str = "its end is missing") -> AudioError:
    return AudioError(f"{name} is cut off: {detail}", f"Copy the whole recording here again. {EXPORT}")
