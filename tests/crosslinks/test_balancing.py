"""Links are spread over the posts, and author links stay."""

from __future__ import annotations

from anthology.crosslinks.balancing import MAX_INLINKS, InlinkBalancer, LinkList


def balancer(lists: dict[str, LinkList], size: int = 2) -> InlinkBalancer:
    """Return one in which every post may link to every other and none is near another."""
    return InlinkBalancer(
        lists, list(lists), size, lambda page: {}, lambda page, post: page != post, lambda *_: None
    )


def test_a_post_without_links_gets_two() -> None:
    lists = {name: LinkList([], []) for name in "abc"}
    lists["a"].by_score.append("b")

    links = balancer(lists)
    links.rebalance(lambda page: "abc")

    assert links.inlinks == {"a": 2, "b": 2, "c": 2}


def test_a_link_of_an_author_is_never_removed() -> None:
    lists = {name: LinkList(["a", "b"], []) for name in "cdef"} | {name: LinkList([], []) for name in "ab"}

    balancer(lists).rebalance(lambda page: "cdef")

    assert [lists[name].pages for name in "cdef"] == [["a", "b"]] * 4


def test_links_by_score_to_a_popular_post_are_capped() -> None:
    pages = [f"page-{number:02}" for number in range(40)]
    lists = {page: LinkList([], pages[:1]) for page in pages[1:]} | {pages[0]: LinkList([], [])}

    links = balancer(lists, size=1)
    links.rebalance(lambda page: [])

    assert links.inlinks[pages[0]] == MAX_INLINKS


def test_two_circles_are_connected_in_both_directions() -> None:
    circles = {"a": "b", "b": "a", "c": "d", "d": "c"}
    lists = {page: LinkList([], [target]) for page, target in circles.items()}

    balancer(lists).connect(lambda page: "abcd")

    edges = {(page in "ab", target in "ab") for page in lists for target in lists[page].pages}
    assert {(True, False), (False, True)} <= edges


def test_an_empty_list_stays_empty_where_a_way_back_is_missing() -> None:
    lists = {"a": LinkList([], ["b"]), "b": LinkList([], ["a"]), "c": LinkList([], [])}

    balancer(lists).connect(lambda page: "abc")

    assert lists["c"].pages == []
