from __future__ import annotations

from anthology.crosslinks import scores
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
