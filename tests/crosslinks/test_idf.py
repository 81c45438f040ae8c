from __future__ import annotations

import math

import pytest

from anthology.crosslinks.idf import TF_WEIGHTS, IdfScale


@pytest.mark.parametrize(
    ("frequency", "level"), [(0, 7), (1, 7), (2, 6), (3, 5), (8, 4), (9, 4), (12, 3), (13, 0)]
)
def test_a_level_is_one_lower_for_each_doubling_and_0_for_a_frequent_term(frequency: int, level: int) -> None:
    assert IdfScale.of(130).level(frequency) == level


def test_a_hundred_more_posts_of_a_thousand_change_the_scale_once_at_most() -> None:
    assert len({IdfScale.of(posts) for posts in range(1000, 1100)}) <= 2


def test_the_earliest_posts_are_counted_and_those_without_a_day_first() -> None:
    days = [*range(100, 0, -1), None]
    earliest = IdfScale.of(len(days)).earliest(days)

    assert earliest[:2] == [100, 99]
    assert 0 not in earliest


def test_term_frequencies_are_far_from_the_limits_at_which_they_are_rounded() -> None:
    exact = [64 * (1 + math.log(count)) for count in range(1, len(TF_WEIGHTS))]

    assert min(abs(weight % 1 - 0.5) for weight in exact) > 1e-6
