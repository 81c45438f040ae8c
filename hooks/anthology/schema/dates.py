"""Validators of days, moments, and times in a recording."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from anthology import timecode
from anthology.problems import shorten

from .validators import field_error, scalar

# Wide enough for every publication, narrow enough that no time zone leaves the range of datetime.
_YEARS = range(1800, 2200)
_LONGEST_DATE = 40
_ABBREVIATION = re.compile(r"\b([A-Z][a-z]{2})(?:[a-z]?\.|[a-z]{1,2}\.|t(?= ))")
"""a month or a day of the week with more letters than three"""


class Timestamp(NamedTuple):
    """A day or a moment; `at` of a day alone is 12:00 UTC."""

    at: datetime
    day_only: bool

    def iso(self) -> str:
        """The ISO 8601 form for HTML and Atom: the day, or the moment with its offset."""
        return self.at.date().isoformat() if self.day_only else self.at.isoformat()


class Span(NamedTuple):
    """A part of a recording, in milliseconds from its start."""

    start: int
    end: int


def utc(moment: datetime) -> str:
    """A moment in the form 2026-11-22T12:00:00Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def parse_timestamp(value: object) -> Timestamp:
    """A day, or a moment with its offset from UTC."""
    text = scalar(value).strip()
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        return _within_range(
            Timestamp(datetime.combine(_calendar_day(text, match), time(12), UTC), True), text
        )
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?", text):
        return _within_range(_moment(text), text)
    raise field_error(f"is {shorten(text)}, not a date as year-month-day", _date_fix(text))


def parse_timestamp_or_unknown(value: object) -> Timestamp | None:
    """A day or a moment; None for the word `unknown`."""
    return None if value == "unknown" else parse_timestamp(value)


def feed_moment(text: str) -> datetime | None:
    """The moment of a date in a feed, read loosely; UTC where it names no zone, None where it is no date."""
    moment = _mail_moment(text) or _mail_moment(_ABBREVIATION.sub(r"\1", text))
    if moment is None:
        try:
            iso = re.sub(r"\s+(?=[+-])", "", text.strip().upper().replace("Z", "+00:00"))
            moment = datetime.fromisoformat(iso)
        except ValueError:
            return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _mail_moment(text: str) -> datetime | None:
    """The moment of a date as in RFC 2822, with a zone or without."""
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _within_range(timestamp: Timestamp, text: str) -> Timestamp:
    if timestamp.at.year in _YEARS:
        return timestamp
    raise field_error(f"is {shorten(text)}, a year out of range (1800–2199)", "check the year:  2026-11-22")


def _calendar_day(text: str, match: re.Match[str]) -> date:
    year, month, number = int(match[1]), int(match[2]), int(match[3])
    try:
        return date(year, month, number)
    except ValueError:
        raise field_error(f"is {text}, a day that does not exist", _day_fix(year, month, number)) from None


def _day_fix(year: int, month: int, number: int) -> str:
    if month > 12 and 1 <= number <= 12 and month <= 31:
        return f"write the month before the day:  {year:04}-{number:02}-{month:02}"
    if 1 <= month <= 12 and year >= 1:
        last = monthrange(year, month)[1]
        return f"that month has {last} days; write one of them:  {year:04}-{month:02}-{last}"
    return "write a month from 01 to 12, then the day:  2026-11-22"


def _moment(text: str) -> Timestamp:
    try:
        at = datetime.fromisoformat(re.sub(r"\s+(?=Z|[+-])", "", text))
    except ValueError:
        raise field_error(
            f"is {text}, a time that does not exist", "check the day, the hour and the offset"
        ) from None
    if at.tzinfo is None:
        raise field_error(
            f"is {text}, a time without an offset",
            f"add the offset from UTC:  {text.replace(' ', 'T')}+00:00   (or write the day alone)",
        )
    return Timestamp(at.replace(microsecond=0), False)  # no feed and no page shows a part of a second


def _date_fix(text: str) -> str:
    if len(text) > _LONGEST_DATE:
        return "write it as 2026-11-22"
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)  # dashes that word processors write
    if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)\s*([A-Za-z]{1,5})", text):
        return _offset_fix(*match.groups())
    numbers = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})", text)
    if numbers and int(numbers[1]) <= 12 and int(numbers[2]) <= 12 and numbers[1] != numbers[2]:
        first, second, year = int(numbers[1]), int(numbers[2]), f"20{numbers[3]}"[-4:]
        return f"write {year}-{first:02}-{second:02} or {year}-{second:02}-{first:02}, whichever is meant"
    if (match := _DAY_OF_A_MONTH.fullmatch(text)) and (month := _month(match[2])):
        return f"write {match[3]}-{month:02}-{int(match[1]):02}"
    from dateutil import parser as dateutil_parser  # for messages alone

    try:
        # The zone is left out: an unknown one is a warning on the screen of the writer.
        # With two defaults, a date from which a part is missing gives two results.
        defaults = (datetime(2000, 1, 1), datetime(2001, 2, 2))
        parsed, parsed_again = (
            dateutil_parser.parse(text, default=default, ignoretz=True) for default in defaults
        )
    except Exception:  # dateutil raises errors of many kinds; this is only a suggestion
        return "write it as 2026-11-22"
    return (
        f"write {parsed:%Y-%m-%d}"
        if parsed.date() == parsed_again.date()
        else "write it with year, month and day:  2026-11-22"
    )


_DAY_OF_A_MONTH = re.compile(r"(\d{1,2})[.º]?\s+(?:de\s+)?([^\W\d_]{3,})\.?,?\s+(?:del?\s+)?(\d{4})")
# The first letters of the months in Spanish, German, French, Portuguese, Italian, Dutch and English.
_MONTHS = (
    "ene jan gen", "feb fév fev", "mar mär mrt", "abr apr avr", "may mai mag mei", "jun juin giu", "jul juil lug",
    "ago aug aoû", "sep set", "oct okt out ott", "nov", "dic dez déc dec",
)  # fmt: skip


def _month(name: str) -> int:
    """The number of a month by its name; 0 for other words."""
    beginnings = [name.lower()[:4], name.lower()[:3]]
    numbers = (
        number
        for beginning in beginnings
        for number, names in enumerate(_MONTHS, 1)
        if beginning in names.split()
    )
    return next(numbers, 0)


def _offset_fix(day: str, clock: str, zone: str) -> str:
    offset = _ZONES.get(zone.upper())
    if offset is None:
        return f"write the offset from UTC instead of {zone}:  {day}T{clock}+00:00"
    return f"write the offset from UTC instead of {zone}:  {day}T{clock}{offset}"


# The abbreviations that mail programs know (RFC 5322), and those of Europe; others have several meanings.
_ZONES = {
    "UT": "+00:00", "UTC": "+00:00", "GMT": "+00:00", "EST": "-05:00", "EDT": "-04:00", "CST": "-06:00",
    "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00", "WET": "+00:00",
    "WEST": "+01:00", "CET": "+01:00", "CEST": "+02:00", "EET": "+02:00", "EEST": "+03:00",
}  # fmt: skip


def parse_timecode(value: object) -> int:
    """Milliseconds from the start of a recording."""
    text = scalar(value).strip()
    try:
        return timecode.milliseconds(text)
    except ValueError:
        raise field_error(
            f"is {shorten(text)}, not a time", 'write hours, minutes and seconds:  "00:01:30"'
        ) from None


def parse_skip_target(value: object) -> Span | str:
    """The part that a content note is about: of the recording, or from a heading, given with its #."""
    text = scalar(value).strip()
    if re.fullmatch(r"#\S+", text):
        return text
    start, _, end = text.replace("–", "-").partition("-")
    try:
        span = Span(timecode.milliseconds(start.strip()), timecode.milliseconds(end.strip()))
    except ValueError:
        raise field_error(
            f"is {shorten(text)}, neither a part of the recording nor a heading",
            'write "12:30-15:00" or "#the-heading"',
        ) from None
    if span.start >= span.end:
        raise field_error(
            f"is {text}, which ends before it begins", 'write the earlier time first:  "12:30-15:00"'
        )
    return span
