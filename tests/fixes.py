"""The fix of a message, applied as somebody would who follows it to the letter.

Nothing is known here of the mistake but the message, its place, what was typed (`typed`), and what only the
contributor knows (`words`): the title, the year, what a picture shows.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from anthology.problems import Problem


class Desk(NamedTuple):
    """The message and the file before the person who applies a fix."""

    problem: Problem
    root: Path
    typed: str
    words: dict[str, str]

    @property
    def file(self) -> Path:
        return self.root / self.problem.path

    @property
    def offset(self) -> int:
        """The place of the caret in the file."""
        lines = self.text.split("\n")
        return sum(len(line) + 1 for line in lines[: self.problem.line - 1]) + self.problem.column - 1

    @property
    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    def write(self, begin: int, end: int, new: str) -> None:
        text = self.text
        self.file.write_text(text[:begin] + new + text[end:], encoding="utf-8")

    def fill(self, literal: str) -> str:
        """The literal with the contributor's own words in the places that it leaves open."""
        for name, word in self.words.items():
            if f"{name}: …" in literal:
                literal = literal.replace(f"{name}: …", f"{name}: {word}")
            elif "-" in name:
                literal = literal.replace(name.replace("-", " "), word)
        literal = literal.replace("https://…", self.words.get("address", "https://…"))
        assert "…" not in literal, literal
        return literal


def apply_fix(problem: Problem, root: Path, typed: str, words: dict[str, str]) -> None:
    """Do what the fix says; fails on a fix that a person would not know how to apply."""
    for pattern, act in _RULES:
        if match := re.fullmatch(pattern, problem.fix):
            act(Desk(problem, root, typed, words), *match.groups())
            return
    raise AssertionError(f"nobody knows how to do this: {problem.fix}")


def _line_bounds(desk: Desk) -> tuple[int, int]:
    begin = desk.text.rfind("\n", 0, desk.offset) + 1
    end = desk.text.find("\n", begin)
    return begin, len(desk.text) if end < 0 else end


def _write_line(desk: Desk, literal: str) -> None:
    """The line anew, behind the spaces that it has."""
    begin, end = _line_bounds(desk)
    spaces = re.match(r" *", desk.text[begin:end])
    desk.write(begin, end, (spaces[0] if spaces else "") + desk.fill(literal))


def _write_value(desk: Desk, literal: str) -> None:
    """The value at the caret anew: a field's to the end of its line, an entry's to the next comma or bracket."""
    begin, end = _line_bounds(desk)
    literal, rest = desk.fill(literal), desk.text[desk.offset : end]
    if re.match(r"[\w ]+:(\s|$)", literal):
        _write_line(desk, literal)
        return
    before = desk.text[begin : desk.offset]
    in_list = re.search(r"[\[{(][^\]})]*$", before) is not None
    value = re.match(r"\"[^\"]*\"|'[^']*'|[^,\]})]+", rest) if in_list else re.match(r".+", rest)
    assert value
    desk.write(desk.offset, desk.offset + len(value[0].rstrip()), literal)


def _write_sign(desk: Desk, literal: str) -> None:
    """The typed text from the caret on, up to the end of the sign that the literal replaces."""
    rest = desk.text[desk.offset : _line_bounds(desk)[1]]
    value = re.match(
        r"\*\*[^*]+\*\*|[\[(][^\])]*[\])]\s?[\[(][^\])]*[\])]|!\[[^\]]*\]\([^)]*\)|<(\w+).*</\1>", rest
    )
    assert value, rest
    desk.write(desk.offset, desk.offset + len(value[0]), desk.fill(literal))


def _write(desk: Desk, literal: str) -> None:
    in_body = desk.text.find("\n---\n", 4) < desk.offset
    is_sign = in_body and re.match(r"[!\[(<*]", literal) is not None
    (_write_sign if is_sign else _write_value)(desk, literal)


def _did_you_mean(desk: Desk, name: str) -> None:
    begin, end = _line_bounds(desk)
    rest = desk.text[desk.offset : end]
    if re.match(r"[\w ]+:", rest) and desk.offset == begin:  # the name of a field
        desk.write(desk.offset, desk.offset + rest.index(":"), name)
    else:
        _write_value(desk, name)


def _write_each(desk: Desk, pairs: str) -> None:
    begin, end = _line_bounds(desk)
    line = desk.text[begin:end]
    for new, old in re.findall(r"write ([\w-]+) for ([^;]+)", pairs):
        line = line.replace(old, new, 1)
    desk.write(begin, end, line)


def _make_person(desk: Desk, slug: str | None, path: str, lines: str) -> None:
    file = desk.root / path
    file.write_text("\n".join(re.split(r" {3}", lines)) + "\n", encoding="utf-8")
    if slug:
        _write_value(desk, slug)


def _near_person(desk: Desk, meant: str, path: str, lines: str) -> None:
    """The person that is meant or, where only the contributor knows them, their file."""
    if desk.words:
        _make_person(desk, None, path, lines)
    else:
        _did_you_mean(desk, meant)


def _add_line(desk: Desk, literal: str) -> None:
    """A line behind the first ---, which every post has."""
    place = desk.text.index("---\n") + 4
    desk.write(place, place, f"{desk.fill(literal)}\n")


def _add_at_the_end(desk: Desk, literal: str) -> None:
    desk.write(len(desk.text), len(desk.text), f"\n{desk.fill(literal)}\n")


def _rename(desk: Desk, name: str) -> None:
    desk.file.rename(desk.file.with_name(name if name.endswith(".md") else f"{name}.md"))


def _move(desk: Desk, folder: str) -> None:
    shutil.move(desk.file, desk.root / folder)


def _move_up(desk: Desk, path: str) -> None:
    shutil.move(desk.file, desk.root / path)
    desk.file.parent.rmdir()


def _put_beside(desk: Desk, name: str) -> None:
    """The picture beside the post, under the name that the fix gives it, and that name alone."""
    if not (desk.file.parent / name).exists():
        shutil.copy(desk.root / "docs" / "essays" / "picture.png", desk.file.parent / name)
    _write_value(desk, name)


def _describe(desk: Desk, words: str) -> None:
    """The words in the square brackets before the address at which the caret is."""
    assert desk.text[: desk.offset].endswith("[](")
    desk.write(desk.offset - 2, desk.offset - 2, desk.fill(words))


def _cut_behind(desk: Desk, last_words: str) -> None:
    begin = desk.text.index(last_words) + len(last_words)
    desk.write(begin, _line_bounds(desk)[1], "")


def _indent(desk: Desk, number: str) -> None:
    begin, end = _line_bounds(desk)
    desk.write(begin, end, " " * (0 if number == "no" else int(number)) + desk.text[begin:end].lstrip())


def _delete_attribute(desk: Desk) -> None:
    value = re.match(r"\w+=\"[^\"]*\"", desk.text[desk.offset :])
    assert value
    desk.write(desk.offset, desk.offset + len(value[0]), "")


def _join(desk: Desk, line: str) -> None:
    """The line above, with this one behind it."""
    begin, end = _line_bounds(desk)
    above = desk.text.rfind("\n", 0, begin - 1) + 1
    desk.write(above, end, line)


def _delete_line(desk: Desk) -> None:
    begin, end = _line_bounds(desk)
    desk.write(begin, end + 1, "")


def _replace_here(old: str, new: str) -> Callable[[Desk], None]:
    """An act that replaces a sign at or behind the caret by another."""

    def act(desk: Desk) -> None:
        begin = desk.text.index(old, _line_bounds(desk)[0])
        desk.write(begin, begin + len(old), new)

    return act


def _bullet(desk: Desk) -> None:
    desk.write(desk.offset, desk.offset + 2, "- ")


def _hyphens_in_its_place(desk: Desk) -> None:
    begin, end = _line_bounds(desk)
    desk.write(begin, end, "---")


def _hyphens(above: bool) -> Callable[[Desk], None]:
    def act(desk: Desk) -> None:
        begin, end = _line_bounds(desk)
        place, new = (begin, "---\n") if above else (end, "\n---")
        desk.write(place, place, new)

    return act


def _begin_file(desk: Desk) -> None:
    fields = "".join(f"{name}: {word}\n" for name, word in desk.words.items())
    desk.write(0, 0, f"---\n{fields}---\n")


def _after_its_colon(desk: Desk) -> None:
    end = _line_bounds(desk)[1]
    desk.write(end, end, f" {desk.words['something']}")


_REST = r"(?:   \(.*\)|; (?:to show it|capital and small|folders are) .*|, whichever is meant)?"
_LINE_BY = "use straight quotes|type a plain colon and a space|delete it and type a plain space"
_BY = (
    "write|put it in (?:quotes|brackets)|close it|put \\] at the end|write (?:the month before the day|"
    "it from the 10 on|the year alone|its path alone, from the first / on|/ instead|it whole|a comma between them)"
)
_PERSON = r"make the file (\S+) with these four lines:  (.+?)   \(or kind: name\); .*"
_HYPHENS = r"type three hyphens \(---\)"
_RULES: list[tuple[str, Callable[..., None]]] = [
    (r"write something after the colon", _after_its_colon),
    (rf"(?:{_LINE_BY}):  (.+?){_REST}", _write_line),
    (rf"(?:{_BY}):  (.+?){_REST}", _write),
    (r"write [\w-]+ for .+", lambda desk: _write_each(desk, desk.problem.fix)),
    (r"write its SPDX id, such as (.+), or all-rights-reserved", _write),
    (r"write it as (2026-11-22)", _write),
    (r"write (?:year, month and day, such as )?(\d{4}-\d\d-\d\d)(?: or \d{4}-\d\d-\d\d, whichever is meant)?", _write),
    (r"that month has \d+ days; write one of them:  (.+)", _write),
    (rf"add the offset from UTC:  (\S+){_REST}", _write),
    (r"(?:write a colon and a space after its name, or join it to the line above):  (.+)", _join),
    (rf"(?:write ([\w-]+), and )?{_PERSON}", _make_person),
    (rf"did you mean (\S+)\? If not, {_PERSON}", _near_person),
    (rf"write {{0,2}}(\S.*?){_REST}", _write),
    (r"did you mean (\S+)\?", _did_you_mean),
    (r"did you mean \S+\? It is a list:  (.+)", _write_line),
    (r"add a line(?: that says what it shows)?:  (.+?)(?:   \(.*\))?", _add_line),
    (r"add its number in the series:  (.+)", _add_line),
    (r"add it at the end of the text, on a line of its own:  (.+)", _add_at_the_end),
    (r"rename it(?:, with| with)?[^:]*:  ?(\S+)", _rename),
    (r"move (?:it|this file) to (\S+/)(?:; its fields are all right)?", _move),
    (r"move it up:  (\S+)", _move_up),
    (r"(?:put the file|save the picture) beside the post, and write its name alone:  (\S+)", _put_beside),
    (r"say what it shows, for those who do not see it:  !\[(what it shows)\]\(picture.jpg\)", _describe),
    (r"link to the page instead:  (.+)", _write_sign),
    (r"keep what matters most; it fits up to  (.+)", _cut_behind),
    (r"start it under the first letter of the line above, with (\w+) spaces? before it", _indent),
    (r"replace the tab with two spaces", _replace_here("\t", "  ")),
    (r"delete the spaces", _replace_here(" ---", "---")),
    (r"delete it; the look comes from the site", _delete_attribute),
    (r"keep one of the two lines", _delete_line),
    (r"begin each line with a hyphen and an ordinary space:  - tea", _bullet),
    (rf"{_HYPHENS} in its place, with nothing before or after them", _hyphens_in_its_place),
    (rf"{_HYPHENS} on a line of their own above this one", _hyphens(above=True)),
    (rf"{_HYPHENS} on a line of their own below this one, and the text below them", _hyphens(above=False)),
    (r"begin the file with three hyphens \(---\), the fields, three hyphens, then the text", _begin_file),
]  # fmt: skip
"""A fix, and what a reader of it does; the first that matches."""
