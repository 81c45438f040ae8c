"""Front matter whose first or last `---` is missing or misspelt: its most likely place, and what to type there."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from anthology.problems import Issue, Position, shorten

EXAMPLE = "three hyphens (---), the fields, three hyphens, then the text"

_DASHES = "-–—−‐‑‒―_*=~. "
_DASH_LIKE = re.compile(rf"\s*(?:[{_DASHES}]{{2,}}|[–—―−])\s*")
_ANY_FIELD = re.compile(r"[A-Za-z_][\w-]*\s*[:：]")
_FIELD_AFTER_GAP = re.compile(r"[a-z_]+:(?:\s|$)")


class Delimiters(NamedTuple):
    """Indices of lines: the fields are from `begin` to before `end`, the text begins at `body`."""

    begin: int
    end: int
    body: int
    issues: list[Issue]


def find_delimiters(lines: Sequence[str]) -> Delimiters:
    """The delimiters of a file that has at least one line of text, and what is wrong with them."""
    first = next(index for index, line in enumerate(lines) if line.strip())
    opened = _is_dash_like(lines[first])
    begin = first + 1 if opened else first
    end = _end(lines, begin)
    closed = end < len(lines) and _is_dash_like(lines[end])
    issues = [*_check_opening(lines, first, opened), *_check_closing(lines, begin, end, closed, opened)]
    return Delimiters(begin, end, end + 1 if closed else end, issues)


def _check_opening(lines: Sequence[str], first: int, opened: bool) -> Iterator[Issue]:
    at = Position(first + 1, 1)
    if opened:
        yield from _check_hyphens(lines[first], first, "the first line is {}, not three hyphens")
    elif _ANY_FIELD.match(lines[first]):
        fix = "type three hyphens (---) on a line of their own above this one"
        yield Issue("the fields begin without --- above them", fix, at)
    else:
        message = "the file does not begin with ---, so it has no title and no date"
        yield Issue(message, f"begin the file with {EXAMPLE}", at)


def _check_closing(lines: Sequence[str], begin: int, end: int, closed: bool, opened: bool) -> Iterator[Issue]:
    if closed:
        yield from _check_hyphens(lines[end], end, "the fields end with {}, not with three hyphens")
    elif opened or end > begin:
        last = max((index for index in range(begin - 1, end) if lines[index].strip()), default=0)
        fix = "type three hyphens (---) on a line of their own below this one, and the text below them"
        message = "this is the last field, but there is no second --- below it"
        yield Issue(message, fix, Position(last + 1, 1))


def _check_hyphens(line: str, index: int, message: str) -> Iterator[Issue]:
    if re.fullmatch(r"\s+-{3,}\s*", line):
        fix = "delete the spaces"
        yield Issue("there are spaces before the three hyphens", fix, Position(index + 1, 1))
    elif not re.fullmatch(r"-{3,}\s*", line):
        column = len(line) - len(line.lstrip()) + 1
        fix = "type three hyphens (---) in its place, with nothing before or after them"
        yield Issue(message.format(shorten(line, 20)), fix, Position(index + 1, column))


def _end(lines: Sequence[str], begin: int) -> int:
    """The index of the line that closes the fields or, without one, behind the last that can be a field."""
    gap = False
    end = begin
    for index in range(begin, len(lines)):
        line = lines[index]
        if _is_dash_like(line):
            return index
        if not line.strip():
            gap = True
        elif _continues_fields(line, gap):
            gap, end = False, index + 1
        else:
            break
    return end


def _continues_fields(line: str, gap: bool) -> bool:
    if gap:
        return _FIELD_AFTER_GAP.match(line) is not None
    return bool(_ANY_FIELD.match(line)) or line.startswith((" ", "\t", "- ", "– ", "• "))


def _is_dash_like(line: str) -> bool:
    return _DASH_LIKE.fullmatch(line) is not None
