"""Front matter and YAML: text in, plain values and their positions out.

Every value is the text that is written in the file, and the field decides what it means. So `no` stays
"no", `1:02:03` stays "1:02:03" and `010` stays "010", where YAML 1.1 would read false, 3723 and 8. Anchors,
aliases and tags, which can multiply text or create objects, are refused.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import yaml
from frontmatter.default_handlers import YAMLHandler

from anthology.problems import FieldPath, Issue, IssueError, Position
from anthology.unicode import NOT_TEXT, OPEN_DIRECTION_FIX, describe, replace_open_directions

from .yaml_mistakes import inside_curly_quotes

Value = None | str | list["Value"] | dict[str, "Value"]

_MAX_DEPTH = 12
_YAML_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# YAML's escapes are characters; JSON writes one beyond the first 65,536 as two halves.
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_WHOLE_CHARACTER = "write the character itself in the place of its code"
_COMPARE = "compare this line and the one above it with the example in CONTRIBUTING"
_UNFOLD = "write each entry on a line of its own:  a hyphen, a space, and the entry in quotes"


@dataclass
class Fields:
    """The values of a document with the positions of each key and each value.

    `issues` are what YAML allows and this reader does not. `root` is the whole document; `values` is the same
    if it is a mapping, otherwise empty.
    """

    values: dict[str, Value] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    root: Value = None
    parse: Callable[[], "Fields"] | None = None
    """of values that were recalled: reads them with their positions"""

    @cached_property
    def keys(self) -> dict[FieldPath, Position]:
        """The position of each key."""
        return self._parsed.keys if self._parsed else {}

    @cached_property
    def positions(self) -> dict[FieldPath, Position]:
        """The position of each value."""
        return self._parsed.positions if self._parsed else {}

    @property
    def can_parse(self) -> bool:
        """True if the positions are still to be read."""
        return self.parse is not None and "_parsed" not in self.__dict__

    @cached_property
    def _parsed(self) -> "Fields | None":
        return self.parse() if self.parse else None


class YAMLSyntaxError(IssueError):
    """YAML that cannot be parsed.

    `position` is where the parser stopped, `context_mark` the beginning of what it was parsing.
    """

    def __init__(
        self, message: str, position: Position, context_mark: Position | None = None, fix: str = _COMPARE
    ) -> None:
        super().__init__(message, fix, position)
        self.position = position
        self.context_mark = context_mark or position


class _Handler(YAMLHandler):
    # The library's own pattern takes blank lines after the boundary into it, and miscounts the body's lines.
    FM_BOUNDARY = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)


def split_front_matter(text: str) -> tuple[str, str, int] | None:
    """Front matter, body, and the number of lines before the body; None where there is no front matter."""
    handler = _Handler()
    if not handler.detect(text.lstrip("\n")):
        return None
    try:
        matter, body = handler.split(text)
    except ValueError:
        return None
    return matter, body, text[: len(text) - len(body)].count("\n")


def parse_yaml(text: str, first_line: int = 1) -> Fields:
    """The fields of a YAML document whose first line is line `first_line` of its file.

    Raises YAMLSyntaxError.
    """
    try:
        return _FieldsParser(first_line).parse(yaml.parse(text, Loader=_YAML_LOADER))
    except yaml.MarkedYAMLError:
        raise _syntax_error(text, first_line) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _unreadable(str(error).splitlines()[0], Position(first_line, 1)) from None


def dump_yaml(values: dict[str, object]) -> str:
    """YAML for a new file, in the order given; a text of several lines keeps them."""
    return str(yaml.dump(values, Dumper=_LineKeeper, sort_keys=False, allow_unicode=True, width=100))


_UNFOLDABLE = re.compile(r" (?:[-*•–·▪]|\S*[：﹕︓∶])")
_DIRECTION_SIGN = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FIRST_FOLD = 70
"""characters of a text that are in its first line in any case"""
_LONGEST_FOLDED = 2_000
"""characters; PyYAML takes long to fold a longer text"""


class _LineKeeper(yaml.SafeDumper):
    """A dumper that writes texts of several lines as literal blocks, and curly quotes within straight ones."""

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """A text as a scalar."""
        style = "'" if inside_curly_quotes(text) != text else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style="|" if _is_block(text) else style)


def _is_block(text: str) -> bool:
    """True for a text that could be folded at a word that begins a list or ends like a key, or has a direction."""
    return bool(
        "\n" in text
        or len(text) > _LONGEST_FOLDED
        or _UNFOLDABLE.search(text, _FIRST_FOLD)
        or _DIRECTION_SIGN.search(text)
    )


_LineKeeper.add_representer(str, _LineKeeper.represent_text)


def _syntax_error(text: str, first_line: int) -> YAMLSyntaxError:
    # Parsed again in Python: libyaml is not on every machine and words its errors differently.
    try:
        for _ in yaml.parse(text, Loader=yaml.BaseLoader):
            pass
    except yaml.MarkedYAMLError as error:
        marks = [mark for mark in (error.problem_mark, error.context_mark) if mark]
        if marks:
            positions = [Position(first_line + mark.line, mark.column + 1) for mark in marks]
            line = text.split("\n")[min(marks[0].line, text.count("\n"))]
            fix = _UNFOLD if re.search(r"[\[{]", line) else _COMPARE
            return _unreadable(str(error.problem), positions[0], positions[-1], fix)
        return _unreadable(str(error.problem), Position(first_line, 1))
    except (yaml.YAMLError, RecursionError, ValueError):
        pass  # the two parsers disagree; at least one of them cannot parse it
    if half := _HALF_CHARACTER.search(text):
        number = first_line + text.count("\n", 0, half.start())
        position = Position(number, half.start() - text.rfind("\n", 0, half.start()))
        return _unreadable(f"{half[0]} is half of a character", position, fix=_WHOLE_CHARACTER)
    return _unreadable("this is not YAML", Position(first_line, 1))


def _unreadable(
    reason: str, position: Position, context_mark: Position | None = None, fix: str = _COMPARE
) -> YAMLSyntaxError:
    return YAMLSyntaxError(f"these fields cannot be read here ({reason})", position, context_mark, fix)


class _FieldsParser:
    """Builds values from YAML's events; deep nesting ends with an error, not with a full stack."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.fields = Fields()
        self.events: Iterator[yaml.Event] = iter(())

    def parse(self, events: Iterator[yaml.Event]) -> Fields:
        self.events = events
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and self.fields.root is not None:
                fix = "keep one block of fields, with no `---` inside"
                self._report(event, "a second document begins here", fix)
                break
            if isinstance(event, yaml.NodeEvent):
                self.fields.root = self._value(event, ())
        if isinstance(self.fields.root, dict):
            self.fields.values = self.fields.root
        return self.fields

    def _value(self, event: yaml.Event, path: FieldPath) -> Value:
        self.fields.positions.setdefault(path, self._position(event))
        self._reject_anchors_and_tags(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        if isinstance(event, yaml.ScalarEvent):
            if event.style:
                return self._text(event)
            return None if event.value in {"", "~", "null"} else inside_curly_quotes(self._text(event))
        return None

    def _mapping(self, path: FieldPath) -> dict[str, Value]:
        self._check_depth(path)
        values: dict[str, Value] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, path)
            if key in values:
                message = (
                    f"`{key}` is given twice; it is already on line {self.fields.keys[(*path, key)].line}"
                )
                self._report(event, message, "keep one of the two lines")
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
            self._reject_anchors_and_tags(event)
            return self._text(event)
        self._report(event, "the name of a field has to be text", "write a plain name before the colon")
        self._value(event, (*path, "?"))
        return "?"

    def _text(self, event: yaml.ScalarEvent) -> str:
        text = str(event.value)
        if match := NOT_TEXT.search(text):  # written as an escape: "\\0"
            self._report(event, f"{describe(match[0])} is written here with a backslash", "delete it")
            text = NOT_TEXT.sub(" ", text)
        if replace_open_directions(text, "") != text:
            message = (
                "a character that changes the direction of the text to its end is written with a backslash"
            )
            self._report(event, message, OPEN_DIRECTION_FIX)
        return text

    def _reject_anchors_and_tags(self, event: yaml.Event) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            written, meaning = f"*{anchor}", "a reference"
        elif anchor:
            written, meaning = f"&{anchor}", "a mark"
        elif tag and tag != "!":
            written, meaning = tag, "a type"
        else:
            return
        sign = written[0] if written[0] in "*&" else "!"
        fix = f'put the text in quotes:  "{sign}…"'
        self._report(event, f"`{written}` is read as {meaning}, not as text", fix)

    def _check_depth(self, path: FieldPath) -> None:
        if len(path) > _MAX_DEPTH:
            message = f"lists and fields are nested more than {_MAX_DEPTH} deep"
            fix = "write it flatter: one field a line, lists with a hyphen before each entry"
            raise YAMLSyntaxError(message, self.fields.positions[path], fix=fix)

    def _report(self, event: yaml.Event, message: str, fix: str) -> None:
        self.fields.issues.append(Issue(message, fix, self._position(event)))

    def _position(self, event: yaml.Event) -> Position:
        mark = event.start_mark
        assert mark is not None  # events created by a parser have one
        return Position(self.first_line + mark.line, mark.column + 1)
