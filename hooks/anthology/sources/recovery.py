"""Front matter read on past every mistake, so that one run shows all of them.

YAML stops at its first error and words it for programmers. Here each slip that people make gets a
message of its own (see slips), and the mended text is only read, never written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from anthology.problems import Issue, Position

from .front_matter import Fields, YAMLSyntaxError, read
from .yaml_mistakes import Slip, loud_slips, silent_slips

_MOST_MISTAKES = 30
_FARTHEST = 40
"""lines from where YAML gives up, upwards, in which the reason is looked for"""
_TOP_FIELD = re.compile(r"(?P<name>[A-Za-z_][\w-]*)[ \t]*:")
_TEXT_BLOCK = re.compile(r"(?:^|[:-][ \t]+)[|>][-+0-9]*[ \t]*$")


def read_leniently(text: str, first_line: int) -> tuple[Fields, list[Issue], set[str]]:
    """The fields, read on past every mistake; all mistakes; names of fields that could not be read."""
    reader = _LenientReader(text.split("\n"), first_line)
    fields = reader.read()
    return fields, [*reader.issues, *fields.issues], reader.lost


class _LenientReader:
    def __init__(self, lines: list[str], first_line: int) -> None:
        self.lines, self.first_line = lines, first_line
        self.issues: list[Issue] = []
        self.lost: set[str] = set()

    def read(self) -> Fields:
        for index, slip in self._slips(silent_slips, range(len(self.lines))):
            self._take(index, slip)
        for _ in range(_MOST_MISTAKES):
            try:
                return self._fields(self.lines)
            except YAMLSyntaxError as error:
                self._mend(error)
        return Fields()

    def _fields(self, lines: list[str]) -> Fields:
        return read("\n".join(lines), self.first_line)

    def _mend(self, error: YAMLSyntaxError) -> None:
        """Takes the slip nearest above the error whose mending leads further; without one, a field is lost."""
        stopped = self._index(error.place)
        upwards = range(stopped, max(-1, stopped - _FARTHEST), -1)
        begun = self._index(error.begun)
        for index, slip in self._slips(loud_slips, [begun, *upwards] if begun else upwards):
            if self._leads_further(index, slip, error):
                self._take(index, slip)
                return
        self.issues.append(
            Issue(*self._words(error, stopped), Position(self.first_line + stopped, error.place.column))
        )
        self._lose(stopped)

    def _words(self, error: YAMLSyntaxError, stopped: int) -> tuple[str, str]:
        if error.too_deep:
            return str(error), "write it flatter: one field a line, lists with a hyphen before each entry"
        fix = "compare this line and the one above it with the example in CONTRIBUTING"
        if re.search(r"[\[{]", self.lines[stopped]):
            fix = "write each entry on a line of its own:  a hyphen, a space, and the entry in quotes"
        return f"these fields cannot be read here ({error})", fix

    def _index(self, place: Position) -> int:
        return max(0, min(place.line - self.first_line, len(self.lines) - 1))

    def _leads_further(self, index: int, slip: Slip, error: YAMLSyntaxError) -> bool:
        trial = [*self.lines]
        trial[index] = slip.mended
        try:
            self._fields(trial)
        except YAMLSyntaxError as later:
            return later.place.line > error.place.line
        return True

    def _take(self, index: int, slip: Slip) -> None:
        self.issues.append(Issue(slip.message, slip.fix, Position(self.first_line + index, slip.column)))
        self.lines[index] = slip.mended

    def _lose(self, index: int) -> None:
        """Empties the field around a line: its places stay, the rest can be read."""
        begin = next((at for at in range(index, -1, -1) if _TOP_FIELD.match(self.lines[at])), 0)
        behind = range(index + 1, len(self.lines))
        end = next((at for at in behind if _TOP_FIELD.match(self.lines[at])), len(self.lines))
        for at in range(begin, end):
            if name := _TOP_FIELD.match(self.lines[at]):
                self.lost.add(name["name"])
            self.lines[at] = ""

    def _slips(
        self, kind: Callable[[str, str], Iterator[Slip]], indices: range | list[int]
    ) -> Iterator[tuple[int, Slip]]:
        """Slips of a kind in these lines, one after the other; lines of a text block have none."""
        text = self._text_lines()
        for index in indices:
            if index not in text:
                above = next(
                    (line for line in reversed(self.lines[max(0, index - 3) : index]) if line.strip()), ""
                )
                for slip in kind(self.lines[index], above):
                    yield index, slip

    def _text_lines(self) -> set[int]:
        found: set[int] = set()
        block = -1
        for index, line in enumerate(self.lines):
            indent = len(line) - len(line.lstrip())
            if block >= 0 and (indent > block or not line.strip()):
                found.add(index)
            else:
                block = indent if _TEXT_BLOCK.search(line) else -1
        return found
