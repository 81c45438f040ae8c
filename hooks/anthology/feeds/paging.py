"""Pages of a long feed: a head, and archives that never change again (RFC 5005)."""

from collections.abc import Sequence
from typing import TypeVar

PAGE = 100
"""Items in an archive."""

T = TypeVar("T")


def split_pages(newest_first: Sequence[T], head: int) -> tuple[Sequence[T], list[Sequence[T]]]:
    """The head, and the archives from the oldest on, each newest first.

    The head has at least `head` items, the newest, and all that do not fill an archive yet. No item is in
    two pages: gPodder stops after 200 items, and counts those it has seen before.
    """
    number = max(0, len(newest_first) - head) // PAGE
    ends = [len(newest_first) - index * PAGE for index in range(number)]
    archives = [newest_first[end - PAGE : end] for end in ends]
    return newest_first[: len(newest_first) - number * PAGE], archives


def archive_url(feed_url: str, number: int) -> str:
    """The URL or path of an archive: `podcast/1.xml` of podcast.xml is the oldest."""
    stem, dot, suffix = feed_url.rpartition(".")
    return f"{stem}/{number}{dot}{suffix}"
