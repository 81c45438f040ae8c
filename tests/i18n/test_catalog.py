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
        for key, text in language(file.stem).messages.items():
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


def mistakes(folder: Path, other: str) -> list[Problem]:
    """Return the problems of two catalogs, of which the English is correct."""
    (folder / "words").mkdir(exist_ok=True)
    (folder / "words" / "en.yml").write_text(ENGLISH, encoding="utf-8")
    (folder / "words" / "xx.yml").write_text(other, encoding="utf-8")
    return read_catalogs(folder / "words")[1]
