"""References between files: an error in one file is not reported for the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.collection import load
from builders import essay


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
