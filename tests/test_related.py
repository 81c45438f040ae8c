from __future__ import annotations

import random

from anthology.document import Document
from anthology.reasons import Words
from anthology.related import SHOWN, Lists
from anthology.related import related as find

TOPICS = {"sea": "The sea", "bread": "Bread"}


def essay(slug: str, text: str = "", **fields: object) -> Document:
    return Document(f"essays/{slug}", slug, text, **fields)  # type: ignore[arg-type]


def related(documents: list[Document], topics: dict[str, str] = TOPICS) -> dict[str, Lists]:
    return find(documents, Words(topics)).lists


def pages(documents: list[Document], page: str, kind: str = "essays") -> list[str]:
    return [link.page for link in related(documents)[page][kind]]


def test_posts_without_a_common_word_are_not_related() -> None:
    tides, loaves = essay("tides", "the harbour at dusk"), essay("loaves", "a warm oven")

    assert [] == pages([tides, loaves], tides.id)


def test_a_shared_topic_is_the_reason_that_is_shown() -> None:
    one = essay("one", "harbour lanterns harbour", topics=("sea",))
    two = essay("two", "harbour lanterns harbour", topics=("sea", "bread"))

    assert related([one, two])[one.id]["essays"][0].reasons == ("both about The sea: harbour",)


def test_neither_a_topic_nor_a_word_that_names_what_is_unsaid_is_a_reason() -> None:
    text = "violence harbour, violent harbour, violence"
    topics = {"harm": "Violence at sea", "part": "The body", "sea": "The sea"}
    one, two = (essay(slug, text, topics=("harm", "part")) for slug in ("one", "two"))
    words = Words(topics, unsaid=["Violence", "Eating and the body"])

    reasons = find([one, two], words).lists[one.id]["essays"][0].reasons

    assert reasons == ("both about The body: harbour",)


def test_where_the_only_topic_may_not_be_named_the_words_are_the_reason() -> None:
    text = "violence harbour, violent harbour, violence"
    one, two = (essay(slug, text, topics=("harm",)) for slug in ("one", "two"))
    words = Words({"harm": "Violence"}, unsaid=["violence"])

    assert find([one, two], words).lists[one.id]["essays"][0].reasons == ("both speak of harbour",)


def test_words_are_the_reason_only_where_nothing_else_is() -> None:
    one, two = essay("one", "harbour lanterns, harbour"), essay("two", "lanterns harbour; harbour")

    assert related([one, two])[one.id]["essays"][0].reasons == ("both speak of harbour",)


def test_a_word_that_stands_once_in_a_text_is_no_reason() -> None:
    one, two = essay("one", "harbour lanterns, harbour"), essay("two", "lanterns harbour")

    assert related([one, two])[one.id]["essays"][0].reasons == ("close in its words",)


def test_pins_come_first_in_their_order_and_links_next() -> None:
    others = [essay(name, "harbour lanterns") for name in ("a", "b", "c", "d")]
    post = essay("post", "harbour lanterns", pins=("essays/d", "essays/b"), links=("essays/c",))

    assert pages([post, *others], post.id) == ["essays/d", "essays/b", "essays/c", "essays/a"]


def test_an_exclusion_holds_in_both_directions() -> None:
    one = essay("one", "harbour lanterns", excludes=("essays/two",))
    two = essay("two", "harbour lanterns", pins=("essays/one",))

    assert [] == pages([one, two], one.id)
    assert [] == pages([one, two], two.id)


def test_a_response_is_shown_on_both() -> None:
    first, answer = essay("first", "x"), essay("answer", "y", responds_to="essays/first")
    found = related([first, answer])

    assert found["essays/first"]["essays"][0].reasons == ("a response to this",)
    assert found["essays/answer"]["essays"][0].reasons == ("what this responds to",)


def test_parts_of_a_series_are_related() -> None:
    one, two = essay("one", series="leaving"), essay("two", series="leaving")

    assert related([one, two])[one.id]["essays"][0].reasons == ("same series",)


def test_essays_and_episodes_are_never_in_one_list() -> None:
    one = essay("one", "harbour lanterns")
    heard = Document("episodes/heard", "heard", "harbour lanterns")
    found = related([one, heard])

    assert [link.page for link in found[one.id]["episodes"]] == ["episodes/heard"]
    assert found[one.id]["essays"] == []


def test_a_list_has_no_more_than_fit_and_never_the_post_itself() -> None:
    documents = [essay(f"post-{number}", "harbour lanterns", topics=("sea",)) for number in range(20)]
    found = pages(documents, "essays/post-3")

    assert len(found) == SHOWN
    assert "essays/post-3" not in found


def test_an_address_is_no_word() -> None:
    one = essay("one", "https://journals.example.org/harbour")
    two = essay("two", "https://journals.example.org/harbour")

    assert [] == pages([one, two], one.id)


def test_the_order_of_the_documents_changes_nothing() -> None:
    chance = random.Random(4)
    words = [f"{letter}word{number}" for letter in "abcdef" for number in range(9)]
    documents = [essay(f"post-{number}", " ".join(chance.choices(words, k=40))) for number in range(60)]
    shuffled = chance.sample(documents, k=len(documents))

    assert related(documents) == related(shuffled)
