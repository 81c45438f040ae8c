from __future__ import annotations

import random
from itertools import chain

import pytest

from anthology.crosslinks.document import Document
from anthology.crosslinks.related_posts import LIST_LENGTH, related_posts
from document_builders import TOPICS, essay, lists


def pages(documents: list[Document], page: str, kind: str = "essays") -> list[str]:
    return [link.page for link in lists(documents)[page][kind]]


def test_posts_without_a_common_word_are_not_related() -> None:
    tides, loaves = essay("tides", "the harbour at dusk"), essay("loaves", "a warm oven")

    assert [] == pages([tides, loaves], tides.id)


def test_what_gave_its_place_to_a_lonely_post_says_so() -> None:
    found = related_posts([*generated(7), essay("lonely", "quartz basalt"), essay("alone", "obsidian")])

    said = [why for pages in found.left_out.values() for why in pages.values()]

    assert any(why.startswith("gave its place to essays/lonely") for why in said)


def test_pins_come_first_in_their_order_and_links_next() -> None:
    others = [essay(name, "harbour lanterns") for name in ("a", "b", "c", "d")]
    post = essay("post", "harbour lanterns", pins=("essays/d", "essays/b"), links=("essays/c",))

    assert pages([post, *others], post.id) == ["essays/d", "essays/b", "essays/c", "essays/a"]


def test_an_exclusion_holds_in_both_directions() -> None:
    one = essay("one", "harbour lanterns", excludes=("essays/two",))
    two = essay("two", "harbour lanterns", pins=("essays/one",))

    assert [] == pages([one, two], one.id)
    assert [] == pages([one, two], two.id)


def test_essays_and_episodes_are_never_in_one_list() -> None:
    one = essay("one", "harbour lanterns")
    heard = Document("episodes/heard", "heard", "harbour lanterns")
    found = lists([one, heard])

    assert [link.page for link in found[one.id]["episodes"]] == ["episodes/heard"]
    assert found[one.id]["essays"] == []


def test_a_list_has_no_more_than_fit_and_never_the_post_itself() -> None:
    documents = [essay(f"post-{number}", "harbour lanterns", topics=("sea",)) for number in range(20)]
    found = pages(documents, "essays/post-3")

    assert len(found) == LIST_LENGTH
    assert "essays/post-3" not in found


def test_an_address_is_no_word() -> None:
    one = essay("one", "https://journals.example.org/harbour")
    two = essay("two", "https://journals.example.org/harbour")

    assert [] == pages([one, two], one.id)


def test_the_order_of_the_documents_changes_nothing() -> None:
    documents = generated(4)
    shuffled = random.Random(5).sample(documents, k=len(documents))

    assert lists(documents) == lists(shuffled)


def test_every_post_has_two_links_to_it_and_can_be_reached() -> None:
    documents = [*generated(7), essay("lonely", "quartz basalt"), essay("alone", "obsidian")]
    documents.sort(key=lambda document: document.id)
    leads = {
        page: {link.page for link in kinds["essays"]}
        for page, kinds in lists(documents).items()
        if page.startswith("essays/")
    }
    inbound = list(chain.from_iterable(leads.values()))

    assert [] == [page for page in leads if inbound.count(page) < 2]
    for start in ("essays/alone", "essays/post-0"):
        reached, ahead = {start}, [start]
        while ahead:
            new = leads[ahead.pop()] - reached
            reached |= new
            ahead += new
        assert reached == set(leads)


@pytest.mark.parametrize(
    ("days", "takes"),
    [(-300, True), (300, False), (100, True)],
    ids=["a little nearer, from before", "a little nearer, from later", "much nearer, from later"],
)
def test_a_later_post_takes_a_place_only_if_it_is_nearer_by_the_margin(days: int, takes: bool) -> None:
    pairs = ["harbour lanterns", "bread oven", "snow sledge", "violin bow", "orchard pears", "loom thread"]
    post = essay("post", ". ".join(pairs), day=1000)
    known = [essay(f"known-{at}", text, day=600) for at, text in enumerate(pairs[:LIST_LENGTH])]
    other = essay("other", pairs[-1], day=1000 + days)

    found = related_posts([post, *known, other])

    assert takes == (other.id in [link.page for link in found.lists[post.id]["essays"]])
    assert found.scores.score(post.id, other.id) > found.scores.score(post.id, known[0].id)
    assert takes == (other.id not in found.left_out.get(post.id, {}))


def generated(seed: int) -> list[Document]:
    """Sixty posts of random words, a few of them episodes, with topics and days."""
    chance = random.Random(seed)
    words = [f"{letter}word{number}" for letter in "abcdef" for number in range(9)]
    return [
        Document(
            f"{'episodes' if number % 8 == 7 else 'essays'}/post-{number}",
            f"Post {number}",
            " ".join(chance.choices(words, k=40)),
            topics=tuple(chance.sample(sorted(TOPICS), k=1)),
            day=chance.randrange(2000),
        )
        for number in range(60)
    ]
