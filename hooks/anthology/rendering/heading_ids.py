"""The ids of headings, as Python-Markdown's `toc` gives them, without the table of contents that it makes of all.

For a body that asks for no table; one that does is left to `toc` itself.
"""

from __future__ import annotations

import re
from html import unescape
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import remove_fnrefs, render_inner_html, slugify_unicode, strip_tags, unique
from markdown.treeprocessors import Treeprocessor

from .fast_path import is_plain

# Ids that the templates use themselves, or may.
_RESERVED = frozenset(
    """
    after-text apps author cautions chapters cite content contents contribute corrections credits device download
    episodes essays exit feeds footer help latest latest-episodes latest-essays learn links listen main menu mentions
    nav newest notes people player practice practices related related-episodes related-essays responses search series
    soundbites sources start steps subscribe top transcript
    """.split()
)
# What ends in -text is the posts' own, however often a heading stands in one.
_RESERVED_SHAPE = re.compile(r"(?!.+-text(?:_[0-9]+)?$)(?:.+-title|search-.+|t=.*|[0-9]+)")
_LABEL = "data-toc-label"


class HeadingIdsExtension(Extension):
    """Registers a step where `toc` would have its own."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- the library's name
        md.treeprocessors.register(_HeadingIds(md), "heading_ids", 5)


def reserved(identity: str) -> bool:
    """Whether the templates use this id."""
    return identity in _RESERVED or _RESERVED_SHAPE.fullmatch(identity) is not None


def slug(text: str, separator: str = "-") -> str:
    """The id for a heading of this text, if no other has it."""
    found = slugify_unicode(text, separator) or "section"
    return f"{found}-text" if reserved(found) else found


class _HeadingIds(Treeprocessor):
    heading = re.compile("h[1-6]")

    def run(self, root: Element) -> None:
        taken = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
        counters: dict[str, int] = {}
        for element in root.iter():
            if isinstance(element.tag, str) and self.heading.match(element.tag):
                if "id" not in element.attrib:
                    element.attrib["id"] = unique(slug(self._text(element)), taken, counters)  # type: ignore[call-arg]
                element.attrib.pop(_LABEL, None)

    def _text(self, element: Element) -> str:
        text = element.text or ""
        if not len(element) and is_plain(text):
            return " ".join(text.split())
        return unescape(strip_tags(render_inner_html(remove_fnrefs(element), self.md)))
