"""Reading WebVTT, and the problems of a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anthology.media.transcripts import (
    Cue,
    check_duration,
    read_transcript,
)
from anthology.problems import Position, Problem

PATH = "episodes/pier/transcript.vtt"


PIER = """\
WEBVTT

00:00:01.000 --> 00:00:04.250
<v Ann>We went to the pier.

00:00:04.250 --> 00:00:06.000
<v Ben>At dusk, &amp; alone.
"""


def vtt(*blocks: str) -> str:
    return "\n\n".join(("WEBVTT", *blocks)) + "\n"


def cue(words: str, times: str = "00:01.000 --> 00:02.000") -> str:
    return f"{times}\n{words}"


def cues(text: str) -> list[Cue]:
    found, problems = read_transcript(text, PATH)
    assert () == problems
    return list(found)


def problems(text: str) -> list[Problem]:
    return list(read_transcript(text, PATH)[1])


def spoken(text: str) -> list[tuple[str, str]]:
    return [(found.speaker, found.text) for found in cues(text)]


def test_a_transcript_gives_who_says_what_and_when() -> None:
    assert [
        Cue(1000, 4250, "Ann", "We went to the pier."),
        Cue(4250, 6000, "Ben", "At dusk, & alone."),
    ] == cues(PIER)


def test_a_cue_knows_the_line_of_its_times() -> None:
    assert [3, 6] == [found.line for found in cues(PIER)]


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_the_editor_that_saved_it_makes_no_difference(mark: str, ending: str) -> None:
    saved = cues(mark + PIER.replace("\n", ending))

    assert cues(PIER) == saved
    assert [3, 6] == [found.line for found in saved]


def test_everything_that_is_not_speech_is_left_out() -> None:
    text = vtt(
        "NOTE\nfor the editor: check this",
        "NOTE one more",
        "STYLE\n::cue { background: url(https://example.org) }",
        "REGION\nid:left",
        "intro\n" + cue("<v Ann>Hello.", "00:00:01.000 --> 00:00:02.000 align:start position:10%"),
        "NOTE\n" + cue("not said"),
    ).replace("WEBVTT", "WEBVTT - Leaving\nKind: captions\nLanguage: en", 1)

    assert [("Ann", "Hello.")] == spoken(text)


def test_hours_may_be_left_out_or_many() -> None:
    assert [(1000, 2000), (360_000_000, 360_001_000)] == [
        (found.start, found.end) for found in cues(vtt(cue("a"), cue("b", "100:00:00.000 --> 100:00:01.000")))
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("<v Ann>Hello.</v>", [("Ann", "Hello.")]),
        ("<v.loud.first Ann Example>Hello.", [("Ann Example", "Hello.")]),
        ("<v\nAnn>Hello.", [("Ann", "Hello.")]),
        ("<v Ann &amp; Ben>Hello.", [("Ann & Ben", "Hello.")]),
        ("<v Ann>Hello.</v> <v Ben>Hi.</v> [door]", [("Ann", "Hello."), ("Ben", "Hi."), ("", "[door]")]),
        ("[door] <v Ann>Hello. <v Ben>Hi.", [("", "[door]"), ("Ann", "Hello."), ("Ben", "Hi.")]),
        ("<i>So</i> <b.x>it</b> <c.y.z>was</c> <lang en>here</lang>", [("", "So it was here")]),
        ("One <00:00:01.500>two <01.500>", [("", "One two <01.500>")]),
        ("1 &lt; 2 &gt; 0&nbsp;&#8364; &eacute;&lrm;", [("", "1 < 2 > 0\xa0€ é\u200e")]),
        ("  two \t  spaces  ", [("", "two spaces")]),
        ("first line\nsecond line", [("", "first line\nsecond line")]),
        ("3 > 2", [("", "3 > 2")]),
    ],
)
def test_voices_and_marks_within_a_cue(words: str, said: list[tuple[str, str]]) -> None:
    found, _ = read_transcript(vtt(cue(words)), PATH)

    assert said == [(each.speaker, each.text) for each in found]
    assert {(1000, 2000)} == {(each.start, each.end) for each in found}


def test_words_without_a_voice_are_put_in_nobodys_mouth() -> None:
    assert [("Ann", "Hello."), ("", "[a door closes]")] == spoken(
        vtt(cue("<v Ann>Hello."), cue("[a door closes]"))
    )


def test_a_problem_shows_its_line_and_how_to_put_it_right() -> None:
    found = problems(vtt(cue("<v Ann>Hello.", "00:00:05.000 --> 00:00:04.000")))

    assert [
        "episodes/pier/transcript.vtt:3:18: this cue ends before it starts\n"
        "   3 | 00:00:05.000 --> 00:00:04.000\n"
        "     |                  ^\n"
        "   Fix: Correct one of the two times: the first is the start, the second the end."
    ] == [str(problem) for problem in found]


PROGRAM = "a transcript may hold words and names only, and this looks like a part of a program"


SRT = "1\n00:00:01,000 --> 00:00:02,000\nAnn: Hello.\n"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "this is not a WebVTT file"),
        ("Ann: Hello.\n", 1, 1, "this is not a WebVTT file"),
        ("WEBVTTX\n\n" + cue("a"), 1, 1, "this is not a WebVTT file"),
        (SRT + "and\n\nso on", 6, 1, "these words belong to no cue"),
        (SRT + "2\n00:00:03,000 --> 00:00:04,000\nYes.", 5, 1, "there is no empty line above this cue"),
        (SRT + "\n00:00:5,000 --> 00:00:06,000\nYes.", 5, 1, "this is not a line of times"),
        (SRT + "so\na <script>alert(1)", 5, 3, PROGRAM),
        ("one\n" + SRT, 1, 1, "these words belong to no cue"),
        ("WEBVTT\n", 1, 1, "there is not one cue in this transcript"),
        (vtt("NOTE nothing yet"), 1, 1, "there is not one cue in this transcript"),
        (vtt(SRT), 4, 1, "the times have commas, as in an SRT file"),
        (vtt(cue("a", "  0:01 --> 0:02")), 3, 3, "this is not a line of times"),
        (vtt(cue("a", "00:00:01.000 -->00:00:02.000")), 3, 1, "this is not a line of times"),
        (vtt(cue("a", "00:00:61.000 --> 00:00:62.000")), 3, 1, "this is not a line of times"),
        (vtt(cue("a", "00:00:01.000 --> 00:00:01.000")), 3, 18, "this cue ends when it starts"),
        (
            vtt(cue("a", "00:05.000 --> 00:06.000"), cue("b", "00:04.000 --> 00:07.000")),
            6,
            1,
            "this cue starts at 00:00:04, before the one above it (00:00:05)",
        ),
        (vtt(cue("a"), "and so on"), 6, 1, "these words belong to no cue"),
        (vtt(cue("a"), "2"), 6, 1, "these words belong to no cue"),
        (vtt(cue("a") + "\n" + cue("b")), 5, 1, "there is no empty line above this cue"),
        (vtt(cue("so\na <script>alert(1)")), 5, 3, PROGRAM),
        (vtt(cue("a <i onclick=x>b")), 4, 3, PROGRAM),
        (vtt(cue("a <laughs> b")), 4, 3, "WebVTT does not know <laughs>, and players leave it out"),
        (vtt(cue("a < b")), 4, 3, "this < begins nothing"),
    ],
)  # fmt: skip
def test_each_kind_of_mistake_is_named_where_it_stands(
    text: str, line: int, column: int, message: str
) -> None:
    found = problems(text)

    assert [(line, column, message)] == [(each.line, each.column, each.message) for each in found]
    assert all(each.path == PATH and each.fix and each.level == "error" for each in found)


@pytest.mark.parametrize(
    "words",
    ["One = two, only = so", "javascript: a language", "&lt;script&gt;", "a <= b".replace("<", "&lt;")],
)
def test_talk_about_programs_is_only_talk(words: str) -> None:
    assert 1 == len(cues(vtt(cue(words))))


def test_every_mistake_is_found_in_one_go() -> None:
    assert 3 == len(problems(vtt(cue("<x>a"), cue("b", "soon --> later"), "c")))


def test_a_transcript_that_runs_past_the_audio_is_a_problem_once() -> None:
    text = vtt(cue("a"), cue("b", "00:59.000 --> 01:05.000"), cue("c", "01:05.000 --> 01:09.000"))

    assert [
        Problem(
            "this cue ends at 00:01:05, but the audio ends at 00:01:00",
            "Check that this transcript belongs to this audio, and correct the times.",
            Position(6, 1),
            path=PATH,
            text="00:59.000 --> 01:05.000",
        )
    ] == list(check_duration(cues(text), 60_000, PATH, text))


def test_the_last_cue_may_be_rounded_upwards() -> None:
    assert [] == list(check_duration([Cue(0, 61_000, "", "a")], 60_000, PATH))
    assert [(1, "")] == [
        (found.line, found.text) for found in check_duration([Cue(0, 61_001, "", "a")], 60_000, PATH)
    ]


signs = [
    "WEBVTT",
    "\n",
    "\n\n",
    "00:01.000 --> 00:02.000",
    "-->",
    "<v Ann>",
    "<",
    ">",
    "</v>",
    "NOTE",
    "&#10;",
    "\r",
    "\0",
]


hostile = st.lists(st.sampled_from(signs) | st.text(max_size=5)).map("".join)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (SRT, "Ann: Hello."),
        (SRT.replace("\n", "\r\n"), "Ann: Hello."),
        ("\ufeff\n" + SRT, "Ann: Hello."),
        (SRT.replace("1\n", "", 1), "Ann: Hello."),
        (SRT.replace("00:00:02,000", "00:00:02,000  X1:10 Y1:20"), "Ann: Hello."),
        (SRT.replace("00:", "0:", 1).replace(" --> ", "-->"), "Ann: Hello."),
        (
            "1\n00:00:01,000 --> 00:00:02,000\n<i>A</i> <font color='red'>day</FONT>\n{\\an8}here",
            "A day\nhere",
        ),
        ("1\n00:00:01,000 --> 00:00:02,000\n1 < 2 > 0 &amp; <3 <v Ann> R&D", "1 < 2 > 0 & <3 <v Ann> R&D"),
    ],
)
def test_subrip_is_read_with_its_words_as_they_are(written: str, words: str) -> None:
    assert (read_transcript(written, PATH)) == ((Cue(1000, 2000, "", words),), ())


@given(hostile, st.booleans())
def test_any_text_is_cues_and_problems_on_lines_that_exist(text: str, headed: bool) -> None:
    text = "WEBVTT\n\n" + text if headed else text
    found, wrong = read_transcript(text, PATH)

    assert found or wrong
    assert all(1 <= each.line <= len(text) + 1 and each.column >= 1 for each in wrong)
    assert all(each.text.strip() and "\n\n" not in each.text for each in found)
    assert all(str(each) for each in wrong)


CUE = "00:00:01.000 --> 00:00:02.000\n"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (f"WEBVTT\n\n{CUE}{'<' * 1_900_000}", 20),
        (f"WEBVTT\n\n{CUE}{'<x>' * 600_000}", 20),
        (f"WEBVTT\n\n{'words' + chr(10) * 2}" * 99_000, 20),
        (f"WEBVTT\n\n{CUE}{'&' * 1_900_000}", 0),
        (f"WEBVTT\n\n00:00{' ' * 1_900_000}-->", 1),
        ("WEBVTT\n\n" + "".join(f"{time}00.000 --> 59:59.000\nx\n\n" for time in ("01:", "00:") * 9_000), 20),
    ],
)
def test_a_hostile_transcript_has_few_problems(text: str, number: int) -> None:
    assert number == len(read_transcript(text, "t.vtt")[1])


def test_a_transcript_of_more_cues_than_a_page_shows_is_refused() -> None:
    (problem,) = read_transcript("WEBVTT\n\n" + f"{CUE}x\n\n" * 30_000, "t.vtt")[1]

    assert "this transcript has more than 20,000 cues" == problem.message
    assert 60_003 == problem.line


@pytest.mark.parametrize("sign", ["\x1b", "\u2028", "\x85", "\ufdd0"])
def test_signs_that_are_no_text_are_told_and_read_as_spaces(sign: str) -> None:
    cues, (problem,) = read_transcript(f"WEBVTT\n\n{CUE}one{sign}two\n", "t.vtt")

    assert ["one two"] == [cue.text for cue in cues]
    assert (4, 4) == (problem.line, problem.column)
    assert problem.message.startswith("there is an invisible character (U+")
