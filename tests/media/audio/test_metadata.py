"""Personal data in recordings."""

import base64
from collections.abc import Callable

import pytest

from anthology.media.audio import personal_tags
from recording_bytes import (
    Keep,
    ape,
    atom,
    chapter,
    chunk,
    comment,
    cover,
    flac,
    flac_picture,
    frame,
    free,
    m4a,
    mp3,
    opus,
    photo,
    tag,
    text,
    vorbis,
    wav,
)

HOME = "/home/ann/take1.wav"


PRIVATE_COVER = photo(comment="for Ann")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (comment("for Ann"), ["a comment"]),
        (text("TENC", "Ann"), ["the name of who encoded it"]),
        (tag("TXXX", b"\3Owner\0Ann"), ["a user-defined tag"]),
        (tag("WXXX", b"\3\0https://example.org"), ["a link"]),
        (tag("GEOB", b"\3\0\0\0x"), ["an enclosed file"]),
        (tag("PRIV", b"x\0x"), ["private data of a program"]),
        (tag("UFID", b"x\0x"), ["a number that marks this one file"]),
        (text("TOWN", "Ann"), ["the owner's name"]),
        (tag("OWNE", b"\3USD1\x0020260101Ann"), ["the owner's name, and what was paid"]),
        (text("TRSO", "Ann"), ["the name of a radio station's owner"]),
        (text("XYZZ", "Ann"), ["a tag of no standard (XYZZ)"]),
        (text("TOFN", "take1.wav"), ["the original file's name"]),
        (tag("SIGN", b"\1x"), ["a rare tag (SIGN)"]),
        (text("TCOP", "ann@example.org"), ["an e-mail address"]),
        (text("TSSE", HOME), ["a file path on somebody's computer"]),
        (cover(PRIVATE_COVER), ["in the cover: a comment"]),
        (cover(b"x"), ["a cover that cannot be read"]),
    ],
)
def test_id3_tags_about_a_person_are_named(keep: Keep, written: bytes, words: list[str]) -> None:
    assert words == list(personal_tags(keep("a.mp3", mp3((frame(),) * 9, written))))


def test_what_a_publisher_writes_on_purpose_is_fine(keep: Keep) -> None:
    tags = [
        text("TIT2", "The pier"),
        text("TPE1", "Anthology"),
        text("TALB", "Leaving"),
        text("TRCK", "3"),
        text("TDRC", "2026-11-22"),
        text("TCON", "Podcast"),
        text("TLAN", "eng"),
        text("TCOP", "CC BY 4.0"),
        text("TSSE", "Lavf60.16.100"),
        text("TENC", "LAME 3.100"),
        tag("TXXX", b"\3REPLAYGAIN_TRACK_GAIN\0-3.2 dB"),
        comment(" 00000000 00000210", about="iTunSMPB"),
        cover(photo()),
        tag("CTOC", b"toc\0\3\1c1\0"),
        chapter(text("TIT2", "Opening"), tag("WXXX", b"\3\0https://example.org")),
    ]

    assert () == personal_tags(keep("a.mp3", mp3((frame(),) * 9, *tags)))


def test_a_chapter_is_read_as_closely_as_the_whole(keep: Keep) -> None:
    file = mp3((frame(),) * 9, chapter(text("TIT2", HOME)))

    assert ("a file path on somebody's computer",) == personal_tags(keep("a.mp3", file))


@pytest.mark.parametrize("tail", [ape("Comment", "Ann"), b"TAG".ljust(97, b"\0") + b"Ann".ljust(31, b"\0")])
def test_an_old_tag_at_the_end_of_an_mp3_is_seen(keep: Keep, tail: bytes) -> None:
    assert ("a comment",) == personal_tags(keep("a.mp3", mp3() + tail))


@pytest.mark.parametrize("build", [flac, opus, vorbis])
def test_comments_in_flac_and_ogg_are_named(keep: Keep, build: Callable[..., bytes]) -> None:
    name = {flac: "a.flac", opus: "a.opus", vorbis: "a.ogg"}[build]
    packed = base64.b64encode(flac_picture(PRIVATE_COVER)).decode()

    assert ("a comment",) == personal_tags(keep(name, build(COMMENT="for Ann")))
    assert ("the name of a place",) == personal_tags(keep(name, build(location="Leeds")))
    assert ("a rare tag (mood)",) == personal_tags(keep(name, build(mood="blue")))
    assert ("an e-mail address",) == personal_tags(keep(name, build(artist="ann@example.org")))
    assert ("in the cover: a comment",) == personal_tags(keep(name, build(METADATA_BLOCK_PICTURE=packed)))
    assert ("a cover that cannot be read",) == personal_tags(keep(name, build(METADATA_BLOCK_PICTURE="x")))
    assert () == personal_tags(
        keep(name, build(TITLE="x", encoder="Lavf60", CHAPTER001="00:00:00.000", language="en"))
    )


def test_blocks_of_a_flac_beside_its_comments_are_seen(keep: Keep) -> None:
    content = flac(blocks=[(2, b"ABCDdata"), (6, flac_picture(PRIVATE_COVER))])

    assert ("in the cover: a comment", "private data of a program") == personal_tags(keep("a.flac", content))


@pytest.mark.parametrize(
    ("chunks", "words"),
    [
        (
            {"bext": b"Zoom H4n".ljust(602, b"\0")},
            ["a broadcast note with the recorder, its number and the time"],
        ),
        ({"iXML": b"<BWFXML/>"}, ["a note of the recorder with its number"]),
        ({"LIST": b"INFO" + chunk(b"ICMT", b"for Ann\0")}, ["a comment"]),
        ({"LIST": b"INFO" + chunk(b"IENG", b"Ann\0")}, ["the name of who recorded it"]),
        ({"LIST": b"INFO" + chunk(b"INAM", b"Pier\0") + chunk(b"ISFT", b"Lavf60")}, []),
        ({"bext": b"\0" * 602, "JUNK": b"\0" * 28}, []),
    ],
)
def test_notes_of_a_recorder_in_a_wav_are_named(
    keep: Keep, chunks: dict[str, bytes], words: list[str]
) -> None:
    assert words == list(personal_tags(keep("a.wav", wav(chunks=chunks))))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (m4a(tags={"©cmt": b"for Ann"}), ["a comment"]),
        (m4a(tags={"©enc": b"Ann"}), ["the name of who encoded it"]),
        (m4a(tags={"ownr": b"Ann"}), ["the owner's name"]),
        (
            m4a(tags={"apID": b"ann@example.org"}),
            ["an e-mail address", "the Apple account it was bought with"],
        ),
        (m4a(tags={"covr": PRIVATE_COVER}), ["in the cover: a comment"]),
        (m4a(atom(b"\xa9xyz", b"\0\x12\x15\xc7+51.5074-000.1278/")), ["a GPS position"]),
        (m4a(atom(b"loci", b"\0\0\0\0\0\0Leeds\0")), ["the name of a place"]),
        (
            m4a(atom(b"meta", b"\0" * 4, atom(b"keys", b"com.apple.quicktime.location.ISO6709"))),
            ["private data of a program (keys)"],
        ),
        (m4a() + atom(b"uuid", b"\xbe\x7a\xcf\xcb"), ["private data of a program (uuid)"]),
        (m4a(tags={"©nam": b"Pier", "©ART": b"Anthology", "©too": b"Lavf60.16.100", "desc": b"A walk."}), []),
        (m4a(atom(b"chpl", b"\0" * 9)), []),
    ],
)
def test_tags_of_an_m4a_about_a_person_or_a_place_are_named(
    keep: Keep, content: bytes, words: list[str]
) -> None:
    assert words == list(personal_tags(keep("a.m4a", content)))


def test_free_tags_of_an_m4a_are_named_unless_players_need_them(keep: Keep) -> None:
    needed, private = free(b"iTunSMPB", b" 0000 0210"), free(b"OWNER", b"Ann")

    assert () == personal_tags(keep("a.m4a", m4a(items=[needed])))
    assert ("a user-defined tag",) == personal_tags(keep("b.m4a", m4a(items=[needed, private])))


def test_the_values_are_never_repeated(keep: Keep) -> None:
    tags = [text("TPE1", "ann@example.org"), comment("Ann", about="Ann")]

    assert "ann" not in " ".join(personal_tags(keep("a.mp3", mp3((frame(),) * 9, *tags)))).lower()
