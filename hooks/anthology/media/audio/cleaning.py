"""Copies of recordings without what is personal. The sound stays as it is, byte for byte."""

import struct
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from mutagen.mp4 import MP4

from .formats import MP4_FORMAT, WAV_FORMAT
from .metadata import (
    id3_frame_personal,
    mp4_tag_personal,
    named_personal,
    piece_personal,
    read_id3,
    vorbis_comments,
)
from .probe import read_recording
from .recording import Piece
from .walks import mp4_pieces


def clean_recording(path: Path) -> bytes:
    """Return the recording without personal pieces. Raises AudioError as `probe_audio` does."""
    audio_format, _, walk = read_recording(path)
    content = path.read_bytes()
    if audio_format is MP4_FORMAT:
        return _clean_mp4(content)
    if audio_format.name == "a FLAC recording":
        return _clean_flac(content, walk.pieces)
    if content.startswith(b"OggS"):
        return _clean_ogg(content, walk.pieces, audio_format.load)
    kept = b"".join(_kept_piece(content, piece) for piece in walk.pieces)
    if audio_format is WAV_FORMAT:
        return kept[:4] + struct.pack("<I", len(kept) - 8) + kept[8:]
    return kept


def _kept_piece(content: bytes, piece: Piece) -> bytes:
    if not piece_personal(piece):
        return content[piece.start : piece.end]
    return _clean_id3(piece.body) if piece.kind == "id3" and piece.start == 0 else b""


def _clean_id3(body: bytes) -> bytes:
    """Write the tag anew with the frames that may be published."""
    tags: Any = read_id3(body)
    tags.unknown_frames.clear()
    for key, frame in list(tags.items()):
        for inner_key, inner in list(getattr(frame, "sub_frames", {}).items()):
            if list(id3_frame_personal(inner)):
                del frame.sub_frames[inner_key]
        if list(id3_frame_personal(frame)):
            del tags[key]
    if not tags:
        return b""
    out = BytesIO()
    tags.save(out, v1=0, padding=lambda _: 0)
    return out.getvalue()


def _clean_flac(content: bytes, pieces: Iterable[Piece]) -> bytes:
    blocks: list[bytes] = []
    *heads, sound = list(pieces)[1:]
    for piece in heads:
        block = content[piece.start : piece.end]
        if piece_personal(piece):
            body = _clean_comments(piece.body) if piece.kind == "comments" else b""
            block = b"\x04" + len(body).to_bytes(3, "big") + body if body else b""
        blocks += [block] if block else []
    last = len(blocks) - 1
    flagged = (
        bytes([block[0] & 0x7F | 0x80 * (number == last)]) + block[1:] for number, block in enumerate(blocks)
    )
    return b"fLaC" + b"".join(flagged) + content[sound.start :]


def _clean_comments(body: bytes) -> bytes:
    (_, program), *pairs = vorbis_comments(body)[0]
    texts = [f"{key}={value}".encode() for key, value in pairs if not list(named_personal([(key, value)]))]
    name = b"" if list(named_personal([("encoder", program)])) else program.encode()
    fields = b"".join(struct.pack("<I", len(text)) + text for text in texts)
    return struct.pack("<I", len(name)) + name + struct.pack("<I", len(texts)) + fields


def _clean_ogg(content: bytes, pieces: Iterable[Piece], load: Any) -> bytes:
    """Clean each of the streams that are joined, as a file of its own."""
    cleaned = b""
    for piece in pieces:
        if piece.kind != "comments":
            continue
        stream = BytesIO(content[piece.start : piece.end])
        if piece_personal(piece):
            file: Any = load(stream)
            for key, values in list(file.tags.as_dict().items()):
                if any(list(named_personal([(key, value)])) for value in values):
                    del file.tags[key]
            file.tags._pad_data = b""
            stream.seek(0)
            file.save(stream, padding=lambda _: 0)
        cleaned += stream.getvalue()
    return cleaned


def _clean_mp4(content: bytes) -> bytes:
    """Take tags out, and overwrite other boxes where they are: the tables count bytes from the start."""
    stream = BytesIO(content)
    file: Any = MP4(stream)  # type: ignore[no-untyped-call]
    if personal := [key for key, value in (file.tags or {}).items() if list(mp4_tag_personal(key, value))]:
        for key in personal:
            del file.tags[key]
        stream.seek(0)
        file.save(stream)
    cleaned = bytearray(stream.getvalue())
    for piece in mp4_pieces("", bytes(cleaned)):
        size = int.from_bytes(cleaned[piece.start : piece.start + 4], "big")
        start = piece.start
        if size == piece.end - piece.start:  # a whole box: it becomes one that says nothing
            cleaned[start + 4 : start + 8] = b"free"
            start += 8
        cleaned[start : piece.end] = bytes(piece.end - start)
    return bytes(cleaned)
