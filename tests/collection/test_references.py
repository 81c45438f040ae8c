"""References between files: an error in one file is not reported for the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.collection import load
from builders import episode, essay


def said(root: Path) -> list[str]:
    return [f"{at.path.rpartition('/')[2]}:{at.line}:{at.column}: {at.message}" for at in load(root)[1]]


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("docs/people/editors.md", "kind: collective", "kind: club"),
        ("docs/people/editors.md", "name:", "nmae:"),
        ("docs/people/editors.md", "---\n", "", ),
        ("docs/vocabulary.yml", "title: Beginnings", "titel: Beginnings"),
        ("docs/vocabulary.yml", "  beginnings:", "\tbeginnings:"),
        ("docs/vocabulary.yml", "reason: when you", "reason: [when you"),
        ("docs/practices/look-around.md", "minutes: 2", "minutes: two"),
        ("docs/essays/first.md", "date: 2026-01-01", "date: soon"),
    ],
)  # fmt: skip
def test_one_slip_is_one_message_however_many_files_lean_on_it(
    file: str, old: str, new: str, root: Path
) -> None:
    essay(root, "second", "See [the first](first.md#gone-in-a-moment).".replace("#gone-in-a-moment", ""),
          responds_to="essays/first", practices="[look-around]", content_notes="[strong-language]")  # fmt: skip
    assert [] == said(root)
    spoil(root / file, old, new)

    assert [Path(file).name] == [message.partition(":")[0] for message in said(root)]


def test_a_post_that_is_not_text_is_no_reason_to_doubt_links_to_it(root: Path) -> None:
    (root / "docs/essays/first.md").write_bytes(b"\xff\xfe")
    essay(root, "second", "See [the first](first.md#a-heading).", responds_to="essays/first")

    assert ["first.md:1:1: this is not UTF-8 text"] == said(root)


def test_every_field_of_a_wrong_post_is_checked_against_the_others(root: Path) -> None:
    essay(
        root, "second", "See [a](a.md).", date="soon", authors="[nobody]", series="none", part="1", mood="low"
    )

    assert [
        "second.md:3:7: date is soon, not a date as year-month-day",
        "second.md:6:11: there is no person nobody",
        "second.md:7:9: there is no series none",
        "second.md:9:1: there is no field called mood",
        "second.md:12:9: there is no page at a.md",
    ] == said(root)


def test_only_a_draft_may_name_a_draft(root: Path) -> None:
    essay(root, "later", draft="true", responds_to="essays/first")
    essay(root, "second", responds_to="essays/later")
    essay(root, "third", responds_to="essays/later", draft="true")

    assert ["second.md:7:14: essays/later is a draft, which readers cannot open"] == said(root)


SERIES = "series:\n  leaving:\n    title: Leaving\n"


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ({"part": "3"}, {"part": "3"}, ["part 3 is used already, by docs/essays/a.md"]),
        ({"part": "3"}, {"part": "03"}, ["part 3 is used already, by docs/essays/a.md"]),
        ({"part": "1"}, {"part": "9"}, []),
        ({"part": "3"}, {"part": "3", "language": "es"}, []),
        ({"part": "3"}, {"part": "3", "withdrawn": "2026-03-01"}, []),
    ],
)
def test_a_part_of_a_series_has_a_number_of_its_own(
    first: dict[str, str], second: dict[str, str], words: list[str], root: Path
) -> None:
    (root / "docs" / "vocabulary.yml").open("a").write(SERIES)
    essay(root, "a", series="leaving", **first)
    essay(root, "b", series="leaving", **second)

    assert words == [problem.message for problem in load(root)[1]]


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ({"season": "1"}, {"season": "1"}, ["episode 5 is used already, by episodes/a/index.md"]),
        ({}, {}, ["episode 5 is used already, by episodes/a/index.md"]),
        ({"season": "1"}, {"season": "2"}, []),
        ({"season": "1"}, {"season": "1", "type": "bonus"}, []),
        ({"season": "1"}, {"season": "1", "type": "trailer"}, []),
    ],
)
def test_a_full_episode_of_a_season_has_a_number_of_its_own(
    first: dict[str, str], second: dict[str, str], words: list[str], root: Path
) -> None:
    episode(root, "a", episode="5", **first)
    episode(root, "b", episode="5", **second)

    assert words == [problem.message for problem in load(root)[1] if "is used" in problem.message]


def test_a_number_without_that_to_which_it_belongs_is_told(root: Path) -> None:
    essay(root, "a", part="2")
    episode(root, "b", episode_display="Zero")

    assert ["part is given without series", "episode_display is given without episode"] == [
        problem.message for problem in load(root)[1]
    ]


@pytest.mark.parametrize(
    ("post", "show_says", "right"),
    [
        ({}, "", "CC-BY-4.0"),
        ({}, "license: CC0-1.0", "CC0-1.0"),
        ({"license": "all-rights-reserved"}, "license: CC0-1.0", "all-rights-reserved"),
        ({}, "license: all-rights-reserved", "all-rights-reserved"),
    ],
)
def test_the_nearest_stated_licence_is_that_of_an_episode(
    post: dict[str, str], show_says: str, right: str, root: Path
) -> None:
    episode(root, "pier", **post)
    (root / "episodes" / "show.yml").open("a").write(f"{show_says}\n")

    collection = load(root)[0]

    assert right == collection.license_of(collection.posts["episodes/pier"])
    assert "CC-BY-4.0" == collection.license_of(collection.posts["essays/first"])


def test_an_episode_is_in_the_language_of_its_show(root: Path) -> None:
    episode(root, "pier")
    episode(root, "puerto", language="es")
    spoil(root / "episodes" / "show.yml", "language: en", "language: pt-BR")

    collection = load(root)[0]

    assert "pt-BR" == collection.language_of(collection.posts["episodes/pier"])
    assert "es" == collection.language_of(collection.posts["episodes/puerto"])
    assert "en" == collection.language_of(collection.posts["essays/first"])
