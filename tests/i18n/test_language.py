"""Dates, numbers, lists and directions of languages, and the language of a page."""

from datetime import date

from anthology.i18n.language import direction, open_graph_locale
from builders import language, languages


def test_dates_numbers_and_lists_are_written_as_the_language_has_them() -> None:
    day, people = date(2026, 11, 2), ["Ana", "Kit", "Jo"]

    english, spanish = language("en"), language("es")

    assert ("2 November 2026", "2 de noviembre de 2026") == (english.day(day), spanish.day(day))
    assert ("2.9 MB", "2,9 MB") == (english.size(2_900_000), spanish.size(2_900_000))
    assert ("Ana, Kit and Jo", "Ana, Kit y Jo") == (english.listed(people), spanish.listed(people))
    assert ["Ana e Inés", "Ana y Yago", "Ana y hierba"] == [
        spanish.listed(["Ana", other]) for other in ("Inés", "Yago", "hierba")
    ]
    assert ("Ana and Kit", "Ana", "") == (
        english.listed(people[:2]),
        english.listed(people[:1]),
        english.listed([]),
    )
    assert ("1 piece", "2 pieces") == (english.plural("topics.pieces", 1), english.plural("topics.pieces", 2))
    assert ("1 pieza", "12.000 piezas") == (
        spanish.plural("topics.pieces", 1),
        spanish.plural("topics.pieces", 12_000),
    )


def test_a_language_without_words_is_shown_within_the_site_s_own() -> None:
    spanish = languages("es")

    assert ("es", "es") == (spanish.for_page("ar").code, spanish.site_language.code)
    assert "pt-BR" not in spanish.catalogs
    assert ("es-MX", "Ensayo") == (
        spanish.for_page("es-MX").code,
        spanish.for_page("es-MX").text("kinds.essay"),
    )
    assert "en" == languages("xx").site_language.code


def test_the_direction_is_that_of_the_script() -> None:
    assert ["rtl"] * 6 == [direction(code) for code in ("ar", "he", "fa-IR", "ckb", "dv", "az-Arab")]
    assert ["ltr"] * 5 == [direction(code) for code in ("en", "es-MX", "zh-Hant", "az", "xx")]


def test_open_graph_is_told_a_language_with_a_country() -> None:
    assert ["es_ES", "pt_BR", "ar_EG"] == [open_graph_locale(code) for code in ("es", "pt-BR", "ar")]
