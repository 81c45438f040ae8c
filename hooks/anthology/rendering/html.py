"""HTML from the engine's events, in the form of the specifications of CommonMark (0.31.2) and GitHub (0.29)."""

import re
from math import inf
from typing import Any

from anthology.unicode import NOT_TEXT

from . import sanitizer
from .footnotes import Footnotes
from .inline_writer import TAG, InlineWriter, escaped
from .markdown import COMMONMARK, GITHUB, events
from .positions import FlatText

# Within a line: written as they are.
_INLINE = {
    "StartEmphasis": "<em>", "EndEmphasis": "</em>", "StartStrong": "<strong>", "EndStrong": "</strong>",
    "StartStrikethrough": "<del>", "EndStrikethrough": "</del>",
}  # fmt: skip
# What begins a line of HTML.
_LINES = {
    "StartParagraph": "<p>", "StartItem": "<li>", "Rule": "<hr />\n", "StartTableHead": "<thead>\n<tr>\n",
    "EndTableHead": "</tr>\n</thead>\n", "EndTableRow": "</tr>\n", "StartDefinitionList": "<dl>\n",
    "StartDefinitionListTitle": "<dt>",
}  # fmt: skip
# What ends one, behind the text of a block.
_LINE_ENDS = {
    "EndParagraph": "</p>\n", "EndItem": "</li>\n", "EndDefinitionList": "</dl>\n",
    "EndDefinitionListTitle": "</dt>\n", "EndDefinitionListDefinition": "</dd>\n",
}  # fmt: skip

_PARAGRAPH = re.compile(r"<p>(.*)</p>", re.DOTALL)


class HtmlWriter(InlineWriter):
    """Writes one document exactly as the specifications have it.

    With `github`, GitHub's extensions and definition lists are read as well; without it, CommonMark alone.
    """

    deepest: float = inf
    most_steps: float = inf

    def __init__(self, text: str, github: bool = True) -> None:
        super().__init__(text, github)
        self.text = text
        self.github = github
        self.footnotes = Footnotes()
        self.opened: list[str] = []
        """the tags of the document that are open"""
        self._raw = FlatText([], [])
        self._align: tuple[str, ...] = ()
        self._column, self._cell, self._has_rows = 0, "td", False
        self.depth = self.steps = 0
        """how many blocks and marks are open, and the work so far"""

    def html(self) -> str:
        """Return the document as HTML."""
        pieces, starts, most = self.pieces, self.starts, self.most_steps
        for event, span in events(self.text, GITHUB if self.github else COMMONMARK):
            self.steps += 1
            if self.steps > most:
                self.too_much(span["start"])
            name: str
            value: Any
            name, value = event.popitem() if type(event) is dict else (event, None)
            if name == "Text":
                pieces.append(value)
                starts.append(span["start"])
            elif name == "SoftBreak":
                pieces.append("\n")
                starts.append(span["start"])
            else:
                if name == "Start" or name == "End":
                    self.depth += 1 if name == "Start" else -1
                    if self.depth > self.deepest:
                        self.too_much(span["start"])
                    tag, value = (value, None) if type(value) is str else value.popitem()
                    name += tag
                if self.unwritten != len(pieces):
                    self.flush()
                self._write(name, value, span)
            self.previous_end = span["end"]
        self.finish()
        return "".join(self.out)

    def finish(self) -> None:
        """Write what is only known when all has been read."""
        self.end_run()
        self.footnotes.close(self.out)

    def too_much(self, start: int) -> None:
        """Stop at this byte, since the document is deeper than `deepest` or takes more than `most_steps`."""

    def _write(self, name: str, value: Any, span: dict[str, int]) -> None:
        if html := _LINES.get(name):
            self.line(html)
        elif html := _LINE_ENDS.get(name):
            self.end_run()
            self.out.append(html)
        elif html := _INLINE.get(name):
            if not self.images:
                self.out.append(html)
        else:
            getattr(self, _METHODS[name])(value, span["start"], span["end"])

    def line(self, html: str = "") -> None:
        """Begin a line of HTML for a block."""
        if self.pieces:
            self.end_run()
        if self.opened:  # a browser opens some of these again in each block
            self.steps += len(self.opened)
        out = self.out
        if out and out[-1][-1:] != "\n":
            out.append("\n")
        if html:
            out.append(html)

    # Raw HTML

    def on_inline_html(self, value: str, start: int, _end: int) -> None:
        self.stand_in(TAG, start)
        if not self.images:
            self.raw_html(FlatText([value], [start]))

    def on_start_html_block(self, _value: None, _start: int, _end: int) -> None:
        self.line()
        self._raw = FlatText([], [])

    def on_html(self, value: str, start: int, _end: int) -> None:
        self._raw.pieces.append(value)
        self._raw.starts.append(start)

    def on_end_html_block(self, _value: None, _start: int, _end: int) -> None:
        self.raw_html(self._raw)
        self.line()

    def raw_html(self, raw: FlatText) -> None:
        """Write HTML that stands in the document."""
        self.out.append(raw.text)

    # Blocks

    def on_start_heading(self, value: dict[str, Any], _start: int, _end: int) -> None:
        self.line(f"<{value['level'].lower()}>")

    def on_end_heading(self, value: str, _start: int, _end: int) -> None:
        self.end_run()
        self.out.append(f"</{value.lower()}>\n")

    def on_start_block_quote(self, value: str | None, _start: int, _end: int) -> None:
        if value:
            title = f'<p class="admonition-title">{value}</p>\n'
            self.line(f'<div class="admonition {value.lower()}">\n{title}')
        else:
            self.line("<blockquote>\n")

    def on_end_block_quote(self, value: str | None, _start: int, _end: int) -> None:
        self.line("</div>\n" if value else "</blockquote>\n")

    def on_start_code_block(self, value: Any, start: int, _end: int) -> None:
        language = (value["Fenced"].split() or [""])[0] if type(value) is dict else ""
        self.line(f'<pre><code class="language-{escaped(language)}">' if language else "<pre><code>")
        self.in_code = True

    def on_end_code_block(self, _value: None, _start: int, _end: int) -> None:
        self.end_run()
        self.in_code = False
        self.out.append("</code></pre>\n")

    def on_start_list(self, first: int | None, _start: int, _end: int) -> None:
        opening = "<ul>" if first is None else "<ol>" if first == 1 else f'<ol start="{first}">'
        self.line(f"{opening}\n")

    def on_end_list(self, ordered: bool, _start: int, _end: int) -> None:
        self.line("</ol>\n" if ordered else "</ul>\n")

    def on_start_definition_list_definition(self, _value: None, _start: int, _end: int) -> None:
        self.line("<dd>")

    def on_task_list_marker(self, done: bool, start: int, _end: int) -> None:
        self.stand_in(TAG, start)
        checked = 'checked="" ' if done else ""
        self.out.append(f'<input {checked}disabled="" type="checkbox"> ')

    # Tables

    def on_start_table(self, align: tuple[str, ...], _start: int, _end: int) -> None:
        self.line("<table>\n")
        self._align, self._column, self._cell, self._has_rows = align, 0, "th", False

    def on_end_table(self, _value: None, _start: int, _end: int) -> None:
        self.line("</tbody>\n</table>\n" if self._has_rows else "</table>\n")

    def on_start_table_row(self, _value: None, _start: int, _end: int) -> None:
        self.line("<tr>\n" if self._has_rows else "<tbody>\n<tr>\n")
        self._column, self._cell, self._has_rows = 0, "td", True

    def on_start_table_cell(self, _value: None, _start: int, _end: int) -> None:
        align = self._align[self._column] if self._column < len(self._align) else "None"
        self.line(f"<{self._cell}{self.alignment(align.lower())}>")
        self._column += 1

    def on_end_table_cell(self, _value: None, _start: int, _end: int) -> None:
        self.end_run()
        self.out.append(f"</{self._cell}>\n")

    def alignment(self, align: str) -> str:
        """Return the attribute of a cell for `left`, `center`, `right` or `none`."""
        return "" if align == "none" else f' align="{align}"'

    # Footnotes

    def on_footnote_reference(self, label: str, start: int, _end: int) -> None:
        self.stand_in(TAG, start)
        if not self.images:
            self.footnotes.refer(label, self.out)

    def on_start_footnote_definition(self, label: str, start: int, _end: int) -> None:
        self.end_run()
        self.out = self.footnotes.begin(label, start, self.out)

    def on_end_footnote_definition(self, _value: None, _start: int, _end: int) -> None:
        self.end_run()
        self.out = self.footnotes.end()


# The methods by the names of their events.
_METHODS = {
    method[3:].title().replace("_", ""): method for method in dir(HtmlWriter) if method.startswith("on_")
}


def render_raw(text: str, github: bool = True) -> str:
    """Render Markdown as the specifications have it, with or without GitHub's extensions; nothing is judged.

    Line ends are made `\\n` first, as in every file: the engine leaves the others in code spans.
    """
    return HtmlWriter(text.replace("\r\n", "\n").replace("\r", "\n"), github).html()


def inline(text: str) -> str:
    """Render a line of Markdown as safe HTML without its paragraph: for texts in YAML files."""
    html = NOT_TEXT.sub("", sanitizer.sanitized_line(HtmlWriter(text).html())).strip()
    return _PARAGRAPH.sub(r"\1", html) if html.count("<p>") == 1 else html
