"""HTML from the engine's events, in the form of the specifications of CommonMark (0.31.2) and GitHub (0.29)."""

import re
from collections.abc import Callable
from math import inf
from typing import Any, ClassVar
from urllib.parse import quote

from .autolinks import autolinks, may_have_autolinks
from .flat_text import FlatText
from .footnotes import Footnotes
from .markdown import COMMONMARK, GITHUB, events

CODE, TAG, LINK, LINK_END = "\ufffc", "\ufffd", "\ue010", "\ue011"
"""Stand in the text of a block for what is no text: code, a tag, the beginning and the end of a link or a picture."""

_NEEDS_QUOTING = re.compile(r"[^\w\-.+!*(),%#@?=;:/$~&']", re.ASCII)
# Within a line: written as they are.
_INLINE = {
    "StartEmphasis": "<em>", "EndEmphasis": "</em>", "StartStrong": "<strong>", "EndStrong": "</strong>",
    "StartStrikethrough": "<del>",
    "EndStrikethrough": "</del>",
}  # fmt: skip
# Blocks that need nothing else: each begins a line, or ends one.
_BLOCK_STARTS = {
    "StartParagraph": "<p>", "Rule": "<hr />\n", "StartItem": "<li>", "StartDefinitionList": "<dl>\n",
    "StartDefinitionListTitle": "<dt>", "StartDefinitionListDefinition": "<dd>", "EndDefinitionList": "</dl>\n",
}  # fmt: skip
_BLOCK_ENDS = {
    "EndParagraph": "</p>\n", "EndItem": "</li>\n", "EndDefinitionListTitle": "</dt>\n",
    "EndDefinitionListDefinition": "</dd>\n",
}  # fmt: skip
_NESTING = {"Start": 1, "End": -1}

Handler = Callable[["HtmlWriter", Any, int, int], None]


def escaped(text: str) -> str:
    """Return a text as HTML."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace('"', "&quot;") if '"' in text else text


def escaped_address(address: str) -> str:
    """Return the address of a link as the value of an attribute, percent-encoded where it has to be."""
    if _NEEDS_QUOTING.search(address):
        address = quote(address, safe="-_.+!*(),%#@?=;:/$~&'")
    return address.replace("&", "&amp;").replace("'", "&#x27;")


class HtmlWriter:
    """Writes one document as the specifications have it.

    With `github`, GitHub's extensions and definition lists are read as well; without it, CommonMark alone. A method
    `on_…` is called for the event of its name, with the event's value, and the first and the last byte (exclusive) of
    the source from which it comes.
    """

    deepest: float = inf
    most_steps: float = inf
    _handlers: ClassVar[dict[str, Handler]] = {}

    def __init_subclass__(cls) -> None:
        """Collect the methods `on_…` by the names of their events."""
        names = (name for name in dir(cls) if name.startswith("on_"))
        cls._handlers = {name[3:].title().replace("_", ""): getattr(cls, name) for name in names}

    def __init__(self, text: str, github: bool = True) -> None:
        self.text = text
        self.github = github
        self.out: list[str] = []
        self.run = FlatText()
        """the text of the paragraph, heading or cell that is being read"""
        self.footnotes = Footnotes()
        self._unwritten = 0
        """index of the first piece of the run that is not in `out` yet"""
        self._link: dict[str, Any] | None = None
        self._images: list[tuple[int, dict[str, Any]]] = []
        """the pictures that are open: the length of `out` before each, and the value of its event"""
        self._in_code = False
        self._raw = FlatText()
        self._align: tuple[str, ...] = ()
        self._column = self._rows = 0
        self._cell = "td"
        self._finds_autolinks = github and may_have_autolinks(text)
        self.depth = self.steps = 0
        """how many blocks and marks are open, and the work so far"""
        self.previous_end = 0
        """the byte behind the last event"""

    def html(self) -> str:
        """Return the document as HTML."""
        handlers = self._handlers
        for event, span in events(self.text, GITHUB if self.github else COMMONMARK):
            self.steps += 1
            if self.depth > self.deepest or self.steps > self.most_steps:
                self.too_much(span["start"])
            if type(event) is str:
                name, value = event, None
            else:
                ((name, value),) = event.items()
                if name == "Text":
                    self.run.append(value, span["start"])
                    self.previous_end = span["end"]
                    continue
                if name in _NESTING:
                    self.depth += _NESTING[name]
                    if type(value) is str:
                        name, value = name + value, None
                    else:
                        ((tag, value),) = value.items()
                        name += tag
            if self._unwritten != len(self.run.pieces):
                self._flush()
            if name in _INLINE:
                if not self._images:
                    self.out.append(_INLINE[name])
            else:
                self._block(name, handlers.get(name), value, span["start"], span["end"])
            self.previous_end = span["end"]
        if self._unwritten != len(self.run.pieces):
            self._flush()
        self.finish()
        return "".join(self.out)

    def finish(self) -> None:
        """Write what is only known when all has been read."""
        self.end_run()
        self.footnotes.close(self.out)

    def too_much(self, start: int) -> None:
        """Stop at this byte, since the document is deeper than `deepest` or takes more than `most_steps`."""

    def _block(self, name: str, handler: Handler | None, value: Any, start: int, end: int) -> None:
        if name in _BLOCK_STARTS:
            self._line(_BLOCK_STARTS[name])
        if handler:
            handler(self, value, start, end)
        if name in _BLOCK_ENDS:
            self.end_run()
            self.out.append(_BLOCK_ENDS[name])

    def _line(self, html: str = "") -> None:
        """Begin a line of HTML for a block."""
        self.end_run()
        if self.out and self.out[-1][-1:] != "\n":
            self.out.append("\n")
        if html:
            self.out.append(html)

    # Text

    def _flush(self) -> None:
        """Write the text since the last event of another kind."""
        pieces, begin = self.run.pieces, self._unwritten
        text = pieces[begin] if len(pieces) == begin + 1 else "".join(pieces[begin:])
        self._unwritten = len(pieces)
        marked = self._link or self._images or self._in_code
        if marked or not self._finds_autolinks or not may_have_autolinks(text):
            self.out.append(escaped(text))
            return
        position, before = 0, sum(map(len, pieces[:begin]))
        for link in autolinks(text):
            self.out.append(escaped(text[position : link.start]))
            self.autolink(link.address, text[link.start : link.end], before + link.start)
            position = link.end
        self.out.append(escaped(text[position:]))

    def autolink(self, address: str, shown: str, index: int) -> None:
        """Write a link for an address that begins at this character of the run."""
        self.out.append(f'<a href="{escaped_address(address)}">{escaped(shown)}</a>')

    def end_run(self) -> None:
        """Close the text of a block."""
        if self.run.pieces:
            self.run, self._unwritten = FlatText(), 0

    def stand_in(self, character: str, start: int) -> None:
        """Put a character into the run for something that is no text."""
        self.run.append(character, start)
        self._unwritten = len(self.run.pieces)

    def on_soft_break(self, _value: None, start: int, _end: int) -> None:
        self.stand_in("\n", start)
        self.out.append("\n")

    def on_hard_break(self, _value: None, start: int, _end: int) -> None:
        self.stand_in("\n", start)
        self.out.append("\n" if self._images else "<br />\n")

    def on_code(self, value: str, start: int, _end: int) -> None:
        self.stand_in(CODE, start)
        self.out.append(escaped(value) if self._images else f"<code>{escaped(value)}</code>")

    # Links and pictures

    def on_start_link(self, value: dict[str, Any], start: int, end: int) -> None:
        self.stand_in(LINK, start)
        self._link = value
        if not self._images:
            self.out.append(f"<a{self.destination('href', value, start, end)}>")

    def on_end_link(self, _value: None, _start: int, end: int) -> None:
        self.stand_in(LINK_END, end)
        self._link = None
        if not self._images:
            self.out.append("</a>")

    def destination(self, attribute: str, value: dict[str, Any], _start: int, _end: int) -> str:
        """Return the attributes for the address and the title of a link or a picture."""
        address = escaped_address(value["dest_url"])
        scheme = "mailto:" if value["link_type"] == "Email" else ""
        title = f' title="{escaped(value["title"])}"' if value["title"] else ""
        return f' {attribute}="{scheme}{address}"{title}'

    def on_start_image(self, value: dict[str, Any], start: int, _end: int) -> None:
        self.stand_in(LINK, start)
        self._images.append((len(self.out), value))

    def on_end_image(self, _value: None, start: int, end: int) -> None:
        begin, value = self._images.pop()
        if not self._images:  # a picture within the words for another is those words
            words = "".join(self.out[begin:])
            del self.out[begin:]
            self.image(words, value, start, end)
        self.stand_in(LINK_END, end)

    def image(self, words: str, value: dict[str, Any], start: int, end: int) -> None:
        """Write a picture; its words are escaped already."""
        source, _, title = self.destination("src", value, start, end).partition(" title=")
        self.out.append(f'<img{source} alt="{words}"{f" title={title}" if title else ""} />')

    # Raw HTML

    def on_inline_html(self, value: str, start: int, _end: int) -> None:
        self.stand_in(TAG, start)
        if not self._images:
            raw = FlatText()
            raw.append(value, start)
            self.raw_html(raw)

    def on_start_html_block(self, _value: None, _start: int, _end: int) -> None:
        self._line()
        self._raw = FlatText()

    def on_html(self, value: str, start: int, _end: int) -> None:
        self._raw.append(value, start)

    def on_end_html_block(self, _value: None, _start: int, _end: int) -> None:
        self.raw_html(self._raw)
        self._line()

    def raw_html(self, raw: FlatText) -> None:
        """Write HTML that stands in the document."""
        self.out.append(raw.text)

    # Blocks

    def on_start_heading(self, value: dict[str, Any], _start: int, _end: int) -> None:
        self._line(f"<{value['level'].lower()}>")

    def on_end_heading(self, value: str, _start: int, _end: int) -> None:
        self.end_run()
        self.out.append(f"</{value.lower()}>\n")

    def on_start_block_quote(self, value: str | None, _start: int, _end: int) -> None:
        if value:
            title = f'<p class="admonition-title">{value}</p>\n'
            self._line(f'<div class="admonition {value.lower()}">\n{title}')
        else:
            self._line("<blockquote>\n")

    def on_end_block_quote(self, value: str | None, _start: int, _end: int) -> None:
        self._line("</div>\n" if value else "</blockquote>\n")

    def on_start_code_block(self, value: Any, start: int, _end: int) -> None:
        language = (value["Fenced"].split() or [""])[0] if type(value) is dict else ""
        self._line(f'<pre><code class="language-{escaped(language)}">' if language else "<pre><code>")
        self._in_code = True

    def on_end_code_block(self, _value: None, _start: int, _end: int) -> None:
        self.run, self._unwritten, self._in_code = FlatText(), 0, False  # code is no text of the document
        self.out.append("</code></pre>\n")

    def on_start_list(self, first: int | None, _start: int, _end: int) -> None:
        opening = "<ul>" if first is None else "<ol>" if first == 1 else f'<ol start="{first}">'
        self._line(f"{opening}\n")

    def on_end_list(self, ordered: bool, _start: int, _end: int) -> None:
        self._line("</ol>\n" if ordered else "</ul>\n")

    def on_task_list_marker(self, done: bool, start: int, _end: int) -> None:
        self.stand_in(TAG, start)
        checked = 'checked="" ' if done else ""
        self.out.append(f'<input {checked}disabled="" type="checkbox"> ')

    # Tables

    def on_start_table(self, align: tuple[str, ...], _start: int, _end: int) -> None:
        self._line("<table>\n")
        self._align, self._rows = align, 0

    def on_end_table(self, _value: None, _start: int, _end: int) -> None:
        self._line("</tbody>\n</table>\n" if self._rows else "</table>\n")

    def on_start_table_head(self, _value: None, _start: int, _end: int) -> None:
        self._line("<thead>\n<tr>\n")
        self._cell, self._column = "th", 0

    def on_end_table_head(self, _value: None, _start: int, _end: int) -> None:
        self._line("</tr>\n</thead>\n")
        self._cell = "td"

    def on_start_table_row(self, _value: None, _start: int, _end: int) -> None:
        self._line("<tr>\n" if self._rows else "<tbody>\n<tr>\n")
        self._rows += 1
        self._column = 0

    def on_end_table_row(self, _value: None, _start: int, _end: int) -> None:
        self._line("</tr>\n")

    def on_start_table_cell(self, _value: None, _start: int, _end: int) -> None:
        align = self._align[self._column] if self._column < len(self._align) else "None"
        self._line(f"<{self._cell}{self.alignment(align.lower())}>")
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
        if not self._images:
            self.footnotes.refer(label, self.out)

    def on_start_footnote_definition(self, label: str, start: int, _end: int) -> None:
        self.end_run()
        self.out = self.footnotes.begin(label, start, self.out)

    def on_end_footnote_definition(self, _value: None, _start: int, _end: int) -> None:
        self.end_run()
        self.out = self.footnotes.end()


class PlainWriter(HtmlWriter):
    """Writes a document exactly as the specifications have it."""
