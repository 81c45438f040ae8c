"""Plain values: texts, ids, numbers, true and false, lists; each with the words for what is wrong.

YAML gives every value as text (see front_matter); here the text gets its meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from pydantic_core import PydanticCustomError

from anthology.problems import shorten
from anthology.unicode import unseen, without_unseen
from anthology.urls import LONGEST_SLUG, SLUG, slugify

Wrong = PydanticCustomError
"""What a check raises, and what a rule over several fields yields; made by `wrong`."""

_YES, _NO = {"yes", "y", "on", "1"}, {"no", "n", "off", "0"}
_KNOWN_LICENSES = [
    f"CC-{terms}-4.0" for terms in ("BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND")
] + ["CC0-1.0"]
_LONGEST_LICENSE = 80


def wrong(message: str, fix: str, at: str = "", of: tuple[str, ...] = ()) -> Wrong:
    """An error whose message follows the field's name and whose fix stands as it is.

    Of a rule over several fields (`of`), `at` is the one to point at, and the message is whole.
    """
    context = {"said": message, "fix": fix, "at": at, "of": of or (at,)}
    return Wrong("anthology", "{said}", context)


def scalar(value: object) -> str:
    """One text, whatever it means."""
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


def line(value: object) -> str:
    """A text on one line; line breaks and runs of spaces become single spaces."""
    text = " ".join(scalar(value).split())
    if not without_unseen(text).strip():
        raise wrong("is blank", "write something between the quotes, or delete the line")
    return text


def prose(value: object) -> str:
    """A text that may have paragraphs."""
    text = scalar(value).strip()
    if not without_unseen(text).strip():
        raise wrong("is blank", "write something after the colon, or delete the line")
    return text


def summary(value: object) -> str:
    """One or two sentences, at most 300 characters: lists, feeds and search pages cut what is longer."""
    text = line(value)
    if len(text) > 300:
        raise wrong(
            f"has {len(text)} characters; at most 300 fit a list, a feed and a search page",
            "keep the one or two sentences that matter most",
        )
    return text


def flag(value: object) -> bool:
    """true or false; the other words that YAML 1.1 takes for them are told what they mean."""
    if isinstance(value, bool):
        return value
    text = scalar(value).strip()
    if text in {"true", "false", "True", "False", "TRUE", "FALSE"}:
        return text.lower() == "true"
    answer = "true" if text.lower() in _YES else "false" if text.lower() in _NO else ""
    raise wrong(
        f"is {shorten(text)}, not true or false", f"write {answer}" if answer else "write true or false"
    )


def whole(value: object) -> int:
    """A whole number from 0 on."""
    text = scalar(value).strip()
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise wrong(f"is {shorten(text)}, not a whole number", "write a number in digits, such as 3")
    return int(text)


def number_from_one(value: object) -> int:
    """A whole number from 1 on: podcast apps know no season and no episode 0."""
    number = whole(value)
    if number < 1:
        raise wrong(f"is {number}", "count from 1; leave it out if it has no number")
    return number


def minutes(value: object) -> int:
    """About how many minutes a practice takes."""
    number = whole(value)
    if not 1 <= number <= 120:
        raise wrong(f"is {number}", "write about how many minutes it takes, from 1 to 120")
    return number


def season(value: object) -> str:
    """The number of a season as the name of an entry."""
    return str(whole(value))


def identifier(value: object) -> str:
    """Small letters, digits and single hyphens: the last part of an address."""
    text = scalar(value).strip()
    if SLUG.fullmatch(text) and len(text) <= LONGEST_SLUG:
        return text
    if invisible := unseen(text):
        raise wrong(f"holds {invisible}", f"type it anew:  {without_unseen(text)}")
    if SLUG.fullmatch(text):
        raise wrong(f"has {len(text)} characters, too many for an address", f"write at most {LONGEST_SLUG}")
    slug = slugify(text)
    suggestion = f", such as {slug}" if slug else ""
    raise wrong(
        f"is {shorten(text)}, which is not an id",
        f"write small letters, digits and single hyphens{suggestion}",
    )


def year(value: object) -> int:
    """Four digits."""
    text = scalar(value).strip()
    if re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", text):
        return int(text)
    raise wrong(f"is {shorten(text)}, not a year", "write four digits, such as 2019")


def language(value: object) -> str:
    """A BCP 47 code of the usual kinds: en, pt-BR, zh-Hant."""
    text = scalar(value).strip()
    if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Z]{2}|[0-9]{3}))?", text):
        return text
    raise wrong(f"is {shorten(text)}, not a language code", "write a code such as en, es, pt-BR or ar")


def license(value: object) -> str:
    """An SPDX expression in its own spelling, or all-rights-reserved."""
    text = scalar(value).strip()
    if text.lower() == "all-rights-reserved":
        return "all-rights-reserved"
    try:
        if len(text) <= _LONGEST_LICENSE:  # the library hands the brackets to Python's own parser
            return str(canonicalize_license_expression(text))
        raise InvalidLicenseExpression
    except InvalidLicenseExpression:
        raise wrong(f"is {shorten(text)}, not a licence that we know", _license_fix(text)) from None


def _license_fix(text: str) -> str:
    near = get_close_matches(re.sub(r"[\s_]+", "-", text.upper()), _KNOWN_LICENSES, 1, 0.5)
    suggestion = near[0] if near else "CC-BY-4.0"
    return f"write its SPDX id, such as {suggestion}, or all-rights-reserved"


def listed(value: object) -> list[Any]:
    """A list of at least one entry."""
    if value is None or value == []:
        raise wrong("is empty", "write at least one, or delete the line")
    if isinstance(value, str):
        raise wrong(f"is {shorten(value)}, where a list is meant", f"put it in brackets:  [{shorten(value)}]")
    if isinstance(value, dict):
        raise wrong(
            "is a group of fields, where a list is meant",
            "begin each entry on a line of its own with a hyphen",
        )
    assert isinstance(value, list)
    return value


def grouped(value: object) -> dict[str, Any]:
    """A group of at least one named entry."""
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
        text = scalar(value).strip()
        if text in words:
            return text
        near = get_close_matches(text.lower(), words, 1, 0.6)
        fix = f"write {near[0]}" if near else f"write one of: {', '.join(words)}"
        raise wrong(f"is {shorten(text)}, which is none of its words", fix)

    return check
