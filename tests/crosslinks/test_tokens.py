from __future__ import annotations

import pytest

from anthology.crosslinks.tokens import word_lists, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [("self-harm", ["self", "harm"]), ("don’t", ["don’t"]), ("(https://example.org/sea)", []),
     ("10.1234/harbour", []), ("and/or", ["and", "or"]), ("snake_case", ["snake", "case"]),
     ("https://www.example.org", []), ("10.1234/https://a see", ["see"]), ("(www.https://b\u2028sea", ["sea"]),
     ("https:// 10.12/x www. ", ["https", "10", "12", "x", "www"]), ("a_10.1234/b", ["a", "10", "1234", "b"])],
)  # fmt: skip
def test_text_is_cut_into_words_without_addresses(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("language", ["de", "en", "es", "es-MX", "fr", "it", "nl", "pt-BR"])
def test_a_language_has_stop_words_connectors_and_negations(language: str) -> None:
    lists = word_lists(language)

    assert lists.stopwords
    assert lists.connectors
    assert lists.negations


@pytest.mark.parametrize("language", ["ja", "../en", ""])
def test_a_language_without_a_file_has_empty_lists(language: str) -> None:
    assert word_lists(language).stopwords == frozenset()
