"""Front matter whose first or last `---` is missing or is something else: where it most likely stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from anthology.problems import Issue, Position, shorten

_DASHES = "-–—−‐‑‒―_*=~. "
_DASH_LIKE = re.compile(rf"\s*(?:[{_DASHES}]{{2,}}|[–—―−])\s*")
_FIELD = re.compile(r"[A-Za-z_][\w-]*\s*[:：]")
_FIELD_AFTER_GAP = re.compile(r"[a-z_]+:(?:\s|$)")
_EXAMPLE = "three hyphens (---), the fields, three hyphens, then the text"
_TYPE = "type three hyphens (---) in its place, with nothing before or behind them"


class Marks(NamedTuple):
    """Indices of lines: the fields are those from `begin` to before `end`, the text begins at `body`."""

    begin: int
    end: int
    body: int
    issues: list[Issue]


def find_marks(lines: Sequence[str]) -> Marks:
    """What is wrong with the marks of front matter, in a file that is not blank."""
    first = next(index for index, line in enumerate(lines) if line.strip())
    opened = re.fullmatch(r"-{3,}[ \t]*", lines[first]) is not None
    marked = opened or _dash_like(lines[first])
    begin = first + 1 if marked else first
    end = _end(lines, begin)
    closed = end < len(lines) and _dash_like(lines[end])
    issues = [*_opening(lines, first, opened, marked), *_closing(lines, begin, end, closed, marked)]
    return Marks(begin, end, end + 1 if closed else end, issues)


def _opening(lines: Sequence[str], first: int, opened: bool, marked: bool) -> Iterator[Issue]:
    line = lines[first]
    if marked and not opened:
        if re.fullmatch(r"\s+-{3,}\s*", line):
            yield Issue("spaces stand before the three hyphens", "delete the spaces", Position(first + 1, 1))
        else:
            column = len(line) - len(line.lstrip()) + 1
            message = f"the first line is {shorten(line, 20)}, not three hyphens"
            yield Issue(message, _TYPE, Position(first + 1, column))
    elif not marked and _FIELD.match(line):
        fix = "type three hyphens (---) on a line of their own above this one"
        yield Issue("the fields begin without --- above them", fix, Position(first + 1, 1))
    elif not marked:
        message = "the file does not begin with ---, so it has no title and no date"
        yield Issue(message, f"begin the file with {_EXAMPLE}", Position(first + 1, 1))


def _closing(lines: Sequence[str], begin: int, end: int, closed: bool, marked: bool) -> Iterator[Issue]:
    if closed:
        line = lines[end]
        if re.fullmatch(r"\s+-{3,}\s*", line):
            yield Issue("spaces stand before the three hyphens", "delete the spaces", Position(end + 1, 1))
        elif not re.fullmatch(r"-{3,}\s*", line):
            column = len(line) - len(line.lstrip()) + 1
            message = f"the fields end with {shorten(line, 20)}, not with three hyphens"
            yield Issue(message, _TYPE, Position(end + 1, column))
    elif marked or end > begin:
        last = max((index for index in range(begin - 1, end) if lines[index].strip()), default=0)
        fix = "type three hyphens (---) on a line of their own below this one, and the text below them"
        message = "this is the last field, but no second --- stands below it"
        yield Issue(message, fix, Position(last + 1, 1))


def _end(lines: Sequence[str], begin: int) -> int:
    """Behind the last line that can be one of a field, or at the line that closes them."""
    gap = False
    end = begin
    for index in range(begin, len(lines)):
        line = lines[index]
        if _dash_like(line):
            return index
        if not line.strip():
            gap = True
        elif _belongs(line, gap):
            gap, end = False, index + 1
        else:
            break
    return end


def _belongs(line: str, gap: bool) -> bool:
    if gap:
        return _FIELD_AFTER_GAP.match(line) is not None
    return bool(_FIELD.match(line)) or line.startswith((" ", "\t", "- ", "– ", "• "))


def _dash_like(line: str) -> bool:
    return _DASH_LIKE.fullmatch(line) is not None
