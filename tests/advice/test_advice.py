"""Advice of `anthology check`: content notes that a text may need, and the age of the help directory."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from anthology.advice import word_notes
from anthology.collection import load
from anthology.commands.cli import main
from builders import HOUSE, essay, nonempty

WORDS = tomllib.loads((HOUSE / "hooks" / "anthology" / "advice" / "words.toml").read_text(encoding="utf-8"))


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


def noted(root: Path) -> list[tuple[str, int, int]]:
    """The word, the line and the column of each note about words."""
    return [(note.message.split("”")[0][1:], note.line, note.column) for note in word_notes(load(root)[0])]


def test_a_word_that_is_put_on_others_is_noted_with_its_reason_and_source_and_is_no_error(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    essay(root, "labels", "They call him a lost case.\n\nHe is an addict, and she is one of the addicts.")
    capsys.readouterr()

    assert main(["check", "--root", str(root)]) == 0
    out = capsys.readouterr().out
    assert (
        "docs/essays/labels.md:11:10: note: “addict” and 1 more like it: a word that is put on others" in out
    )
    assert "Fix: perhaps  a person who uses …" in out
    assert "Pediatrics 2022" in out


@pytest.mark.parametrize(
    "body",
    [
        "The doctor said: “He is an addict.”",
        'The doctor said: "He is an addict."',
        "The doctor said: ‘He’s an addict.’",
        "> He is an addict.",
        "The word *addict* is old.",
        "I am an addict, and so is my brother.",
        "We were the addicts whom nobody asked.",
        "See [the list](addict.md), and `addict`.".replace("addict.md", "https://example.org/addict"),
        "She works for the Drug Addicts Union.",
        "The addiction ward is closed.",
        "See it there.[^1]\n\n[^1]: Who is an addict, 2001.",
    ],
)
def test_quotations_the_first_person_examples_and_names_are_left_alone(root: Path, body: str) -> None:
    essay(root, "labels", body)

    assert noted(root) == []


def test_the_words_of_another_language_are_not_looked_for(root: Path) -> None:
    essay(root, "etiquetas", "El addict y el drogadicto.", language="es")
    essay(root, "labels", "The drogadicto and the junkie.")

    assert noted(root) == [("drogadicto", 10, 16), ("junkie", 9, 24)]


def test_each_rule_has_a_source_that_is_there_and_finds_its_own_words(root: Path) -> None:
    expected = []
    for language in ("en", "es"):
        rules = nonempty(WORDS[language])
        assert {rule["source"] for rule in rules} <= WORDS["sources"].keys()
        firsts = [rule["words"].split("; ")[0].replace("*", "") for rule in rules]
        expected += firsts
        essay(root, f"all-{language}", "\n\n".join(f"Es {word} x." for word in firsts), language=language)
    assert len(expected) >= 40

    found = {word for word, _, _ in noted(root)}
    assert [] == [word for word in expected if word not in found]


def test_our_own_collection_gets_at_most_one_note_in_a_thousand_words() -> None:
    collection, _ = load(HOUSE)
    notes = list(word_notes(collection))
    words = sum(len(post.source.body.split()) for post in collection.posts.values())

    print(f"{len(notes)} notes in {words} words")
    assert words > 30_000
    assert len(notes) <= words / 1000
