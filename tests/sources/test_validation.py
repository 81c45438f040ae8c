"""Fields against the model: every problem at its place, none for what was said already."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.problems import errors
from anthology.schema import (
    Episode,
    Essay,
    HelpDirectory,
    Page,
    Practice,
    Profile,
    Settings,
    Show,
    Vocabulary,
)
from anthology.sources import Source, validate
from anthology.sources.front_matter import parse_yaml

GOOD = {"title": "x", "date": "2026-01-01", "summary": "x", "topics": "[x]", "authors": "[x]"}
MODELS = [Essay, Episode, Practice, Profile, Page, Show, Vocabulary, Settings]


def source(text: str) -> Source:
    return Source("x.md", Path("x.md"), lines=text.split("\n"), fields=parse_yaml(text))


def essay(**changes: str | None) -> tuple[Essay, list[str]]:
    """The essay, and the messages with their lines and columns."""
    fields = {name: value for name, value in (GOOD | changes).items() if value is not None}
    written = source("\n".join(f"{name}: {value}" for name, value in fields.items()))
    read_fields = validate(Essay, written)
    assert read_fields.complete is (not errors(written.problems))
    return read_fields.fields, [f"{at.line}:{at.column} {at.message}" for at in written.problems]


def test_a_draft_may_lack_what_its_source_does_not_state() -> None:
    fields, notes = essay(summary=None, topics=None, authors=None, draft="true")

    assert ("", [], []) == (fields.summary, fields.topics, fields.authors)
    assert ["1:1 summary is missing", "1:1 topics is missing", "1:1 authors is missing"] == notes


@pytest.mark.parametrize(
    "changes", [{"draft": "false"}, {"draft": "true", "title": None}, {"draft": "true", "part": "two"}]
)
def test_a_draft_with_another_mistake_is_not_complete(changes: dict[str, str | None]) -> None:
    written = source(
        "\n".join(f"{name}: {value}" for name, value in (GOOD | {"summary": None} | changes).items() if value)
    )

    assert not validate(Essay, written).complete
    assert errors(written.problems)


def test_what_is_refused_is_left_out_and_the_rest_stays() -> None:
    fields, said = essay(title="", date="soon", part="two", links="[{title: x, url: y}]", series="leaving")

    left = [fields.title, fields.date, fields.series, fields.authors]
    assert [None, None, "leaving", ["x"]] == left
    assert [
        "1:1 title is blank", "2:7 date is soon, not a date as year-month-day",
        "6:7 part is two, not a whole number", "7:25 links 1 url is y, not an address on the web",
    ] == sorted(said)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"date": None}, ["1:1 date is missing"]),
        ({"date": "unknown"}, ["2:7 date is unknown, which is only for pieces that were published elsewhere before"]),
        ({"date": "unknown", "originally_published": "{name: x}"}, []),
        ({"date": "unknown", "originally_published": "{nam: x}"}, ["6:24 there is no field called nam"]),
        ({"image": "x.png"}, ["6:8 image has no image_alt"]),
        ({"image": "x.png", "image_alt": ""}, ["6:8 image has no image_alt"]),
        ({"image": "x.png", "title": ""}, ["1:1 title is blank", "6:8 image has no image_alt"]),
        ({"authors": None, "author": "[x]"}, ["5:1 there is no field called author"]),
        ({"corrections": "[{date: soon}]"},
         ["6:15 text is missing from corrections 1", "6:22 corrections 1 date is soon, not a date as year-month-day"]),
    ],
)  # fmt: skip
def test_one_problem_is_one_message(changes: dict[str, str | None], said: list[str]) -> None:
    assert said == sorted(essay(**changes)[1])


def test_a_blank_field_that_is_required_is_not_to_be_deleted() -> None:
    written = source("name:\nkind: name\npronouns: ''\nbio:")
    validate(Profile, written)

    fixes = {at.line: at.fix for at in written.problems}
    assert {
        1: "write something after the colon",
        3: "write something after the colon, or delete the line",
    } == fixes


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-02-30", "that month has 28 days; write one of them:  2026-02-28"),
        ("2026-22-11", "write the month before the day:  2026-11-22"),
        ("2026-13-41", "write a month from 01 to 12, then the day:  2026-11-22"),
        ("Feb 7, 2021", "write 2021-02-07"),
        ("7 February 2021", "write 2021-02-07"),
        ("2021/2/7", "write 2021-02-07"),
        ("2.7.2021", "write 2021-02-07 or 2021-07-02, whichever is meant"),
        ("February 2021", "write it with year, month and day:  2026-11-22"),
        ("the day after", "write it as 2026-11-22"),
        ("2026-02-01 10:30", "add the offset from UTC:  2026-02-01T10:30+00:00   (or write the day alone)"),
        ("9" * 300, "write it as 2026-11-22"),
    ],
)
def test_a_date_comes_with_the_one_that_was_meant(written: str, said: str) -> None:
    made = source("\n".join(f"{name}: {value}" for name, value in (GOOD | {"date": f'"{written}"'}).items()))
    validate(Essay, made)

    assert [said] == [at.fix for at in made.problems]


VALUES = st.recursive(
    st.one_of(st.none(), st.sampled_from(["", "x", "yes", "2026-01-01", "1:02:03", "unknown", "https://x.y", "../x"]),
              st.text(st.characters(exclude_categories=["Cs"]), max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.data(), st.sampled_from([*MODELS, HelpDirectory]))
def test_any_values_are_checked_or_refused(data: st.DataObject, model: Any) -> None:
    names = sorted(getattr(model, "model_fields", {})) or ["x"]
    keys = st.one_of(st.sampled_from(names), st.text(max_size=8))
    values: Any = data.draw(st.dictionaries(keys, VALUES, max_size=8))
    made = Source("x.md", Path("x.md"), lines=["---"])
    made.fields.values = made.fields.root = values

    fields, whole = validate(model, made, [values] if model is HelpDirectory else values)

    assert whole is (not made.problems)
    assert isinstance(fields, model)
    for problem in made.problems:
        assert str(problem)


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("categories", "topics"),
        ("Tags", "topics"),
        ("author", "authors"),
        ("description", "summary"),
        ("permalink", "aliases"),
        ("content_warning", "content_notes"),
    ],
)
def test_a_field_of_another_program_leads_to_ours(name: str, ours: str) -> None:
    written = source("\n".join([*(f"{key}: {value}" for key, value in GOOD.items()), f"{name}: x"]))
    validate(Essay, written)

    [fix] = [problem.fix for problem in written.problems if name in problem.message]
    assert fix.startswith(f"did you mean {ours}?")
    assert (ours != "summary") == fix.endswith(f"It is a list:  {ours}: [x]")
