"""Facts about cues."""

from anthology.media.transcripts import (
    Cue,
    words_a_minute,
)


def test_pace_counts_words_inside_cues_and_no_silence_between_them() -> None:
    cues = [Cue(0, 2_000, "Ann", "We went there."), Cue(9_000, 10_000, "Ben", "At dusk, alone.")]

    assert words_a_minute(cues) == 120


def test_a_transcript_without_cues_has_no_pace() -> None:
    assert words_a_minute([]) == 0
