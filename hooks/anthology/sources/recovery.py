"""Error-tolerant parser of front matter: it repairs known mistakes and continues, so one run reports them all.

YAML stops at its first error and words it for programmers. Here each mistake that people make gets a message
of its own (see `yaml_mistakes`). The repaired text is only parsed, never written.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from anthology.problems import Issue, Position

from .front_matter import Fields, YAMLSyntaxError, parse_yaml
from .yaml_mistakes import Repair, misread_lines, syntax_errors

_MAX_SYNTAX_ERRORS = 30
_SEARCHED_LINES = 40
"""lines above a syntax error in which its cause is looked for"""
_TOP_FIELD = re.compile(r"(?P<name>[A-Za-z_][\w-]*)[ \t]*:")
_TEXT_BLOCK = re.compile(r"(?:^|[:-][ \t]+)[|>][-+0-9]*[ \t]*$")
_OPEN_QUOTE = re.compile(r"""(?:^|[:-][ \t]+)(?:'(?:[^']|'')*|"(?:[^"\\]|\\.)*\\?)$""")
"""a quoted text that goes on in the next line"""


def parse_leniently(text: str, first_line: int) -> tuple[Fields, list[Issue], set[str]]:
    """The fields, all issues, and the names of the fields that could not be parsed.

    `first_line` is the line of the file at which `text` begins.
    """
    parser = _LenientParser(text.split("\n"), first_line)
    fields = parser.parse()
    return fields, [*parser.issues, *fields.issues], parser.dropped


class _LenientParser:
    def __init__(self, lines: list[str], first_line: int) -> None:
        self.lines, self.first_line = lines, first_line
        self.issues: list[Issue] = []
        self.dropped: set[str] = set()

    def parse(self) -> Fields:
        for index, repair in self._repairs(misread_lines, range(len(self.lines))):
            self._apply(index, repair)
        for _ in range(_MAX_SYNTAX_ERRORS):
            try:
                return self._fields(self.lines)
            except YAMLSyntaxError as error:
                self._repair(error)
        return Fields()

    def _fields(self, lines: list[str]) -> Fields:
        return parse_yaml("\n".join(lines), self.first_line)

    def _repair(self, error: YAMLSyntaxError) -> None:
        """Apply the repair nearest above the error after which more can be parsed, or drop the field."""
        stopped, begun = self._index(error.position), self._index(error.context_mark)
        upwards = range(stopped, max(-1, stopped - _SEARCHED_LINES), -1)
        for index, repair in self._repairs(syntax_errors, [begun, *upwards] if begun else upwards):
            if self._parses_further(index, repair, error):
                self._apply(index, repair)
                return
        at = Position(self.first_line + stopped, error.position.column)
        self.issues.append(replace(error.issue, at=at))
        self._drop_field(stopped)

    def _index(self, position: Position) -> int:
        return max(0, min(position.line - self.first_line, len(self.lines) - 1))

    def _parses_further(self, index: int, repair: Repair, error: YAMLSyntaxError) -> bool:
        trial = [*self.lines]
        trial[index] = repair.line
        try:
            self._fields(trial)
        except YAMLSyntaxError as later:
            return later.position.line > error.position.line
        return True

    def _apply(self, index: int, repair: Repair) -> None:
        at = Position(self.first_line + index, repair.column)
        self.issues.append(Issue(repair.message, repair.fix, at))
        self.lines[index] = repair.line

    def _drop_field(self, index: int) -> None:
        """Blank the lines of the field around a line; the positions of the others stay as they are."""
        begin = next((at for at in range(index, -1, -1) if _TOP_FIELD.match(self.lines[at])), 0)
        following = range(index + 1, len(self.lines))
        end = next((at for at in following if _TOP_FIELD.match(self.lines[at])), len(self.lines))
        for at in range(begin, end):
            if match := _TOP_FIELD.match(self.lines[at]):
                self.dropped.add(match["name"])
            self.lines[at] = ""

    def _repairs(
        self, mistakes: Callable[[str, str], Iterator[Repair]], indices: range | list[int]
    ) -> Iterator[tuple[int, Repair]]:
        """Repairs of these lines, one after the other; the lines of a text block or of a quoted text need none."""
        block_lines = self._text_block_lines() | self._quoted_lines()
        for index in indices:
            if index not in block_lines:
                before = reversed(self.lines[max(0, index - 3) : index])
                above = next((line for line in before if line.strip()), "")
                for repair in mistakes(self.lines[index], above):
                    yield index, repair

    def _quoted_lines(self) -> set[int]:
        """The lines, further in than the first, on which a quoted text goes on until its end."""
        indices: set[int] = set()
        for first, line in enumerate(self.lines):
            if first in indices or not (opened := _OPEN_QUOTE.search(line)):
                continue
            quote = opened[0].lstrip(":- \t")[0]
            text = line
            for index in range(first + 1, len(self.lines)):
                if not self.lines[index].startswith(" " * (len(line) - len(line.lstrip()) + 1)):
                    break
                text += f" {self.lines[index].strip()}"
                if text.endswith(quote) and not _OPEN_QUOTE.search(text):
                    indices |= {*range(first + 1, index + 1)}
                    break
        return indices

    def _text_block_lines(self) -> set[int]:
        indices: set[int] = set()
        block = -1
        for index, line in enumerate(self.lines):
            indent = len(line) - len(line.lstrip())
            if block >= 0 and (indent > block or not line.strip()):
                indices.add(index)
            else:
                block = indent if _TEXT_BLOCK.search(line) else -1
        return indices
