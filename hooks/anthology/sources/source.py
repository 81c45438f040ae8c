"""A file as it was written: its text, its fields, its body, and the position of each."""

import re
import stat
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from anthology.problems import FieldPath, Issue, Position, Problem
from anthology.unicode import NOT_TEXT, OPEN_DIRECTION_FIX, describe, open_directions, replace_open_directions

from .delimiters import EXAMPLE
from .front_matter import Fields, YAMLSyntaxError, parse_yaml
from .recovery import parse_leniently

LONGEST_FILE = 2_000_000
"""bytes; a book of 300,000 words"""
LONGEST_FRONT_MATTER = 256_000
"""characters; the notes of an episode that moved in can be among them, as its feed has them"""


@dataclass(slots=True)
class Source:
    """One file: `path` is relative to the root with `/`, `file` is its path on this machine.

    `body` begins at line `body_line`. `lines` are all its lines, for excerpts in messages. `parsed` is
    false if its fields could not be read, or are those of another kind: then none is reported as missing.
    """

    path: str
    file: Path
    lines: list[str] = field(default_factory=list)
    fields: Fields = field(default_factory=Fields)
    body: str = ""
    body_line: int = 1
    problems: list[Problem] = field(default_factory=list)
    parsed: bool = True
    repaired_lines: set[int] = field(default_factory=set)
    """lines that had to be repaired before they could be parsed: one message is enough"""
    unparsed_fields: set[str] = field(default_factory=set)
    """fields that are in the file, but could not be parsed"""
    fields_digest: str = ""
    """the sha256 of a post's front matter; empty where it does not stand between two lines ---"""
    text_digest: str = ""
    """the sha256 of a post's body as its file has it"""
    read_again: Callable[["Source"], tuple[str, int]] | None = None
    """sets the lines and the body of a post; returns its front matter and the line of that"""
    _line_starts: list[int] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        """The lines and the body of a post that was recalled, which are read where they are asked for."""
        if name not in {"lines", "body"} or self.read_again is None:
            raise AttributeError(name)
        self.read_again(self)
        return getattr(self, name)

    def release(self, *names: str) -> None:
        """Forget `lines` or `body`, or both, of a post in which nothing was wrong, and the places of its fields.

        They are read again where somebody asks for them.
        """
        if self.fields_digest and self.read_again and not self.problems:
            if not self.fields.can_parse:
                values = self.fields.values
                self.fields = Fields(values, root=values, parse=self._parsed_again)
            for name in names:
                try:
                    delattr(self, name)
                except AttributeError:  # it is forgotten already
                    continue

    def _parsed_again(self) -> Fields:
        assert self.read_again
        return parse_yaml(*self.read_again(self))

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
        """The position of the character at this offset of the body."""
        if not self._line_starts:
            self._line_starts = [0, *(match.end() for match in re.finditer("\n", self.body))]
        line = bisect_right(self._line_starts, offset) - 1
        return Position(self.body_line + line, offset - self._line_starts[line] + 1)


def read_yaml(file: Path, path: str, root: type = dict) -> Source:
    """A YAML file: fields, or (with `root`) a list."""
    source = Source(path, file)
    text = file_text(source)
    if text is not None:
        parse_fields(source, text, 1, root)
    return source


def parse_yaml_text(text: str, path: str) -> Source:
    """Fields from a text that is not in a file of the collection: another version of the file at `path`."""
    source = Source(path, Path(path), text.split("\n"))
    parse_fields(source, text, 1)
    return source


def read_config(file: Path, path: str) -> Source:
    """The configuration of MkDocs, of which only a part is ours: its tags and anchors are not checked."""
    source = Source(path, file)
    text = file_text(source)
    if text is not None:
        try:
            source.fields = parse_yaml(text)
        except YAMLSyntaxError as error:
            source.parsed = False
            fix = "compare this line and the one above it with the documentation of MkDocs"
            source.report(replace(error.issue, fix=fix))
    return source


def missing_file(path: str, message: str, fix: str) -> Source:
    """The source of a file that does not exist and should."""
    source = Source(path, Path(path), parsed=False)
    source.report(Issue(message, fix))
    return source


def read_text(source: Source, most: int = LONGEST_FILE) -> str | None:
    """The text of a source's file, unchanged; None where it cannot be read, which is reported."""
    data = _bytes(source, most)
    return None if data is None else _decoded(source, data)


def with_line_feeds(text: str) -> str:
    """A text without the mark of its byte order, with `\\n` at the ends of lines."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def file_text(source: Source) -> str | None:
    """The file's text with `\\n` at line ends; None where it is not text."""
    source.parsed = False
    text = read_text(source)
    if text is None:
        return None
    text = with_line_feeds(text)
    source.lines = text.split("\n")
    if not text.strip():
        source.report(Issue("the file is empty", f"begin it with {EXAMPLE}"))
        return None
    text = _without_controls(source, text)
    source.parsed = bool(text.strip())
    return text if source.parsed else None


def _bytes(source: Source, most: int) -> bytes | None:
    try:
        # lstat: a link is not followed, since it can lead anywhere on the machine that builds.
        status = source.file.lstat()
        if stat.S_ISREG(status.st_mode) and status.st_size <= most:
            return source.file.read_bytes()
    except OSError as error:
        fix = "check that it exists and that you may open it"
        source.report(Issue(f"the file cannot be read ({error.strerror})", fix))
        return None
    if stat.S_ISREG(status.st_mode):
        message = f"the file has {status.st_size:,} bytes; at most {most:,} are read"
        source.report(Issue(message, "split it, or move pictures and recordings into files of their own"))
    else:
        kinds = {stat.S_IFLNK: "a link to another file", stat.S_IFDIR: "a folder"}
        kind = kinds.get(stat.S_IFMT(status.st_mode), "not a text file")
        source.report(Issue(f"this is {kind}", "put the file itself here, under this name"))
    return None


def _decoded(source: Source, data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        source.lines = data.decode("utf-8", "replace").split("\n")
        position = Position(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            source.lines, position = [], Position(1, 1)
        fix = "save the file again with the encoding UTF-8 (in most editors: Save as → Encoding)"
        source.report(Issue("this is not UTF-8 text", fix, position))
        return None


def _without_controls(source: Source, text: str) -> str:
    if not NOT_TEXT.search(text) and replace_open_directions(text, "") == text:
        return text
    reported = 0
    for number, line in enumerate(source.lines, 1):
        if match := NOT_TEXT.search(line):
            fix = "delete it: put the cursor after it and press Backspace, or type the line again"
            source.report(
                Issue(f"there is {describe(match[0])} here", fix, Position(number, match.start() + 1))
            )
            reported += 1
        elif places := open_directions(line):
            message = f"{describe(line[places[0]])} changes the direction of the text to the end of the line"
            source.report(Issue(message, OPEN_DIRECTION_FIX, Position(number, places[0] + 1)))
            reported += 1
        if reported == 3:
            break  # a binary file is one mistake, not ten thousand
    return replace_open_directions(NOT_TEXT.sub(" ", text), " ") if reported else text


def parse_fields(source: Source, matter: str, first_line: int, root: type = dict) -> None:
    begin = Position(first_line, 1)
    if len(matter) > LONGEST_FRONT_MATTER and source.path.endswith(".md"):
        message = f"the fields have {len(matter):,} characters; at most {LONGEST_FRONT_MATTER:,} are read"
        source.report(Issue(message, "move the text below the second ---", begin))
        source.parsed = False
        return
    source.fields, issues, source.unparsed_fields = parse_leniently(matter, first_line)
    source.report(*issues)
    source.repaired_lines = {issue.at.line for issue in issues if isinstance(issue.at, Position)}
    value = source.fields.root
    if isinstance(value, root):
        return
    source.parsed = False
    if value is None and not issues:
        source.report(Issue("there are no fields here", f"begin the file with {EXAMPLE}", begin))
    elif value is not None:
        shapes = {list: "this is a list", dict: "these are fields"}
        position = source.fields.positions.get((), begin)
        _report_shape(source, shapes.get(type(value), "this is plain text"), root, position)


def _report_shape(source: Source, shape: str, root: type, position: Position) -> None:
    if root is list:
        message, fix = f"{shape}, not a list", "begin each entry with a hyphen and a space:  - name: …"
    else:
        message, fix = f"{shape}, not fields", "write one field a line:  title: The title of the piece"
    source.report(Issue(message, fix, position))
