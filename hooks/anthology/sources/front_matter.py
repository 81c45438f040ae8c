"""The one door to python-frontmatter and YAML: text in, plain values and their places out.

YAML is read by the rules a writer expects: every value is the text that stands in the file, and the
field decides what it means. So `no` stays "no", `1:02:03` stays "1:02:03" and `010` stays "010",
where YAML 1.1 would make them false, 3723 and 8. Anchors, aliases and tags, which can multiply text
or make objects, are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from frontmatter.default_handlers import YAMLHandler

from anthology.problems import FieldPath, Issue, Position
from anthology.unicode import NOT_TEXT, named

Value = None | str | list["Value"] | dict[str, "Value"]

_DEEPEST = 12
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class Fields:
    """The values of a mapping, and the positions of each key and each value.

    `issues` are what YAML allows and our narrower reading of it does not. `top` is the whole document,
    which `values` is only if it is a mapping.
    """

    values: dict[str, Value] = field(default_factory=dict)
    keys: dict[FieldPath, Position] = field(default_factory=dict)
    positions: dict[FieldPath, Position] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    top: Value = None


class YAMLSyntaxError(Exception):
    """YAML that cannot be read. `place` is where the reader stopped, `begun` where what it read began."""

    def __init__(
        self, place: Position, message: str, begun: Position | None = None, too_deep: bool = False
    ) -> None:
        super().__init__(message)
        self.place = place
        self.begun = begun or place
        self.too_deep = too_deep


class _Handler(YAMLHandler):
    # The library's own pattern lets the boundary run over following blank lines, and the count of
    # the body's lines with it.
    FM_BOUNDARY = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)


def split(text: str) -> tuple[str, str, int] | None:
    """Front matter, body, and the number of lines before the body; nothing where there is none."""
    handler = _Handler()
    if not handler.detect(text.lstrip("\n")):
        return None
    try:
        matter, body = handler.split(text)
    except ValueError:
        return None
    return matter, body, text[: len(text) - len(body)].count("\n")


def read(text: str, first_line: int = 1) -> Fields:
    """The fields of a YAML document whose first line is line `first_line` of its file.

    Raises YAMLSyntaxError where the text is not YAML.
    """
    try:
        return _Reader(first_line).read(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError:
        raise _syntax_error(text, first_line) from None
    except TooDeep as error:
        raise YAMLSyntaxError(error.place, str(error), too_deep=True) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise YAMLSyntaxError(Position(first_line, 1), str(error).splitlines()[0]) from None


def dump(values: dict[str, object]) -> str:
    """YAML for a new file, in the order given."""
    return str(yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=100))


def _syntax_error(text: str, first_line: int) -> YAMLSyntaxError:
    # Read again by the pure reader: libyaml is not on every machine and words its errors otherwise.
    try:
        for _ in yaml.parse(text, Loader=yaml.BaseLoader):
            pass
    except yaml.MarkedYAMLError as error:
        marks = [mark for mark in (error.problem_mark, error.context_mark) if mark]
        places = [Position(first_line + mark.line, mark.column + 1) for mark in marks] or [
            Position(first_line, 1)
        ]
        return YAMLSyntaxError(places[0], str(error.problem), places[-1])
    except (yaml.YAMLError, RecursionError, ValueError):
        pass  # the two readers do not agree; it is no YAML to at least one of them
    return YAMLSyntaxError(Position(first_line, 1), "this is not YAML")


class TooDeep(Exception):  # noqa: N818 -- it reads as the sentence it is
    """Lists and fields stand so deep inside each other that nobody can have meant it."""

    def __init__(self, place: Position) -> None:
        super().__init__(f"lists and fields stand more than {_DEEPEST} deep inside each other")
        self.place = place


class _Reader:
    """Builds values from YAML's events, without recursion through hostile depths."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.fields = Fields()
        self.events: Iterator[yaml.Event] = iter(())

    def read(self, events: Iterator[yaml.Event]) -> Fields:
        self.events = events
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and self.fields.top is not None:
                self._report(
                    event, "a second document begins here", "keep one block of fields, with no `---` inside"
                )
                break
            if isinstance(event, yaml.NodeEvent):
                self.fields.top = self._value(event, ())
        if isinstance(self.fields.top, dict):
            self.fields.values = self.fields.top
        return self.fields

    def _value(self, event: yaml.Event, path: FieldPath) -> Value:
        self.fields.positions.setdefault(path, self._position(event))
        self._check_plainness(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        if isinstance(event, yaml.ScalarEvent):
            return None if not event.style and event.value in {"", "~", "null"} else self._text(event)
        return None

    def _mapping(self, path: FieldPath) -> dict[str, Value]:
        self._check_depth(path)
        values: dict[str, Value] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, path)
            if key in values:
                first = self.fields.keys[(*path, key)].line
                self._report(
                    event, f"`{key}` stands twice; it is already on line {first}", "keep one of the two lines"
                )
                self._value(next(self.events), (*path, key))
                continue
            self.fields.keys[(*path, key)] = self._position(event)
            values[key] = self._value(next(self.events), (*path, key))
        return values

    def _sequence(self, path: FieldPath) -> list[Value]:
        self._check_depth(path)
        values: list[Value] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._value(event, (*path, len(values))))
        return values

    def _key(self, event: yaml.Event, path: FieldPath) -> str:
        if isinstance(event, yaml.ScalarEvent):
            self._check_plainness(event)
            return self._text(event)
        self._report(event, "the name of a field has to be text", "write a plain name before the colon")
        self._value(event, (*path, "?"))
        return "?"

    def _text(self, event: yaml.ScalarEvent) -> str:
        text = str(event.value)
        if found := NOT_TEXT.search(text):  # written as an escape: "\\0"
            self._report(event, f"{named(found[0])} is written here with a backslash", "delete it")
            text = NOT_TEXT.sub(" ", text)
        return text

    def _check_plainness(self, event: yaml.Event) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            self._report(
                event, f"`*{anchor}` is read as a reference, not as text", 'put the text in quotes:  "*…"'
            )
        elif anchor:
            self._report(
                event, f"`&{anchor}` is read as a mark, not as text", 'put the text in quotes:  "&…"'
            )
        elif tag and tag != "!":
            self._report(event, f"`{tag}` is read as a type, not as text", 'put the text in quotes:  "!…"')

    def _check_depth(self, path: FieldPath) -> None:
        if len(path) > _DEEPEST:
            raise TooDeep(self.fields.positions[path])

    def _report(self, event: yaml.Event, message: str, fix: str) -> None:
        self.fields.issues.append(Issue(message, fix, self._position(event)))

    def _position(self, event: yaml.Event) -> Position:
        mark = event.start_mark
        assert mark is not None  # only events made by hand have none
        return Position(self.first_line + mark.line, mark.column + 1)
