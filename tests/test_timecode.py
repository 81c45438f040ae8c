import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anthology.timecode import clock, iso_duration, milliseconds, seconds, srt_time, timecode, vtt_time

times = st.integers(min_value=0, max_value=400 * 3_600_000)


@pytest.mark.parametrize(
    ("written", "ms"),
    [
        ("0", 0),
        ("90", 90_000),
        ("1:30", 90_000),
        ("90:00", 5_400_000),
        ("0:01:30", 90_000),
        ("00:01:30.250", 90_250),
        ("00:01:30,250", 90_250),
        ("00:01:30.5", 90_500),
        ("  1:02:03 ", 3_723_000),
    ],
)
def test_people_may_write_a_time_in_several_ways(written: str, ms: int) -> None:
    assert ms == milliseconds(written)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "“” is not a time: write hours, minutes and seconds as 00:01:30"),
        ("soon", "“soon” is not a time"),
        ("-1:30", "“-1:30” is not a time"),
        ("1:30.", "“1:30.” is not a time"),
        ("1:2:3:04", "“1:2:3:04” is not a time"),
        ("١:٣٠", "“١:٣٠” is not a time"),
        ("1:60", "“1:60” is not a time: minutes and seconds go up to 59"),
        ("1:75:00", "“1:75:00” is not a time: minutes and seconds go up to 59"),
        ("1:5", "“1:5” is ambiguous: write two digits after each colon, as in 1:05"),
        ("1:000:00", "“1:000:00” is ambiguous"),
        ("9" * 5000, "is not a time"),
    ],
)
def test_what_is_not_a_time_is_refused_with_a_reason(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        milliseconds(written)


def test_a_time_shows_milliseconds_only_where_it_has_some() -> None:
    assert ["00:01:30", "00:01:30.250", "100:00:00"] == [timecode(ms) for ms in (90_000, 90_250, 360_000_000)]


def test_vtt_has_a_point_and_srt_a_comma() -> None:
    assert ("00:01:30.250", "00:01:30,250") == (vtt_time(90_250), srt_time(90_250))


def test_seconds_are_whole_numbers_where_they_can_be() -> None:
    assert ["0", "90", "90.25", "0.001"] == [str(seconds(ms)) for ms in (0, 90_000, 90_250, 1)]


def test_iso_durations_leave_out_what_is_nought() -> None:
    assert ["PT0S", "PT1M30S", "PT1H", "PT1H2M3.25S", "PT0.5S"] == [
        iso_duration(ms) for ms in (0, 90_000, 3_600_000, 3_723_250, 500)
    ]


def test_a_time_before_the_start_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="before the start"):
        timecode(-1)


@given(times)
def test_what_is_written_reads_back_as_the_same_time(ms: int) -> None:
    assert [ms] * 3 == [milliseconds(write(ms)) for write in (timecode, vtt_time, srt_time)]


@given(st.text())
def test_any_text_is_a_time_or_a_plain_refusal(text: str) -> None:
    try:
        assert milliseconds(text) >= 0
    except ValueError as refusal:
        assert "“" in str(refusal)  # noqa: PT017 -- either outcome is right


def test_readers_see_one_form_of_time() -> None:
    times = {0: "0:00", 161_900: "2:41", 3_761_000: "1:02:41"}

    assert list(times.values()) == [clock(ms) for ms in times]
