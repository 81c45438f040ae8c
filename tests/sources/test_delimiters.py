"""The two `---` around the fields: which lines they are, and what is reported where one is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.sources import Source, read_post
from anthology.sources.delimiters import find_delimiters


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "post.md"


def read(file: Path, text: str) -> Source:
    file.write_text(text, encoding="utf-8")
    return read_post(file, "docs/essays/post.md")


@pytest.mark.parametrize("rule", ["---", "***", "- - -"])
def test_only_the_first_two_marks_are_marks(rule: str, file: Path) -> None:
    source = read(file, f"---\ntitle: Tides\n---\nThe sea.\n\n{rule}\n\nIt comes.\n")

    assert f"\nThe sea.\n\n{rule}\n\nIt comes.\n" == source.body


@pytest.mark.parametrize(
    "text", ["title: x\ndate: y\n---\n\nBody: it is.\n", "---\ntitle: x\ndate: y\n\nBody: it is.\n"]
)
def test_fields_whose_marks_are_missing_are_read_all_the_same(text: str, file: Path) -> None:
    source = read(file, text)

    assert {"title": "x", "date": "y"} == source.fields.values
    assert "Body: it is." == source.body.strip()
    assert 1 == len(source.problems)


def test_a_gap_within_fields_that_are_never_closed_is_no_end(file: Path) -> None:
    source = read(file, "---\ntitle: x\n\ndate: y\ntopics:\n- a\n  \n# Heading\n\nThe sea.\n")

    assert {"title": "x", "date": "y", "topics": ["a"]} == source.fields.values
    assert "# Heading\n\nThe sea." == source.body.strip()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("----", ""),
        (" ---", "there are spaces before the three hyphens"),
        ("—", "the fields end with —, not with three hyphens"),
        ("***", "the fields end with ***, not with three hyphens"),
    ],
)
def test_a_line_of_other_dashes_closes_the_fields_and_is_reported(line: str, message: str) -> None:
    delimiters = find_delimiters(["---", "title: x", line, "The sea."])

    assert (1, 2, 3) == delimiters[:3]
    assert [issue.message for issue in delimiters.issues] == ([message] if message else [])
