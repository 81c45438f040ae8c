"""Days, moments, and times in a recording; each with the words for what is wrong."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from dateutil import parser as dateutil_parser

from anthology import timecode
from anthology.problems import shorten

from .validators import scalar, wrong

# Far enough for every publication, near enough that no time zone leads out of the calendar.
_YEARS = range(1800, 2200)
_LONGEST_DATE = 40


class When(NamedTuple):
    """A moment; of a date alone, 12:00 UTC on that day."""

    at: datetime
    day_only: bool

    def iso(self) -> str:
        """As HTML and Atom want it: the day, or the moment with its offset."""
        return self.at.date().isoformat() if self.day_only else self.at.isoformat()


class Span(NamedTuple):
    """A part of a recording, in milliseconds from its start."""

    start: int
    end: int


def moment(value: object) -> When:
    """A day, or a moment with its offset from UTC."""
    text = scalar(value).strip()
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        return _possible(When(datetime.combine(_day(text, match), time(12), UTC), True), text)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?", text):
        return _possible(_clock_time(text), text)
    raise wrong(f"is {shorten(text)}, not a date as year-month-day", _date_fix(text))


def unknown_or_moment(value: object) -> When | None:
    """A moment, or the word `unknown`."""
    return None if value == "unknown" else moment(value)


def _possible(when: When, text: str) -> When:
    if when.at.year in _YEARS:
        return when
    raise wrong(f"is {shorten(text)}, a year that nobody can mean", "check the year:  2026-11-22")


def _day(text: str, match: re.Match[str]) -> date:
    year, month, number = int(match[1]), int(match[2]), int(match[3])
    try:
        return date(year, month, number)
    except ValueError:
        raise wrong(f"is {text}, a day that does not exist", _day_fix(year, month, number)) from None


def _day_fix(year: int, month: int, number: int) -> str:
    if month > 12 and 1 <= number <= 12 and month <= 31:
        return f"write the month before the day:  {year:04}-{number:02}-{month:02}"
    if 1 <= month <= 12 and year >= 1:
        last = monthrange(year, month)[1]
        return f"that month has {last} days; write a day from 01 to {last}"
    return "write a month from 01 to 12, then the day:  2026-11-22"


def _clock_time(text: str) -> When:
    try:
        at = datetime.fromisoformat(re.sub(r"\s+(?=Z|[+-])", "", text))
    except ValueError:
        raise wrong(
            f"is {text}, a moment that does not exist", "check the day, the hour and the offset"
        ) from None
    if at.tzinfo is None:
        raise wrong(
            f"is {text}, a time without its offset",
            f"add the offset from UTC:  {text.replace(' ', 'T')}+00:00   (or write the day alone)",
        )
    return When(at, False)


def _date_fix(text: str) -> str:
    if len(text) > _LONGEST_DATE:
        return "write it as 2026-11-22"
    numbers = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", text)
    if numbers and int(numbers[1]) <= 12 and int(numbers[2]) <= 12 and numbers[1] != numbers[2]:
        first, second, year = int(numbers[1]), int(numbers[2]), numbers[3]
        return f"write {year}-{first:02}-{second:02} or {year}-{second:02}-{first:02}, whichever is meant"
    try:
        # Two defaults tell a date that is whole from one that the parser had to fill up.
        one, two = (
            dateutil_parser.parse(text, default=day) for day in (datetime(2000, 1, 1), datetime(2001, 2, 2))
        )
    except Exception:  # dateutil raises what comes its way; this is only a suggestion
        return "write it as 2026-11-22"
    return (
        f"write {one:%Y-%m-%d}"
        if one.date() == two.date()
        else "write it with year, month and day:  2026-11-22"
    )


def time_in_recording(value: object) -> int:
    """Milliseconds from the start of a recording."""
    text = scalar(value).strip()
    try:
        return timecode.milliseconds(text)
    except ValueError:
        raise wrong(
            f"is {shorten(text)}, not a time", 'write hours, minutes and seconds:  "00:01:30"'
        ) from None


def where(value: object) -> Span | str:
    """A part of a recording, or a heading with its #."""
    text = scalar(value).strip()
    if re.fullmatch(r"#\S+", text):
        return text
    start, _, end = text.replace("–", "-").partition("-")
    try:
        span = Span(timecode.milliseconds(start.strip()), timecode.milliseconds(end.strip()))
    except ValueError:
        raise wrong(
            f"is {shorten(text)}, neither a part of the recording nor a heading",
            'write "12:30-15:00" or "#the-heading"',
        ) from None
    if span.start >= span.end:
        raise wrong(f"is {text}, which ends before it begins", 'write the earlier time first:  "12:30-15:00"')
    return span
