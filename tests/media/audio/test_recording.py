import base64
import struct
import tempfile
import wave
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from anthology.media.audio import AudioError, Recording, personal_tags, probe_audio

# --- Builders: the smallest bytes that are a recording of each kind -------------------------------

MPEG1 = 0xFFFB0044  # MPEG 1, layer III, 44.1 kHz, joint stereo; the bit rate is added
RATES = {32: 1, 64: 5, 128: 9, 320: 14}


def frame(kbps: int = 128) -> bytes:
    """One silent frame: 1152 samples at 44.1 kHz."""
    return struct.pack(">I", MPEG1 | RATES[kbps] << 12).ljust(144_000 * kbps // 44_100, b"\0")


def table(frames: int, size: int, tag: bytes = b"Xing") -> bytes:
    """The frame with which encoders say how many frames follow, and how many bytes they are."""
    body = frame()[:36] + tag + struct.pack(">III", 3, frames, size)
    return body.ljust(len(frame()), b"\0")


def mp3(frames: Iterable[bytes] = (frame(),) * 9, *tags: bytes) -> bytes:
    body = b"".join(tags)
    return (b"ID3\4\0\0" + synchsafe(len(body)) + body if tags else b"") + b"".join(frames)


def tag(name: str, body: bytes) -> bytes:
    """A frame of ID3 version 2.4."""
    return name.encode() + synchsafe(len(body)) + b"\0\0" + body


def text(name: str, words: str) -> bytes:
    return tag(name, b"\3" + words.encode())


def comment(words: str, about: str = "") -> bytes:
    return tag("COMM", f"\3eng{about}\0{words}".encode())


def cover(data: bytes) -> bytes:
    return tag("APIC", b"\3image/jpeg\0\3\0" + data)


def chapter(*inside: bytes) -> bytes:
    return tag("CHAP", b"c1\0" + struct.pack(">IIII", 0, 9, 0xFFFFFFFF, 0xFFFFFFFF) + b"".join(inside))


def synchsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def ape(key: str, value: str) -> bytes:
    item = struct.pack("<II", len(value), 0) + key.encode() + b"\0" + value.encode()
    head, foot = (
        struct.pack("<8sIIIIQ", b"APETAGEX", 2000, len(item) + 32, 1, flags, 0)
        for flags in (0xA0000000, 0x80000000)
    )
    return head + item + foot


def wav(seconds: float = 2, chunks: Mapping[str, bytes] | None = None) -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(2)
        opened.setframerate(8000)
        opened.writeframes(b"\0\0" * round(8000 * seconds))
    body = out.getvalue()[8:] + b"".join(
        chunk(name.encode(), content) for name, content in (chunks or {}).items()
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def chunk(name: bytes, content: bytes) -> bytes:
    return name.ljust(4) + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def comments(**pairs: str) -> bytes:
    texts = [f"{key}={value}".encode() for key, value in pairs.items()]
    lines = b"".join(struct.pack("<I", len(text)) + text for text in texts)
    return struct.pack("<I", 0) + struct.pack("<I", len(texts)) + lines


def flac(seconds: int = 2, *, blocks: Iterable[tuple[int, bytes]] = (), **pairs: str) -> bytes:
    packed = 44_100 << 44 | 1 << 41 | 15 << 36 | 44_100 * seconds
    info = struct.pack(">HH", 4096, 4096) + b"\0" * 6 + packed.to_bytes(8, "big") + b"\0" * 16
    parts = [(0, info), *blocks, (4, comments(**pairs))]
    heads = (
        bytes([code | (0x80 if part == parts[-1][1] else 0)]) + len(part).to_bytes(3, "big") + part
        for code, part in parts
    )
    return b"fLaC" + b"".join(heads) + b"\xff\xf8" + b"\0" * 9000


def flac_picture(data: bytes) -> bytes:
    return struct.pack(">II", 3, 10) + b"image/jpeg" + b"\0" * 20 + struct.pack(">I", len(data)) + data


def ogg(*packets: bytes, samples: int) -> bytes:
    """A page for each packet and one of sound; the last says how many samples there are."""
    pages = (*packets, b"\0" * 9000)
    return b"".join(
        ogg_page(packet, number, samples, first=number == 0, last=packet is pages[-1])
        for number, packet in enumerate(pages)
    )


def ogg_page(packet: bytes, number: int, samples: int, *, first: bool, last: bool) -> bytes:
    lengths = b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
    head = struct.pack(
        "<4sBBqIIIB", b"OggS", 0, first * 2 + last * 4, samples * last, 1, number, 0, len(lengths)
    )
    return head + lengths + packet


def opus(seconds: int = 2, **pairs: str) -> bytes:
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 2, 312, 44_100, 0, 0)
    return ogg(head, b"OpusTags" + comments(**pairs), samples=48_000 * seconds + 312)


def vorbis(seconds: int = 2, **pairs: str) -> bytes:
    head = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 2, 44_100, 0, 128_000, 0, 0xB8, 1)
    return ogg(head, b"\x03vorbis" + comments(**pairs) + b"\1", b"\x05vorbis", samples=44_100 * seconds)


def atom(name: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", len(body) + 8, name) + body


# The description of an AAC stream: object type 0x40, low complexity, 44.1 kHz, two channels.
ESDS = atom(b"esds", bytes.fromhex("00000000 0319 000100 0411 4015000000 0001F400 0001F400 0502 1210 060102"))


def track(handler: bytes = b"soun", codec: bytes = b"mp4a", seconds: int = 2) -> bytes:
    entry = atom(
        codec, b"\0" * 6 + b"\0\1" + b"\0" * 8 + struct.pack(">HHHHI", 2, 16, 0, 0, 44_100 << 16), ESDS
    )
    return atom(
        b"trak",
        atom(
            b"mdia",
            atom(b"mdhd", struct.pack(">IIIIIHH", 0, 0, 0, 1000, 1000 * seconds, 0, 0)),
            atom(b"hdlr", b"\0" * 8 + handler + b"\0" * 13),
            atom(b"minf", atom(b"stbl", atom(b"stsd", struct.pack(">II", 0, 1), entry))),
        ),
    )


def m4a(
    *udta: bytes,
    tracks: Iterable[bytes] = (track(),),
    tags: Mapping[str, bytes] | None = None,
    items: Iterable[bytes] = (),
) -> bytes:
    named = (atom(key.encode("latin-1"), value(words)) for key, words in (tags or {}).items())
    handler = atom(b"hdlr", b"\0" * 8 + b"mdirappl" + b"\0" * 9)
    meta = atom(b"meta", b"\0" * 4, handler, atom(b"ilst", *named, *items))
    moov = atom(
        b"moov",
        atom(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, 0), b"\0" * 80),
        *tracks,
        atom(b"udta", meta, *udta),
    )
    return atom(b"ftyp", b"M4A \0\0\0\0M4A mp42") + moov + atom(b"mdat", b"\0" * 30_000)


def value(words: bytes) -> bytes:
    return atom(b"data", struct.pack(">II", 1, 0), words)


def free(name: bytes, words: bytes) -> bytes:
    return atom(
        b"----", atom(b"mean", b"\0" * 4 + b"com.apple.iTunes"), atom(b"name", b"\0" * 4 + name), value(words)
    )


def photo(**options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "JPEG", **options)
    return out.getvalue()


@pytest.fixture
def keep(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return write


Keep = Callable[[str, bytes], Path]

# --- What a file is -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "type_", "codec", "channels", "rate"),
    [
        ("a.mp3", mp3((frame(),) * 77), "audio/mpeg", "mp3", 2, 44_100),
        ("a.MP3", mp3((frame(),) * 77), "audio/mpeg", "mp3", 2, 44_100),
        ("a.m4a", m4a(), "audio/x-m4a", "mp4a.40.2", 2, 44_100),
        ("a.mp4", m4a(), "audio/x-m4a", "mp4a.40.2", 2, 44_100),
        ("a.opus", opus(), "audio/ogg", "opus", 2, 48_000),
        ("a.ogg", opus(), "audio/ogg", "opus", 2, 48_000),
        ("a.ogg", vorbis(), "audio/ogg", "vorbis", 2, 44_100),
        ("a.flac", flac(), "audio/flac", "flac", 2, 44_100),
        ("a.wav", wav(), "audio/wav", "pcm", 1, 8000),
    ],
)
def test_each_kind_of_recording_is_known(
    keep: Keep, name: str, content: bytes, type_: str, codec: str, channels: int, rate: int
) -> None:
    found = probe_audio(keep(name, content))

    assert (len(content), type_, codec, channels, rate) == (
        found.length,
        found.type,
        found.codec,
        found.channels,
        found.sample_rate,
    )
    assert 2000 == pytest.approx(found.duration_ms, abs=15)
    assert found.length * 8000 / found.duration_ms == pytest.approx(
        found.bit_rate, rel=0.3
    )  # such small files are mostly head


def test_the_whole_of_what_is_known_about_a_recording(keep: Keep) -> None:
    assert Recording(32_044, "audio/wav", 2000, "pcm", 1, 8000, 128_000) == probe_audio(keep("a.wav", wav(2)))


# --- How long an MP3 is ---------------------------------------------------------------------------


def test_a_steady_mp3_is_as_long_as_its_frames(keep: Keep) -> None:
    assert (26_122, 127_706) == (
        probe_audio(keep("a.mp3", mp3((frame(),) * 1000))).duration_ms,
        probe_audio(keep("a.mp3", mp3((frame(),) * 1000))).bit_rate,
    )


def test_a_varying_mp3_without_a_table_is_counted_not_guessed(keep: Keep) -> None:
    varying = [frame(32)] * 500 + [frame(320)] * 500

    assert 26_122 == probe_audio(keep("a.mp3", mp3(varying))).duration_ms


def test_a_varying_mp3_with_a_table_is_as_long_as_the_table_says(keep: Keep) -> None:
    varying = [frame(32)] * 500 + [frame(320)] * 500
    size = len(table(0, 0)) + sum(map(len, varying))

    assert 26_122 == probe_audio(keep("a.mp3", mp3([table(1000, size), *varying]))).duration_ms


@pytest.mark.parametrize("tag", [b"Xing", b"Info"])
def test_a_table_that_is_wrong_about_its_bytes_is_not_believed(keep: Keep, tag: bytes) -> None:
    assert 2612 == probe_audio(keep("a.mp3", mp3([table(90, 999_999, tag), *[frame()] * 100]))).duration_ms


def test_a_wav_that_was_written_without_knowing_its_end_is_as_long_as_it_is(keep: Keep) -> None:
    streamed = wav()[:40] + b"\xff\xff\xff\xff" + wav()[44:]

    assert 2000 == probe_audio(keep("a.wav", streamed)).duration_ms


def test_tags_and_pictures_are_not_counted_as_sound(keep: Keep) -> None:
    found = probe_audio(
        keep("a.mp3", mp3((frame(),) * 1000, cover(photo() * 300)) + b"TAG".ljust(128, b"\0"))
    )

    assert (26_122, 127_706) == (found.duration_ms, found.bit_rate)


def test_recordings_joined_with_their_tags_between_them_are_counted_whole(keep: Keep) -> None:
    half = mp3((frame(),) * 500, text("TIT2", "Pier"))

    assert 26_122 == probe_audio(keep("a.mp3", half + half)).duration_ms


def test_an_mp3_that_is_shorter_than_it_promises_is_cut_off(keep: Keep) -> None:
    with pytest.raises(AudioError) as refused:
        probe_audio(keep("a.mp3", mp3([table(10_000, 4_180_000), *[frame()] * 1000])))

    assert "a.mp3 is cut off: it contains 00:00:26 of 00:04:21" == refused.value.issue.message


LFS = "a pointer of Git LFS, not the recording itself"
CUT_OFF = "a.wav is cut off: its end is missing"


# --- What is no recording -------------------------------------------------------------------------


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for read in (probe_audio, personal_tags):
        with pytest.raises(AudioError, match=r"there is no audio file a\.mp3 here"):
            read(tmp_path / "a.mp3")
        with pytest.raises(AudioError, match="cannot be read"):
            read(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.mp3", b"", "a.mp3 is empty"),
        ("a.mp3", b"hello", "a.mp3 looks like an MP3 recording, but it is damaged"),
        ("a.mp3", b"ID3\4\0\0\x7f\x7f\x7f\x7f", "a.mp3 looks like an MP3 recording, but it is damaged"),
        ("a.mp3", mp3((frame(),) * 5) + b"\0" * 9000, "a.mp3 is hardly MP3: most of its bytes are something else"),
        ("a.mp3", wav(), "a.mp3 is a WAV recording with the wrong suffix"),
        ("a.mp3", m4a(), "a.mp3 is an M4A recording with the wrong suffix"),
        ("a.wav", mp3(), "a.wav is an MP3 recording with the wrong suffix"),
        ("a.opus", vorbis(), "a.opus is an Ogg recording with the wrong suffix"),
        ("a", mp3(), "a is an MP3 recording with the wrong suffix"),
        ("a.mp3", b"version https://git-lfs.github.com\n", "a.mp3 is " + LFS),
        ("a.mp3", b"<!DOCTYPE html><title>Not found</title>", "a.mp3 is a web page"),
        ("a.mp3", photo(), "a.mp3 is a picture"),
        ("a.mp3", b"\xff\xfd\x90\x44", "a.mp3 is MPEG audio older than MP3 (MP1 or MP2)"),
        ("a.m4a", b"\xff\xf1\x50\x80", "a.m4a is a bare AAC stream"),
        ("a.webm", b"\x1aE\xdf\xa3", "a.webm is a WebM or Matroska film"),
        ("a.txt", b"hello", "a.txt is not an audio file, or it is damaged"),
        ("a.mp4", m4a(tracks=(track(), track(b"vide", b"avc1"))), "a.mp4 is a video"),
        ("a.ogg", ogg(b"\x80theora\3\2\1", samples=0), "a.ogg is an Ogg film"),
        ("a.m4a", m4a()[:-9], "a.m4a is cut off: its end is missing"),
        ("a.m4a", m4a(tracks=()), "a.m4a contains no sound"),
        ("a.wav", wav()[:-9], CUT_OFF),
        ("a.wav", wav()[:40] + b"\xf0\xff\xff\xff" + wav()[44:], CUT_OFF),
        ("a.wav", wav(0), "a.wav contains no sound"),
        ("a.flac", flac(0), "a.flac contains no sound"),
        ("a.flac", flac()[:20], "a.flac looks like a FLAC recording, but it is damaged"),
        ("a.opus", opus()[:60], "a.opus looks like an Opus recording, but it is damaged"),
    ],
)  # fmt: skip
def test_what_is_no_recording_is_refused(keep: Keep, name: str, content: bytes, message: str) -> None:
    with pytest.raises(AudioError) as refused:
        probe_audio(keep(name, content))

    assert message == refused.value.issue.message
    assert refused.value.issue.fix.endswith(".")


def test_a_chapter_picture_does_not_make_a_recording_a_video(keep: Keep) -> None:
    assert 2000 == probe_audio(keep("a.m4a", m4a(tracks=(track(), track(b"vide", b"jpeg"))))).duration_ms


# --- What the tags say about people ---------------------------------------------------------------

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
            ["a GPS position"],
        ),
        (m4a() + atom(b"uuid", b"\xbe\x7a\xcf\xcb"), ["private data of a program"]),
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


# --- Hostile bytes --------------------------------------------------------------------------------

SEEDS = [
    ("a.mp3", mp3((frame(),) * 9, text("TIT2", "Pier"), tag("PRIV", b"x\0x"))),
    ("a.mp3", mp3([table(9, 9 * 417), *[frame()] * 9])),
    ("a.m4a", m4a(atom(b"\xa9xyz", b"\0\0\0\0+51"), tags={"covr": photo()})),
    ("a.opus", opus(title="x")),
    ("a.ogg", vorbis(title="x")),
    ("a.flac", flac(title="x")),
    ("a.wav", wav(0.01, {"bext": b"Zoom", "LIST": b"INFO" + chunk(b"ICMT", b"x")})),
]
ENDINGS = st.sampled_from(sorted({name for name, _ in SEEDS}))


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    name, seed = draw(st.sampled_from(SEEDS))
    content = bytearray(seed)
    places = st.integers(0, len(content) - 1) | st.integers(0, min(300, len(content) - 1))
    for place, value in draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=16)):
        content[place] = value
    return name, bytes(content[: draw(st.integers(0, len(content)))]) if draw(st.booleans()) else bytes(
        content
    )


@given(st.tuples(ENDINGS, st.binary(max_size=600)) | mutated())
def test_hostile_bytes_are_a_recording_or_refused_in_plain_words(file: tuple[str, bytes]) -> None:
    name, content = file
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        for read in (probe_audio, personal_tags):
            try:
                read(Path(folder) / name)
            except AudioError as refused:
                assert refused.issue.fix.endswith(".")  # noqa: PT017 -- either outcome is right


def test_a_file_of_nothing_but_sync_bytes_is_refused_soon(keep: Keep) -> None:
    with pytest.raises(AudioError):
        probe_audio(keep("a.mp3", mp3() + b"\xff" * 3_000_000))
