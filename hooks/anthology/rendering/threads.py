"""The parts of a thread: an essay made of numbered pieces, each with an address of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from anthology.problems import Issue, Position
from anthology.sources import Source

from .sanitizer import sanitised

_PART = re.compile(r"(?:(?P<number>[0-9]{1,3})|aside)/[ \t]+")
_FENCE = re.compile(r"`{3,}|~{3,}")
# A noncharacter, which no text can hold (see source), so no text can hold our mark.
_MARK = re.compile(r"<p>\ufdd1(?P<name>[0-9a-z]+)\ufdd1</p>")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a thread: its number, or nothing for an aside."""

    number: str
    html: str


def marked(body: str) -> str:
    """A thread's body with a mark of its own before each part."""
    return "\n".join(
        f"\n\ufdd1{part['number'] or 'aside'}\ufdd1\n\n{line[part.end() :]}" if part else line
        for line, part in _lines(body)
    )


def parts_of(html: str, source: Source) -> tuple[list[Part], str]:
    """The parts of a rendered thread, and all of it as plain HTML for feeds and readers without our templates."""
    _check_numbers(source)
    pieces = _MARK.split(html)
    parts = [Part("", pieces[0].strip())] if pieces[0].strip() else []
    for name, rest in zip(pieces[1::2], pieces[2::2], strict=True):
        # Again, since a part may begin within a list or a quote, and each must be whole.
        parts.append(Part("" if name == "aside" else name, sanitised(rest).strip()))
    return parts, "\n".join(_section(part) for part in parts)


def _section(part: Part) -> str:
    attribute = f'id="{part.number}"' if part.number else 'class="aside"'
    return f"<section {attribute}>\n{part.html}\n</section>"


def _check_numbers(source: Source) -> None:
    numbers: dict[str, int] = {}
    for index, (_, part) in enumerate(_lines(source.body)):
        number = part["number"] if part else None
        if number and number in numbers:
            line = source.body_line + index
            message = f"part {number} stands twice; it begins on line {numbers[number]} already"
            source.report(Issue(message, "number the parts in their order: 1/ 2/ 3/ …", Position(line, 1)))
        elif number:
            numbers[number] = source.body_line + index
    if not numbers and source.body.strip():
        fix = "begin each part with its number, a slash and a space:  1/ The first words   (or delete format: thread)"
        source.report(Issue("this thread has no parts", fix, ("format",)))


def _lines(body: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """Each line with what begins a part in it; code has no parts."""
    fence = ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[0].startswith(fence):
                fence = ""
            yield line, None
        else:
            fence = mark[0] if mark else ""
            yield line, _PART.match(line)
