"""The kinds of value that a field can hold, each with the words for what is wrong and how to mend it.

YAML gives every value as text (see front_matter); here the text gets its meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlsplit

from dateutil import parser as dateutil_parser
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from .. import timecode

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Model(BaseModel):
    """A mapping of the contract: no field beside those it names, and none that changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=False)


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


def wrong(message: str, fix: str, at: str = "") -> PydanticCustomError:
    """An error whose message follows the field's name and whose fix stands as it is.

    Of a rule over several fields, `at` is the one to point at, and the message is whole.
    """
    return PydanticCustomError("anthology", "{said}", {"said": message, "fix": fix, "at": at})


def shown(value: object) -> str:
    """A value as a message may quote it: short, on one line."""
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else text[:39] + "…"


def _scalar(value: object) -> str:
    if value is None or value == "":
        raise wrong("is blank", "write something after the colon, or delete the line")
    if isinstance(value, dict) and len(value) == 1:
        text = next(f"{key}: {rest}" for key, rest in value.items())
        raise wrong("has a colon, so it is read as a field of its own", f'put it in quotes:  "{text}"')
    if isinstance(value, dict | list):
        kind = "a list" if isinstance(value, list) else "a group of fields"
        raise wrong(f"is {kind}, where one text is meant", "write it as one text on the same line")
    if not isinstance(value, str):
        return str(value)
    return value


def _line(value: object) -> str:
    text = " ".join(_scalar(value).split())
    if not text:
        raise wrong("is blank", "write something between the quotes, or delete the line")
    return text


def _prose(value: object) -> str:
    text = _scalar(value).strip()
    if not text:
        raise wrong("is blank", "write something after the colon, or delete the line")
    return text


def _summary(value: object) -> str:
    text = _line(value)
    if len(text) > 300:
        raise wrong(
            f"has {len(text)} characters; at most 300 fit a list, a feed and a search page",
            "keep the one or two sentences that matter most",
        )
    return text


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    text = _scalar(value).strip()
    if text in {"true", "false", "True", "False", "TRUE", "FALSE"}:
        return text.lower() == "true"
    meant = {
        "yes": "true",
        "on": "true",
        "y": "true",
        "1": "true",
        "no": "false",
        "off": "false",
        "n": "false",
        "0": "false",
    }
    answer = meant.get(text.lower())
    raise wrong(
        f"is {shown(text)}, not true or false", f"write {answer}" if answer else "write true or false"
    )


def _whole(value: object) -> int:
    text = _scalar(value).strip()
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise wrong(f"is {shown(text)}, not a whole number", "write a number in digits, such as 3")
    return int(text)


def _identifier(value: object) -> str:
    text = _scalar(value).strip()
    if SLUG.fullmatch(text):
        return text
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    suggestion = f", such as {slug}" if slug else ""
    raise wrong(
        f"is {shown(text)}, which is not an id", f"write small letters, digits and single hyphens{suggestion}"
    )


def _post_id(value: object) -> str:
    text = _scalar(value).strip().strip("/").removesuffix(".md").removesuffix("/index")
    if re.fullmatch(rf"(essays|episodes)/{SLUG.pattern}", text):
        return text
    raise wrong(
        f"is {shown(text)}, which is not the id of a post", "write essays/the-slug or episodes/the-slug"
    )


def _web_address(value: object) -> str:
    text = _scalar(value).strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"\s", text):
        return text
    guess = f"https://{text}" if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text) else "https://…"
    raise wrong(f"is {shown(text)}, not an address on the web", f"write it whole:  {guess}")


def _site_path(value: object) -> str:
    text = _scalar(value).strip()
    if re.fullmatch(r"/[^\s?#\\]*", text) and ".." not in text.split("/") and not text.startswith("//"):
        return text
    raise wrong(f"is {shown(text)}, not an address on this site", "begin it with /, such as /old/path/")


def _file_name(value: object) -> str:
    text = _scalar(value).strip()
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        raise wrong(
            f"is {shown(text)}, which is not a file of this post",
            "put the file beside the post and write its name",
        )
    return text


def _doi(value: object) -> str:
    text = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", _scalar(value).strip(), flags=re.I)
    if re.fullmatch(r"10\.[0-9]{4,9}/\S+", text):
        return text
    raise wrong(
        f"is {shown(text)}, not a DOI", 'write it from the 10 on:  doi: "10.1371/journal.pone.0266722"'
    )


def _year(value: object) -> int:
    text = _scalar(value).strip()
    if re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", text):
        return int(text)
    raise wrong(f"is {shown(text)}, not a year", "write four digits, such as 2019")


def _language(value: object) -> str:
    text = _scalar(value).strip()
    if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Z]{2}|[0-9]{3}))?", text):
        return text
    raise wrong(f"is {shown(text)}, not a language code", "write a code such as en, es, pt-BR or ar")


def _license(value: object) -> str:
    text = _scalar(value).strip()
    if text.lower() == "all-rights-reserved":
        return "all-rights-reserved"
    try:
        return str(canonicalize_license_expression(text))
    except InvalidLicenseExpression:
        raise wrong(f"is {shown(text)}, not a licence that we know", _license_fix(text)) from None


def _license_fix(text: str) -> str:
    known = [
        "CC-BY-4.0",
        "CC-BY-SA-4.0",
        "CC-BY-NC-4.0",
        "CC-BY-ND-4.0",
        "CC-BY-NC-SA-4.0",
        "CC-BY-NC-ND-4.0",
        "CC0-1.0",
    ]
    near = get_close_matches(re.sub(r"[\s_]+", "-", text.upper()), known, 1, 0.5)
    suggestion = near[0] if near else "CC-BY-4.0"
    return f"write its SPDX id, such as {suggestion}, or all-rights-reserved"


def _moment(value: object) -> When:
    text = _scalar(value).strip()
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        return When(datetime.combine(_day(text, match), time(12), UTC), True)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?", text):
        return _clock_time(text)
    raise wrong(f"is {shown(text)}, not a date as year-month-day", _date_fix(text))


def _day(text: str, match: re.Match[str]) -> date:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise wrong(
            f"is {text}, a day that does not exist", "check the month and the day:  2026-11-22"
        ) from None


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
    numbers = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", text)
    if numbers and int(numbers[1]) <= 12 and int(numbers[2]) <= 12 and numbers[1] != numbers[2]:
        first, second, year = int(numbers[1]), int(numbers[2]), numbers[3]
        return f"write {year}-{first:02}-{second:02} or {year}-{second:02}-{first:02}, whichever is meant"
    try:
        # Two defaults tell a date that is whole from one that the parser had to fill up.
        one, two = (
            dateutil_parser.parse(text, default=day) for day in (datetime(2000, 1, 1), datetime(2001, 2, 2))
        )
    except (ValueError, OverflowError, TypeError):
        return "write it as 2026-11-22"
    return (
        f"write {one:%Y-%m-%d}"
        if one.date() == two.date()
        else "write it with year, month and day:  2026-11-22"
    )


def _time_in_recording(value: object) -> int:
    text = _scalar(value).strip()
    try:
        return timecode.milliseconds(text)
    except ValueError:
        raise wrong(
            f"is {shown(text)}, not a time", 'write hours, minutes and seconds:  "00:01:30"'
        ) from None


def _where(value: object) -> Span | str:
    text = _scalar(value).strip()
    if re.fullmatch(r"#\S+", text):
        return text
    start, _, end = text.replace("–", "-").partition("-")
    try:
        span = Span(timecode.milliseconds(start.strip()), timecode.milliseconds(end.strip()))
    except ValueError:
        raise wrong(
            f"is {shown(text)}, neither a part of the recording nor a heading",
            'write "12:30-15:00" or "#the-heading"',
        ) from None
    if span.start >= span.end:
        raise wrong(f"is {text}, which ends before it begins", 'write the earlier time first:  "12:30-15:00"')
    return span


def _listed(value: object) -> list[Any]:
    if value is None or value == []:
        raise wrong("is empty", "write at least one, or delete the line")
    if isinstance(value, str):
        raise wrong(f"is {shown(value)}, where a list is meant", f"put it in brackets:  [{value}]")
    if isinstance(value, dict):
        raise wrong(
            "is a group of fields, where a list is meant",
            "begin each entry on a line of its own with a hyphen",
        )
    assert isinstance(value, list)
    return value


def _grouped(value: object) -> dict[str, Any]:
    if value is None or value == {}:
        raise wrong("is empty", "write at least one entry, or delete the line")
    if not isinstance(value, dict):
        raise wrong(
            "is not a group of fields", "write each entry as  name: value  on a line of its own, indented"
        )
    return value


def choice(*words: str) -> Callable[[object], str]:
    """A check that a value is one of these words."""

    def check(value: object) -> str:
        text = _scalar(value).strip()
        if text in words:
            return text
        near = get_close_matches(text.lower(), words, 1, 0.6)
        fix = f"write {near[0]}" if near else f"write one of: {', '.join(words)}"
        raise wrong(f"is {shown(text)}, which is none of its words", fix)

    return check


Text = Annotated[str, BeforeValidator(_line)]
Prose = Annotated[str, BeforeValidator(_prose)]
Summary = Annotated[str, BeforeValidator(_summary), Field(max_length=300)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Whole = Annotated[int, BeforeValidator(_whole)]
Year = Annotated[int, BeforeValidator(_year)]
Identifier = Annotated[str, BeforeValidator(_identifier)]
PostId = Annotated[str, BeforeValidator(_post_id)]
WebAddress = Annotated[str, BeforeValidator(_web_address)]
SitePath = Annotated[str, BeforeValidator(_site_path)]
FileName = Annotated[str, BeforeValidator(_file_name)]
Doi = Annotated[str, BeforeValidator(_doi)]
Language = Annotated[str, BeforeValidator(_language)]
License = Annotated[str, BeforeValidator(_license)]
Moment = Annotated[When, BeforeValidator(_moment)]
Timecode = Annotated[int, BeforeValidator(_time_in_recording)]
Where = Annotated[Span | str, BeforeValidator(_where)]

Listed = BeforeValidator(_listed)
Grouped = BeforeValidator(_grouped)
