"""The elements of somebody else's feed: parsed with what is ill-formed recovered, and read by their usual names."""

import re
from collections.abc import Collection
from functools import lru_cache
from html import unescape
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # no types are published with it

from anthology.importers.personal_addresses import without_addresses
from anthology.importers.source_files import ImportRefusedError, harmless_xml
from anthology.importers.writing import ImportPlan
from anthology.schema import FEED_NAMESPACES, NONE, NOTES, NOTES_TEXT, XML_TAGS
from anthology.unicode import NOT_TEXT, replace_open_directions

from .feed_bodies import without_scripts

_PEOPLE = {"author", "managingEditor", "webMaster"}
"""tags that have an e-mail address, and a name in brackets or beside it"""
_WITHOUT_NAME = re.compile(r"\s*\(…\)|…\s*")
_SPACES_AT_END = re.compile(r"[ \t]+\n")
_PREFIXES = {uri.lower(): prefix for prefix, uri in FEED_NAMESPACES.items()} | {
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "http://podcastindex.org/namespace/1.0": "podcast",
    "https://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "https://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/content": "content",
}
"""namespace in small letters, as feeds write them in many ways → usual prefix"""


def channel_of(document: bytes) -> Any:
    root = harmless_xml(document)
    if root is not None and isinstance(root.tag, str) and re.fullmatch(r"\{[^}]*\}rss", root.tag):
        # Some feeds have a namespace for RSS itself.
        own = root.tag.removesuffix("rss")
        for element in root.iter(f"{own}*"):
            element.tag = element.tag.removeprefix(own)
        etree.cleanup_namespaces(root)
    channel = None if root is None else root.find("channel")
    if channel is None:
        raise ImportRefusedError("this is not a podcast feed: it has no <channel>")
    return channel


def tag_name(element: Any) -> str:
    """A tag with the usual prefix of its namespace; empty for a namespace that has none here."""
    return usual_name(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(1000)
def usual_name(tag: str) -> str:
    """A name with the usual prefix of its namespace; empty for a namespace that has none here."""
    if not tag.startswith("{"):
        # A prefix that the feed does not declare is taken for the usual one.
        before = tag.rpartition(":")[0]
        return tag if not before or before in FEED_NAMESPACES else ""
    name = etree.QName(tag)
    prefix = _PREFIXES.get(str(name.namespace).lower())
    return f"{prefix}:{name.localname}" if prefix else ""


def clean_text(text: str | None) -> str:
    text = without_addresses((text or "").replace("\r\n", "\n")).replace("\xa0", " ")
    text = replace_open_directions(NOT_TEXT.sub("", text), "")
    return _SPACES_AT_END.sub("\n", text).strip()


def texts_of(parent: Any, name: str) -> list[str]:
    return [clean_text(child.text) for child in parent if tag_name(child) == name]


def has_content(element: Any) -> bool:
    return bool((element.text or "").strip() or element.attrib or len(element))


def first_with_text(parent: Any, name: str) -> Any:
    """The element that has the text of `text_of`; None without one, or where it has more than that text."""
    element = next((child for child in elements_of(parent, name) if clean_text(child.text)), None)
    return None if element is None or len(element) else element


def text_of(parent: Any, name: str) -> str:
    return next(filter(None, texts_of(parent, name)), "")


def body_of(parent: Any, name: str) -> str:
    """The text of a body; of one that has elements of its own instead of a text, its HTML."""
    whole = next((child for child in elements_of(parent, name) if len(child)), None)
    return text_of(parent, name) if whole is None else clean_text(xhtml_of(whole))


def line_of(parent: Any, name: str) -> str:
    """The text of an element on one line."""
    return " ".join(without_entities(text_of(parent, name)).split())


def without_entities(text: str) -> str:
    """The text as readers see it: hosts that escape twice, or more, have entities in titles and names."""
    while (plain_text := unescape(text)) != text:
        text = plain_text
    return text


def is_plain(text: str) -> bool:
    """True for a text that a field can have as it is."""
    return without_entities(text) == text == replace_open_directions(NOT_TEXT.sub("", text), "")


def elements_of(parent: Any, name: str) -> list[Any]:
    return [child for child in parent if tag_name(child) == name]


def passed_through(
    parent: Any,
    known: frozenset[str],
    plan: ImportPlan,
    others: Collection[Any] = (),
    further: Collection[Any] = (),
) -> dict[str, Any]:
    """Every tag that is not `known`, and the elements of `others`: by name where it is a text alone, else as XML.

    The elements of `further` are always written as XML, since the tag of their name is made of a field.
    """
    tags: dict[str, list[str]] = {}
    xml: list[str] = []
    for child in parent:
        name = tag_name(child)
        if (name in known and child not in others and child not in further) or not isinstance(child.tag, str):
            continue
        if name and name != XML_TAGS and not child.attrib and not len(child) and child not in further:
            text = (
                _WITHOUT_NAME.sub("", clean_text(child.text)) if name in _PEOPLE else clean_text(child.text)
            )
            if text and text not in {NOTES, NOTES_TEXT, NONE, "…"}:
                tags.setdefault(name, []).append(text)
            continue
        written = as_xml(child)
        if written:
            xml.append(written)
        else:
            plan.left_out.append(f"a tag <{child.tag}>, which is no XML that can be kept")
    values: dict[str, Any] = {name: texts if len(texts) > 1 else texts[0] for name, texts in tags.items()}
    return values | ({"tags": xml} if xml else {})


def xhtml_of(element: Any) -> str:
    """An element of XHTML within a feed, as HTML."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return NOT_TEXT.sub("", text.replace("xmlns=", "data-namespace="))


def as_xml(element: Any) -> str:
    element.tail = None
    for inner in element.iter(etree.Element):
        inner.text = without_scripts(without_addresses(inner.text)) if inner.text else inner.text
    text = etree.tostring(element, encoding="unicode")
    text = NOT_TEXT.sub("", re.sub(r' xmlns:(\w+)="([^"]*)"', _declared_unless_known, text))
    text = replace_open_directions(text, "")
    try:
        etree.fromstring(f"<r {_DECLARED}>{text}</r>")
    except etree.XMLSyntaxError:
        return ""
    return text


def _declared_unless_known(match: re.Match[str]) -> str:
    usual = FEED_NAMESPACES.get(_PREFIXES.get(match[2].lower(), ""), match[2])
    return "" if FEED_NAMESPACES.get(match[1]) == usual else f' xmlns:{match[1]}="{usual}"'


_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in FEED_NAMESPACES.items())
