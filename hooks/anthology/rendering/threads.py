"""The parts of a thread: an essay made of numbered pieces, each with an address of its own."""

import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from anthology.problems import Issue, Position
from anthology.sources import Source

from .markdown import code_blocks
from .positions import MOST_PROBLEMS
from .sanitizer import sanitized

_PART = re.compile(r"(?:(?P<number>[0-9]{1,3})|aside)/[ \t]+")
_CODE_MARKS = ("```", "~~~", "    ", "\t")
"""One of these is in every text with a code block."""
PART = "\ufdd1"
"""A noncharacter around the number of a part: no text has one (see sources.source), so none has our mark."""
_MARK = re.compile(rf"<p>{PART}(?P<name>[0-9a-z]+){PART}</p>")


class Part(NamedTuple):
    """A part of a thread: its number, or nothing for an aside."""

    number: str
    html: str


def marked(body: str) -> tuple[str, list[tuple[int, int]]]:
    """Put a paragraph of our own before each part of a thread.

    Also return, for each, the index behind it and by how many characters the text is longer up to there.
    """
    pieces: list[str] = []
    inserted: list[tuple[int, int]] = []
    length = written = 0
    for line, part in _lines(body):
        piece = f"{line}\n"
        if part:
            piece = f"\n{PART}{part['number'] or 'aside'}{PART}\n\n{line[part.end() :]}\n"
            written += len(piece) - len(line) - 1
            inserted.append((length + len(piece) - len(line) + part.end() - 1, written))
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), inserted


def parts_of(html: str, source: Source) -> tuple[list[Part], str]:
    """The parts of a rendered thread, and all of it as plain HTML for feeds and readers without our templates."""
    _check_part_numbers(source)
    pieces = _MARK.split(html)
    parts = [Part("", pieces[0].strip())] if pieces[0].strip() else []
    for name, rest in zip(pieces[1::2], pieces[2::2], strict=True):
        # Again, since a part may begin within a list or a quote, and each must be whole.
        parts.append(Part("" if name == "aside" else name, sanitized(rest).strip()))
    return parts, "\n".join(_section(part) for part in parts)


def _section(part: Part) -> str:
    attribute = f'id="{part.number}"' if part.number else 'class="aside"'
    return f"<section {attribute}>\n{part.html}\n</section>"


def _check_part_numbers(source: Source) -> None:
    numbers: dict[str, int] = {}
    repeated = 0
    for index, (_, part) in enumerate(_lines(source.body)):
        number = part["number"] if part else None
        if number and number in numbers:
            line = source.body_line + index
            message = f"part {number} is there twice; it begins on line {numbers[number]} already"
            source.report(Issue(message, "number the parts in their order: 1/ 2/ 3/ …", Position(line, 1)))
            if (repeated := repeated + 1) == MOST_PROBLEMS:
                break
        elif number:
            numbers[number] = source.body_line + index
    if not numbers and source.body.strip():
        fix = "begin each part with its number, a slash and a space:  1/ The first words   (or delete format: thread)"
        source.report(Issue("this thread has no parts", fix, ("format",)))


def _lines(body: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """Yield each line with what begins a part in it; code has no parts."""
    has_code = any(sign in body for sign in _CODE_MARKS)
    code, offset = deque(code_blocks(body) if has_code else []), 0
    for line in body.split("\n"):
        while code and code[0][1] <= offset:
            code.popleft()
        in_code = bool(code) and code[0][0] <= offset
        yield line, None if in_code else _PART.match(line)
        offset += len(line.encode()) + 1
