"""Validators of lists and groups, and of lists of names that are written as one text."""

import re
from typing import Any

from anthology.problems import shorten

from .validators import field_error


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
