from __future__ import annotations

import pytest

from anthology.crosslinks.reasons import Labels
from anthology.crosslinks.related_posts import related_posts
from document_builders import essay, lists


def test_a_shared_topic_is_the_reason_that_is_shown() -> None:
    one = essay("one", "harbour lanterns harbour", topics=("sea",))
    two = essay("two", "harbour lanterns harbour", topics=("sea", "bread"))

    assert lists([one, two])[one.id]["essays"][0].reasons == ("both about The sea: harbour",)


def test_neither_a_topic_nor_a_word_that_names_what_is_unsaid_is_a_reason() -> None:
    text = "violence harbour, violent harbour, violence"
    topics = {"harm": "Violence at sea", "part": "The body", "sea": "The sea"}
    one, two = (essay(slug, text, topics=("harm", "part")) for slug in ("one", "two"))
    labels = Labels(topics, forbidden=["Violence", "Eating and the body"])

    reasons = related_posts([one, two], labels).lists[one.id]["essays"][0].reasons

    assert reasons == ("both about The body: harbour",)


def test_where_the_only_topic_may_not_be_named_the_words_are_the_reason() -> None:
    text = "violence harbour, violent harbour, violence"
    one, two = (essay(slug, text, topics=("harm",)) for slug in ("one", "two"))
    labels = Labels({"harm": "Violence"}, forbidden=["violence"])

    assert related_posts([one, two], labels).lists[one.id]["essays"][0].reasons == ("both mention harbour",)


def test_a_name_keeps_its_capitals_in_a_reason() -> None:
    one, two = (essay(slug, "Halden, Halden", topics=("sea",)) for slug in ("one", "two"))

    assert lists([one, two])[one.id]["essays"][0].reasons == ("both about The sea: Halden",)


def test_words_are_the_reason_only_where_nothing_else_is() -> None:
    one, two = essay("one", "harbour lanterns, harbour"), essay("two", "lanterns harbour; harbour")

    assert lists([one, two])[one.id]["essays"][0].reasons == ("both mention harbour",)


def test_a_word_that_stands_once_in_a_text_is_no_reason() -> None:
    one, two = essay("one", "harbour lanterns, harbour"), essay("two", "lanterns harbour")

    assert lists([one, two])[one.id]["essays"][0].reasons == ("similar wording",)


def test_a_response_is_shown_on_both() -> None:
    first, answer = essay("first", "x"), essay("answer", "y", responds_to="essays/first")
    found = lists([first, answer])

    assert found["essays/first"]["essays"][0].reasons == ("a response to this",)
    assert found["essays/answer"]["essays"][0].reasons == ("the piece this answers",)


def test_parts_of_a_series_are_related() -> None:
    one, two = essay("one", series="leaving"), essay("two", series="leaving")

    assert lists([one, two])[one.id]["essays"][0].reasons == ("same series",)


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [("en", "answer, answer", "similar wording"), ("es", "respuesta, respuesta", "similar wording"),
     ("es", "answer, answer", "both mention answer")],
)  # fmt: skip
def test_a_plain_word_of_the_posts_language_is_no_reason(language: str, text: str, reason: str) -> None:
    one, two = (essay(slug, text, language=language) for slug in ("one", "two"))

    assert lists([one, two])[one.id]["essays"][0].reasons == (reason,)


def test_words_that_most_posts_of_a_kind_have_are_no_reason() -> None:
    texts = ["harbour, harbour", "harbour, harbour", "lanterns, lanterns", "lanterns, lanterns"]
    posts = [essay(f"post-{number}", f"{text}. mooring, mooring") for number, text in enumerate(texts)]

    assert lists(posts)["essays/post-0"]["essays"][0].reasons == ("both mention harbour",)
