"""A file as it was written: its text, its fields, its body, and where each of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import front_matter
from .front_matter import Fields, Mistake, Place
from .mistakes import read_leniently
from .problem import Problem

LONGEST_FILE = 2_000_000
"""bytes; a book of 300,000 words"""
LONGEST_FRONT_MATTER = 64_000
"""characters"""

_DASHES = "-–—−‐‑‒―_*=~. "
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")
_EXAMPLE = "three hyphens (---), the fields, three hyphens, then the text"


@dataclass(slots=True)
class Source:
    """One file: `path` is relative to the root with `/`, `file` is where it lies on this machine.

    `body` begins at line `body_line`. `lines` are all its lines, for showing them in messages.
    """

    path: str
    file: Path
    lines: list[str] = field(default_factory=list)
    fields: Fields = field(default_factory=Fields)
    body: str = ""
    body_line: int = 1
    problems: list[Problem] = field(default_factory=list)

    def problem(self, place: Place | None, message: str, fix: str) -> Problem:
        """A problem at a place of this file; without a place, at its beginning."""
        line, column = (place.line, place.column) if place else (1, 1)
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return Problem(self.path, line, column, message, fix, text)

    def place(self, path: front_matter.Path) -> Place | None:
        """Where the value of a field stands, or the nearest thing that holds it."""
        for length in range(len(path), 0, -1):
            if found := self.fields.places.get(path[:length]) or self.fields.keys.get(path[:length]):
                return found
        return None

    def body_place(self, offset: int) -> Place:
        """The place of the character at this offset of the body."""
        before = self.body[:offset]
        return Place(self.body_line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1)


def read_post(file: Path, path: str) -> Source:
    """A Markdown file with front matter; what is wrong with it as text is in its `problems`."""
    source = Source(path, file)
    text = _text(source)
    if text is None:
        return source
    found = front_matter.split(text)
    if found:
        matter, source.body, before = found
        source.body_line = before + 1
        first = text[: len(text) - len(text.lstrip("\n"))].count("\n") + 1
        _take_fields(source, matter, first)
    else:
        _take_unmarked(source, text)
    return source


def read_yaml(file: Path, path: str) -> Source:
    """A file that is YAML throughout."""
    source = Source(path, file)
    text = _text(source)
    if text is not None:
        _take_fields(source, text, 1)
    return source


def _text(source: Source) -> str | None:
    """The file's text with `\\n` at line ends, or nothing where it is no text."""
    try:
        data = source.file.read_bytes()
    except OSError as error:
        source.problems.append(
            source.problem(None, f"the file cannot be read ({error.strerror})", "check that it is there")
        )
        return None
    if len(data) > LONGEST_FILE:
        message = f"the file has {len(data):,} bytes; a post has at most {LONGEST_FILE:,}"
        source.problems.append(
            source.problem(None, message, "split it, or move pictures and recordings into files of their own")
        )
        return None
    text = _decoded(source, data)
    if text is None:
        return None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    source.lines = text.split("\n")
    if not text.strip():
        source.problems.append(source.problem(None, "the file is empty", f"begin it with {_EXAMPLE}"))
        return None
    return _without_controls(source, text)


def _decoded(source: Source, data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        source.lines = data.decode("utf-8", "replace").split("\n")
        place = Place(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            place = Place(1, 1)
        fix = "save the file again with the encoding UTF-8 (in most editors: Save as → Encoding)"
        source.problems.append(source.problem(place, "this is not UTF-8 text", fix))
        return None


def _without_controls(source: Source, text: str) -> str:
    found = 0
    for number, line in enumerate(source.lines, 1):
        if match := _NOT_TEXT.search(line):
            name = "a NUL byte" if match[0] == "\x00" else f"an invisible character (U+{ord(match[0]):04X})"
            place = Place(number, match.start() + 1)
            fix = "delete it: put the cursor behind it and press Backspace, or type the line anew"
            source.problems.append(source.problem(place, f"{name} stands here", fix))
            found += 1
        if found == 3:
            break  # a file of such bytes is one mistake, not ten thousand
    return _NOT_TEXT.sub(" ", text) if found else text


def _take_fields(source: Source, matter: str, first_line: int) -> None:
    if len(matter) > LONGEST_FRONT_MATTER:
        message = f"the fields have {len(matter):,} characters; at most {LONGEST_FRONT_MATTER:,} are read"
        source.problems.append(
            source.problem(Place(first_line, 1), message, "move the text below the second ---")
        )
        return
    source.fields, mistakes = read_leniently(matter, first_line)
    source.problems += [_located(source, mistake) for mistake in mistakes]
    top = source.fields.top
    if top is None and not source.problems:
        source.problems.append(
            source.problem(
                Place(first_line, 1), "there are no fields here", f"begin the file with {_EXAMPLE}"
            )
        )
    elif not isinstance(top, dict | None):
        kind = "a list" if isinstance(top, list) else "plain text"
        fix = "write one field a line:  title: The title of the piece"
        place = source.fields.places.get((), Place(first_line, 1))
        source.problems.append(source.problem(place, f"{kind} stands where fields should", fix))


def _located(source: Source, mistake: Mistake) -> Problem:
    line = min(mistake.place.line, len(source.lines))
    return source.problem(Place(line, mistake.place.column), mistake.message, mistake.fix)


def _take_unmarked(source: Source, text: str) -> None:
    """Front matter whose first or last `---` is missing: say so, and read on as if it were there."""
    lines = text.split("\n")
    first = next(index for index, line in enumerate(lines) if line.strip())
    opened = re.fullmatch(r"-{3,}[ \t]*", lines[first]) is not None
    like_dashes = _dash_like(lines[first])
    begin = first + 1 if opened or like_dashes else first
    end = next(_ends(lines, begin), len(lines))
    for line, message in _marks(lines, first, end, opened):
        fix = _mark_fix(lines[line], opened and line == first)
        source.problems.append(source.problem(Place(line + 1, 1), message, fix))
    if begin < end and (opened or like_dashes or re.match(r"[A-Za-z_]+\s*:", lines[begin])):
        _take_fields(source, "\n".join(lines[begin:end]), begin + 1)
    body = end + 1 if end < len(lines) and _dash_like(lines[end]) else end
    source.body, source.body_line = "\n".join(lines[body:]), body + 1


def _marks(lines: list[str], first: int, end: int, opened: bool) -> Iterator[tuple[int, str]]:
    if not opened:
        if _dash_like(lines[first]):
            yield first, f"the first line is {lines[first].strip()}, not three hyphens"
        else:
            yield first, "the file does not begin with ---, so it has no title and no date"
    closing = lines[end].strip() if end < len(lines) else ""
    if opened or _dash_like(lines[first]):
        if re.fullmatch(r"-{3,}", closing):
            return
        if closing and _dash_like(closing):
            yield end, f"the fields end with {closing}, not with three hyphens"
        else:
            yield first, "the fields that begin here are never closed by a second ---"


def _mark_fix(line: str, unclosed: bool) -> str:
    if unclosed:
        return "type three hyphens (---) on a line of their own between the fields and the text"
    if _dash_like(line):
        return "type three hyphens (---) in its place, on a line of their own"
    return f"begin the file with {_EXAMPLE}"


def _ends(lines: list[str], begin: int) -> Iterator[int]:
    """Where front matter without its closing line most likely ends."""
    for index in range(begin, len(lines)):
        line = lines[index]
        if _dash_like(line) or not line.strip() or line.startswith(("#", ">")):
            yield index


def _dash_like(line: str) -> bool:
    stripped = line.strip()
    return bool(stripped) and all(character in _DASHES for character in stripped)
