"""How a feed that has grown long is cut: a head, and archives that never change again (RFC 5005)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

PAGE = 100
"""Items in an archive, and the fewest in a head that has archives."""

Item = TypeVar("Item")


def split(newest_first: Sequence[Item]) -> tuple[Sequence[Item], list[Sequence[Item]]]:
    """The head, and the archives from the oldest on, each newest first.

    The head has the newest 100 items at least, and all that no archive has yet. From 200 items on no item
    stands in two pages: gPodder stops after 200 items, and counts those it has seen before.
    """
    number = max(1, len(newest_first) // PAGE - 1) if len(newest_first) > PAGE else 0
    ends = [len(newest_first) - index * PAGE for index in range(number)]
    archives = [newest_first[end - PAGE : end] for end in ends]
    return newest_first[: max(PAGE, len(newest_first) - number * PAGE)], archives


def archive_address(feed_url: str, number: int) -> str:
    """The address of an archive: `podcast/1.xml` of podcast.xml is the oldest."""
    stem, dot, suffix = feed_url.rpartition(".")
    return f"{stem}/{number}{dot}{suffix}"
