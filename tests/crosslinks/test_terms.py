"""The terms of a text: the same on every machine, and shown as they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.cache import Cache
from anthology.crosslinks.terms import TermCounts, read_terms, stem_prefixes, terms_of_all
from anthology.store import FOLDER


def label_counts(post: TermCounts) -> dict[str, int]:
    """Return the terms that may be shown, as written, with how often the text contains each."""
    return dict(zip(post.forms().values(), post.label_counts.tolist(), strict=True))


def test_a_term_is_written_as_the_text_mostly_writes_it() -> None:
    text = "Leaving cost us. The cost of leaving, the cost of leaving. Costs!"

    counts = label_counts(read_terms("", text, "en"))

    assert {form: counts[form] for form in ("leaving", "cost", "cost of leaving")} == {
        "leaving": 3, "cost": 4, "cost of leaving": 2
    }  # fmt: skip


def test_a_term_of_the_title_is_written_as_the_text_writes_it_if_the_text_has_it() -> None:
    assert label_counts(read_terms("Harbour Lanterns", "a harbour", "en")) == {
        "harbour": 1, "Lanterns": 0, "Harbour Lanterns": 0
    }  # fmt: skip


def test_the_words_of_a_title_count_three_times() -> None:
    assert read_terms("Harbour", "harbour", "en").counts.tolist() == [4]


def test_counts_end_at_255() -> None:
    assert read_terms("", "harbour " * 300, "en").counts.tolist() == [255, 255]


def test_a_term_has_the_same_id_on_every_machine() -> None:
    assert read_terms("", "harbours", "en").ids.tolist() == [359356526591091938]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "the of with"), ("es", "el de con"), ("es-MX", "Según aquellos quién")],
)
def test_the_stop_words_of_a_language_are_no_terms(language: str, text: str) -> None:
    assert read_terms("", text, language).ids.tolist() == []


def test_a_stop_word_of_one_language_is_a_term_of_another() -> None:
    assert len(read_terms("", "con", "en").ids) == 1


@pytest.mark.parametrize("language", ["en", "es", "nb", "pt-BR", "ja", "und"])
def test_texts_in_any_language_have_terms(language: str) -> None:
    assert len(read_terms("", "harbour lanterns", language).ids) == 3


@pytest.mark.parametrize(
    ("name", "words"),
    [("Violence", ["violence", "violent"]), ("Injury", ["injury", "injuries", "injured"]), ("War", ["war"])],
)
def test_a_word_and_its_relatives_begin_with_its_prefix(name: str, words: list[str]) -> None:
    (prefix,) = stem_prefixes(name, "en")

    assert [word for word in words if word.startswith(prefix)] == words


@pytest.mark.parametrize(
    ("title", "text"), [("Harbour Lanterns", "a harbour, a harbour"), ("", ""), ("Sea", "")]
)
def test_terms_that_are_recalled_are_those_that_were_counted(tmp_path: Path, title: str, text: str) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    counted = read_terms(title, text, "en")
    for _ in range(2):
        store = Cache(tmp_path)
        recalled = terms_of_all([(title, text, "en")], store)[0]
        store.save()
    parts = ("ids", "counts", "labels", "label_counts", "label_in_title")
    rows = [(getattr(counted, part), getattr(recalled, part)) for part in parts]
    assert all(first.dtype == second.dtype and first.tolist() == second.tolist() for first, second in rows)
    assert label_counts(counted) == label_counts(recalled)


def test_of_forms_that_are_written_as_often_the_shorter_is_shown_then_that_in_lower_case() -> None:
    shown = label_counts(read_terms("", "Harbours and a harbour, Harbours and a Harbour, harbour", "en"))

    assert "harbour" in shown
    assert not shown.keys() & {"Harbours", "Harbour"}
