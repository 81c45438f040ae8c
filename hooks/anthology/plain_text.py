"""Spares Python-Markdown its search for markup in text that can hold none.

Most paragraphs of an essay have no emphasis, link or code, and yet each is searched for some twenty
patterns, one after the other. Every one of those begins with one of a few characters; a text
without any of them is marked as finished before the search, and unmarked after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

# Code, escapes, links and footnotes, tags and autolinks, entities, emphasis, images, placeholders of
# earlier steps, and line breaks.
_MARKUP = re.compile(r"[`\\\[<&*_!\x02]| {2}\n")


class PlainTextExtension(Extension):
    """Registers the two steps around Python-Markdown's own, whose priority is 20."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- the library's name
        md.treeprocessors.register(_Step(md, _finished), "plain_text", 20.1)
        md.treeprocessors.register(_Step(md, _open), "plain_text_end", 19.9)


class _Step(Treeprocessor):
    def __init__(self, md: Markdown, change: Callable[[str], str]) -> None:
        super().__init__(md)
        self.change = change

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text:
                element.text = self.change(element.text)


def _finished(text: str) -> str:
    return text if _MARKUP.search(text) else AtomicString(text)


def _open(text: str) -> str:
    # Code spans are marked too, but have been put aside by now; what is marked still is ours.
    return str(text) if isinstance(text, AtomicString) and not _MARKUP.search(text) else text
