"""A body as HTML for the pages of this site, with a mark on everything that has to be judged or followed.

The mark is an attribute, `data-at`, with a number: browsers, and the parser that reads the HTML next, take the first
of two attributes of one name, so no document can set one. The sanitizer removes them all.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from anthology.unicode import NOT_TEXT, describe

from .dialects import Signs
from .heading_ids import HeadingIds
from .html import HtmlWriter
from .inline_writer import TAG, escaped, escaped_address
from .positions import FlatText, Mark, Offset
from .raw_html import Token, attributes, tokens
from .sanitizer import SWALLOWED, VOID, refused_tag

MARK = "data-at"

Report = Callable[[Offset, str, str], None]
"""Takes the byte of a problem, its message and its fix."""

_HEADING = re.compile(r"(</?[hH])([1-6])(?![^\s/>])")
# Browsers close these themselves where another begins.
_CLOSED_BY_OTHERS = frozenset("p li dt dd tr td th thead tbody tfoot rp rt option colgroup".split())
_LONG_TAG, _MOST_ATTRIBUTES = 1_000, 100
_NUMERIC_ENTITY = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));?")
_TOO_DEEP = "close what is opened (</div> for <div>); three levels of lists or quotes are enough for a reader"


class TooMuchError(Exception):
    """The document asks for more work than any text needs: message, fix, and the byte from which on."""

    def __init__(self, offset: int, message: str, fix: str) -> None:
        super().__init__(message)
        self.offset, self.message, self.fix = offset, message, fix


class BodyWriter(HtmlWriter):
    """Writes one body; `html` raises `TooMuchError`.

    Headings get their ids, and move down a level where the body has one of the first: the title of the page is that.
    A picture with a title that is a paragraph of its own becomes a figure with the title as its caption.
    """

    deepest = 100
    most_steps = 120_000
    """forty to a kilobyte of ordinary prose: three megabytes, which is more than a file may have"""

    def __init__(self, text: str, report: Report) -> None:
        super().__init__(text)
        self.report = report
        self.data = text.encode()
        self.marks: list[Mark] = []
        self.ids = HeadingIds()
        self._headings: list[tuple[list[str], int]] = []
        """where the tags of headings are written"""
        self._first_level = False
        self._open_link = 0
        """the index of the mark of the link that was begun last"""
        self._heading = Mark("heading", 0)
        self._figures: list[tuple[list[str], int, str]] = []
        """where pictures with a title are written, and what each is in a figure"""
        self._signs = Signs(self.data)
        self._has_entities = "&#" in text
        self.next_sign = 0 if self._has_entities else self._signs.next
        self.tags: set[str] = set()
        """the names of the tags of the document"""

    def finish(self) -> None:
        """Move the headings down if one is of the first level, and write the footnotes."""
        self.end_run()
        for out, index, figure in self._figures:
            if out[index - 1] == "<p>" and out[index + 1 : index + 2] == ["</p>\n"]:
                out[index - 1 : index + 2] = ["<figure>\n", figure, "</figure>\n"]
        if self._first_level:
            for out, index in self._headings:
                out[index] = _HEADING.sub(
                    lambda match: f"{match[1]}{min(6, int(match[2]) + 1)}", out[index], 1
                )
        super().finish()
        for label, start in self.footnotes.unused():
            fix = f"write [^{label}] where it belongs, or delete it"
            self.report(start, f"nothing refers to the footnote [^{label}], so readers never see it", fix)
        for label, start in self.footnotes.repeated:
            fix = f"give this one a label of its own, such as [^{label}-2], here and where it belongs, or delete it"
            self.report(start, f"there is a footnote [^{label}] already, so readers never see this one", fix)

    def too_much(self, start: int) -> None:
        """Stop at this byte."""
        if self.depth + len(self.opened) > self.deepest:
            raise TooMuchError(start, "lists, quotes or tags are too deep inside each other", _TOO_DEEP)
        message = "this text has more lines, links and marks than a page can show"
        raise TooMuchError(start, message, "split it into several posts here")

    def _mark(self, mark: Mark) -> str:
        self.marks.append(mark)
        return f' {MARK}="{len(self.marks) - 1}"'

    # Text

    def judge(self, text: FlatText) -> None:
        """Look for what other programs would make of the text of a block."""
        for finding in self._signs.find(text, self.previous_end):
            self.report(*finding)
        if self._has_entities:
            self._check_entities(text)
        else:
            self.next_sign = self._signs.next

    def _check_entities(self, text: FlatText) -> None:
        for piece, start in zip(text.pieces, text.starts, strict=True):
            if self.data[start : start + 1] == b"&" and (found := NOT_TEXT.search(piece)):
                self.report(start, f"{describe(found[0])} is written here by its number", "delete it")

    # Links and pictures

    def autolink(self, address: str, shown: str, text: FlatText, index: int) -> None:
        """Write a link for an address that begins at this character of a text."""
        self.steps += 3  # as many as another link takes
        if self.steps > self.most_steps:
            self.too_much(text.offset(index))
        mark = self._mark(Mark("address", 0, raw=text, span=(index, index)))
        self.out.append(f'<a{mark} href="{escaped_address(address)}">{escaped(shown)}</a>')

    def destination(self, attribute: str, value: dict[str, Any], start: int, end: int) -> str:
        """Return the attributes for the address and the title of a link or a picture, and the mark."""
        if value["link_type"] in {"Autolink", "Email"}:
            mark = Mark("address", start + 1)
        elif value["id"]:
            mark = Mark("reference", start, label=value["id"])
        else:
            mark = Mark("link", start)
        if found := NOT_TEXT.search(value["dest_url"] + value["title"]):
            self.report(start, f"{describe(found[0])} is written here by its number", "delete it")
        return self._mark(mark) + super().destination(attribute, value, start, end)

    def on_start_link(self, value: dict[str, Any], start: int, end: int) -> None:
        super().on_start_link(value, start, end)
        self._open_link = len(self.marks) - 1

    def on_end_link(self, value: None, start: int, end: int) -> None:
        super().on_end_link(value, start, end)
        if not self.images:
            self.marks[self._open_link].text_end = (
                start + 1 if self.previous_end == end else self.previous_end
            )

    def image(self, words: str, value: dict[str, Any], start: int, end: int) -> None:
        """Write a picture; with a title it may become a figure."""
        before = len(self.out)
        super().image(words, value, start, end)
        self.marks[-1].text_end = start + 2 if self.previous_end == end else self.previous_end
        if value["title"]:
            plain = self.out[before].replace(f' title="{escaped(value["title"])}"', "")
            figure = f"{plain}\n<figcaption>{escaped(value['title'])}</figcaption>\n"
            self._figures.append((self.out, before, figure))

    # Blocks

    def on_start_heading(self, value: dict[str, Any], start: int, _end: int) -> None:
        self._heading = Mark("heading", start)
        self.line(f"<{value['level'].lower()}{self._mark(self._heading)}")
        self._headings.append((self.out, len(self.out) - 1))
        self._first_level |= value["level"] == "H1"

    def on_end_heading(self, value: str, start: int, end: int) -> None:
        _, index = self._headings[-1]
        html_id = self.ids.of("".join(self.out[index + 1 :]))
        self._heading.label = html_id
        self.out[index] += f' id="{html_id}">'
        super().on_end_heading(value, start, end)
        self._headings.append((self.out, len(self.out) - 1))

    def on_start_definition_list_definition(self, value: None, start: int, end: int) -> None:
        super().on_start_definition_list_definition(value, start, end)
        if self.data[start + 1 : start + 2].strip(b" \t\n:"):  # two colons are a sign of another dialect
            message = "a colon at the beginning of a line makes this the explanation of the line above"
            self.report(
                start, message, r"put a space behind it, or, to show the colon, a backslash before it:  \:"
            )

    def on_task_list_marker(self, done: bool, start: int, _end: int) -> None:
        self.stand_in(TAG, start)
        item = len(self.out) - 1
        while self.out[item] != "<li>":  # it is right behind the beginning of one
            item -= 1
        self.out[item] = '<li class="task">'
        self.out.append("☑ " if done else "☐ ")

    def alignment(self, align: str) -> str:
        """Return the attribute of a cell."""
        return "" if align == "none" else f' class="align-{align}"'

    # Raw HTML

    def raw_html(self, raw: FlatText) -> None:
        """Write the HTML of the document with a mark in each tag, and without comments."""
        html, position = raw.text, 0
        for match in _NUMERIC_ENTITY.finditer(html):
            self._check_entity(match, raw)
        for token in tokens(html):
            self.out.append(html[position : token.start])
            position = token.end
            self.steps += 1
            if self.steps > self.most_steps:
                self.too_much(raw.offset(token.start))
            if problem := _tag_problem(token, html):
                self.report(partial(raw.offset, token.start), *problem)
            elif token.kind != "comment":
                self._tag(token, html[token.start : token.end], raw)
                if token.kind == "start":
                    self._check_markdown(token, html, raw)
        self.out.append(html[position:])

    def _tag(self, token: Token, html: str, raw: FlatText) -> None:
        if token.kind == "start":
            self.tags.add(token.name)
            name_end = 1 + len(token.name)
            mark = self._mark(Mark("tag", 0, raw=raw, span=(token.start, token.end)))
            html = html[:name_end] + mark + html[name_end:]
            if token.name not in VOID and token.name not in _CLOSED_BY_OTHERS:
                self.opened.append(token.name)
        elif token.name in self.opened:
            while self.opened.pop() != token.name:
                pass
        if self.depth + len(self.opened) > self.deepest:
            self.too_much(raw.offset(token.start))
        if _HEADING.match(html):
            self._headings.append((self.out, len(self.out)))
            self._first_level |= token.name == "h1"
        self.out.append(html)

    def _check_entity(self, match: re.Match[str], raw: FlatText) -> None:
        """Report a character written by its number that is none."""
        number = int(match[1], 16) if match[1] else int(match[2])
        # Browsers read 128 to 159 as Windows does, and what is no character at all as U+FFFD.
        if number <= 0x10FFFF and not 0x7F < number < 0xA0 and NOT_TEXT.match(chr(number)):
            message = f"{describe(chr(number))} is written here by its number"
            self.report(partial(raw.offset, match.start()), message, "delete it")

    def _check_markdown(self, token: Token, html: str, raw: FlatText) -> None:
        """Other programs read Markdown in a `<div markdown>` at once; here an empty line comes before it."""
        following = html[token.end : token.end + 200].lstrip()
        if following and following[0] != "<" and "markdown" in attributes(html[token.start : token.end]):
            message = "Markdown right behind a tag is printed as it is typed"
            self.report(
                partial(raw.offset, token.start),
                message,
                f"put an empty line behind <{token.name}> and before </{token.name}>",
            )


def _tag_problem(token: Token, html: str) -> tuple[str, str] | None:
    """Return what is wrong with a tag that no parser of HTML would keep: a message and a fix."""
    if token.kind == "comment":
        end = "put --> behind the comment, without an empty line in it, or delete <!--"
        return None if token.closed else ("a comment begins here and never ends", end)
    if token.kind == "command":
        fix = "delete it; to show it to readers, put it in backticks"
        return f"{token.name} hides what follows it from readers", fix
    if not token.closed:
        return f"the tag <{token.name}> has no end", "write > behind it; to show < itself, write &lt;"
    if (
        token.end - token.start > _LONG_TAG
        and len(attributes(html[token.start : token.end])) > _MOST_ATTRIBUTES
    ):
        return f"the tag <{token.name}> has more attributes than any needs", "delete them"
    if token.name in SWALLOWED:
        return refused_tag(token.name) if token.kind == "start" else None
    return None
