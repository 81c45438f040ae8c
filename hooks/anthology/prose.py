"""The body of a post: from Markdown to HTML that is safe, with what stands in it.

Markdown is rendered here once, for the page, the feeds, the checks and the cross-links alike. The
extensions are part of the content contract, so they stand here and not in mkdocs.yml; those that
read other files (snippets, includes) or run code are left out on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from markdown import Markdown
from markdown.extensions.toc import slugify_unicode
from selectolax.lexbor import LexborHTMLParser, LexborNode

from . import limits, safety
from .addresses import HERE
from .characters import NOT_TEXT, named
from .front_matter import Path, Place
from .places import Places
from .plain_text import PlainTextExtension
from .safety import Finding
from .source import Source
from .thread import Part as Part
from .thread import marked, parts_of

Resolve = Callable[[str, bool], "Target | tuple[str, str]"]
"""From an address as written, and whether it is a picture's, to its target or a message and a fix."""

_EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "sane_lists",
    "tables", "toc",
]  # fmt: skip
# Ids that the templates use themselves, or may.
_RESERVED = frozenset(
    """
    after-text apps author cautions chapters cite content contents contribute corrections credits device download
    episodes essays exit feeds footer help latest latest-episodes latest-essays learn links listen main menu mentions
    nav newest notes people player practice practices related related-episodes related-essays responses search series
    soundbites sources start steps subscribe top transcript
    """.split()
)
_RESERVED_SHAPE = re.compile(r".+-title|t=.*|[0-9]+")
_ENTITY = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));?")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: an address within the site (or out of it), the page's id, the heading."""

    address: str
    page: str | None = None
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text."""

    id: str
    text: str
    level: int


@dataclass(slots=True)
class Prose:
    """A body: `html` with addresses that begin with HERE, `text` without markup.

    `links` are the targets of its links within the site with the places where they are written.
    """

    html: str = ""
    text: str = ""
    headings: list[Heading] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    links: list[tuple[Target, Place]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def render(source: Source, address: str, resolve: Resolve, thread: bool = False) -> Prose:
    """The body of a source; what may not stand in it is added to the source's problems."""
    places = Places(source)
    html = _rendered(source, places, thread)
    if html is None:
        return Prose()
    reader = _Reader(source, places, address, resolve)
    reader.read(html)
    prose = reader.prose
    prose.html = safety.sanitised(reader.html())
    if thread:
        prose.parts, prose.html = parts_of(prose.html, source)
        prose.ids |= {part.number for part in prose.parts if part.number}
    return prose


def inline(text: str) -> str:
    """A line of Markdown as safe HTML without its paragraph: for texts in YAML files."""
    html = safety.sanitised_line(_markdown(text)).strip()
    return re.sub(r"^<p>(.*)</p>$", r"\1", html, flags=re.DOTALL)


def check_line(source: Source, path: Path, text: str) -> None:
    """Reports what `inline` would leave out of a text of a YAML file, and links that it cannot follow."""
    place = source.place(path)
    if any("<" + sign in text for sign in "![?") or any(limits.excess(text)):
        source.report(place, "this text holds more than words and links", "write it in plain words")
        return
    for node in _elements(safety.parse(_markdown(text))):
        for message, fix in _line_findings(node):
            source.report(place, message, fix)


def _line_findings(node: LexborNode) -> Iterator[tuple[str, str]]:
    found = [(finding.message, finding.fix) for finding in safety.judge(node)]
    href = node.attributes.get("href")
    if found:
        yield from found
    elif node.tag == "img":
        yield "a picture cannot stand in this text", "put it into the text of a page"
    elif node.tag == "a" and href is not None and not safety.scheme_of(href):
        yield "only whole addresses can stand in this text", "write the address from https:// on"


def _rendered(source: Source, places: Places, thread: bool) -> str | None:
    """The body as HTML without comments, of characters that are text; nothing if it asks too much."""
    for offset, message, fix in limits.excess(places.bare):
        source.report(source.body_place(offset), message, fix)
        return None
    body = _without_commands(source, places)
    try:
        html = _markdown(marked(body) if thread else body)
        deep = limits.depth(html)
    except RecursionError:
        deep = True
    if deep:
        fix = "close what is opened (</div> for <div>), and let three levels of lists or quotes be enough"
        source.report(places.beginning, "lists, quotes or tags stand too deep inside each other", fix)
        return None
    if "&#" in html:
        html = _ENTITY.sub(lambda found: _checked_entity(found, source, places), html)
    return _without_comments(html, source, places)


_converter: Markdown | None = None


def _markdown(text: str) -> str:
    global _converter  # made once: setting up the extensions costs more than most posts
    if _converter is None:
        _converter = Markdown(
            extensions=[*_EXTENSIONS, PlainTextExtension()],
            extension_configs=_configs(),
            output_format="html",
        )
    html: str = _converter.reset().convert(text)
    if "<h1" in html:  # the title is the page's only h1: everything below it moves down a level
        html = re.sub(r"<(/?)h([1-6])\b", lambda m: f"<{m[1]}h{min(6, int(m[2]) + 1)}", html)
    return html


def _configs() -> dict[str, dict[str, Any]]:
    return {
        "toc": {"slugify": _slug, "permalink": False},
        "tables": {"use_align_attribute": True},
        "footnotes": {"BACKLINK_TEXT": "↩", "BACKLINK_TITLE": "Back to the text, footnote {}"},
    }


def _slug(text: str, separator: str) -> str:
    slug = slugify_unicode(text, separator) or "section"
    return f"{slug}-text" if _reserved(slug) else slug


def _reserved(identity: str) -> bool:
    return identity in _RESERVED or _RESERVED_SHAPE.fullmatch(identity) is not None


def _checked_entity(found: re.Match[str], source: Source, places: Places) -> str:
    """A character written by its number, unless it is none that a text can hold."""
    number = int(found[1], 16) if found[1] else int(found[2])
    # Browsers read 128 to 159 as Windows does, and what is no character at all as U+FFFD.
    if number > 0x10FFFF or 0x7F < number < 0xA0 or not NOT_TEXT.match(chr(number)):
        return found[0]
    source.report(places.text(found[0]), f"{named(chr(number))} is written here by its number", "delete it")
    return ""


def _without_commands(source: Source, places: Places) -> str:
    """The body without what would hide its rest from readers, in ways that do not look like it."""
    body, bare = source.body, places.bare
    for found in safety.COMMAND.finditer(bare):
        fix = "delete it; to show it to readers, put it in backticks"
        source.report(source.body_place(found.start()), f"{found[0]} hides what follows it from readers", fix)
        body = f"{body[: found.start()]} {body[found.start() + 1 :]}"
    if (start := bare.find("<!--")) >= 0:
        message = "a comment begins here and never ends"
        source.report(source.body_place(start), message, "put --> behind the comment, or delete <!--")
    return body


def _without_comments(html: str, source: Source, places: Places) -> str:
    if "<!--" in html:
        html = re.sub(r"<!--.*?(?:-->|\Z)", "", html, flags=re.DOTALL)
    for finding in safety.swallowed(html):
        _report(source, places, finding)
    return html


def _report(source: Source, places: Places, finding: Finding) -> None:
    find = {"tag": places.tag, "attribute": places.attribute, "address": places.address, "text": places.text}[
        finding.what
    ]
    source.report(find(finding.name), finding.message, finding.fix)


def _elements(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """Every element that can have come from the text; not what stands in one that is refused as a whole."""
    refused: set[int] = set()
    # What a parser puts into the head can only have come from the text.
    for root in (tree.head, tree.body):
        if root is None:
            continue
        for node in root.traverse(include_text=False):
            if node.mem_id == root.mem_id or node.is_comment_node:
                continue
            above = node.parent
            if above is not None and above.mem_id in refused:
                refused.add(node.mem_id)
                continue
            if safety.is_opaque(node.tag or ""):
                refused.add(node.mem_id)
            yield node


class _Reader:
    """Walks the HTML once: judges it, resolves its addresses, gathers what stands in it."""

    def __init__(self, source: Source, places: Places, address: str, resolve: Resolve) -> None:
        self.source, self.places, self.address, self.resolve = source, places, address, resolve
        self.prose = Prose()
        self.tree: LexborHTMLParser = safety.parse("")

    def read(self, html: str) -> None:
        self.tree = safety.parse(html)
        for node in _elements(self.tree):
            self._element(node)
        body = self.tree.body
        self.prose.text = body.text(separator=" ", strip=True) if body else ""
        self._check_footnotes()

    def html(self) -> str:
        body = self.tree.body
        return (body.inner_html or "") if body else ""

    def _element(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in {"td", "th"} and (align := node.attributes.get("align")):
            del node.attrs["align"]
            node.attrs["class"] = f"align-{align}"
        findings = list(safety.judge(node))
        for finding in findings:
            _report(self.source, self.places, finding)
        self._identity(node, tag)
        if not findings and tag == "a" and node.attributes.get("href") is not None:
            self._link(node, node.attributes["href"] or "")
        elif not findings and tag == "img":
            self._picture(node, node.attributes.get("src") or "")

    def _identity(self, node: LexborNode, tag: str) -> None:
        identity = node.attributes.get("id")
        if not identity:
            return
        if identity in self.prose.ids:
            place = self.places.identity(identity, again=True)
            self.source.report(place, f"the id {identity} stands twice", "give one of them another name")
        elif _reserved(identity):
            fix = f"give it another name, such as {identity}-text"
            place = self.places.identity(identity)
            self.source.report(place, f"the id {identity} is used by the site itself", fix)
        self.prose.ids.add(identity)
        if tag in {"h2", "h3", "h4", "h5", "h6"}:
            text = " ".join(node.text(separator=" ", strip=True).split())
            self.prose.headings.append(Heading(identity, text, int(tag[1])))

    def _link(self, node: LexborNode, href: str) -> None:
        if href.startswith("#"):
            place = self.places.address(href)
            self.prose.links.append((Target(self.address, None, unquote(href[1:])), place))
            node.attrs["href"] = f"{HERE}{self.address}{href}"
        elif safety.scheme_of(href):
            if href.lower().startswith("http"):
                node.attrs["rel"] = "noopener noreferrer"
        else:
            self._follow(node, "href", href, self.places.address(href))

    def _picture(self, node: LexborNode, src: str) -> None:
        place = self.places.address(src) if src else self.places.tag("img")
        if not (node.attributes.get("alt") or "").strip():
            fix = "say what it shows, for those who do not see it:  ![what it shows](picture.jpg)"
            self.source.report(place, "a picture has no words for those who do not see it", fix)
        node.attrs["loading"] = "lazy"
        self._follow(node, "src", src, place)

    def _follow(self, node: LexborNode, attribute: str, written: str, place: Place) -> None:
        target = self.resolve(written, attribute == "src")
        if isinstance(target, tuple):
            self.source.report(place, *target)
            return
        if target.page is not None:
            self.prose.links.append((target, place))
        fragment = f"#{target.fragment}" if target.fragment else ""
        node.attrs[attribute] = f"{HERE}{target.address}{fragment}"

    def _check_footnotes(self) -> None:
        """`[^1]` that is still there has no footnote to lead to."""
        if "[^" not in self.prose.text:
            return
        for mark in dict.fromkeys(_FOOTNOTE.findall(self.places.bare)):
            if mark in self.prose.text:
                fix = f"add it at the end of the text, on a line of its own:  {mark}: the footnote"
                self.source.report(self.places.text(mark), f"there is no footnote {mark}", fix)
