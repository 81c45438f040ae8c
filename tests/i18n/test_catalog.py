"""Catalogs: all have the same texts, and each mistake in one is reported with its position."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anthology.i18n import CATALOG_FOLDER, Sentence, read_catalogs
from anthology.problems import Problem
from builders import language, nonempty


def test_every_language_has_every_word_with_the_same_gaps() -> None:
    written, problems = read_catalogs()

    assert problems == []
    assert {"en", "es"} <= set(written)
    for code, words in written.items():
        assert set(words.messages) == set(written["en"].messages), code


def test_words_have_typographic_apostrophes_and_quotation_marks() -> None:
    for file in nonempty(CATALOG_FOLDER.glob("*.yml")):
        for key, text in nonempty(language(file.stem).messages.items()):
            sentence = (text.before, text.inside, text.after) if isinstance(text, Sentence) else (text,)
            for part in text.values() if isinstance(text, dict) else sentence:
                assert not re.search(r"['\"`]|\.\.\.", str(part)), f"{file.name}: {key}"


ENGLISH = """\
locale: en_GB
player:
  back: Back {number} s
  found:
    one: "{number} result"
    other: "{number} results"
  terms: Text under [{license}].
"""
MISTAKES = [
    (
        "  back: Back {number} s\n",
        "",
        "xx.yml:2:1: player.back is missing here; words/en.yml has it",
    ),
    ("Back {number} s", "Zurück s", "xx.yml:3:9: {number} is missing"),
    ("Back {number} s", "Zurück {number} {count} s", "the page has no value for {count}"),
    ("Back {number} s", '""', "xx.yml:3:9: player.back is empty"),
    ("number} s\n", "number} <b>s</b>\n", "a page would show this literally"),
    ("number} s\n", "number} { s\n", "an unpaired curly bracket"),
    ("Text under [{license}].", "Text under {license}.", "no part is marked as the link or the date"),
    ("[{license}].", "[{license}] [or so].", "more than one part is marked"),
    ("Back {number} s", "Zurück [{number}] s", "readers would see these brackets"),
    ('    one: "{number} result"\n', "", "player.found lacks its plural form “one”"),
    ("locale: en_GB", "locale: xx_YY", "xx.yml:1:9: Babel has no locale xx_YY"),
    ("locale: en_GB\n", "", "xx.yml:1:1: there is no locale"),
    (
        "  back:",
        "  more: More\n  back:",
        "en.yml:2:1: player.more is missing here; words/xx.yml has it (“More”)",
    ),
]


@pytest.mark.parametrize(("written", "instead", "message"), MISTAKES, ids=str)
def test_a_mistake_in_a_language_is_told_with_its_place(
    written: str, instead: str, message: str, tmp_path: Path
) -> None:
    problems = mistakes(tmp_path, ENGLISH.replace(written, instead, 1))

    assert [True] == [message in str(problem) for problem in problems], [str(problem) for problem in problems]


def test_a_language_may_have_its_own_order_and_its_own_forms(tmp_path: Path) -> None:
    polish = ENGLISH.replace("en_GB", "pl").replace(
        "    one:", '    few: "{number} wyniki"\n    many: "{number} wyników"\n    one:'
    )

    assert [] == mistakes(tmp_path, polish.replace("Back {number} s", "O {number} s wstecz"))
    assert [
        "player.found lacks its plural form “few”",
        "player.found lacks its plural form “many”",
    ] == sorted(problem.message for problem in mistakes(tmp_path, ENGLISH.replace("en_GB", "pl")))


def test_a_collection_replaces_single_texts_of_a_language_that_is_here(tmp_path: Path) -> None:
    own(tmp_path, "de", "kinds:\n  essay: Artikel\n")

    catalogs, (note,) = read_catalogs(root=tmp_path)

    assert ("note", "9 texts still say Essay") == (note.level, note.message)
    assert "home.all_essays" in note.fix
    assert ("Artikel", "Folge") == tuple(
        catalogs["de"].messages[f"kinds.{kind}"] for kind in ("essay", "episode")
    )


def test_a_collection_brings_a_language_of_its_own(tmp_path: Path) -> None:
    english = (CATALOG_FOLDER / "en.yml").read_text(encoding="utf-8")
    own(tmp_path, "nl", english.replace("locale: en_GB", "locale: nl").replace("essay: Essay", "essay: Stuk"))

    catalogs, problems = read_catalogs(root=tmp_path)

    assert [] == problems
    assert ("nl", "Stuk") == (catalogs["nl"].locale, catalogs["nl"].messages["kinds.essay"])


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("de", "kinds:\n  esay: Artikel\n", "languages/de.yml:2:9: no page has a text kinds.esay"),
        ("de", "byline:\n  by: Von\n", "languages/de.yml:2:7: {names} is missing"),
        ("nl", "locale: nl\nkinds:\n  essay: Stuk\n", "languages/nl.yml:2:1: kinds.thread is missing here"),
        ("nl", "kinds:\n  essay: Stuk\n", "languages/nl.yml:1:1: there is no locale"),
        ("deutsch", "kinds:\n  essay: Stuk\n", "deutsch is not a language code"),
    ],
)
def test_a_mistake_in_a_language_of_a_collection_is_told(
    name: str, text: str, message: str, tmp_path: Path
) -> None:
    own(tmp_path, name, text)

    catalogs, problems = read_catalogs(root=tmp_path)

    assert any(message in str(problem) for problem in problems), [str(problem) for problem in problems[:3]]
    assert catalogs.keys() == {"de", "en", "es"}


def test_no_language_is_read_through_a_link(tmp_path: Path) -> None:
    own(tmp_path / "elsewhere", "de", "kinds:\n  essay: Secret\n")
    (tmp_path / "languages").symlink_to(tmp_path / "elsewhere" / "languages")

    catalogs, problems = read_catalogs(root=tmp_path)

    assert ["languages is a link to another folder"] == [problem.message for problem in problems]
    assert "Essay" == catalogs["de"].messages["kinds.essay"]


def own(root: Path, code: str, text: str) -> None:
    """Write a catalog of a collection."""
    folder = root / "languages"
    folder.mkdir(parents=True)
    (folder / f"{code}.yml").write_text(text, encoding="utf-8")


def mistakes(folder: Path, other: str) -> list[Problem]:
    """Return the problems of two catalogs, of which the English is correct."""
    (folder / "words").mkdir(exist_ok=True)
    (folder / "words" / "en.yml").write_text(ENGLISH, encoding="utf-8")
    (folder / "words" / "xx.yml").write_text(other, encoding="utf-8")
    return read_catalogs(folder / "words")[1]
