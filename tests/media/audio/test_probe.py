"""The format and the duration of recordings, and the files that are refused."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.media.audio import AudioError, Recording, personal_tags, probe_audio
from recording_bytes import (
    Keep,
    atom,
    chunk,
    cover,
    flac,
    frame,
    m4a,
    mp3,
    ogg,
    opus,
    photo,
    table,
    tag,
    text,
    track,
    vorbis,
    wav,
)


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
        ("a.flac", flac(0), "a.flac is cut off, or has something behind its end"),
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


@settings(deadline=None)
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
