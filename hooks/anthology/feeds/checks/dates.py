"""Dates in feeds (RFC 2822 and RFC 3339), and dates in the future."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime

from anthology.problems import Issue

from .built_site import BuiltSite, FeedFinding
from .document import APPLE, ATOM, Feed, text

_WEEKDAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTH_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# RFC 2822, section 3.3, and the zones of section 4.3 that have a meaning.
_RFC_2822 = re.compile(
    rf"(?:(?:{'|'.join(_WEEKDAYS)}),\s+)?([0-9]{{1,2}})\s+({'|'.join(_MONTH_NAMES)})\s+([1-9][0-9]{{3}})\s+"
    rf"([0-9]{{2}}):([0-9]{{2}})(?::([0-9]{{2}}))?\s+([+-][0-9]{{4}}|GMT|UT|[ECMP][SD]T)"
)
_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_EXAMPLE_2822, _EXAMPLE_3339 = "Sun, 22 Nov 2026 12:00:00 +0000", "2026-11-22T12:00:00Z"


def parse_rfc2822(value: str) -> datetime | None:
    """The date with its zone; None where it is not one of RFC 2822. Its weekday is not compared."""
    if not _RFC_2822.fullmatch(value):
        return None
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # -0000 says that the zone is not known


def parse_rfc3339(value: str) -> datetime | None:
    """The date with its zone, as in Atom and JSON Feed; None where it is not one of RFC 3339."""
    if not _RFC_3339.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value.upper())
    except ValueError:
        return None


def rfc2822(_: BuiltSite, value: str) -> Iterator[Issue]:
    """A date is one of RFC 2822 with the right weekday."""
    moment = parse_rfc2822(value)
    if moment is None:
        yield Issue(
            f"is “{value}”, not a date of RFC 2822",
            f"write it like  {_EXAMPLE_2822}  (not {_EXAMPLE_3339})",
        )
    elif "," in value and not value.startswith(right := _WEEKDAYS[moment.weekday()]):
        yield Issue(f"is “{value}”, but that day is a {right}", f"write {right}")


def rfc3339(_: BuiltSite, value: str) -> Iterator[Issue]:
    """A date is one of RFC 3339."""
    if parse_rfc3339(value) is None:
        yield Issue(
            f"is “{value}”, not a date of RFC 3339",
            f"write it like  {_EXAMPLE_3339}  (not {_EXAMPLE_2822})",
        )


def check_future(feed: Feed, today: date) -> Iterator[FeedFinding]:
    """Nothing is dated after `today` (to its end, in UTC): apps hide it, or always show it first."""
    end = datetime.combine(today, time.max, UTC)
    fix = "correct the date, or wait with the episode: this site is published as soon as it is built"
    for item in feed.items:
        tag = "pubDate" if feed.root is not feed.channel else "atom:published"
        value = text(item, tag) or text(item, "atom:updated") or ""
        moment = parse_rfc2822(value) or parse_rfc3339(value)
        if moment and moment > end:
            source = APPLE if tag == "pubDate" else ATOM
            yield feed.finding(tag, f"{value} is after {today.isoformat()}", fix, source, item)
