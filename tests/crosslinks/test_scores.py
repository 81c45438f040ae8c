from __future__ import annotations

import math
from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from anthology.crosslinks import scores
from anthology.crosslinks.document import Document
from anthology.crosslinks.related_posts import related_posts
from document_builders import essay


def test_a_topic_that_two_posts_share_raises_their_points_and_a_rare_one_more() -> None:
    others = [essay(f"other-{number}", topics=("bread",)) for number in range(5)]
    others += [essay(f"more-{number}") for number in range(9)]

    def points(*topics: str) -> int:
        pair = [essay(slug, "harbour lanterns", topics=topics) for slug in ("one", "two")]
        return related_posts([*pair, *others]).scores.score("essays/one", "essays/two")

    assert 0 < points() < points("bread") < points("sea")


def test_two_posts_alike_in_a_crowd_of_such_have_fewer_points() -> None:
    text = "harbour lanterns mooring"

    def points(around: str) -> int:
        pair = [essay(slug, text) for slug in ("one", "two")]
        others = [essay(f"other-{number}", around) for number in range(6)]
        return related_posts([*pair, *others]).scores.score("essays/one", "essays/two")

    assert points(text) < points("harbour, bread, oven")


def test_two_texts_that_say_the_same_are_near_duplicates_in_either_order() -> None:
    one, two, other = (
        essay(*texts) for texts in (("a", "harbour lanterns"), ("b", "harbour lanterns"), ("c", "oven"))
    )

    assert related_posts([one, two, other]).scores.near_duplicates == {(one.id, two.id), (two.id, one.id)}


def test_powers_are_far_from_the_limits_at_which_they_are_rounded() -> None:
    """A machine whose powers differ in the last bits rounds them to the same ten digits."""
    powers = [scores.SAME_DAY * 0.5 ** (days / scores.HALF_LIFE) for days in range(10 * scores.HALF_LIFE)]
    powers += [(max(5, density) / 100) ** (-1 / 3) for density in range(101)]

    assert min(abs(power * 1e10 % 1 - 0.5) for power in powers) > 5e-5


NAMES = st.lists(st.sampled_from("abcdefgh"), max_size=6).map(tuple)


@given(st.lists(st.tuples(NAMES, NAMES, st.none() | st.integers(700_000, 703_000)), min_size=1, max_size=12))
def test_factors_of_all_pairs_at_once_are_those_of_each_pair(
    posts: list[tuple[tuple[str, ...], tuple[str, ...], int | None]],
) -> None:
    documents = [
        essay(str(number), topics=topics, people=people, day=day)
        for number, (topics, people, day) in enumerate(posts)
    ]
    first, second = (places.ravel() for places in np.indices((len(posts), len(posts))))

    factors = scores._InCommon(documents)(first, second)

    assert factors.tolist() == [
        in_common(documents, here, there) for here in documents for there in documents
    ]


def in_common(documents: list[Document], page: Document, post: Document) -> float:
    frequencies = Counter(topic for document in documents for topic in document.topics)
    doublings, factor = math.log2(max(2, len(documents))), 1.0
    shared = [topic for topic in page.topics if topic in post.topics]
    factor += scores.TOPIC * math.fsum(
        round(1 - math.log2(frequencies[topic]) / doublings, 1) for topic in shared
    )
    factor += scores.PERSON * min(2, len({*page.people} & {*post.people}))
    days = page.days_from(post)
    far = 10 * scores.HALF_LIFE
    return factor if days is None or days >= far else factor * float(scores._DECAY[days])
