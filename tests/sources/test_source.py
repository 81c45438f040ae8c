"""A file as text: where its fields and its body stand, whatever it holds."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.problems import Position
from anthology.sources import Source, dump_yaml, read_post
from anthology.sources.front_matter import parse_yaml
from anthology.unicode import OPEN_DIRECTION_FIX, replace_open_directions

MARKS = st.sampled_from(["---", "----", " ---", "—-", "———", "***", "...", "", "--- x"])
FIELD_LINES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.lists(
        st.sampled_from(
            [
                "title",
                "date",
                "- ",
                "  ",
                ": ",
                ":",
                "[",
                "]",
                "{",
                "}",
                ",",
                '"',
                "'",
                "#",
                " #x",
                "&a",
                "*a",
                "!!x",
                "|",
                ">-",
                "%",
                "@",
                "`",
                "\t",
                "?",
                "~",
                "null",
                "2026-01-01",
                "1:02:03",
                "“",
                "”",
                "\u00a0",
                "：",
                "\\0",
                "\ufeff",
                "\x85",
                "\u200b",
                "---",
                "...",
                "é",
                "<<",
                "=",
                "<!--",
            ]
        ),
        max_size=9,
    ).map("".join),
)


def read(content: bytes | str) -> Source:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "post.md"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_post(file, "docs/essays/post.md")


def test_fields_and_body_keep_their_lines() -> None:
    source = read("\n---\ntitle: Tides\nlinks:\n  - url: x\n---\n\nThe sea\ncomes.\n")

    assert {"title": "Tides", "links": [{"url": "x"}]} == source.fields.values
    assert Position(3, 8) == source.position(("title",))
    assert Position(5, 10) == source.position(("links", 0, "url"))
    assert Position(9, 3) == source.body_position(source.body.index("mes"))
    assert [] == source.problems


def test_the_place_of_what_is_not_there_is_that_of_its_holder() -> None:
    source = read("---\nlinks:\n  - url: x\n---\n")

    assert Position(3, 5) == source.position(("links", 0, "title"))
    assert source.position(("nothing",)) is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("“Nothing about us”", "Nothing about us"),
        ("„Nichts über uns“", "Nichts über uns"),
        ("«Nada sobre nosotres»", "Nada sobre nosotres"),
        ("‘A day’", "A day"),
        ("“One” and “two”", "“One” and “two”"),
        ('"“To be seen”"', "“To be seen”"),
        ("'“To be seen”'", "“To be seen”"),
        ("“”", "“”"),
    ],
)
def test_curly_quotes_around_a_whole_value_are_read_as_quotes(written: str, value: str) -> None:
    source = read(f"---\ntitle: {written}\nlearn: [{written}]\n---\n")

    assert (source.problems, source.fields.values) == ([], {"title": value, "learn": [value]})
    assert parse_yaml(dump_yaml({"title": written})).values == {"title": written}


@pytest.mark.parametrize("sign", ["- -<b>", "\u202ax yz\u202c"])
def test_a_long_text_is_written_in_one_line_where_a_fold_would_be_read_as_something_else(sign: str) -> None:
    text = " ".join(["word", *[sign] * 60])
    source = read(f"---\n{dump_yaml({'title': 'x', 'standpoint': text})}---\n")

    assert (source.problems, source.fields.values) == ([], {"title": "x", "standpoint": text})


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("title: Over\u202eride", 12),
        ("title: \u202bOne\u202c and \u2067two", 18),
        ("title: \u2067One\u202c", 8),
        ('title: "Over\\u202eride"', 8),
        ("- \u202dan entry", 3),
    ],
)
def test_a_direction_that_does_not_end_in_its_line_is_told(line: str, column: int) -> None:
    (problem,) = read(
        f"---\nsummary: x\n{line}\n---\n" if "title" in line else f"---\ntitle: x\n---\n{line}\n"
    ).problems

    assert (problem.line, problem.column) == (3 if "title" in line else 4, column)
    assert problem.fix == OPEN_DIRECTION_FIX


def test_directions_that_end_are_text() -> None:
    title = "\u202bOne \u2068two\u2069\u202c"

    source = read(f"---\ntitle: {title}\n---\n\u2067body\u2069\u202c\n")

    assert (source.problems, source.fields.values) == ([], {"title": title})
    assert replace_open_directions(f"\u202e{title}\n\u2066b", "") == f"{title}\nb"


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=300).map(str.encode),
    )
)
def test_any_bytes_are_read_or_reported(content: bytes) -> None:
    assert_whole(read(content))


@settings(max_examples=400, deadline=None)
@given(MARKS, st.lists(FIELD_LINES, max_size=8), MARKS, st.text(max_size=40))
def test_anything_that_looks_like_fields_is_read_or_reported(
    first: str, fields: list[str], last: str, body: str
) -> None:
    text = "\n".join([first, *fields, last, body])
    assert_whole(read(text.encode("utf-8", "replace")))


def assert_whole(source: Source) -> None:
    """Every place is in the file, every message can be printed, and what is unreadable is said to be."""
    assert source.parsed or source.problems
    for problem in source.problems:
        assert 1 <= problem.line <= max(1, len(source.lines))
        assert str(problem)
    for place in source.fields.positions.values():
        assert 1 <= place.line <= len(source.lines)
    if source.body:
        end = source.body_position(len(source.body))
        assert source.body_line <= end.line <= len(source.lines)
