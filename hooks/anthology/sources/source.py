"""A file as it was written: its text, its fields, its body, and where each of them stands."""

from __future__ import annotations

import re
import stat
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from anthology.problems import FieldPath, Issue, Position, Problem
from anthology.unicode import NOT_TEXT, named

from . import front_matter
from .delimiters import find_marks
from .front_matter import Fields
from .recovery import read_leniently

LONGEST_FILE = 2_000_000
"""bytes; a book of 300,000 words"""
LONGEST_FRONT_MATTER = 64_000
"""characters"""

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
    readable: bool = True
    """whether its fields could be made out at all; if not, nothing is missing from them"""
    misread: set[int] = field(default_factory=set)
    """lines whose fields had to be mended before they could be read: one message is enough"""
    lost: set[str] = field(default_factory=set)
    """fields that are there, but could not be read"""
    _line_starts: list[int] = field(default_factory=list)

    def problem(self, issue: Issue) -> Problem:
        """The problem that an issue is in this file; without a position, at its beginning."""
        at = issue.at if isinstance(issue.at, Position) else self.position(issue.at or ())
        at = at or Position(1, 1)
        text = self.lines[at.line - 1] if at.line <= len(self.lines) else ""
        return Problem(issue.message, issue.fix, at, issue.level, path=self.path, text=text)

    def report(self, *issues: Issue) -> None:
        """Add issues to the problems."""
        self.problems += map(self.problem, issues)

    def position(self, path: FieldPath) -> Position | None:
        """The position of a field's value, or of the nearest field around it."""
        for length in range(len(path), 0, -1):
            inner = path[:length]
            if position := self.fields.positions.get(inner) or self.fields.keys.get(inner):
                return position
        return None

    def body_position(self, offset: int) -> Position:
        """The place of the character at this offset of the body."""
        if not self._line_starts:
            self._line_starts = [0, *(found.end() for found in re.finditer("\n", self.body))]
        line = bisect_right(self._line_starts, offset) - 1
        return Position(self.body_line + line, offset - self._line_starts[line] + 1)


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
        _take_unmarked(source)
    return source


def read_yaml(file: Path, path: str, top: type = dict) -> Source:
    """A file that is YAML throughout: fields, or (with `top`) a list."""
    source = Source(path, file)
    text = _text(source)
    if text is not None:
        _take_fields(source, text, 1, top)
    return source


def read_yaml_of_others(file: Path, path: str) -> Source:
    """A YAML file that we only look into: its tags and anchors are its owner's to judge."""
    source = Source(path, file)
    text = _text(source)
    if text is not None:
        try:
            source.fields = front_matter.read(text)
        except front_matter.YAMLSyntaxError as error:
            source.readable = False
            fix = "compare this line and the one above it with the documentation of MkDocs"
            source.report(Issue(f"this file cannot be read here ({error})", fix, error.place))
    return source


def absent(path: str, message: str, fix: str) -> Source:
    """The source of a file that ought to be there."""
    source = Source(path, Path(path), readable=False)
    source.report(Issue(message, fix))
    return source


def read_text(source: Source, most: int = LONGEST_FILE) -> str | None:
    """The text of a source's file, as it is; what keeps it from being read is reported."""
    data = _bytes(source, most)
    return None if data is None else _decoded(source, data)


def _text(source: Source) -> str | None:
    """The file's text with `\\n` at line ends, or nothing where it is no text."""
    source.readable = False
    text = read_text(source)
    if text is None:
        return None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    source.lines = text.split("\n")
    if not text.strip():
        source.report(Issue("the file is empty", f"begin it with {_EXAMPLE}"))
        return None
    text = _without_controls(source, text)
    source.readable = bool(text.strip())
    return text if source.readable else None


def _bytes(source: Source, most: int) -> bytes | None:
    try:
        # lstat: a link is not followed, since it may lead anywhere on the machine that builds.
        found = source.file.lstat()
        if stat.S_ISREG(found.st_mode) and found.st_size <= most:
            return source.file.read_bytes()
    except OSError as error:
        fix = "check that it is there and that you may open it"
        source.report(Issue(f"the file cannot be read ({error.strerror})", fix))
        return None
    if stat.S_ISREG(found.st_mode):
        message = f"the file has {found.st_size:,} bytes; at most {most:,} are read"
        source.report(Issue(message, "split it, or move pictures and recordings into files of their own"))
    else:
        kinds = {stat.S_IFLNK: "a link to another file", stat.S_IFDIR: "a folder"}
        kind = kinds.get(stat.S_IFMT(found.st_mode), "no file of text")
        source.report(Issue(f"this is {kind}", "put the file itself here, under this name"))
    return None


def _decoded(source: Source, data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        source.lines = data.decode("utf-8", "replace").split("\n")
        place = Position(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            source.lines, place = [], Position(1, 1)
        fix = "save the file again with the encoding UTF-8 (in most editors: Save as → Encoding)"
        source.report(Issue("this is not UTF-8 text", fix, place))
        return None


def _without_controls(source: Source, text: str) -> str:
    found = 0
    for number, line in enumerate(source.lines, 1):
        if match := NOT_TEXT.search(line):
            fix = "delete it: put the cursor behind it and press Backspace, or type the line anew"
            source.report(Issue(f"{named(match[0])} stands here", fix, Position(number, match.start() + 1)))
            found += 1
        if found == 3:
            break  # a file of such bytes is one mistake, not ten thousand
    return NOT_TEXT.sub(" ", text) if found else text


def _take_fields(source: Source, matter: str, first_line: int, wanted: type = dict) -> None:
    begin = Position(first_line, 1)
    if len(matter) > LONGEST_FRONT_MATTER and source.path.endswith(".md"):
        message = f"the fields have {len(matter):,} characters; at most {LONGEST_FRONT_MATTER:,} are read"
        source.report(Issue(message, "move the text below the second ---", begin))
        source.readable = False
        return
    source.fields, issues, source.lost = read_leniently(matter, first_line)
    source.report(*issues)
    source.misread = {issue.at.line for issue in issues if isinstance(issue.at, Position)}
    top = source.fields.top
    if isinstance(top, wanted):
        return
    source.readable = False
    if top is None and not issues:
        source.report(Issue("there are no fields here", f"begin the file with {_EXAMPLE}", begin))
    elif top is not None:
        _report_shape(source, top, wanted, begin)


def _report_shape(source: Source, top: front_matter.Value, wanted: type, begin: Position) -> None:
    shape = "a list" if isinstance(top, list) else "fields" if isinstance(top, dict) else "plain text"
    place = source.fields.positions.get((), begin)
    if wanted is list:
        fix = "begin each entry with a hyphen and a space:  - name: …"
        source.report(
            Issue(f"{shape} stand{'' if shape == 'fields' else 's'} where a list should", fix, place)
        )
    else:
        fix = "write one field a line:  title: The title of the piece"
        source.report(Issue(f"{shape} stands where fields should", fix, place))


def _take_unmarked(source: Source) -> None:
    """Front matter whose first or last `---` is missing: say so, and read on as if it were there."""
    marks = find_marks(source.lines)
    source.report(*marks.issues)
    source.readable = marks.begin < marks.end
    if source.readable:
        _take_fields(source, "\n".join(source.lines[marks.begin : marks.end]), marks.begin + 1)
    source.body, source.body_line = "\n".join(source.lines[marks.body :]), marks.body + 1
