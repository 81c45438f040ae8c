"""Mistakes that people make in front matter, line by line, each explained to somebody who has never seen YAML."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from anthology.problems import counted, shorten


class Repair(NamedTuple):
    """A mistake in a line: its column from 1, message, fix, and the line as it should be."""

    column: int
    message: str
    fix: str
    line: str


# `- ` or not, a name, a colon, a value
_FIELD = re.compile(
    r"^(?P<before>\s*(?:-\s+)*)(?P<name>[A-Za-z_][\w-]*)(?P<colon>\s*:\s+)(?P<value>\S.*?)\s*$"
)
_ITEM = re.compile(r"^(?P<before>\s*(?:-\s+)+)(?P<value>\S.*?)\s*$")
_NO_SPACE = re.compile(r"^(?P<before>\s*(?:-\s+)*)(?P<name>[A-Za-z_][\w-]*):(?P<value>[^\s:/].*)$")
_EQUALS = re.compile(r"^(?P<before>\s*(?:-\s+)*)(?P<name>[A-Za-z_][\w-]*)\s*(?P<equals>=)\s*(?P<value>\S.*)$")
_NAMED = re.compile(r"^\s*(?:-\s+)*[A-Za-z_][\w-]*\s*:(?:\s|$)")
_ODD_COLON = re.compile(r"^\s*(?:-\s+)*[A-Za-z_][\w-]*\s*(?P<colon>[：﹕︓∶])\s*")
_ODD_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
_ODD_SPACE = re.compile(rf"^\s*(?:-\s+)*(?:[A-Za-z_][\w-]*\s*:)?(?P<odd>[{_ODD_SPACES}])")
_BULLET_ITEM = re.compile(r"^\s*(?P<bullet>[–—•·‣▪●*])[ \t\u00a0]+(?=\S)")
_TIGHT_ITEM = re.compile(r"^\s*-(?=[^\s\-0-9])")
_CURLY = {"“": "”", "‘": "’", "„": "“", "«": "»"}
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'')
_LIST_OF_IDS = re.compile(r"\s*(?:topics|authors|hosts|guests|practices):")
# Within [ ] or { }: a sign that cannot begin an entry without quotes, or one that begins a comment.
_FLOW_ENTRY = re.compile(
    r"(?:(?:[\[{,]|:\s)\s*(?P<sign>[@`*&!%])|(?:[\[{,]|\s)(?P<hash>#)(?=[^\s#]))[^,\[\]{}]*"
)


def misread_lines(line: str, above: str) -> Iterator[Repair]:
    """Repairs of a line that YAML accepts, but not as the writer means it; `above` is the line before."""
    for repairs in (_odd_space, _odd_colon, _list_item):
        for repair in repairs(line, above):
            yield repair
            line = repair.line
    match = _FIELD.match(line) or _ITEM.match(line)
    if not match:
        return
    value, column = match["value"], match.start("value") + 1
    if re.match(r"#[^\s#]", value):
        yield Repair(
            column,
            f"{shorten(value, 30)} starts with #, so it is read as a comment and ignored",
            *_quote(match),
        )
    elif value[0] in "*&!":
        yield Repair(
            column, f"a text that starts with {value[0]} is read as a command, not as text", *_quote(match)
        )
    elif value[0] in "[{":
        yield from _flow_repairs(match)
    elif value[0] not in "\"'|>" and (comment := re.search(r"\s(#[^\s#])", value)):
        message = "a # after a space begins a comment, so the rest of the line is ignored"
        yield Repair(match.start("value") + comment.start(1) + 1, message, *_quote(match))


def syntax_errors(line: str, above: str) -> Iterator[Repair]:
    """Repairs of a line that can be a syntax error in YAML; `above` is the line before."""
    if match := re.match(r"^ *\t\s*", line):
        spaces = line[: match.end()].replace("\t", "  ")
        repaired = spaces + line.lstrip()
        yield Repair(
            line.index("\t") + 1,
            "there is a tab where spaces are needed",
            "replace the tab with two spaces",
            repaired,
        )
    if (match := _NO_SPACE.match(line)) and not _FIELD.match(line):
        repaired = f"{match['before']}{match['name']}: {match['value']}"
        yield Repair(
            match.end("name") + 2,
            "a space is missing after the colon",
            f"write:  {repaired.strip()}",
            repaired,
        )
    if (match := _EQUALS.match(line)) and not _FIELD.match(line):
        repaired = f"{match['before']}{match['name']}: {match['value']}"
        message = "an equals sign is where a colon is needed"
        yield Repair(match.start("equals") + 1, message, f"write:  {repaired.strip()}", repaired)
    if match := _FIELD.match(line) or _ITEM.match(line):
        yield from _value_repairs(match)
    if match := re.fullmatch(r"\s*(?P<name>[A-Za-z_][\w-]*)\s*", line):
        repaired = f"{line.rstrip()}:"
        fix = f"write:  {repaired.strip()}"
        yield Repair(match.end("name") + 1, f"a colon is missing after {match['name']}", fix, repaired)
    yield from _indent_repairs(line, above)


def inside_curly_quotes(text: str) -> str:
    """The text without the curly quotes of word processors, if one pair of them is around the whole."""
    closing = _CURLY.get(text[:1])
    return text[1:-1] if closing and text.find(closing, 1) == len(text) - 1 > 1 else text


def _odd_space(line: str, above: str) -> Iterator[Repair]:
    if match := _ODD_SPACE.match(line):
        end = match.end("odd")
        repaired = re.sub(rf"[{_ODD_SPACES}]", " ", line[:end]) + line[end:]
        yield Repair(
            match.start("odd") + 1,
            "this is a no-break space, which only looks like a space",
            f"delete it and type a plain space:  {repaired.strip()}",
            repaired,
        )


def _odd_colon(line: str, above: str) -> Iterator[Repair]:
    if match := _ODD_COLON.match(line):
        repaired = f"{line[: match.start('colon')]}: {line[match.end() :]}"
        message = f"{match['colon']} only looks like a colon"
        yield Repair(
            match.start("colon") + 1,
            message,
            f"type a plain colon and a space:  {repaired.strip()}",
            repaired,
        )


def _list_item(line: str, above: str) -> Iterator[Repair]:
    """List entries as a word processor writes them; only where a list can be."""
    if not re.search(r":\s*$", above) and not re.match(r"\s*-\s", above):
        return
    if match := _BULLET_ITEM.match(line):
        repaired = f"{line[: match.start('bullet')]}- {line[match.end() :]}"
        message = f"{match['bullet']} does not begin a list entry; a hyphen does"
        yield Repair(match.start("bullet") + 1, message, f"write:  {repaired.strip()}", repaired)
    elif match := _TIGHT_ITEM.match(line):
        repaired = f"{match[0]} {line[match.end() :]}"
        yield Repair(
            match.end() + 1, "a space is missing after the hyphen", f"write:  {repaired.strip()}", repaired
        )


def _flow_repairs(match: re.Match[str]) -> Iterator[Repair]:
    value, before = match["value"], match.string[: match.start("value")]
    bare = _QUOTED.sub(lambda quoted: "x" * len(quoted[0]), value)
    end = max(bare.rfind("]"), bare.rfind("}")) + 1
    # the first and last character of each entry that needs quotes
    spans = [
        (max(entry.start("sign"), entry.start("hash")), len(entry[0].rstrip()) + entry.start())
        for entry in _FLOW_ENTRY.finditer(bare, 0, end or len(bare))
    ]
    if not spans:
        return
    repaired, is_of_ids = value, _LIST_OF_IDS.match(before) and value[0] == "["
    for start, stop in reversed(spans):
        entry = value[start + 1 : stop].strip() if is_of_ids else f'"{value[start:stop]}"'
        repaired = f"{repaired[:start]}{entry}{repaired[stop:]}"
    if is_of_ids:
        message = f"the name of an entry has no {value[spans[0][0]]} before it"
        column = match.start("value") + spans[0][0] + 1
        yield Repair(column, message, f"write:  {(before + repaired).strip()}", before + repaired)
        return
    sign = value[spans[0][0]]
    message = f"a text cannot start with {sign} unless it is in quotes"
    if sign == "#":
        message = "a # here begins a comment, so the rest of the line is ignored"
    column = match.start("value") + spans[0][0] + 1
    yield Repair(column, message, f"put it in quotes:  {(before + repaired).strip()}", before + repaired)


def _curly_repairs(match: re.Match[str]) -> Iterator[Repair]:
    value = match["value"]
    straight = f'{match.string[: match.start("value")]}"{inside_curly_quotes(value)}"'
    fix = f'use straight quotes:  {straight.strip()}   (to show curly ones to readers: "{value}")'
    yield Repair(match.start("value") + 1, "curly quotes are text here, not quotes", fix, straight)


def _value_repairs(match: re.Match[str]) -> Iterator[Repair]:
    value, column = match["value"], match.start("value") + 1
    if inside_curly_quotes(value) != value and '"' not in value:
        yield from _curly_repairs(match)
    elif value[0] in "@`%":
        yield Repair(column, f"a text cannot start with {value[0]} unless it is in quotes", *_quote(match))
    elif value[0] in "\"'":
        yield from _quote_repairs(match)
    elif value[0] in "[{":
        yield from _bracket_repairs(match)
    elif value[0] not in "|>" and (colon := re.search(r":(?=\s|$)", value)):
        message = "a colon followed by a space makes the rest look like another field"
        yield Repair(column + colon.start(), message, *_quote(match))


def _bracket_repairs(match: re.Match[str]) -> Iterator[Repair]:
    opening = match["value"][0]
    closing = "]}"["[{".index(opening)]
    if match["value"].count(opening) > match["value"].count(closing):
        repaired = match.string.rstrip().rstrip(",") + closing
        fix = f"put {closing} at the end:  {repaired.strip()}"
        yield Repair(match.start("value") + 1, f"the {opening} is never closed", fix, repaired)


def _quote_repairs(match: re.Match[str]) -> Iterator[Repair]:
    value, column = match["value"], match.start("value") + 1
    quote = value[0]
    if re.fullmatch(rf"(?:{_QUOTED.pattern})(?:\s+#.*)?", value):
        return
    if value.count(quote) == 1:
        fix, repaired = _quote(match, value[1:])
        message = f"the quote {quote} is opened and never closed"
        yield Repair(column, message, fix.replace("put it in quotes", "close it"), repaired)
        return
    closed = _QUOTED.match(value)
    at = column + (closed.end() if closed else 0)
    text = value[1:-1] if value.endswith(quote) else value
    yield Repair(at, f"the text continues after its closing quote {quote}", *_quote(match, text))


def _indent_repairs(line: str, above: str) -> Iterator[Repair]:
    """A line indented otherwise than the one above, and one that does not belong to a field."""
    text, indent = line.lstrip(" "), len(line) - len(line.lstrip(" "))
    if not text or text.startswith(("#", "\t")):
        return
    if not _NAMED.match(line) and not text.startswith(("-", "[", "]", "{", "}")):
        fix = (
            f"write a colon and a space after its name, or join it to the line above:  {above.strip()} {text}"
        )
        yield Repair(indent + 1, "this line does not belong to a field", fix, f"    {text}")
        return
    name = re.match(r"^\s*(?:-\s+)*", above)
    for wanted in {len(name[0]) if name else 0, len(above) - len(above.lstrip())} - {indent}:
        many = "is not indented" if not indent else f"is indented by {counted(indent, 'space')}"
        before = counted(wanted, "space") if wanted else "no space"
        fix = f"start it under the first letter of the line above, with {before} before it"
        yield Repair(
            indent + 1, f"this line {many}, which does not match a line above", fix, " " * wanted + text
        )


def _quote(match: re.Match[str], text: str | None = None) -> tuple[str, str]:
    text = match["value"] if text is None else text
    quoted = (
        f"'{text}'"
        if '"' in text and "'" not in text
        else '"' + text.replace('"', "”").replace("\\", "\\\\") + '"'
    )
    repaired = match.string[: match.start("value")] + quoted
    return f"put it in quotes:  {repaired.strip()}", repaired
