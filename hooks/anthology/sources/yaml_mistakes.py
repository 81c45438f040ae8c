"""The slips that people make in front matter, line by line, each in words for somebody who never saw YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from anthology.problems import counted, shorten


class Slip(NamedTuple):
    """Column from 1, message, fix, and the line as it should be."""

    column: int
    message: str
    fix: str
    mended: str


# `- ` or not, a name, a colon, a value
_FIELD = re.compile(
    r"^(?P<before>\s*(?:-\s+)*)(?P<name>[A-Za-z_][\w-]*)(?P<colon>\s*:\s+)(?P<value>\S.*?)\s*$"
)
_ITEM = re.compile(r"^(?P<before>\s*(?:-\s+)+)(?P<value>\S.*?)\s*$")
_NO_SPACE = re.compile(r"^(?P<before>\s*(?:-\s+)*)(?P<name>[A-Za-z_][\w-]*):(?P<value>[^\s:/].*)$")
_NAMED = re.compile(r"^\s*(?:-\s+)*[A-Za-z_][\w-]*\s*:(?:\s|$)")
_ODD_COLON = re.compile(r"^\s*(?:-\s+)*[A-Za-z_][\w-]*\s*(?P<colon>[：﹕︓∶])\s*")
_ODD_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
_ODD_SPACE = re.compile(rf"^\s*(?:-\s+)*(?:[A-Za-z_][\w-]*\s*:)?(?P<odd>[{_ODD_SPACES}])")
_BULLET = re.compile(r"^\s*(?P<bullet>[–—•·‣▪●*])[ \t\u00a0]+(?=\S)")
_TIGHT_ITEM = re.compile(r"^\s*-(?=[^\s\-0-9])")
_CURLY = {"“": "”", "‘": "’", "„": "“", "«": "»"}
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'')
# Within [ ] or { }: what cannot begin an entry without quotes, and what begins a comment.
_FLOW_ENTRY = re.compile(
    r"(?:(?:[\[{,]|:\s)\s*(?P<sign>[@`*&!%])|(?:[\[{,]|\s)(?P<hash>#)(?=[^\s#]))[^,\[\]{}]*"
)


def silent_slips(line: str, above: str) -> Iterator[Slip]:
    """What YAML accepts, but not as the writer means it; `above` is the line before."""
    for kind in (_odd_space, _odd_colon, _list_item):
        for slip in kind(line, above):
            yield slip
            line = slip.mended
    match = _FIELD.match(line) or _ITEM.match(line)
    if not match:
        return
    value, column = match["value"], match.start("value") + 1
    if re.match(r"#[^\s#]", value):
        yield Slip(
            column,
            f"{shorten(value, 30)} starts with #, so it is read as a comment and vanishes",
            *_quote(match),
        )
    elif value[0] in "*&!":
        yield Slip(
            column, f"a text that starts with {value[0]} is read as a command, not as text", *_quote(match)
        )
    elif value[0] in "[{":
        yield from _flow_slips(match)
    elif value[0] in _CURLY and value.endswith(_CURLY[value[0]]) and len(value) > 1:
        yield from _curly_slips(match)
    elif value[0] not in "\"'|>" and (comment := re.search(r"\s(#[^\s#])", value)):
        message = "a # behind a space begins a comment, so the rest of the line vanishes"
        yield Slip(match.start("value") + comment.start(1) + 1, message, *_quote(match))


def loud_slips(line: str, above: str) -> Iterator[Slip]:
    """What can make YAML give up; `above` is the line before."""
    if match := re.match(r"^ *\t\s*", line):
        spaces = line[: match.end()].replace("\t", "  ")
        mended = spaces + line.lstrip()
        yield Slip(
            line.index("\t") + 1,
            "a tab stands where spaces are needed",
            "replace the tab by two spaces",
            mended,
        )
    if (match := _NO_SPACE.match(line)) and not _FIELD.match(line):
        mended = f"{match['before']}{match['name']}: {match['value']}"
        yield Slip(
            match.end("name") + 2, "a space is missing after the colon", f"write:  {mended.strip()}", mended
        )
    if match := _FIELD.match(line) or _ITEM.match(line):
        yield from _value_slips(match)
    if match := re.fullmatch(r"\s*(?P<name>[A-Za-z_][\w-]*)\s*", line):
        mended = f"{line.rstrip()}:"
        fix = f"write:  {mended.strip()}"
        yield Slip(match.end("name") + 1, f"a colon is missing behind {match['name']}", fix, mended)
    yield from _indent_slips(line, above)


def _odd_space(line: str, above: str) -> Iterator[Slip]:
    if match := _ODD_SPACE.match(line):
        end = match.end("odd")
        mended = re.sub(rf"[{_ODD_SPACES}]", " ", line[:end]) + line[end:]
        yield Slip(
            match.start("odd") + 1,
            "a no-break space stands here; it only looks like a space",
            f"delete it and type a plain space:  {mended.strip()}",
            mended,
        )


def _odd_colon(line: str, above: str) -> Iterator[Slip]:
    if match := _ODD_COLON.match(line):
        mended = f"{line[: match.start('colon')]}: {line[match.end() :]}"
        message = f"{match['colon']} is not the colon that is meant here"
        yield Slip(
            match.start("colon") + 1, message, f"type a plain colon and a space:  {mended.strip()}", mended
        )


def _list_item(line: str, above: str) -> Iterator[Slip]:
    """Entries of a list as a word processor writes them; only where a list can stand."""
    if not re.search(r":\s*$", above) and not re.match(r"\s*-\s", above):
        return
    if match := _BULLET.match(line):
        mended = f"{line[: match.start('bullet')]}- {line[match.end() :]}"
        message = f"{match['bullet']} does not begin an entry of a list; a hyphen does"
        yield Slip(match.start("bullet") + 1, message, f"write:  {mended.strip()}", mended)
    elif match := _TIGHT_ITEM.match(line):
        mended = f"{match[0]} {line[match.end() :]}"
        yield Slip(
            match.end() + 1, "a space is missing after the hyphen", f"write:  {mended.strip()}", mended
        )


def _flow_slips(match: re.Match[str]) -> Iterator[Slip]:
    value, before = match["value"], match.string[: match.start("value")]
    bare = _QUOTED.sub(lambda quoted: "x" * len(quoted[0]), value)
    end = max(bare.rfind("]"), bare.rfind("}")) + 1
    # from where each entry that needs quotes begins to where it ends
    found = [
        (max(entry.start("sign"), entry.start("hash")), len(entry[0].rstrip()) + entry.start())
        for entry in _FLOW_ENTRY.finditer(bare, 0, end or len(bare))
    ]
    if not found:
        return
    mended = value
    for start, stop in reversed(found):
        mended = f'{mended[:start]}"{value[start:stop]}"{mended[stop:]}'
    sign = value[found[0][0]]
    message = f"a text cannot start with {sign} unless it is in quotes"
    if sign == "#":
        message = "a # here begins a comment, so the rest of the line vanishes"
    column = match.start("value") + found[0][0] + 1
    yield Slip(column, message, f"put it in quotes:  {(before + mended).strip()}", before + mended)


def _curly_slips(match: re.Match[str]) -> Iterator[Slip]:
    value = match["value"]
    inner = value[1:-1]
    if _CURLY[value[0]] in inner or '"' in inner:
        return
    straight = f'{match.string[: match.start("value")]}"{inner}"'
    fix = f'use straight quotes:  {straight.strip()}   (to show curly ones to readers: "{value}")'
    yield Slip(match.start("value") + 1, "curly quotes are text here, not quotes", fix, straight)


def _value_slips(match: re.Match[str]) -> Iterator[Slip]:
    value, column = match["value"], match.start("value") + 1
    if value[0] in "@`%":
        yield Slip(column, f"a text cannot start with {value[0]} unless it is in quotes", *_quote(match))
    elif value[0] in "\"'":
        yield from _quote_slips(match)
    elif value[0] in "[{":
        yield from _bracket_slips(match)
    elif value[0] not in "|>" and (colon := re.search(r":(?=\s|$)", value)):
        message = "a colon followed by a space makes the rest look like another field"
        yield Slip(column + colon.start(), message, *_quote(match))


def _bracket_slips(match: re.Match[str]) -> Iterator[Slip]:
    opening = match["value"][0]
    closing = "]}"["[{".index(opening)]
    if match["value"].count(opening) > match["value"].count(closing):
        mended = match.string.rstrip().rstrip(",") + closing
        fix = f"put {closing} at the end:  {mended.strip()}"
        yield Slip(match.start("value") + 1, f"the {opening} is never closed", fix, mended)


def _quote_slips(match: re.Match[str]) -> Iterator[Slip]:
    value, column = match["value"], match.start("value") + 1
    quote = value[0]
    if re.fullmatch(rf"(?:{_QUOTED.pattern})(?:\s+#.*)?", value):
        return
    if value.count(quote) == 1:
        fix, mended = _quote(match, value[1:])
        message = f"the quote {quote} is opened and never closed"
        yield Slip(column, message, fix.replace("put it in quotes", "close it"), mended)
        return
    closed = _QUOTED.match(value)
    at = column + (closed.end() if closed else 0)
    text = value[1:-1] if value.endswith(quote) else value
    yield Slip(at, f"the text goes on after its closing quote {quote}", *_quote(match, text))


def _indent_slips(line: str, above: str) -> Iterator[Slip]:
    """A line that stands further in or out than the one above, and one that belongs to no field."""
    text, indent = line.lstrip(" "), len(line) - len(line.lstrip(" "))
    if not text or text.startswith(("#", "\t")):
        return
    if not _NAMED.match(line) and not text.startswith(("-", "[", "]", "{", "}")):
        fix = (
            f"write a colon and a space after its name, or join it to the line above:  {above.strip()} {text}"
        )
        yield Slip(indent + 1, "this line belongs to no field", fix, f"    {text}")
        return
    name = re.match(r"^\s*(?:-\s+)*", above)
    for wanted in {len(name[0]) if name else 0, len(above) - len(above.lstrip())} - {indent}:
        many = "is not indented" if not indent else f"is indented by {counted(indent, 'space')}"
        before = counted(wanted, "space") if wanted else "no space"
        fix = f"let it begin under the first letter of the line above, with {before} before it"
        yield Slip(indent + 1, f"this line {many}, which fits no line above", fix, " " * wanted + text)


def _quote(match: re.Match[str], text: str | None = None) -> tuple[str, str]:
    text = match["value"] if text is None else text
    quoted = (
        f"'{text}'"
        if '"' in text and "'" not in text
        else '"' + text.replace('"', "”").replace("\\", "\\\\") + '"'
    )
    mended = match.string[: match.start("value")] + quoted
    return f"put it in quotes:  {mended.strip()}", mended
