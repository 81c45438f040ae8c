"""Pages of a long feed: a head, and archives that never change again (RFC 5005)."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

PAGE = 100
"""Items in an archive."""

T = TypeVar("T")


class FeedPage(NamedTuple, Generic[T]):
    """A document of a feed: the head has the number 0, the oldest archive 1; `older` is the archive before it."""

    number: int
    older: int
    items: Sequence[T]


def split_pages(newest_first: Sequence[T], head: int = PAGE) -> list[FeedPage[T]]:
    """The head, then the archives from the oldest on, each newest first.

    The head has at least `head` items, the newest, and all that do not fill an archive yet. No item is in
    two pages: gPodder stops after 200 items, and counts those it has seen before.
    """
    number = max(0, len(newest_first) - head) // PAGE
    ends = [len(newest_first) - index * PAGE for index in range(number)]
    archives = [
        FeedPage(index, index - 1, newest_first[end - PAGE : end]) for index, end in enumerate(ends, 1)
    ]
    return [FeedPage(0, number, newest_first[: len(newest_first) - number * PAGE]), *archives]


def document_url(feed_url: str, number: int) -> str:
    """The URL or path of a page: `podcast/1.xml` is the oldest archive of podcast.xml."""
    stem, dot, suffix = feed_url.rpartition(".")
    return f"{stem}/{number}{dot}{suffix}" if number else feed_url
