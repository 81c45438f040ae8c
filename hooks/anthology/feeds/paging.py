"""Pages of a long feed: a head, and archives that never change again (RFC 5005)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

PAGE = 100
"""Items in an archive, and the fewest in a head that has archives."""

T = TypeVar("T")


def split_pages(newest_first: Sequence[T]) -> tuple[Sequence[T], list[Sequence[T]]]:
    """The head, and the archives from the oldest on, each newest first.

    The head has at least the newest 100 items, and all that are in no archive yet. From 200 items on no
    item is in two pages: gPodder stops after 200 items, and counts those it has seen before.
    """
    number = max(1, len(newest_first) // PAGE - 1) if len(newest_first) > PAGE else 0
    ends = [len(newest_first) - index * PAGE for index in range(number)]
    archives = [newest_first[end - PAGE : end] for end in ends]
    return newest_first[: max(PAGE, len(newest_first) - number * PAGE)], archives


def archive_url(feed_url: str, number: int) -> str:
    """The URL or path of an archive: `podcast/1.xml` of podcast.xml is the oldest."""
    stem, dot, suffix = feed_url.rpartition(".")
    return f"{stem}/{number}{dot}{suffix}"
