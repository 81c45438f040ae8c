"""Everything that is wrong with a post is said at its place, and nothing of it is published.

A folder under `posts/wrong/` is a test: files that are laid over `posts/base/`, and in `expected.txt`
what `anthology check` must print. To write these files again after a change of words, run
`PIN=1 pytest tests/collection/test_golden_posts.py` and read every line of the difference.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from anthology.commands.cli import main
from golden import POSTS, assert_nothing_is_published, build, laid_over

WRONG = sorted(folder.name for folder in (POSTS / "wrong").iterdir())
VALID = sorted(folder.name for folder in (POSTS / "valid").iterdir())


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_post_is_reported_word_by_word_and_leaves_the_site_as_it_was(
    name: str,
    good: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    root = tmp_path / "root"
    shutil.copytree(good / "site", root / "site")
    laid_over(root, POSTS / "wrong" / name)
    expected = POSTS / "wrong" / name / "expected.txt"

    code = main(["check", "--root", str(root)])

    printed = capsys.readouterr().out
    if os.environ.get("PIN"):
        expected.write_text(printed, encoding="utf-8", newline="\n")
    assert 1 == code
    assert expected.read_text(encoding="utf-8") == printed
    assert_nothing_is_published(root, good, printed, caplog)


@pytest.mark.parametrize("name", VALID)
def test_a_valid_post_passes_in_silence(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = laid_over(tmp_path, POSTS / "valid" / name)

    code = main(["check", "--root", str(root)])

    assert "" == capsys.readouterr().out
    assert 0 == code
    assert build(root)


def test_nothing_in_a_post_is_a_template(tmp_path: Path) -> None:
    root = laid_over(tmp_path, POSTS / "valid" / "templates-in-title-and-body")

    assert build(root)

    page = (root / "site" / "essays" / "tides" / "index.html").read_text(encoding="utf-8")
    assert "Seven times seven is {{ 7 * 7 }}" in page
    assert "{{ 7 * 7 }} and {% raw %}</h1>" in " ".join(page.split()).replace(" </h1>", "</h1>")
    assert "site_name: A small collection" not in page


def test_there_are_as_many_kinds_of_mistakes_as_we_say() -> None:
    assert len(WRONG) >= 150
    assert len(VALID) >= 14


def test_a_report_can_be_asked_for_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = laid_over(tmp_path, POSTS / "wrong" / "several-problems")

    assert 0 == main(["check", "--root", str(root), "docs/essays/harbour.md"])
    assert "" == capsys.readouterr().out
    assert 1 == main(["check", "--root", str(root), "docs/essays"])
    assert "7 problems in 1 file." in capsys.readouterr().out
