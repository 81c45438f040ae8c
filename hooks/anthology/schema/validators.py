"""Validators of plain values (texts, ids, numbers, true and false), of lists, and of names written as one text.

YAML gives every value as text (see sources.front_matter); a validator returns what the text means, or raises a
FieldError that explains what is wrong and how to fix it.
"""

import re
from difflib import get_close_matches
from functools import lru_cache
from html import unescape
from typing import Any, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from anthology.problems import shorten, shorten_from_the_left
from anthology.unicode import describe, first_invisible, without_invisible
from anthology.urls import LONGEST_SLUG, SLUG, slugify

FieldError = PydanticCustomError
"""The error that a validator raises and that a check of several fields yields; see `field_error`."""
FIELD_ERROR = "anthology"
"""the type of these errors in pydantic's list"""
LONGEST_SUMMARY = 300
"""characters; lists, feeds and search pages cut what is longer"""
_YES, _NO = {"yes", "y", "on", "1"}, {"no", "n", "off", "0"}
_LONGEST_VERBATIM = 1000
"""characters; guids that are whole addresses have a few hundred"""
HTML_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def field_error(message: str, fix: str, point_at: str = "", fields: tuple[str, ...] = ()) -> FieldError:
    """An error whose message follows the field's name, as in `season is 0`.

    For an error of several `fields`, `point_at` is the one to show, and the message is a whole sentence.
    """
    context = {"message": message, "fix": fix, "point_at": point_at, "fields": fields or (point_at,)}
    return FieldError(FIELD_ERROR, "{message}", context)


def image_without_alt() -> FieldError:
    """The error of a picture without a description."""
    fix = "add a line that says what it shows:  image_alt: …"
    return field_error("image has no image_alt", fix, "image", ("image", "image_alt"))


def scalar(value: object) -> str:
    """One text, unchanged."""
    if isinstance(value, str) and value:
        return value
    if value is None or value == "":
        raise field_error("is blank", "write something after the colon, or delete the line")
    if isinstance(value, dict) and len(value) == 1:
        text = next(f"{key}: {rest}" for key, rest in value.items())
        raise field_error("has a colon, so it is read as a field of its own", f'put it in quotes:  "{text}"')
    if isinstance(value, dict | list):
        kind = "a list" if isinstance(value, list) else "a group of fields"
        raise field_error(f"is {kind}, but one text is needed", "write it as one text on the same line")
    return str(value)


def line(value: object) -> str:
    """A text on one line; line breaks and runs of spaces become single spaces."""
    text = " ".join(scalar(value).split())
    _check_entities(text)
    if not (text.isascii() and text) and not without_invisible(text).strip():
        raise field_error("is blank", "write something between the quotes, or delete the line")
    return text


def verbatim(value: object) -> str:
    """A text on one line, byte for byte: what apps or files would drop or change is refused."""
    text = scalar(value)
    if text != text.strip():
        raise field_error("begins or ends with a space, which apps drop", f'write  "{text.strip()}"')
    unprintable = next((character for character in text if not character.isprintable()), "")
    if unprintable:
        raise field_error(
            f"contains {describe(unprintable)}", "write it on one line, in characters that can be seen"
        )
    if len(text) > _LONGEST_VERBATIM:
        raise field_error(f"has {len(text):,} characters", f"write at most {_LONGEST_VERBATIM:,}")
    return text


def number_of_seconds(value: object) -> float:
    """Seconds, with a fraction where they have one; a whole number stays whole."""
    text = scalar(value).strip()
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,6})?", text):
        raise field_error(f"is {shorten(text)}, not a number of seconds", "write seconds, such as 30 or 8.6")
    number = float(text)
    return int(number) if number.is_integer() else number


def multiline(value: object) -> str:
    """A text that may have paragraphs."""
    text = scalar(value).strip()
    if not without_invisible(text).strip():
        raise field_error("is blank", "write something after the colon, or delete the line")
    return text


def plain_paragraphs(value: object) -> str:
    """A text that may have paragraphs, and is shown as it is written."""
    text = multiline(value)
    _check_entities(text)
    return text


def _check_entities(text: str) -> None:
    """Refuse HTML entities: a field is plain text, so `&amp;` would be shown as these five characters."""
    if "&" not in text:
        return
    entity = next((match[0] for match in HTML_ENTITY.finditer(text) if unescape(match[0]) != match[0]), "")
    if entity:
        plain = " ".join(HTML_ENTITY.sub(lambda match: unescape(match[0]), text).split())
        raise field_error(
            f"contains {entity}, which readers would see as it is typed", f"write  {shorten(plain, 300)}"
        )


def summary(value: object) -> str:
    """One or two sentences, at most LONGEST_SUMMARY characters."""
    text = line(value)
    if len(text) > LONGEST_SUMMARY:
        raise field_error(
            f"has {len(text)} characters; at most {LONGEST_SUMMARY} fit a list, a feed and a search page",
            f"keep what matters most; it fits up to  {shorten_from_the_left(_fitting(text))}",
        )
    return text


def _fitting(text: str) -> str:
    """The sentences that fit a summary; of a longer one, its first words."""
    part = text[: LONGEST_SUMMARY + 1]
    end = max((match.end(1) for match in re.finditer(r"([.!?…])\s", part)), default=0)
    return part[:end] if end > LONGEST_SUMMARY // 3 else part.rpartition(" ")[0] or part[:LONGEST_SUMMARY]


def flag(value: object) -> bool:
    """true or false; for the other words that YAML 1.1 reads as these, the fix names the right one."""
    if isinstance(value, bool):
        return value
    text = scalar(value).strip()
    if text in {"true", "false", "True", "False", "TRUE", "FALSE"}:
        return text.lower() == "true"
    answer = "true" if text.lower() in _YES else "false" if text.lower() in _NO else ""
    raise field_error(
        f"is {shorten(text)}, not true or false", f"write {answer}" if answer else "write true or false"
    )


def non_negative_int(value: object) -> int:
    """A whole number of at most 15 digits, from 0."""
    text = scalar(value).strip()
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise field_error(f"is {shorten(text)}, not a whole number", "write a number in digits, such as 3")
    return int(text)


def episode_number(value: object) -> int:
    """A whole number from 1; what is shown instead of it is another field."""
    text = scalar(value).strip()
    if match := re.fullmatch(r"([0-9]{1,9})(?![0-9])[.,/ ½¼¾a-z-][0-9a-z½¼¾]{0,9}", text, re.IGNORECASE):
        numbers = f'episode: {int(match[1]) + 1}   and   episode_display: "{text}"'
        fix = f"write the next free number, and how it is shown:  {numbers}"
        raise field_error(f"is {text}, not a whole number", fix)
    return positive_int(value)


def year(value: object) -> int:
    """A year from 1000 to 2099."""
    text = scalar(value).strip()
    if re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", text):
        return int(text)
    inside = re.search(r"(?<![0-9])(1[0-9]{3}|20[0-9]{2})(?![0-9])", text)
    fix = f"write the year alone:  {inside[1]}" if inside else "write four digits, such as 2019"
    raise field_error(f"is {shorten(text)}, not a year", fix)


def positive_int(value: object) -> int:
    """A whole number from 1: podcast apps have no season or episode 0."""
    number = non_negative_int(value)
    if number < 1:
        raise field_error(f"is {number}", "count from 1; leave it out if it has no number")
    return number


def minutes(value: object) -> int:
    """The approximate minutes that a practice takes, 1 to 120."""
    number = non_negative_int(value)
    if not 1 <= number <= 120:
        raise field_error(f"is {number}", "write about how many minutes it takes, from 1 to 120")
    return number


def season(value: object) -> str:
    """The number of a season as a key."""
    return str(non_negative_int(value))


def identifier(value: object) -> str:
    """Small letters, digits and single hyphens: the last part of an address."""
    text = scalar(value).strip()
    if SLUG.fullmatch(text) and len(text) <= LONGEST_SLUG:
        return text
    if invisible := first_invisible(text):
        raise field_error(f"contains {invisible}", f"type it again:  {without_invisible(text)}")
    if SLUG.fullmatch(text):
        raise field_error(
            f"has {len(text)} characters, too many for an address", f"write at most {LONGEST_SLUG}"
        )
    slug = slugify(text)
    suggestion = f", such as {slug}" if slug else ""
    raise field_error(
        f"is {shorten(text)}, which is not an id",
        f"write small letters, digits and single hyphens{suggestion}",
    )


def name_of_entry(value: object) -> str:
    """The id of an entry of another file, or its title: who knows the entries finds the id (see collection.names)."""
    return _name(value) if isinstance(value, str) else _name(scalar(value))


@lru_cache(maxsize=4096)
def _name(value: str) -> str:
    text = line(value)
    if SLUG.fullmatch(without_invisible(text)) or len(text) > LONGEST_SLUG:
        return identifier(text)
    return text


def matching(pattern: str, kind: str, fix: str, prefix: str = "") -> BeforeValidator:
    """A validator: the text matches a pattern from beginning to end; a `prefix` (a pattern too) is removed."""

    def validate(value: object) -> str:
        text = re.sub(rf"^(?:{prefix})", "", scalar(value).strip())
        if re.fullmatch(pattern, text):
            return text
        raise field_error(f"is {shorten(text)}, not {kind}", fix)

    return BeforeValidator(validate)


def choice(*words: str) -> BeforeValidator:
    """A validator: the value is one of these words."""

    def validate(value: object) -> str:
        text = scalar(value).strip()
        if text in words:
            return text
        matches = get_close_matches(text.lower(), words, 1, 0.6)
        fix = f"write {matches[0]}" if matches else f"write one of: {', '.join(words)}"
        raise field_error(f"is {shorten(text)}, which is not one of the allowed values", fix)

    return BeforeValidator(validate, json_schema_input_type=Literal[words])


def list_or_none(value: object) -> list[Any]:
    """A list that may be left out; `[]` says that it has no entry."""
    return [] if value == [] else non_empty_list(value)


def names_or_none(value: object) -> list[Any]:
    """A list of names, which may be left out."""
    return [] if value == [] else names(value)


def names(value: object) -> list[Any]:
    """A list of at least one name. A text is read as a list of names: what to write instead is told with the names."""
    return split_names(value) if isinstance(value, str) and value.strip() else non_empty_list(value)


def split_names(text: str) -> list[str]:
    """The names in a text: `a, b and c`, `(a; b)`."""
    parts = re.split(r"\s*[,;/&]\s*|\s+(?:and|y|und|et)\s+", text.strip(" ()[]"))
    return [part for part in parts if part]


def non_empty_list(value: object) -> list[Any]:
    """A list of at least one entry."""
    if value is None or value == []:
        raise field_error("is empty", "write at least one, or delete the line")
    if isinstance(value, str):
        raise field_error(
            f"is {shorten(value)}, but a list is needed", f"put it in brackets:  [{shorten(value)}]"
        )
    if isinstance(value, dict):
        raise field_error(
            "is a group of fields, but a list is needed",
            "begin each entry on a line of its own with a hyphen",
        )
    assert isinstance(value, list)
    return value


def non_empty_dict(value: object) -> dict[str, Any]:
    """A mapping of at least one entry."""
    if value is None or value == {}:
        raise field_error("is empty", "write at least one entry, or delete the line")
    if not isinstance(value, dict):
        raise field_error(
            "is not a group of fields", "write each entry as  name: value  on a line of its own, indented"
        )
    return value
