"""The tags of the HTML that stands in a document, as a browser's tokenizer reads them."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

# Every quantifier is possessive: a tag is read once, however it ends. Nothing behind an equals sign can fail, since
# Python before 3.11.5 does not go back rightly into a possessive group (gh-106052).
_ATTRIBUTE = re.compile(
    r"""[\s/]*+(?P<name>[^\s/>][^\s/>=]*+)
    (?:\s*+=\s*+(?:"(?P<double>[^"]*+)(?:"|\Z)|'(?P<single>[^']*+)(?:'|\Z)|(?P<bare>[^\s>"'][^\s>]*+))?+)?+""",
    re.VERBOSE,
)
_TAG = re.compile(
    r"""<(?P<slash>/?)(?P<name>[a-z][^\s/>]*+)
    (?P<attributes>(?:[\s/]++|[^\s/>][^\s/>=]*+
        (?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?+)?+)*+)
    (?P<end>>|\Z)""",
    re.VERBOSE | re.IGNORECASE,
)
_COMMAND = re.compile(r"<[!?][a-z\[][a-z]*", re.IGNORECASE)
_VALUES = ("double", "single", "bare")
_EMPTY_COMMENT = re.compile(r"<!---?>")
_COMMENT_END = re.compile(r"-->|--!>")


class Token(NamedTuple):
    """A tag, a comment, or a declaration or instruction (`command`), which is a comment to a browser.

    `start` and `end` are indices of characters; `name` is in small letters. What is not `closed` has no end.
    """

    kind: Literal["start", "end", "comment", "command"]
    name: str
    start: int
    end: int
    closed: bool = True


class Attribute(NamedTuple):
    """An attribute of a tag; `start` and `value_start` are indices of characters within the tag."""

    name: str
    start: int
    value_start: int


def tokens(html: str) -> Iterator[Token]:
    """Find everything in raw HTML that is no text, in order."""
    position = html.find("<")
    while position >= 0:
        token = _token(html, position)
        if token:
            yield token
        position = html.find("<", token.end if token else position + 1)


def attributes(tag: str) -> dict[str, Attribute]:
    """Return the attributes of a start tag by their names in small letters; of two alike, browsers read the first."""
    found: dict[str, Attribute] = {}
    match = _TAG.match(tag)
    position, end = match.span("attributes") if match else (0, 0)
    while position < end and (attribute := _ATTRIBUTE.match(tag, position, end)):
        start = attribute.start("name")
        value = next((attribute.start(kind) for kind in _VALUES if attribute[kind] is not None), start)
        name = attribute["name"].lower()
        found.setdefault(name, Attribute(name, start, value))
        position = attribute.end()
    return found


def _token(html: str, start: int) -> Token | None:
    if html.startswith("<!--", start):
        return _comment(html, start)
    if match := _TAG.match(html, start):
        kind: Literal["start", "end"] = "end" if match["slash"] else "start"
        return Token(kind, match["name"].lower(), start, match.end(), bool(match["end"]))
    if match := _COMMAND.match(html, start):
        end = html.find(">", start)
        return Token("command", match[0], start, end + 1 if end >= 0 else len(html), end >= 0)
    return None


def _comment(html: str, start: int) -> Token:
    if short := _EMPTY_COMMENT.match(html, start):
        return Token("comment", "", start, short.end())
    end = _COMMENT_END.search(html, start + 4)
    return Token("comment", "", start, end.end() if end else len(html), end is not None)
