"""Places in recordings where personal data can hide, and the time that is heard."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from anthology.media.audio import AudioError, clean_recording, personal_tags, probe_audio
from recording_bytes import (
    Keep,
    ape,
    atom,
    chunk,
    comment,
    comments,
    flac,
    frame,
    free,
    m4a,
    mp3,
    ogg,
    opus,
    table,
    tag,
    text,
    track,
    vorbis,
    wav,
)

NAME = b"Ann Example, 12 High Street"
HIDDEN = "something that is neither sound nor a tag"
SOUND = [frame()] * 50
TAGGED = mp3(SOUND, text("TIT2", "Pier"))
PRIVATE = mp3(SOUND, comment("for Ann"))


def stts(seconds: int) -> bytes:
    return atom(b"stts", struct.pack(">IIII", 0, 1, seconds * 10, 100))


def sounding(seconds: int, *inside: bytes, head: int = 2) -> bytes:
    """A track whose table of samples says how long it is; `head` is what its head says."""
    content = track(seconds=head)
    stsd = content[content.index(b"stsd") - 4 :]
    table = atom(b"stbl", stsd, stts(seconds))
    media = atom(
        b"mdia",
        atom(b"mdhd", struct.pack(">IIIIIHH", 0, 0, 0, 1000, 1000 * head, 0, 0)),
        atom(b"hdlr", b"\0" * 8 + b"soun" + b"\0" * 13),
        atom(b"minf", table),
    )
    return atom(b"trak", media, *inside)


def renumbered(content: bytes, serial: int) -> bytes:
    """An Ogg file with another number of its stream."""
    pages = content.split(b"OggS")[1:]
    return b"".join(b"OggS" + page[:10] + struct.pack("<I", serial) + page[14:] for page in pages)


HIDING_PLACES = {
    "a second tag in front": ("a.mp3", mp3([], text("TIT2", "Pier")) + PRIVATE, ["a comment"]),
    "a tag in the middle": ("a.mp3", TAGGED + PRIVATE, ["a comment"]),
    "a tag at the end": ("a.mp3", TAGGED + mp3([], comment("for Ann")), ["a comment"]),
    "an old tag in the middle": (
        "a.mp3",
        mp3(SOUND) + b"TAG".ljust(97, b"\0") + b"Ann".ljust(31, b"\0") + mp3(SOUND),
        ["a comment"],
    ),
    "an enlarged old tag": ("a.mp3", mp3(SOUND) + b"TAG+".ljust(227, b"A"), ["an enlarged old tag"]),
    "an APE tag in front": ("a.mp3", ape("Comment", "Ann") + mp3(SOUND), ["a comment"]),
    "an APE tag in the middle": ("a.mp3", mp3(SOUND) + ape("Comment", "Ann") + mp3(SOUND), ["a comment"]),
    "lyrics of an old kind": ("a.mp3", mp3(SOUND) + b"LYRICSBEGIN" + NAME + b"LYRICS200", [HIDDEN]),
    "bytes behind the sound": ("a.mp3", mp3(SOUND) + NAME, [HIDDEN]),
    "bytes in the middle of the sound": ("a.mp3", mp3(SOUND) + NAME + mp3(SOUND), [HIDDEN]),
    "the padding of a tag": ("a.mp3", mp3(SOUND, text("TIT2", "Pier"), b"\0" * 20 + NAME), [HIDDEN]),
    "a frame of a chapter": (
        "a.mp3",
        mp3(SOUND, tag("CHAP", b"c1\0" + struct.pack(">IIII", 0, 9, 9, 9) + comment("for Ann"))),
        ["a comment"],
    ),
    "a private box at the top": ("a.m4a", m4a() + atom(b"prvt", NAME), ["private data of a program (prvt)"]),
    "a private box of the track": (
        "a.m4a",
        m4a(tracks=[sounding(2, atom(b"prvt", NAME))]),
        ["private data of a program (prvt)"],
    ),
    "unused space": ("a.m4a", m4a() + atom(b"free", NAME), ["data in unused space"]),
    "unused space in a box": ("a.m4a", m4a(atom(b"free", NAME)), ["data in unused space"]),
    "sound that no track plays": ("a.m4a", m4a() + atom(b"mdat", NAME * 99), ["data that no track plays"]),
    "the name of a handler": (
        "a.m4a",
        m4a(tracks=[sounding(2).replace(b"soun" + b"\0" * 13, b"soun" + b"\0" * 12 + b"a@b.example\0"[:1])])
        + atom(b"free", b"x"),
        ["data in unused space"],
    ),
    "user data of a track": (
        "a.m4a",
        m4a(tracks=[sounding(2, atom(b"udta", atom(b"name", NAME)))]),
        ["private data of a program (name)"],
    ),
    "a free tag": ("a.m4a", m4a(items=[free(b"OWNER", b"Ann")]), ["a user-defined tag"]),
    "a second stream of an Opus": ("a.opus", opus() + renumbered(opus(COMMENT="for Ann"), 2), ["a comment"]),
    "a second stream of a Vorbis": (
        "a.ogg",
        vorbis() + renumbered(vorbis(location="Leeds"), 2),
        ["the name of a place"],
    ),
    "bytes between pages": ("a.opus", opus() + NAME + renumbered(opus(), 2), [HIDDEN]),
    "bytes behind the pages": ("a.opus", opus() + NAME, [HIDDEN]),
    "what follows the comments": (
        "a.opus",
        ogg(opus()[28:47], b"OpusTags" + comments(title="x") + NAME, samples=96_312),
        [HIDDEN],
    ),
    "the padding of a FLAC": ("a.flac", flac(blocks=[(1, NAME)]), ["data in unused space"]),
    "a reserved block": ("a.flac", flac(blocks=[(9, NAME)]), ["private data of a program (block 9)"]),
    "a block of a program": ("a.flac", flac(blocks=[(2, b"ANN " + NAME)]), ["private data of a program"]),
    "a chunk of a WAV": ("a.wav", wav(chunks={"ANN ": NAME}), ["private data of a program (ANN )"]),
    "padding of a WAV": ("a.wav", wav(chunks={"JUNK": NAME}), ["data in unused space"]),
    "a list of labels": (
        "a.wav",
        wav(chunks={"LIST": b"adtl" + chunk(b"labl", b"\1\0\0\0Ann\0")}),
        ["private data of a program (LIST)"],
    ),
    "a tag in a WAV": ("a.wav", wav(chunks={"id3 ": mp3([], comment("for Ann"))}), ["a comment"]),
    "bytes behind a WAV": ("a.wav", wav() + NAME, [HIDDEN]),
}


@pytest.mark.parametrize("place", HIDING_PLACES)
def test_no_piece_of_a_recording_is_taken_unseen(keep: Keep, place: str) -> None:
    name, content, words = HIDING_PLACES[place]

    assert words == list(personal_tags(keep(name, content)))


@pytest.mark.parametrize("place", [place for place in HIDING_PLACES if place != "sound that no track plays"])
def test_what_is_told_can_be_taken_out(keep: Keep, place: str) -> None:
    name, content, _ = HIDING_PLACES[place]
    before = keep(name, content)
    after = keep(f"clean-{name}", clean_recording(before))

    assert () == personal_tags(after)
    assert probe_audio(before).duration_ms == probe_audio(after).duration_ms
    assert b"Ann" not in after.read_bytes()


def test_nothing_is_taken_behind_the_end_of_a_flac(keep: Keep) -> None:
    for behind in (NAME, b"TAG".ljust(128, b"\0"), ape("Comment", "Ann")):
        with pytest.raises(AudioError, match="something behind its end"):
            personal_tags(keep("a.flac", flac() + behind))


@pytest.mark.parametrize(
    ("name", "content", "milliseconds"),
    [
        ("a.mp3", mp3(SOUND) + mp3(SOUND) + mp3(SOUND), 3918),
        ("a.mp3", mp3([table(50, len(table(0, 0)) + 50 * 417), *SOUND]) * 3, 3971),
        ("a.mp3", mp3([table(9, 999), *SOUND], text("TIT2", "Pier")), 1306),
        ("a.mp3", mp3([frame(32)] * 50 + [frame(320)] * 50), 2612),
        ("a.opus", opus(1) + renumbered(opus(1), 2) + renumbered(opus(1), 3), 3000),
        ("a.ogg", vorbis(1) + renumbered(vorbis(2), 2), 3000),
        ("a.m4a", m4a(tracks=[sounding(3, head=3)]), 3000),
        ("a.wav", wav(chunks={"JUNK": b"\0" * 28}), 2000),
    ],
)
def test_a_duration_is_what_is_heard(keep: Keep, name: str, content: bytes, milliseconds: int) -> None:
    assert milliseconds == pytest.approx(probe_audio(keep(name, content)).duration_ms, abs=1)


def elst(milliseconds: int) -> bytes:
    return atom(b"edts", atom(b"elst", struct.pack(">IIIIHH", 0, 1, milliseconds, 0, 1, 0)))


def other_rate() -> bytes:
    """A frame of 32 kHz."""
    return (b"\xff\xfb\x98\x44").ljust(144 * 128_000 // 32_000, b"\0")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.mp3", mp3(SOUND) + other_rate() * 50, "changes its sample rate or its channels at 00:00:01"),
        ("a.mp3", mp3(SOUND) + b"".join(frame()[:3] + b"\xc4" + frame()[4:] for _ in SOUND), "or its channels at"),
        ("a.mp3", TAGGED + mp3([other_rate()] * 50, text("TIT2", "x")), "changes its sample rate"),
        ("a.m4a", m4a(tracks=[sounding(9)]), "says that it lasts 00:00:02, but it contains 00:00:09"),
        ("a.m4a", m4a(tracks=[sounding(1, head=9)]), "says that it lasts 00:00:09, but it contains 00:00:01"),
        ("a.m4a", m4a(tracks=[sounding(9, elst(2000), head=9)]), "plays 00:00:02, but it contains 00:00:09"),
        ("a.m4a", m4a(tracks=[sounding(2), sounding(2)]), "has 2 soundtracks, of which players play one"),
        ("a.m4a", m4a() + atom(b"moof", b"\0" * 9), "damaged"),
        ("a.wav", wav().replace(b"\1\0\1\0\x40\x1f", b"\x55\0\1\0\x40\x1f"), "packed (number 0x0055)"),
        ("a.wav", wav().replace(b"\1\0\1\0\x40\x1f", b"\x11\0\1\0\x40\x1f"), "packed (number 0x0011)"),
        ("a.wav", wav(chunks={"data": b"\0" * 99}), "has 2 parts with sound instead of one"),
        ("a.flac", flac(2)[:-9000], "is cut off, or has something behind its end"),
        ("a.flac", flac(2) + flac(2), "consists of several recordings"),
        ("a.opus", opus()[:-500], "is cut off: its end is missing"),
        ("a.opus", opus()[:47] + renumbered(opus(), 2), "damaged"),
    ],
)  # fmt: skip
def test_a_file_whose_heads_disagree_about_its_sound_is_refused(
    keep: Keep, name: str, content: bytes, message: str
) -> None:
    with pytest.raises(AudioError) as refused:
        probe_audio(keep(name, content))

    assert message in refused.value.issue.message


def test_a_tag_of_more_fields_than_any_program_writes_is_refused(keep: Keep) -> None:
    content = mp3(SOUND, *[tag("CHAP", b"c%d\0" % n + struct.pack(">IIII", n, 9, 9, 9)) for n in range(2500)])

    with pytest.raises(AudioError, match="a tag of more than 2000 fields"):
        personal_tags(keep("a.mp3", content))


def test_the_sound_of_a_cleaned_mp3_is_the_same(keep: Keep, tmp_path: Path) -> None:
    path = keep("a.mp3", mp3(SOUND, comment("for Ann"), text("TIT2", "Pier")) + NAME)

    cleaned = clean_recording(path)

    assert cleaned.endswith(b"".join(SOUND))
    assert b"Pier" in cleaned
