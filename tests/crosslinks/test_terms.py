"""The terms of a text: the same whatever is installed, and as they are written."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anthology.crosslinks.terms import read_terms, roots, spellings
from builders import HOUSE

WORDS = sorted(
    {
        word
        for file in islice(sorted((HOUSE / "docs" / "essays").rglob("*.md")), 4)
        for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", file.read_text(encoding="utf-8").lower())
    }
)


@pytest.mark.parametrize("language", ["arabic", "english", "french", "german", "russian", "spanish"])
def test_the_compiled_stemmer_gives_what_the_other_gives(language: str) -> None:
    compiled = pytest.importorskip("Stemmer").Stemmer(language).stemWord
    plain = getattr(import_module(f"snowballstemmer.{language}_stemmer"), f"{language.capitalize()}Stemmer")()

    assert len(WORDS) > 1000
    assert [compiled(word) for word in WORDS] == [plain.stemWord(word) for word in WORDS]


@given(st.text(max_size=30))
def test_any_word_at_all_has_the_same_stem_in_both(word: str) -> None:
    compiled = pytest.importorskip("Stemmer").Stemmer("english").stemWord
    plain = import_module("snowballstemmer.english_stemmer").EnglishStemmer().stemWord

    assert compiled(word) == plain(word)


def test_a_term_is_written_as_the_text_mostly_writes_it() -> None:
    text = "Leaving cost us. The cost of leaving, the cost of leaving. Costs!"

    forms = {spelling.form: spelling.count for spelling in spellings(read_terms("", text, "en")).values()}

    assert {"leaving": 3, "cost": 4, "cost of leaving": 2} == {
        form: forms[form] for form in ("leaving", "cost", "cost of leaving")
    }


def test_a_word_said_more_often_than_a_byte_can_hold_counts_as_often_as_that() -> None:
    found = read_terms("", "harbour " * 300, "en")

    assert [255] * 2 == list(found.counts)


@pytest.mark.parametrize(
    ("name", "words"),
    [("Violence", ["violence", "violent"]), ("Injury", ["injury", "injuries", "injured"]), ("War", ["war"])],
)
def test_a_word_and_its_relatives_begin_with_its_root(name: str, words: list[str]) -> None:
    (root,) = roots(name, "en")

    assert all(word.startswith(root) for word in words)
