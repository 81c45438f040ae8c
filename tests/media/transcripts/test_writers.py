"""The formats in which a transcript is published."""

import json
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from anthology.media.transcripts import (
    Cue,
    paragraphs,
    read_transcript,
    to_json,
    to_srt,
    to_text,
    to_vtt,
)
from anthology.unicode import NOT_TEXT

TALK = [
    Cue(1000, 4250, "Ann", "We went <there> & back --> twice."),
    Cue(4250, 6000, "Ann", "At dusk,\nalone."),
    Cue(6000, 7001, "Ben", "Why?"),
    Cue(7001, 8000, "", "[a door closes]"),
]


def test_vtt_names_the_speaker_of_every_cue() -> None:
    assert (
        "WEBVTT\n\n"
        "00:00:01.000 --> 00:00:04.250\n<v Ann>We went &lt;there&gt; &amp; back --&gt; twice.\n\n"
        "00:00:04.250 --> 00:00:06.000\n<v Ann>At dusk,\nalone.\n\n"
        "00:00:06.000 --> 00:00:07.001\n<v Ben>Why?\n\n"
        "00:00:07.001 --> 00:00:08.000\n[a door closes]\n"
    ) == to_vtt(TALK)


def test_srt_names_the_speaker_where_it_changes() -> None:
    assert (
        "1\n00:00:01,000 --> 00:00:04,250\nAnn: We went <there> & back → twice.\n\n"
        "2\n00:00:04,250 --> 00:00:06,000\nAt dusk,\nalone.\n\n"
        "3\n00:00:06,000 --> 00:00:07,001\nBen: Why?\n\n"
        "4\n00:00:07,001 --> 00:00:08,000\n[a door closes]\n"
    ) == to_srt(TALK)


def test_json_has_a_segment_for_every_cue() -> None:
    assert (
        '{"version":"1.0.0","segments":['
        '{"speaker":"Ann","startTime":1,"endTime":4.25,"body":"We went <there> & back --> twice."},'
        '{"speaker":"Ann","startTime":4.25,"endTime":6,"body":"At dusk, alone."},'
        '{"speaker":"Ben","startTime":6,"endTime":7.001,"body":"Why?"},'
        '{"startTime":7.001,"endTime":8,"body":"[a door closes]"}]}\n'
    ) == to_json(TALK)


def test_text_is_a_paragraph_for_every_turn() -> None:
    assert (
        "Ann: We went <there> & back --> twice. At dusk, alone.\n\nBen: Why?\n\n[a door closes]\n"
        == to_text(TALK)
    )


def test_nothing_said_gives_empty_forms() -> None:
    assert ["WEBVTT\n", "", '{"version":"1.0.0","segments":[]}\n', ""] == [
        write([]) for write in (to_vtt, to_srt, to_json, to_text)
    ]


def turns(*found: Cue) -> list[list[str]]:
    return [[each.text for each in together] for _, together in paragraphs(found)]


def test_a_paragraph_ends_with_the_turn_and_at_a_pause() -> None:
    talk = (
        Cue(0, 1000, "Ann", "a"),
        Cue(2500, 3000, "Ann", "b"),
        Cue(4501, 5000, "Ann", "c"),
        Cue(5000, 6000, "Ben", "d"),
    )

    assert [["a", "b"], ["c"], ["d"]] == turns(*talk)
    assert ["Ann", "Ann", "Ben"] == [speaker for speaker, _ in paragraphs(talk)]


def test_a_long_turn_is_divided_behind_a_sentence() -> None:
    said = ["word " * 59 + "on", "and on,", "and there.", "Then home."]

    assert [said[:3], said[3:]] == turns(*(Cue(0, 1, "Ann", words) for words in said))


def test_a_long_turn_without_sentences_is_divided_all_the_same() -> None:
    assert [12, 12, 1] == [len(turn) for turn in turns(*[Cue(0, 1, "Ann", "ten words " * 5)] * 25)]


words = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=12
).filter(lambda word: not NOT_TEXT.search(word))  # a transcript with such a character is refused


lines = st.lists(words, min_size=1, max_size=4).map(" ".join)


texts = st.lists(lines, min_size=1, max_size=3).map("\n".join)


@st.composite
def talks(draw: st.DrawFn) -> list[Cue]:
    starts = sorted(draw(st.lists(st.integers(0, 400 * 3_600_000), min_size=1, max_size=6)))
    return [
        Cue(start, start + draw(st.integers(1, 9999)), draw(st.just("") | lines), draw(texts))
        for start in starts
    ]


@given(talks())
def test_a_written_transcript_reads_back_word_for_word(talk: list[Cue]) -> None:
    assert (tuple(talk), ()) == read_transcript(to_vtt(talk), "transcript.vtt")


@given(talks())
def test_every_form_has_the_same_times(talk: list[Cue]) -> None:
    times = [(each.start, each.end) for each in talk]
    segments = json.loads(to_json(talk))["segments"]

    assert times == [(round(one["startTime"] * 1000), round(one["endTime"] * 1000)) for one in segments]
    assert times == written_times(to_vtt(talk), ".")
    assert times == written_times(to_srt(talk), ",")


def written_times(text: str, point: str) -> list[tuple[int, int]]:
    """The times in lines such as 00:00:01.000 --> 00:00:02.500, in milliseconds."""
    found = re.findall(
        rf"^([\d:]+){re.escape(point)}(\d{{3}}) --> ([\d:]+){re.escape(point)}(\d{{3}})$", text, re.M
    )
    return [
        (_seconds(one) * 1000 + int(part), _seconds(two) * 1000 + int(rest)) for one, part, two, rest in found
    ]


def _seconds(clock: str) -> int:
    return sum(int(number) * 60**place for place, number in enumerate(reversed(clock.split(":"))))


@given(talks())
def test_paragraphs_keep_every_cue_in_its_place(talk: list[Cue]) -> None:
    found = paragraphs(talk)

    assert talk == [each for _, together in found for each in together]
    assert all(each.speaker == speaker for speaker, together in found for each in together)
    assert all(before and after for (_, before), (_, after) in pairwise(found))
