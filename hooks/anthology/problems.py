"""Issues, problems, and the report that lists them; also the few words that messages share.

A check yields an `Issue`: a message and its fix. A `Source` gives it a place in its file, which makes it a
`Problem`. An exception that has something to tell a writer is an `IssueError`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

Level = Literal["error", "note"]
FieldPath = tuple[str | int, ...]
"""The way to a field from the top of a file: ("links", 1, "url")."""

_WIDTH = 88
_MOST_SHOWN = 100
"""problems of one file that a report lists"""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A line and a column, both from 1; the column is in characters."""

    line: int
    column: int


_BEGINNING = Position(1, 1)


@dataclass(frozen=True, slots=True)
class Issue:
    """Something wrong: the message, and a fix that works when it is applied literally.

    `at` is a position in the file or the path of a field, None where the file as a whole is meant. An error
    stops the build; a note is advice and never does.
    """

    message: str
    fix: str
    at: Position | FieldPath | None = None
    level: Level = "error"


@dataclass(frozen=True, slots=True)
class Problem(Issue):
    """An issue with its place: the file, relative to the collection's root with `/`, and the position in it.

    `text` is the line at that position, as it is in the file; without it, there is no excerpt.
    """

    at: Position = _BEGINNING
    path: str = field(kw_only=True)
    text: str = field(default="", kw_only=True)

    @property
    def line(self) -> int:
        """The line, from 1."""
        return self.at.line

    @property
    def column(self) -> int:
        """The column, from 1, in characters."""
        return self.at.column

    def __lt__(self, other: Problem) -> bool:
        return self._key() < other._key()

    def __str__(self) -> str:
        place = f"{_visible(self.path)}:{self.line}:{self.column}"
        message = _visible(self.message if self.level == "error" else f"note: {self.message}")
        excerpt = _excerpt(self.text, self.line, self.column) if self.text.strip() else ""
        return f"{place}: {message}\n{excerpt}   Fix: {_visible(self.fix)}"

    def _key(self) -> tuple[str, Position, str, str]:
        return self.path, self.at, self.message, self.fix


class IssueError(Exception):
    """An issue that ends the reading or the command that meets it."""

    def __init__(self, message: str, fix: str, at: Position | FieldPath | None = None) -> None:
        super().__init__(message)
        self.issue = Issue(message, fix, at)


def format_report(problems: Iterable[Problem]) -> str:
    """All problems in the order of their files and lines, and how many there are."""
    ordered = sorted(set(problems))
    failing = errors(ordered)
    lines = list[str]()
    for path, of_file in groupby(ordered, key=lambda problem: problem.path):
        shown = list(of_file)
        lines += (f"{problem}\n" for problem in shown[:_MOST_SHOWN])
        if len(shown) > _MOST_SHOWN:
            lines.append(f"{_visible(path)}: … and {len(shown) - _MOST_SHOWN} more\n")
    if failing:
        files = len({problem.path for problem in failing})
        lines.append(f"{counted(len(failing), 'problem')} in {counted(files, 'file')}.")
    return "\n".join(lines)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Only what stops a build."""
    return [problem for problem in problems if problem.level == "error"]


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`; only for nouns that take an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shorten(value: object, width: int = 40) -> str:
    """A value as a message quotes it: on one line, at most `width` characters."""
    text = " ".join(str(value).split())
    return text if len(text) <= width else f"{text[: width - 1]}…"


def shorten_from_the_left(text: str, width: int = 60) -> str:
    """The last whole words of a text, at most `width` characters."""
    end = text[-width:]
    return end.partition(" ")[2] or end if len(text) > width else text


def _excerpt(text: str, line: int, column: int) -> str:
    shown, caret = _window(text.rstrip("\r\n"), column - 1)
    shown = _visible(shown)  # of a line of megabytes, only what is shown
    gutter = " " * len(f"{line:4}")
    return f"{line:4} | {shown}\n{gutter} | {_pad(shown[:caret])}^\n"


def _visible(text: str) -> str:
    # Each character is replaced by one character, to keep the caret under its place.
    text = text.rstrip("\r\n").replace("\t", "→")
    return "".join("\N{REPLACEMENT CHARACTER}" if _hidden(character) else character for character in text)


def _hidden(character: str) -> bool:
    # Controls, lone surrogates, and marks without a width: those that change the direction of a line in a
    # terminal, and those that make two words look alike. Not the two that join letters.
    kind = unicodedata.category(character)
    return kind in {"Cc", "Cn", "Cs"} or (kind == "Cf" and character not in "\u200c\u200d")


def _window(text: str, caret: int) -> tuple[str, int]:
    if len(text) <= _WIDTH:
        return text, caret
    start = max(0, min(caret - _WIDTH // 2, len(text) - _WIDTH))
    before, after = ("…" if start else ""), ("…" if start + _WIDTH < len(text) else "")
    return before + text[start : start + _WIDTH] + after, caret - start + len(before)


def _pad(text: str) -> str:
    """Spaces as wide as the text in a terminal: East Asian characters take two cells, accents none."""
    return "".join(" " * _cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
