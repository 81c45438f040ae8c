"""Front matter whose first or last `---` is missing or is something else: where it most likely stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .front_matter import Place

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
    problems: list[tuple[Place, str, str]]


def find_marks(lines: Sequence[str]) -> Marks:
    """What is wrong with the marks of front matter, in a file that is not blank."""
    first = next(index for index, line in enumerate(lines) if line.strip())
    opened = re.fullmatch(r"-{3,}[ \t]*", lines[first]) is not None
    marked = opened or _dash_like(lines[first])
    begin = first + 1 if marked else first
    end = _end(lines, begin)
    closed = end < len(lines) and _dash_like(lines[end])
    problems = [*_opening(lines, first, opened, marked), *_closing(lines, begin, end, closed, marked)]
    return Marks(begin, end, end + 1 if closed else end, problems)


def _opening(
    lines: Sequence[str], first: int, opened: bool, marked: bool
) -> Iterator[tuple[Place, str, str]]:
    line = lines[first]
    if marked and not opened:
        if re.fullmatch(r"\s+-{3,}\s*", line):
            yield Place(first + 1, 1), "spaces stand before the three hyphens", "delete the spaces"
        else:
            column = len(line) - len(line.lstrip()) + 1
            yield Place(first + 1, column), f"the first line is {_shown(line)}, not three hyphens", _TYPE
    elif not marked and _FIELD.match(line):
        fix = "type three hyphens (---) on a line of their own above this one"
        yield Place(first + 1, 1), "the fields begin without --- above them", fix
    elif not marked:
        message = "the file does not begin with ---, so it has no title and no date"
        yield Place(first + 1, 1), message, f"begin the file with {_EXAMPLE}"


def _closing(
    lines: Sequence[str], begin: int, end: int, closed: bool, marked: bool
) -> Iterator[tuple[Place, str, str]]:
    if closed:
        line = lines[end]
        if re.fullmatch(r"\s+-{3,}\s*", line):
            yield Place(end + 1, 1), "spaces stand before the three hyphens", "delete the spaces"
        elif not re.fullmatch(r"-{3,}\s*", line):
            column = len(line) - len(line.lstrip()) + 1
            yield Place(end + 1, column), f"the fields end with {_shown(line)}, not with three hyphens", _TYPE
    elif marked or end > begin:
        last = max((index for index in range(begin - 1, end) if lines[index].strip()), default=0)
        fix = "type three hyphens (---) on a line of their own below this one, and the text below them"
        yield Place(last + 1, 1), "this is the last field, but no second --- stands below it", fix


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


def _shown(line: str) -> str:
    text = line.strip()
    return text if len(text) <= 20 else text[:19] + "…"
