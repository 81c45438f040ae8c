"""Dates as feeds write them: Sun, 22 Nov 2026 12:00:00 +0000."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from .document import Element
from .findings import APPLE, Feed, Finding

_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# RFC 2822, section 3.3, and the zones of section 4.3 that mean something.
_ZONES = {"GMT": 0, "UT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6} | {
    "PST": -8,
    "PDT": -7,
}
_DATE = re.compile(
    rf"(?:({'|'.join(_DAYS)}),\s+)?([0-9]{{1,2}})\s+({'|'.join(_MONTHS)})\s+([0-9]{{4}})\s+"
    rf"([0-9]{{2}}):([0-9]{{2}})(?::([0-9]{{2}}))?\s+([+-][0-9]{{4}}|{'|'.join(_ZONES)})"
)

_INTERNET_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def moment(said: str) -> datetime | None:
    """The date, with its zone; None where it is not one of RFC 2822. Its weekday is not looked at."""
    found = _DATE.fullmatch(said)
    if found is None:
        return None
    _, day, month, year, hour, minute, second, zone = found.groups()
    try:
        return datetime(
            *(int(year), _MONTHS.index(month) + 1, int(day)),
            *(int(hour), int(minute), int(second or 0)),
            tzinfo=timezone(_offset(zone)),
        )
    except ValueError:
        return None


def internet_moment(said: str) -> datetime | None:
    """The date of RFC 3339, with its zone, as Atom and JSON Feed write it; None where it is none."""
    if not _INTERNET_DATE.fullmatch(said):
        return None
    try:
        return datetime.fromisoformat(said.upper())
    except ValueError:
        return None


def check_date(feed: Feed, tag: str, said: str, item: Element | None = None) -> Iterator[Finding]:
    """A date is one of RFC 2822, and its weekday is the right one."""
    date = moment(said)
    if date is None:
        fix = f"write it like  {_EXAMPLE}  (not as 2026-11-22T12:00:00Z)"
        yield feed.finding(tag, f"is “{said}”, not a date of RFC 2822", fix, APPLE, item)
    elif "," in said and not said.startswith(right := _DAYS[date.weekday()]):
        yield feed.finding(tag, f"is “{said}”, but that day is a {right}", f"write {right}", "RFC 2822", item)


_EXAMPLE = "Sun, 22 Nov 2026 12:00:00 +0000"


def _offset(zone: str) -> timedelta:
    if zone in _ZONES:
        return timedelta(hours=_ZONES[zone])
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5]))
