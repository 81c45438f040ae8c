"""The slips that people make in front matter, recognised line by line, and mended for reading on.

YAML stops at its first error and words it for programmers. Here each slip gets a message of its
own; the mended text is only read, never written, so that one run shows everything that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .front_matter import Fields, Mistake, Place, YAMLSyntaxError, read

# `- ` or not, a name, a colon, a value
_FIELD = re.compile(
    r"^(?P<before>\s*(?:-\s+)*)(?P<name>[A-Za-z_][\w-]*)(?P<colon>\s*:\s+)(?P<value>\S.*?)\s*$"
)
_ITEM = re.compile(r"^(?P<before>\s*(?:-\s+)+)(?P<value>\S.*?)\s*$")
_NO_SPACE = re.compile(r"^(?P<before>\s*(?:-\s+)*)(?P<name>[a-z_]+):(?P<value>[^\s:/].*)$")
_CURLY = {"“": "”", "‘": "’", "„": "“", "«": "»"}

Slip = tuple[int, str, str, str]
"""Column from 1, message, fix, and the line as it should be."""


def read_leniently(text: str, first_line: int) -> tuple[Fields, list[Mistake]]:
    """The fields, read on past every slip that is recognised, and all slips."""
    lines = text.split("\n")
    mistakes = list(_mend(lines, first_line, _silent_slips))
    for _ in range(2):
        try:
            fields = read("\n".join(lines), first_line)
        except YAMLSyntaxError as error:
            found = list(_mend(lines, first_line, _loud_slips))
            if not found:
                return Fields(), [*mistakes, _unknown(error)]
            mistakes += found
        else:
            return fields, mistakes + fields.mistakes
    return Fields(), mistakes


def _mend(lines: list[str], first_line: int, slips: Callable[[str], Iterator[Slip]]) -> Iterator[Mistake]:
    block = -1
    for index, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if block >= 0 and (indent > block or not line.strip()):
            continue  # inside a text block, where everything is text
        block = indent if re.search(r"[:-]\s+[|>][-+0-9]*\s*$", line) else -1
        for column, message, fix, mended in slips(lines[index]):
            yield Mistake(Place(first_line + index, column), message, fix)
            lines[index] = mended


def _silent_slips(line: str) -> Iterator[Slip]:
    """What YAML accepts, but not as the writer means it."""
    match = _FIELD.match(line) or _ITEM.match(line)
    if not match:
        return
    value, column = match["value"], match.start("value") + 1
    if value.startswith("#") and re.match(r"#[^\s#]", value):
        yield (
            column,
            f"{_shown(value)} starts with #, so it is read as a comment and vanishes",
            *_quote(match),
        )
    elif value[0] in _CURLY and value.endswith(_CURLY[value[0]]) and len(value) > 1:
        inner = value[1:-1]
        if _CURLY[value[0]] not in inner:
            straight = f'{match.group(0)[: match.start("value")]}"{inner}"'
            fix = f'use straight quotes:  {straight.strip()}   (to show curly ones to readers: "{value}")'
            yield column, "curly quotes are text here, not quotes", fix, straight


def _loud_slips(line: str) -> Iterator[Slip]:
    """What makes YAML give up."""
    if match := re.match(r"^\s*\t\s*", line):
        spaces = line[: match.end()].replace("\t", "  ")
        yield (
            line.index("\t") + 1,
            "a tab stands where spaces are needed",
            "replace the tab by two spaces",
            spaces + line.lstrip(),
        )
        line = spaces + line.lstrip()
    if (match := _NO_SPACE.match(line)) and not _FIELD.match(line):
        mended = f"{match['before']}{match['name']}: {match['value']}"
        yield match.end("name") + 2, "a space is missing after the colon", f"write:  {mended.strip()}", mended
        line = mended
    match = _FIELD.match(line) or _ITEM.match(line)
    if match:
        yield from _value_slips(match)


def _value_slips(match: re.Match[str]) -> Iterator[Slip]:
    value, column = match["value"], match.start("value") + 1
    if value[0] in "@`%":
        yield (column, f"a text cannot start with {value[0]} unless it is in quotes", *_quote(match))
    elif value[0] in "*&!":
        yield (
            column,
            f"a text that starts with {value[0]} is read as a command, not as text",
            *_quote(match),
        )
    elif value[0] in "\"'":
        yield from _quote_slips(match)
    elif value[0] not in "[{|>" and (colon := re.search(r":(?=\s|$)", value)):
        message = "a colon followed by a space makes the rest look like another field"
        yield (column + colon.start(), message, *_quote(match))
    elif (
        value[0] in "[{"
        and not value.endswith(("]", "}", ","))
        and value.count(value[0]) != value.count("]}"["[{".index(value[0])])
    ):
        closing = "]}"["[{".index(value[0])]
        mended = match.group(0).rstrip() + closing
        yield (
            column,
            f"the {value[0]} is never closed",
            f"put {closing} at the end:  {mended.strip()}",
            mended,
        )


def _quote_slips(match: re.Match[str]) -> Iterator[Slip]:
    value, column = match["value"], match.start("value") + 1
    quote = value[0]
    if re.fullmatch(r'"(?:[^"\\]|\\.)*"(?:\s+#.*)?' if quote == '"' else r"'(?:[^']|'')*'(?:\s+#.*)?", value):
        return
    if value.count(quote) == 1:
        yield (column, f"the quote {quote} is opened and never closed", *_quote(match, value[1:]))
    else:
        yield (column, f"the text goes on after its closing quote {quote}", *_quote(match))


def _quote(match: re.Match[str], text: str | None = None) -> tuple[str, str]:
    text = match["value"] if text is None else text
    quoted = f"'{text}'" if '"' in text and "'" not in text else '"' + text.replace('"', "”") + '"'
    mended = match.group(0)[: match.start("value")] + quoted
    return f"put it in quotes:  {mended.strip()}", mended


def _shown(value: str) -> str:
    return value if len(value) <= 30 else value[:29] + "…"


def _unknown(error: YAMLSyntaxError) -> Mistake:
    fix = (
        "compare this line with the example in CONTRIBUTING: `name: value`, one field a line, lists with `- `"
    )
    return Mistake(error.place, f"these fields cannot be read here ({error})", fix)
