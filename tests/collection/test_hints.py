"""Advice of `anthology check`: content notes that a text may need, and the age of the help directory."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.commands.cli import main
from builders import essay


def test_the_help_directory_ages_only_when_asked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "docs" / "help.yml").write_text(
        "- name: A line\n  country: Norway\n  who_answers: peers\n  hours: all day\n  languages: [no]\n"
        "  url: https://example.org/\n  police: no\n  checked: 2026-01-01\n"
        "  source: {title: Its page, url: https://example.org/, date: 2026-01-01}\n",
        encoding="utf-8",
    )

    assert main(["check", "--root", str(root)]) == 0
    assert main(["check", "--root", str(root), "--today", "2026-06-29"]) == 0
    assert "note:" not in capsys.readouterr().out
    assert main(["check", "--root", str(root), "--today", "2026-07-01"]) == 0
    assert "docs/help.yml:8:12: note: A line was checked 181 days ago" in capsys.readouterr().out
    assert main(["check", "--root", str(root), "--today", "2027-01-01"]) == 1


def test_check_advises_a_content_note_from_two_cues_on(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    essay(root, "once", "What bullshit.")
    essay(root, "twice", "What bullshit.\n\nSuch shit.")
    essay(root, "noted", "What bullshit, such shit.", content_notes="[strong-language]")
    capsys.readouterr()

    assert main(["check", "--root", str(root)]) == 0
    out = capsys.readouterr().out
    assert "docs/essays/twice.md:9:6: note: “bullshit” and 1 more: there is no content note for this" in out
    assert "once.md" not in out
    assert "noted.md" not in out
