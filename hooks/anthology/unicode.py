"""Characters that no text needs, and those that nobody can see."""

from __future__ import annotations

import re
import unicodedata

NOT_TEXT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Controls, line ends of other worlds, halves of characters, noncharacters: XML refuses most of them,
YAML breaks lines at some, and our own marks in HTML are made of others."""

_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def unseen(text: str) -> str | None:
    """The name of the first character of no width in a text. In prose they may mean something; in an id
    they only make two things look alike."""
    found = _UNSEEN.search(text)
    return named(found[0]) if found else None


def without_unseen(text: str) -> str:
    """The text as it looks."""
    return _UNSEEN.sub("", text)


def named(character: str) -> str:
    """`U+200B, zero width space`, for a message."""
    if character == "\x00":
        return "a NUL byte"
    words = unicodedata.name(character, "").lower()
    return f"an invisible character (U+{ord(character):04X}{f', {words}' if words else ''})"
