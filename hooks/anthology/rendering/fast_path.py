"""Spares Python-Markdown its search for markup in text that can hold none.

Most paragraphs of an essay have no emphasis, link or code, and yet each is tried by a dozen block processors and
searched for some twenty patterns, one after the other. Every kind of block but a paragraph begins with a sign, and
every pattern with one of a few characters: a block of lines that begin with letters is a paragraph at once, what
the whole body lacks is looked for nowhere in it, and a text without any of those characters is marked as
finished before the search, and unmarked after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.preprocessors import NormalizeWhitespace, Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

# Code, escapes, links and footnotes, tags and autolinks, entities, emphasis, images, placeholders of
# earlier steps; and, apart, since it is rare and slow to look for with the others, line breaks.
_MARKUP = re.compile(r"[`\\\[<&*_!\x02]")
_BREAK = "  \n"
# What must stand in a body for an inline pattern to find anything.
_SIGNS = {
    "backtick": "`", "escape": "\\", "entity": "&", "linebreak": "  ",
    "autolink": "<", "automail": "<", "html": "<",
    "reference": "[", "link": "[", "short_reference": "[", "footnote": "[",
    "image_link": "!", "image_reference": "!", "short_image_ref": "!",
}  # fmt: skip
_UNUSUAL_SPACE = ("\t", "\r", " \n", STX, ETX)
# Every line begins with a letter: no heading, list, quote, rule, code, table, note or definition does.
_PARAGRAPH = re.compile(r"[^\W\d_][^\n]*(?:\n[^\W\d_][^\n]*)*\Z")


class PlainTextExtension(Extension):
    """Registers a block processor before the library's first (100), a first step of all in place of its own (30), one
    behind that, and two around its search (20)."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- the library's name
        md.parser.blockprocessors.register(_Paragraph(md.parser), "plain_paragraph", 101)
        md.preprocessors.register(_Whitespace(md), "normalize_whitespace", 30)
        md.preprocessors.register(_Narrowed(md), "narrowed_search", 29)
        md.treeprocessors.register(_Step(md, _finished), "plain_text", 20.1)
        md.treeprocessors.register(_Step(md, _open), "plain_text_end", 19.9)


def is_plain(text: str) -> bool:
    """Whether a text holds nothing that could be markup within a line."""
    return not _MARKUP.search(text) and _BREAK not in text


class _Paragraph(BlockProcessor):
    def test(self, parent: Element, block: str) -> bool:
        # Within a list (the parser's state says so) a block may be text without a paragraph.
        return not self.parser.state and _PARAGRAPH.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        SubElement(parent, "p").text = blocks.pop(0)


class _Whitespace(NormalizeWhitespace):
    """The library's own, where a body holds anything that it would change."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join([*lines, ""])
        return super().run(lines) if any(sign in text for sign in _UNUSUAL_SPACE) else [*lines, "", ""]


class _Narrowed(Preprocessor):
    """Has the search of this body leave out the patterns that cannot find anything."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        search: Any = self.md.treeprocessors["inline"]
        search.inlinePatterns = [pattern for pattern, sign in self._patterns if sign in text]
        return lines

    @cached_property
    def _patterns(self) -> list[tuple[Any, str]]:
        """Every pattern in its order, with what it needs; those of which nothing is known need nothing."""
        patterns = self.md.inlinePatterns
        signs = {patterns[name]: sign for name, sign in _SIGNS.items() if name in patterns}
        return [(pattern, signs.get(pattern, "")) for pattern in patterns]


class _Finished(AtomicString):
    """Text that the inline search passes by. Code is marked by the library itself, and stays so."""


class _Step(Treeprocessor):
    def __init__(self, md: Markdown, change: Callable[[str], str]) -> None:
        super().__init__(md)
        self.change = change

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text:
                element.text = self.change(element.text)


def _finished(text: str) -> str:
    return _Finished(text) if is_plain(text) and not isinstance(text, AtomicString) else text


def _open(text: str) -> str:
    return str(text) if isinstance(text, _Finished) else text
