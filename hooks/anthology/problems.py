"""What is wrong with a file, where it stands, and how to put it right."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "note"]

_WIDTH = 88


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in one file.

    `path` is relative to the collection's root, with `/`; `line` and `column` count from 1, in
    characters. `text` is the line itself, as it stands in the file. An error stops the build; a
    note is advice and never does.
    """

    path: str
    line: int
    column: int
    message: str
    fix: str
    text: str = ""
    level: Level = "error"

    def __str__(self) -> str:
        where = f"{_visible(self.path)}:{self.line}:{self.column}"
        said = _visible(self.message if self.level == "error" else f"note: {self.message}")
        excerpt = _excerpt(self.text, self.line, self.column) if self.text.strip() else ""
        return f"{where}: {said}\n{excerpt}   Fix: {_visible(self.fix)}"


def report(problems: Iterable[Problem]) -> str:
    """All problems in the order of their files and lines, and how many there are."""
    found = sorted(set(problems))
    errors = sum(problem.level == "error" for problem in found)
    files = len({problem.path for problem in found if problem.level == "error"})
    lines = [f"{problem}\n" for problem in found]
    if errors:
        lines.append(f"{_count(errors, 'problem')} in {_count(files, 'file')}.")
    return "\n".join(lines)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Only what stops a build."""
    return [problem for problem in problems if problem.level == "error"]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _excerpt(text: str, line: int, column: int) -> str:
    shown, caret = _window(_visible(text), column - 1)
    gutter = " " * len(f"{line:4}")
    return f"{line:4} | {shown}\n{gutter} | {_pad(shown[:caret])}^\n"


def _visible(text: str) -> str:
    # One character for one, so that the caret still stands below its place.
    text = text.rstrip("\r\n").replace("\t", "→")
    return "".join("\N{REPLACEMENT CHARACTER}" if _hidden(character) else character for character in text)


def _hidden(character: str) -> bool:
    # Controls, halves of characters, and marks without a width: those that turn the direction of a
    # line in a terminal, and those that make two words look alike. Not the two that join letters.
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
