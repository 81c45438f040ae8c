"""Feeds of several pages (RFC 5005), which are read only where the first came from an address."""

from collections.abc import Callable, Iterator
from typing import Any

from anthology.importers.private_addresses import refuse_private
from anthology.importers.source_files import read_source
from anthology.importers.writing import ImportPlan

from .feed_elements import elements_of

_MOST_PAGES = 200


def further_pages(feed: Any, source: str, plan: ImportPlan, feed_of: Callable[[bytes], Any]) -> Iterator[Any]:
    """The pages behind a feed that came from `source`, each as `feed_of` reads it; what is not read is told."""
    seen = {source}
    while address := _next_address(feed):
        if not source.startswith(("https://", "http://")):
            plan.left_out.append(f"further pages of the feed, which only its address leads to: {address}")
            return
        if address in seen or len(seen) > _MOST_PAGES:
            return
        seen.add(address)
        try:
            refuse_private(address, source)
        except (OSError, ValueError) as error:
            plan.left_out.append(f"further pages of the feed at {address}: {error}")
            return
        feed = feed_of(read_source(address))
        yield feed


def _next_address(feed: Any) -> str:
    links = {link.get("rel"): link.get("href") or "" for link in elements_of(feed, "atom:link")}
    return links.get("next") or links.get("prev-archive") or ""
