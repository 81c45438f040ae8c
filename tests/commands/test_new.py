from __future__ import annotations

from pathlib import Path

import pytest

from anthology.collection.loader import load
from anthology.commands import new


def test_a_new_site_has_no_problem(root: Path) -> None:
    assert load(root)[1] == []


@pytest.mark.parametrize("kind", ["essay", "episode", "practice", "person"])
def test_what_is_begun_passes_the_checks(root: Path, kind: str) -> None:
    assert new.entry(root, kind, "What we’d owe: a “draft” #1") == 0

    assert load(root)[1] == []
    assert load(root, drafts=True)[1] == []


def test_a_file_that_is_there_is_never_overwritten(root: Path) -> None:
    before = (root / "docs" / "essays" / "first.md").read_text(encoding="utf-8")

    assert new.entry(root, "essay", "First") == 1
    assert (root / "docs" / "essays" / "first.md").read_text(encoding="utf-8") == before


def test_a_folder_that_is_not_empty_does_not_become_a_site(root: Path) -> None:
    assert new.site(root) == 1


def test_a_title_without_latin_letters_is_refused_in_words(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new.entry(root, "essay", "الرحيل") == 1
    assert "a to z" in capsys.readouterr().err
