"""A computation's reads are known, also where it got a result that was there already."""

from __future__ import annotations

from anthology.cache import cached_per_owner
from anthology.reads import RecordedMapping, with_reads


class Owner:
    def __init__(self) -> None:
        self.posts = RecordedMapping("post", {"a": 1, "b": 2})


@cached_per_owner
def first(owner: Owner) -> int:
    return owner.posts["a"]


def test_each_key_that_is_asked_for_is_noted_and_one_that_is_missing_too() -> None:
    posts = Owner().posts

    assert (None, {"post c", "post b"}) == with_reads(lambda: posts.get("c") if "b" in posts else None)


def test_whatever_goes_through_all_notes_all() -> None:
    posts = Owner().posts

    for ask in (lambda: list(posts), lambda: len(posts), lambda: list(posts.values()), lambda: dict(posts)):
        assert "every post" in with_reads(ask)[1]


def test_what_a_kept_result_was_made_from_is_noted_for_everybody_who_gets_it() -> None:
    owner = Owner()

    assert (1, {"post a"}) == with_reads(lambda: first(owner))
    assert (1, {"post a"}) == with_reads(lambda: first(owner))


def test_a_record_within_another_is_its_own() -> None:
    posts = Owner().posts

    _, outer = with_reads(lambda: (posts["a"], with_reads(lambda: posts["b"])))

    assert {"post a"} == outer
