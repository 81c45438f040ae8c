"""Problems as text: place, excerpt with a caret, fix, and the count."""

from __future__ import annotations

import pytest

from anthology.problems import Issue, IssueError, Position, Problem, counted, errors, format_report, shorten

WIDE = "標題: 海 and a long line " + "x" * 100


def problem(line: int, message: str = "is wrong", path: str = "a.md", text: str = "title: x") -> Problem:
    return Problem(message, "mend it", Position(line, 8), path=path, text=text)


def test_a_problem_shows_its_line_with_a_caret_below_the_place() -> None:
    expected = "a.md:2:8: is wrong\n   2 | title: x\n     |        ^\n   Fix: mend it"

    assert str(problem(2)) == expected


def test_without_the_line_there_is_no_excerpt() -> None:
    assert str(problem(2, text="")) == "a.md:2:8: is wrong\n   Fix: mend it"


def test_wide_characters_take_two_cells_before_the_caret() -> None:
    lines = str(Problem("m", "f", Position(1, 5), path="a", text="標題: 海")).splitlines()

    assert lines[2] == f"     | {' ' * 6}^"


def test_a_long_line_is_cut_around_the_place() -> None:
    at = Position(1, len(WIDE) - 2)
    excerpt = str(Problem("m", "f", at, path="a", text=WIDE)).splitlines()[1]

    assert len(excerpt) < 100
    assert excerpt.startswith("   1 | …")


def test_characters_that_would_mislead_a_terminal_are_replaced() -> None:
    text = str(Problem("a\u202eb", "f", path="a\x1b", text="\tc"))

    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "→c" in text


def test_a_report_is_in_the_order_of_files_and_lines_and_counts_errors() -> None:
    note = Problem("advice", "think", Position(1, 1), "note", path="b.md")
    text = format_report([problem(9), note, problem(2), problem(2), problem(1, path="c.md")])

    places = [line.split(": ")[0] for line in text.splitlines() if ".md:" in line]
    assert places == ["a.md:2:8", "a.md:9:8", "b.md:1:1", "c.md:1:8"]
    assert text.endswith("3 problems in 2 files.")
    assert "b.md:1:1: note: advice" in text


def test_a_file_of_thousands_of_problems_is_told_in_a_hundred() -> None:
    text = format_report([*(problem(line) for line in range(1, 5001)), problem(1, path="b.md")])

    assert text.count("a.md:") == 101
    assert "a.md: … and 4900 more\n" in text
    assert "b.md:1:8" in text
    assert text.endswith("5001 problems in 2 files.")


def test_notes_alone_are_not_counted_as_problems() -> None:
    note = Problem("advice", "think", Position(1, 1), "note", path="b.md")

    assert errors([note]) == []
    assert "problem" not in format_report([note])


def test_an_error_carries_its_issue() -> None:
    assert IssueError("m", "f", ("audio",)).issue == Issue("m", "f", ("audio",))


@pytest.mark.parametrize(("number", "words"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_a_number_has_its_plural(number: int, words: str) -> None:
    assert counted(number, "file") == words


@pytest.mark.parametrize(
    ("value", "shown"), [("a\n b", "a b"), ("x" * 40, "x" * 40), ("x" * 41, "x" * 39 + "…"), (3, "3")]
)
def test_a_quoted_value_is_short_and_on_one_line(value: object, shown: str) -> None:
    assert shorten(value) == shown
