"""Opens a way to every post, and a way on from every post, where lists alone would close a circle.

All is seen from the post that most lists lead to. Who cannot be reached from there is given a place in a list that can;
who cannot get there is given a link to a post that does, unless nothing at all is near to it: a list that would be
empty stays empty. Lists change at their end only (`inbound.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import islice

from .balancing import Inbound

_TRIES = 50


def connect(inbound: Inbound, hosts: Callable[[str], Iterable[str]]) -> None:
    """`hosts` gives the pages whose list might take a page, the nearest first."""
    if not inbound.lists:
        return
    middle = min(inbound.lists, key=lambda page: (-inbound.counted[page], page))
    ways: dict[str, list[str]] = {page: shown.pages for page, shown in inbound.lists.items()}
    reached = _from(middle, ways, set())
    for page in sorted(inbound.lists.keys() - reached):
        if page in reached:
            continue
        known = (host for host in hosts(page) if host in reached)
        if any(inbound.give(host, page) for host in islice(known, _TRIES)):
            reached |= _from(page, ways, reached)
    back: dict[str, list[str]] = defaultdict(list)
    for page, shown in inbound.lists.items():
        for other in shown.pages:
            back[other].append(page)
    arriving = _from(middle, back, set())
    for page in sorted(inbound.lists.keys() - arriving):
        if page in arriving or not ways[page]:
            continue
        onward = (other for other in hosts(page) if other in arriving)
        if any(inbound.give(page, other) for other in islice(onward, _TRIES)):
            arriving |= _from(page, back, arriving)


def _from(page: str, ways: Mapping[str, Iterable[str]], known: set[str]) -> set[str]:
    """Where one gets from a page, without those that are known."""
    found, open_ends = {page}, [page]
    while open_ends:
        for other in ways.get(open_ends.pop(), ()):
            if other not in found and other not in known:
                found.add(other)
                open_ends.append(other)
    return found
