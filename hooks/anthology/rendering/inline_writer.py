"""HTML of what is within a line: text, links, pictures, code, and addresses that are links by themselves."""

import re
from functools import partial
from math import inf
from typing import Any
from urllib.parse import quote

from .autolinks import autolinks, may_have_autolinks
from .positions import FlatText

CODE, TAG, LINK, LINK_END = "\ufffc", "\ufffd", "\ue010", "\ue011"
"""Stand in the text of a block for what is no text: code, a tag, the beginning and the end of a link or a picture."""

_NEEDS_QUOTING = re.compile(r"[^\w\-.+!*(),%#@?=;:/$~&']", re.ASCII)


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


class InlineWriter:
    """Gathers the text of a block, and writes it.

    A method `on_…` is called for the event of its name, with the event's value, and the first and the last byte
    (exclusive) of the source from which it comes.
    """

    def __init__(self, text: str, github: bool) -> None:
        self.out: list[str] = []
        self.pieces: list[str] = []
        self.starts: list[int] = []
        """the text of the paragraph, heading or cell that is being read, and the byte at which each piece begins"""
        self.unwritten = 0
        """index of the first piece that is not in `out` yet"""
        self.next_sign: float = inf
        """the first byte for which a text has to be judged"""
        self.images: list[tuple[int, dict[str, Any]]] = []
        """the pictures that are open: the length of `out` before each, and the value of its event"""
        self.in_code = False
        self._in_link = False
        self._finds_autolinks = github and may_have_autolinks(text)
        self._source = text.encode() if self._finds_autolinks else b""
        self.previous_end = 0
        """the byte behind the last event"""

    def flush(self) -> None:
        """Write the text since the last event of another kind."""
        begin, pieces = self.unwritten, self.pieces
        text = pieces[begin] if len(pieces) == begin + 1 else "".join(pieces[begin:])
        self.unwritten = len(pieces)
        if (
            not self._finds_autolinks
            or not may_have_autolinks(text)
            or self._in_link
            or self.images
            or self.in_code
        ):
            self.out.append(escaped(text))
            return
        position, place = 0, FlatText(pieces[begin:], self.starts[begin:])
        for link in autolinks(text, partial(place.is_verbatim, self._source)):
            self.out.append(escaped(text[position : link.start]))
            self.autolink(link.address, text[link.start : link.end], place, link.start)
            position = link.end
        self.out.append(escaped(text[position:]))

    def autolink(self, address: str, shown: str, _text: FlatText, _index: int) -> None:
        """Write a link for an address that begins at this character of a text."""
        self.out.append(f'<a href="{escaped_address(address)}">{escaped(shown)}</a>')

    def end_run(self) -> None:
        """Close the text of a block."""
        if self.pieces:
            if self.next_sign < self.previous_end and not self.in_code:
                self.judge(FlatText(self.pieces[:], self.starts[:]))
            self.pieces.clear()
            self.starts.clear()
            self.unwritten = 0

    def judge(self, text: FlatText) -> None:
        """Look at the text of a block that ends at `previous_end`."""

    def stand_in(self, character: str, start: int) -> None:
        """Put a character into the text for something that is none."""
        self.pieces.append(character)
        self.starts.append(start)
        self.unwritten = len(self.pieces)

    def on_hard_break(self, _value: None, start: int, _end: int) -> None:
        self.stand_in("\n", start)
        self.out.append("\n" if self.images else "<br />\n")

    def on_code(self, value: str, start: int, _end: int) -> None:
        self.stand_in(CODE, start)
        self.out.append(escaped(value) if self.images else f"<code>{escaped(value)}</code>")

    # Links and pictures

    def on_start_link(self, value: dict[str, Any], start: int, end: int) -> None:
        self.stand_in(LINK, start)
        self._in_link = True
        if not self.images:
            self.out.append(f"<a{self.destination('href', value, start, end)}>")

    def on_end_link(self, _value: None, _start: int, end: int) -> None:
        self.stand_in(LINK_END, end)
        self._in_link = False
        if not self.images:
            self.out.append("</a>")

    def destination(self, attribute: str, value: dict[str, Any], _start: int, _end: int) -> str:
        """Return the attributes for the address and the title of a link or a picture."""
        address = escaped_address(value["dest_url"])
        scheme = "mailto:" if value["link_type"] == "Email" else ""
        title = f' title="{escaped(value["title"])}"' if value["title"] else ""
        return f' {attribute}="{scheme}{address}"{title}'

    def on_start_image(self, value: dict[str, Any], start: int, _end: int) -> None:
        self.stand_in(LINK, start)
        self.images.append((len(self.out), value))

    def on_end_image(self, _value: None, start: int, end: int) -> None:
        begin, value = self.images.pop()
        if not self.images:  # a picture within the words for another is those words
            words = "".join(self.out[begin:])
            del self.out[begin:]
            self.image(words, value, start, end)
        self.stand_in(LINK_END, end)

    def image(self, words: str, value: dict[str, Any], start: int, end: int) -> None:
        """Write a picture; its words are escaped already."""
        source, _, title = self.destination("src", value, start, end).partition(" title=")
        self.out.append(f'<img{source} alt="{words}"{f" title={title}" if title else ""} />')
