"""Slips are recognised, mended for reading on, and told apart from what only looks like one."""

from __future__ import annotations

import pytest

from anthology.problems import Issue, Position
from anthology.sources.front_matter import Fields
from anthology.sources.recovery import parse_leniently


def read(*lines: str) -> tuple[Fields, list[Issue], set[str]]:
    return parse_leniently("\n".join(lines), 1)


def positions(issues: list[Issue]) -> list[Position]:
    return [issue.at for issue in issues if isinstance(issue.at, Position)]


@pytest.mark.parametrize(
    ("line", "meant", "column"),
    [
        ("title: Leaving: why", "Leaving: why", 15),
        ("title: Leaving:", "Leaving:", 15),
        ("title: #metoo", "#metoo", 8),
        ("title: Letter #3", "Letter #3", 15),
        ("title: @home", "@home", 8),
        ("title: `code`", "`code`", 8),
        ("title: %s", "%s", 8),
        ("title: *Tides*", "*Tides*", 8),
        ("title: &Tides", "&Tides", 8),
        ("title: !Tides", "!Tides", 8),
        ('title: "Tides', "Tides", 8),
        ("title: 'Tides", "Tides", 8),
        ('title: "Tides" and more', '"Tides" and more', 15),
        ("title: 'It's'", "It's", 12),
        ("title: “Tides”", "Tides", 0),
        ("title: “Tides: a walk”", "Tides: a walk", 8),
        ("title: „Tides: a walk“", "Tides: a walk", 8),
        ("title: “Tides” and “more”", "“Tides” and “more”", 0),
        ("title:Tides", "Tides", 7),
        ("title:\u00a0Tides", "Tides", 7),
        ("title：Tides", "Tides", 6),
        ("title: C# and a#b", "C# and a#b", 0),
        ("title: Tides # a remark", "Tides", 0),
        ("title: 10:30 o'clock", "10:30 o'clock", 0),
        ("title: https://example.org/#a", "https://example.org/#a", 0),
        ("title: - no list", None, 0),
    ],
)
def test_one_slip_is_one_message_and_the_rest_is_read(line: str, meant: str | None, column: int) -> None:
    fields, mistakes, _ = read(line, "date: 2026-01-01")

    if meant is not None:
        assert meant == fields.values["title"]
        assert ([column] if column else []) == [position.column for position in positions(mistakes)]
    assert "2026-01-01" == fields.values["date"]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("topics: [#a, b]", ["a", "b"]),
        ("topics: [@a, b] # why", ["a", "b"]),
        ("topics: ['#a', \"@b\"]", ["#a", "@b"]),
        ("topics: [a#b, c @d]", ["a#b", "c @d"]),
        ("topics: [a", ["a"]),
        ("topics: {a: #b}", {"a": "#b"}),
    ],
)
def test_signs_in_a_list_are_put_in_quotes_and_those_before_an_id_taken_away(
    line: str, meant: object
) -> None:
    assert meant == read(line, "date: 2026-01-01")[0].values["topics"]


def test_the_lines_of_a_text_block_are_text() -> None:
    fields, mistakes, _ = read("bio: |", "  title: #x", "", "  \t@x: [", "date: 2026-01-01")

    assert [] == mistakes
    assert {"bio": "title: #x\n\n\t@x: [\n", "date": "2026-01-01"} == fields.values


def test_a_text_in_quotes_on_two_lines_is_no_slip_though_another_line_is_one() -> None:
    fields, mistakes, _ = read('summary: "The sea', '  comes."', "title: Leaving: why", "date: 2026-01-01")

    assert ["title: Leaving: why".index(": why") + 1] == [position.column for position in positions(mistakes)]
    assert "The sea comes." == fields.values["summary"]


def test_what_nobody_can_read_costs_one_field_and_no_more() -> None:
    fields, mistakes, lost = read("title: x", "links:", "  - a: b", "  ] c", "date: 2026-01-01", "x: }")

    assert {"title": "x", "date": "2026-01-01"} == fields.values
    assert {"links", "x"} == lost
    assert [4, 6] == [position.line for position in positions(mistakes)]


def test_many_slips_are_all_told_in_one_run() -> None:
    lines = [f"field{number}: one: two" for number in range(20)]

    fields, mistakes, _ = read(*lines)

    assert 20 == len(fields.values)
    assert list(range(1, 21)) == [position.line for position in positions(mistakes)]


def test_a_slip_below_a_field_that_wants_a_list() -> None:
    fields, mistakes, _ = read("topics:", "  • a", "  – b", "  -c", "date: x")

    assert {"topics": ["a", "b", "c"], "date": "x"} == fields.values
    assert [2, 3, 4] == [position.line for position in positions(mistakes)]


def test_indentation_is_mended_by_the_line_above() -> None:
    fields, mistakes, _ = read("links:", "  - title: x", "   url: y", "  - title: z", "date: x")

    assert {"links": [{"title": "x", "url": "y"}, {"title": "z"}], "date": "x"} == fields.values
    assert [Position(3, 4)] == positions(mistakes)


@pytest.mark.parametrize("code", [r"\ud83d\ude00", r"\uD83D", r"\ude00"])
def test_half_a_character_is_told_where_it_is(code: str) -> None:
    _, issues, _ = read("date: 2026-01-01", f'title: "Hello {code}"')

    assert [Position(2, 15)] == positions(issues)
    assert "half of a character" in issues[0].message
    assert "write the character itself in the place of its code" == issues[0].fix


def test_a_quoted_text_that_goes_on_in_the_next_lines_has_no_slips() -> None:
    fields, issues, dropped = read(
        "summary: 'What a month.", "  - Letter #2 is", "  out.'", "title: Letter #3"
    )

    assert {"summary": "What a month. - Letter #2 is out.", "title": "Letter #3"} == fields.values
    assert [Position(4, 15)] == positions(issues)
    assert not dropped


def test_a_quote_that_is_never_closed_hides_no_slip() -> None:
    _, issues, _ = read("summary: 'What a month.", "  - Letter #2 is out.", "title: Tides")

    assert Position(2, 12) in positions(issues)
