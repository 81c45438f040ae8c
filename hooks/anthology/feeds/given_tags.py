"""Tags that a show or an episode gives as they are (see schema.feed_tags), written over those made of its fields."""

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any

import feedgen.entry  # noqa: F401 -- first: feedgen.util takes it for granted that lxml.etree is loaded
from feedgen.util import xml_elem, xml_fromstring

from anthology.schema import FEED_NAMESPACES, NONE, NOTES, NOTES_TEXT, XML_TAGS, tags_document
from anthology.unicode import xml_text

from .namespaces import qualified

GivenTags = Mapping[str, list[str]]

_BLOCK_END = re.compile(r"</(?:p|h[2-6]|blockquote|pre|table|ul|ol|dl|div|figure)>|<hr[^>]*>")
_LINE_END = re.compile(r"<br[^>]*>|</(?:li|tr|dt|dd|figcaption)>")
_GIVEN_TAG = re.compile(r"<[^>]*>")
_BLANK_LINES = re.compile(r"\n\s*\n\s*")


def write_given_tags(parent: Any, tags: GivenTags, notes: str = "") -> None:
    """Write each tag with its texts; the first takes the place of the tag that is there, others of the name go.

    A name with @ is that of an attribute, of the recording or the guid. A text may be a word that stands for
    `notes`, which are HTML. Tags in XML are added to those that are there.
    """
    for name, texts in tags.items():
        if name == XML_TAGS:
            continue
        element_name, is_attribute, attribute = name.partition("@")
        tag = qualified(element_name)
        if is_attribute:
            if (element := parent.find(tag)) is not None:
                element.set(qualified(attribute), xml_text(texts[0]))
            continue
        first, *others = list(parent.iterchildren(tag)) or [None]
        for element in others:
            parent.remove(element)
        if texts == [NONE]:
            if first is not None:
                parent.remove(first)
            continue
        for number, text in enumerate(texts):
            element = first if number == 0 and first is not None else xml_elem(tag, parent)
            _write_text(element, name, _referred(text, notes))
    for text in tags.get(XML_TAGS, ()):
        parent.extend(xml_fromstring(tags_document(text)))


def given_namespaces(tags: Iterable[GivenTags]) -> dict[str, str]:
    """prefix → namespace of every prefix that these tags have, in the order of FEED_NAMESPACES."""
    names = {name.rpartition("@")[2].partition(":")[0] for given in tags for name in given if ":" in name}
    xml = "".join(text for given in tags for text in given.get(XML_TAGS, ()))
    return {prefix: uri for prefix, uri in FEED_NAMESPACES.items() if prefix in names or f"<{prefix}:" in xml}


def plain_text(html: str) -> str:
    """The text of clean HTML: an empty line after each block, a line end after each line."""
    text = _LINE_END.sub("\n", _BLOCK_END.sub("\n\n", html.replace("\n", " ")))
    lines = unescape(_GIVEN_TAG.sub("", text)).split("\n")
    return _BLANK_LINES.sub("\n\n", "\n".join(" ".join(line.split()) for line in lines)).strip()


def _write_text(element: Any, name: str, text: str) -> None:
    if name == "itunes:image":
        element.set("href", xml_text(text))
    else:
        element.text = xml_text(text)


def _referred(text: str, notes: str) -> str:
    if text == NOTES:
        return notes
    return plain_text(notes) if text == NOTES_TEXT else text
