"""Dates that have not come yet. Asked only with a day given: a check never looks at the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from .dates import internet_moment, moment
from .document import all_of, text
from .findings import APPLE, ATOM, Feed, Finding


def check_future(feed: Feed, today: date) -> Iterator[Finding]:
    """Nothing is dated after `today` (to its end, in UTC): apps hide it, or show it first for ever."""
    end = datetime.combine(today, time.max, UTC)
    fix = "correct the date, or wait with the episode: this site is published as soon as it is built"
    for item in all_of(feed.channel, "item"):
        said = text(item, "pubDate") or ""
        if (when := moment(said)) and when > end:
            yield feed.finding("pubDate", f"{said} is after {today.isoformat()}", fix, APPLE, item)
    for entry in all_of(feed.channel, "atom:entry"):
        said = text(entry, "atom:published") or text(entry, "atom:updated") or ""
        if (when := internet_moment(said)) and when > end:
            yield feed.finding("atom:published", f"{said} is after {today.isoformat()}", fix, ATOM, entry)
