"""HTML of a post as a chapter of an EPUB: XML, ids that XML allows, footnotes that open where they are read."""

import re
from collections.abc import Iterator, Mapping
from typing import Self
from urllib.parse import unquote, urldefrag

from lxml import etree, html  # type: ignore[import-untyped]  # no types are published with it

from anthology.i18n import Language

_EPUB = "http://www.idpf.org/2007/ops"
etree.register_namespace("epub", _EPUB)  # readers know the attribute by this prefix
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PLAIN_ID = re.compile(r"(?!x\.)[A-Za-z][A-Za-z0-9.-]*")


def chapter_name(page: str) -> str:
    """Return the file of the chapter that a page becomes."""
    return f"{page.replace('/', '-')}.xhtml"


class ChapterText:
    """The tree of a chapter. `place_picture` and `link` change it; `xhtml` writes it."""

    def __init__(self, page: str, text: str, language: Language) -> None:
        self.name = chapter_name(page)
        self._tree = html.fragment_fromstring(text, create_parent="section")
        self._tree.set(f"{{{_EPUB}}}type", "chapter")
        for element in self._tree.iter(etree.Element):
            self._adapt(element)
        for notes in self._tree.find_class("footnote"):
            _footnotes(notes, language)
        self.ids = {str(name) for name in self._tree.xpath(".//@id")}

    def pictures(self, site: str) -> list[str]:
        """Return the addresses within the site of its pictures; those of others lose their place."""
        for picture in list(self._tree.iter("img")):
            if not picture.get("src", "").startswith(site):
                _replace_by_description(picture)
        return [picture.get("src").removeprefix(site) for picture in self._tree.iter("img")]

    def place_picture(self, address: str, name: str, site: str) -> None:
        """Give a picture its file in the book; without one, its description takes its place."""
        for picture in list(self._tree.iter("img")):
            if picture.get("src") == f"{site}{address}":
                if name:
                    picture.set("src", name)
                else:
                    _replace_by_description(picture)

    def link(self, page: str, chapters: Mapping[str, Self]) -> None:
        """Lead the links to pages of the book into it; `page` is the URL of this one, `chapters` are all by theirs."""
        for link in self._tree.iter("a"):
            target, fragment = urldefrag(link.get("href", ""))
            chapter = chapters.get(target or page)
            if chapter and link.get("href"):
                name = _xml_id(unquote(fragment))
                inside = f"#{name}" if fragment and name in chapter.ids else ""
                own = chapter is self and inside
                link.set("href", inside if own else f"{chapter.name}{inside}")

    def headings(self) -> list[tuple[str, str]]:
        """Return the ids and the texts of the headings below its title that have an id."""
        return [
            (heading.get("id"), " ".join(heading.text_content().split()))
            for heading in self._tree.iter("h2")
            if heading.get("id")
        ]

    def xhtml(self) -> str:
        """Return it as XML, for a page that names both namespaces."""
        etree.cleanup_namespaces(self._tree, top_nsmap={"epub": _EPUB})
        text: str = etree.tostring(self._tree, encoding="unicode")
        return text.replace(f' xmlns:epub="{_EPUB}"', "", 1)

    def _adapt(self, element: html.HtmlElement) -> None:
        if name := element.get("id"):
            element.set("id", _xml_id(name))
        if language := element.get("lang"):
            element.set(_XML_LANG, language)
        element.attrib.pop("loading", None)


def _xml_id(name: str) -> str:
    """An id that XML allows; two different ones stay different."""
    if _PLAIN_ID.fullmatch(name):
        return name
    return "x." + re.sub(r"[^A-Za-z0-9.-]", lambda sign: f"_{ord(sign[0]):x}_", name)


def _footnotes(notes: html.HtmlElement, language: Language) -> None:
    """Notes that reading systems show where the text refers to them, with their numbers."""
    for rule in list(notes.iter("hr")):
        rule.drop_tree()
    for number, note in enumerate(notes.findall("ol/li"), start=1):
        note.tag = "aside"
        note.set(f"{{{_EPUB}}}type", "footnote")
        note.set("role", "doc-footnote")
        first = note.find("p")
        if first is not None:
            first.text = f"{number}. {first.text or ''}"
        for back in note.find_class("footnote-backref"):
            back.attrib.pop("title", None)
            back.set("role", "doc-backlink")
            back.set("aria-label", language.text("markdown.back", number=number))
    for listed in notes.findall("ol"):
        listed.drop_tag()
    for reference in _references(notes):
        reference.set(f"{{{_EPUB}}}type", "noteref")
        reference.set("role", "doc-noteref")


def _references(notes: html.HtmlElement) -> Iterator[html.HtmlElement]:
    yield from notes.getroottree().getroot().find_class("footnote-ref")


def _replace_by_description(picture: html.HtmlElement) -> None:
    words = html.Element("span")
    words.text = picture.get("alt") or "–"
    words.tail = picture.tail
    picture.getparent().replace(picture, words)
