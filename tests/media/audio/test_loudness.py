from __future__ import annotations

import re
import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

import audio_samples as sounds
from anthology.media.audio import AudioError
from anthology.media.audio.loudness import measure
from anthology.media.audio.loudness_checks import check_loudness, target
from audio_samples import between_samples, cut, joined, silence, tone, voice
from builders import HOUSE, MEDIA

# --- What is measured -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sound", "expected"),
    [
        (tone(-23, 20), -23.0),
        (tone(-33, 20), -33.0),
        (joined(tone(-36), tone(-23, 60), tone(-36)), -23.0),
        (joined(tone(-72), tone(-36), tone(-23, 60), tone(-36), tone(-72)), -23.0),
        (joined(tone(-26, 20), tone(-20, 20.1), tone(-26, 20)), -23.0),
    ],
    ids=["case 1", "case 2", "case 3", "case 4", "case 5"],
)
def test_the_signals_of_the_standard_measure_as_the_standard_says(
    tmp_path: Path, sound: sounds.Sound, expected: float
) -> None:
    # EBU Tech 3341, table 1: stereo tones of 1 kHz; ± 0.1 LU.
    assert expected == pytest.approx(
        measure(sounds.write(tmp_path / "a.wav", sound, sound)).integrated, abs=0.1
    )


def test_one_channel_measures_three_units_softer_than_two(tmp_path: Path) -> None:
    one = measure(sounds.write(tmp_path / "one.wav", voice()))
    two = measure(sounds.write(tmp_path / "two.wav", voice(), voice()))

    assert 3.01 == pytest.approx(two.integrated - one.integrated, abs=0.05)
    assert target(2) - target(1) == pytest.approx(two.integrated - one.integrated, abs=0.05)


def test_a_peak_between_two_samples_is_found(tmp_path: Path) -> None:
    # A quarter of the sample rate, with a phase that lets every sample miss the peak by 3 dB.
    sound = joined(silence(0.5), between_samples(2), silence(0.5))

    assert max(abs(sound)) < 0.51
    assert -3.0 == pytest.approx(measure(sounds.write(tmp_path / "a.wav", sound)).true_peak, abs=0.2)


@pytest.mark.parametrize("file", [
    "episodes/leaving/audio.mp3", "episodes/trailer/audio.mp3",
    "tests/media/tone.mp3", "tests/media/tone.opus",
])  # fmt: skip
def test_a_recording_measures_as_with_ffmpeg_itself(file: str) -> None:
    ours = measure(HOUSE / file)

    loudness, peak = ffmpeg(HOUSE / file)

    assert loudness == pytest.approx(ours.integrated, abs=0.2)
    assert peak == pytest.approx(ours.true_peak, abs=0.2) or peak < -40  # FFmpeg gives three digits


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("level", [-14, -20, -35])
def test_a_made_voice_measures_as_with_ffmpeg_itself(tmp_path: Path, level: int, channels: int) -> None:
    file = sounds.write(tmp_path / "a.wav", *[voice(level)] * channels)

    assert ffmpeg(file)[0] == pytest.approx(measure(file).integrated, abs=0.2)


def ffmpeg(file: Path) -> tuple[float, float]:
    """Integrated loudness and true peak as another build of FFmpeg reports them."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-i", str(file)]
    command += ["-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    summary = said[said.rindex("Summary:") :]
    found = [re.search(pattern, summary) for pattern in (r"I:\s+(-?[\d.]+) LUFS", r"Peak:\s+(-?[\d.]+) dBFS")]
    loudness, peak = (float(match[1]) for match in found if match)
    return loudness, peak


# --- What is off ----------------------------------------------------------------------------------


def said(file: Path) -> list[str]:
    return [heard.message for heard in check_loudness(measure(file))]


@pytest.mark.parametrize("channels", [1, 2])
def test_a_recording_as_it_should_be_has_no_finding(tmp_path: Path, channels: int) -> None:
    assert [] == said(sounds.write(tmp_path / "b.wav", *[tone(-16)] * channels))


@pytest.mark.parametrize(
    ("level", "channels", "message"),
    [
        (-21, 2, "it is too soft: −21.0 LUFS, where stereo should have −16 ± 1"),
        (-17.2, 2, "it is too soft: −17.2 LUFS, where stereo should have −16 ± 1"),
        (-12, 2, "it is too loud: −12.0 LUFS, where stereo should have −16 ± 1"),
        (-21, 1, "it is too soft: −24.0 LUFS, where mono should have −19 ± 1"),
        (-14, 1, "it is too loud: −17.0 LUFS, where mono should have −19 ± 1"),
        (-16.8, 2, None),
        (-15.2, 2, None),
        (-16.5, 1, None),
        (-15.5, 1, None),
    ],
)
def test_too_soft_and_too_loud_are_said(
    tmp_path: Path, level: float, channels: int, message: str | None
) -> None:
    file = sounds.write(tmp_path / "a.wav", *[tone(level)] * channels)

    assert ([message] if message else []) == said(file)


def test_a_true_peak_over_minus_one_is_said(tmp_path: Path) -> None:
    short = joined(tone(-16), tone(-0.5, 0.05), tone(-16))

    assert ["its true peak is −0.5 dBTP; at most −1 is safe"] == said(
        sounds.write(tmp_path / "a.wav", short, short)
    )


def test_clipping_is_said_with_its_place(tmp_path: Path) -> None:
    # Softer afterwards, so that loudness is not what is off.
    sound = joined(tone(-16.5, 65), cut(tone(0, 0.02), 12), tone(-16.5, 5))

    messages = said(sounds.write(tmp_path / "a.wav", sound, sound))

    assert "audio clips at 00:01:05" in messages
    assert all("clips" in message or "true peak" in message for message in messages)


def test_a_tone_at_full_level_is_loud_and_not_clipped(tmp_path: Path) -> None:
    assert () == measure(sounds.write(tmp_path / "a.wav", tone(0))).clipped


def test_many_clipped_places_are_counted(tmp_path: Path) -> None:
    part = joined(cut(tone(0, 0.01), 12), silence(1.99))

    messages = said(sounds.write(tmp_path / "a.wav", joined(*[part] * 8)))

    assert any(
        "audio clips at 00:00:00, 00:00:02, 00:00:04, 00:00:06, 00:00:08 and 3 more places" in message
        for message in messages
    )


@pytest.mark.parametrize(
    ("before", "lasting", "after", "message"),
    [
        (10, 7, 10, "nothing is heard for 7 seconds, from 00:00:10 to 00:00:17"),
        (0, 6, 10, "nothing is heard for 6 seconds, from 00:00:00 to 00:00:06"),
        (10, 6, 0, "nothing is heard for 6 seconds, from 00:00:10 to 00:00:16"),
        (10, 4.5, 10, None),
    ],
)
def test_a_silence_over_five_seconds_is_said_with_its_place(
    tmp_path: Path, before: float, lasting: float, after: float, message: str | None
) -> None:
    sound = joined(tone(-16, before), silence(lasting), tone(-16, after))

    assert ([message] if message else []) == said(sounds.write(tmp_path / "a.wav", sound, sound))


def test_the_silences_of_a_guided_practice_are_one_note(tmp_path: Path) -> None:
    file = sounds.write(tmp_path / "a.wav", *[joined(*[tone(-16, 3), silence(6)] * 3, silence(3))] * 2)

    (heard,) = check_loudness(measure(file))

    assert heard.level == "note"
    assert heard.message == "nothing is heard for up to 9 seconds at 3 places: 00:00:03, 00:00:12, 00:00:21"


def test_a_room_without_a_voice_is_silence_too(tmp_path: Path) -> None:
    sound = joined(tone(-16), tone(-58, 8), tone(-16))

    assert ["nothing is heard for 8 seconds, from 00:00:10 to 00:00:18"] == said(
        sounds.write(tmp_path / "a.wav", sound, sound)
    )


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("rest", [-144, -80])
def test_one_dead_channel_is_said(tmp_path: Path, side: str, rest: float) -> None:
    live, dead = tone(-13), tone(rest)
    channels = (dead, live) if side == "left" else (live, dead)

    assert [f"its {side} channel is silent"] == said(sounds.write(tmp_path / "a.wav", *channels))


def test_a_voice_that_sits_on_one_side_is_not_a_dead_channel(tmp_path: Path) -> None:
    assert [] == said(sounds.write(tmp_path / "a.wav", tone(-13.2), tone(-30)))


def test_nothing_at_all_is_said(tmp_path: Path) -> None:
    assert ["nothing in it is loud enough to be heard"] == said(
        sounds.write(tmp_path / "a.wav", silence(4), silence(4))
    )


def test_a_part_that_cannot_be_decoded_is_said(tmp_path: Path) -> None:
    content = bytearray((HOUSE / "episodes" / "trailer" / "audio.mp3").read_bytes())
    middle = len(content) // 2
    content[middle : middle + 3000] = b"\xff\xfb\xff" * 1000
    (tmp_path / "a.mp3").write_bytes(content)

    assert measure(tmp_path / "a.mp3").integrated == pytest.approx(-19, abs=0.5)


def test_what_cannot_be_decoded_at_all_is_refused_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"nonsense" * 99)

    with pytest.raises(AudioError, match=r"a\.mp3 cannot be decoded"):
        measure(tmp_path / "a.mp3")


def test_whether_two_channels_hold_the_same_is_known(tmp_path: Path) -> None:
    assert measure(sounds.write(tmp_path / "a.wav", voice(), voice())).identical_channels
    assert not measure(sounds.write(tmp_path / "b.wav", voice(), tone(-30, 12))).identical_channels
    assert measure(MEDIA / "tone.mp3").identical_channels
