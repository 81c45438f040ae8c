"""Characters that text does not need, and characters that cannot be seen."""

import re
import unicodedata
from html import escape

NOT_TEXT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Controls, unusual line ends, lone surrogates, noncharacters. XML refuses most of them, YAML breaks lines at some,
and the placeholders that we put into HTML are made of others."""

OPEN_DIRECTION_FIX = "delete it, or write the character that ends it (U+202C or U+2069) in the same line"
_REFUSED_BY_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES_IN_ATTRIBUTES = {ord(sign): f"&#{ord(sign)};" for sign in "\t\n\r"}
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_DIRECTION_ENDS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys(
    "\u2066\u2067\u2068", "\u2069"
)


def first_invisible(text: str) -> str | None:
    """The description of the first invisible character of an id, in which it only makes two ids look alike."""
    match = _INVISIBLE.search(text)
    return describe(match[0]) if match else None


def without_invisible(text: str) -> str:
    """The text without its invisible characters."""
    return _INVISIBLE.sub("", text)


def describe(character: str) -> str:
    """A character's name for a message: `an invisible character (U+200B, zero width space)`."""
    if character == "\x00":
        return "a NUL byte"
    name = unicodedata.name(character, "").lower()
    return f"an invisible character (U+{ord(character):04X}{f', {name}' if name else ''})"


def open_directions(line: str) -> list[int]:
    """The places of characters that begin a direction and have no end in their line: they turn what follows around.

    Embeddings and overrides end with U+202C, isolates with U+2069 (Unicode Bidirectional Algorithm, section 2).
    """
    places: list[int] = []
    for match in _DIRECTION.finditer(line):
        if match[0] in _DIRECTION_ENDS:
            places.append(match.start())
        elif places and match[0] == _DIRECTION_ENDS[line[places[-1]]]:
            places.pop()
    return places


def replace_open_directions(text: str, by: str) -> str:
    """The text with something else for each character whose direction does not end in its line."""
    if not _DIRECTION.search(text):
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines):
        for place in reversed(open_directions(line)):
            lines[number] = lines[number][:place] + by + lines[number][place + 1 :]
    return "\n".join(lines)


def xml_attribute(text: str) -> str:
    """The text as an attribute of XML, in quotes; a reader gets the same tabs and line ends."""
    escaped = escape(xml_text(text), quote=False).replace('"', "&quot;")
    return f'"{escaped.translate(_SPACES_IN_ATTRIBUTES)}"'


def xml_text(text: str) -> str:
    """The text with line ends as \\n, and no control character except tab and line end.

    XML refuses most of them and discourages the others: readers take \\x80 for a euro sign.
    """
    if text.isprintable():
        return text
    return _REFUSED_BY_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
