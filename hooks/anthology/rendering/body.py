"""The body of a post as HTML that is safe, with what stands in it: headings, ids, links, parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from anthology.problems import FieldPath, Issue, Position
from anthology.sources import Source
from anthology.urls import SITE_PLACEHOLDER

from . import limits
from . import sanitizer as safety
from .heading_ids import reserved
from .markdown import markdown, rendered
from .positions import Places
from .sanitizer import Finding
from .threads import Part as Part
from .threads import parts_of

Resolve = Callable[[str, bool], "Target | Issue"]
"""From an address as written, and whether it is a picture's, to its target or an issue."""

_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: an address within the site (or out of it), the page's id, the heading.

    `size` is a picture's, width and height in pixels, where it is known.
    """

    address: str
    page: str | None = None
    fragment: str = ""
    size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text."""

    id: str
    text: str
    level: int


@dataclass(slots=True)
class Prose:
    """A body: `html` with addresses that begin with SITE_PLACEHOLDER, `text` without markup.

    `links` are the targets of its links within the site with the places where they are written.
    """

    html: str = ""
    text: str = ""
    headings: list[Heading] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    links: list[tuple[Target, Callable[[], Position]]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    words: int = 0


def render(source: Source, address: str, resolve: Resolve, thread: bool = False) -> Prose:
    """The body of a source; what may not stand in it is added to the source's problems."""
    places = Places(source)
    html = rendered(source, places, thread)
    if html is None:
        return Prose()
    reader = _Reader(source, places, address, resolve)
    html = safety.sanitised(reader.read(html))
    prose = reader.prose
    prose.html = html
    if thread:
        prose.parts, prose.html = parts_of(prose.html, source)
        prose.ids |= {part.number for part in prose.parts if part.number}
    return prose


def inline(text: str) -> str:
    """A line of Markdown as safe HTML without its paragraph: for texts in YAML files."""
    html = safety.sanitised_line(markdown(text)).strip()
    return re.sub(r"^<p>(.*)</p>$", r"\1", html, flags=re.DOTALL)


def check_line(source: Source, path: FieldPath, text: str) -> None:
    """Reports what `inline` would leave out of a text of a YAML file, and links that it cannot follow."""
    place = source.position(path)
    if any("<" + sign in text for sign in "![?") or any(limits.excess(text)):
        source.report(Issue("this text holds more than words and links", "write it in plain words", place))
        return
    for node in _elements(safety.parse(markdown(text))):
        for message, fix in _line_findings(node):
            source.report(Issue(message, fix, place))


def _line_findings(node: LexborNode) -> Iterator[tuple[str, str]]:
    found = [(finding.message, finding.fix) for finding in safety.judge(node)]
    href = node.attributes.get("href")
    if found:
        yield from found
    elif node.tag == "img":
        yield "a picture cannot stand in this text", "put it into the text of a page"
    elif node.tag == "a" and href is not None and not safety.scheme_of(href):
        yield "only whole addresses can stand in this text", "write the address from https:// on"


def _report(source: Source, places: Places, finding: Finding) -> None:
    find = {"tag": places.tag, "attribute": places.attribute, "address": places.address, "text": places.text}[
        finding.what
    ]
    source.report(Issue(finding.message, finding.fix, find(finding.name)))


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

    def read(self, html: str) -> str:
        """The HTML that is left once all is judged and gathered."""
        tree = safety.parse(html)
        nodes = list(_elements(tree))
        for node in nodes:
            self._element(node, node.tag or "")
        for node in nodes:
            if safety.is_opaque(node.tag or ""):
                node.decompose()
        body = tree.body
        self.prose.text = body.text(separator=" ", strip=True) if body else ""
        self.prose.words = len(self.prose.text.split())
        self._check_footnotes()
        return (body.inner_html or "") if body else ""

    def _element(self, node: LexborNode, tag: str) -> None:
        if not node.attributes and tag != "img" and safety.may_stand(tag):
            return  # as most elements of a text: there is nothing to judge, resolve or gather
        if tag in {"td", "th"} and (align := node.attributes.get("align")):
            del node.attrs["align"]
            node.attrs["class"] = f"align-{align}"
        self._identity(node, tag)
        findings = list(safety.judge(node))
        for finding in findings:
            _report(self.source, self.places, finding)
        if findings:  # nothing of it is followed, nor is anything that it names
            for name in safety.ADDRESSES & node.attributes.keys():
                del node.attrs[name]
        elif tag == "a" and node.attributes.get("href") is not None:
            self._link(node, node.attributes["href"] or "")
        elif tag == "img":
            self._picture(node, node.attributes.get("src") or "")

    def _identity(self, node: LexborNode, tag: str) -> None:
        identity = node.attributes.get("id")
        if not identity:
            return
        if identity in self.prose.ids:
            place = self.places.identity(identity, again=True)
            self.source.report(
                Issue(f"the id {identity} stands twice", "give one of them another name", place)
            )
        elif reserved(identity):
            fix = f"give it another name, such as {identity}-text"
            place = self.places.identity(identity)
            self.source.report(Issue(f"the id {identity} is used by the site itself", fix, place))
        self.prose.ids.add(identity)
        if tag in {"h2", "h3", "h4", "h5", "h6"}:
            text = " ".join(node.text(separator=" ", strip=True).split())
            self.prose.headings.append(Heading(identity, text, int(tag[1])))

    def _link(self, node: LexborNode, href: str) -> None:
        if href.startswith("#"):
            place = self.places.address_later(href)
            self.prose.links.append((Target(self.address, None, unquote(href[1:])), place))
            node.attrs["href"] = f"{SITE_PLACEHOLDER}{self.address}{href}"
        elif safety.scheme_of(href):
            if href.lower().startswith("http"):
                node.attrs["rel"] = "noopener noreferrer"
        else:
            self._follow(node, "href", href, self.places.address_later(href))

    def _picture(self, node: LexborNode, src: str) -> None:
        place = self.places.address_later(src) if src else partial(self.places.tag, "img")
        if not (node.attributes.get("alt") or "").strip():
            fix = "say what it shows, for those who do not see it:  ![what it shows](picture.jpg)"
            self.source.report(Issue("a picture has no words for those who do not see it", fix, place()))
        node.attrs["loading"] = "lazy"
        self._follow(node, "src", src, place)

    def _follow(self, node: LexborNode, attribute: str, written: str, place: Callable[[], Position]) -> None:
        target = self.resolve(written, attribute == "src")
        if isinstance(target, Issue):
            del node.attrs[attribute]
            self.source.report(replace(target, at=place()))
            return
        if target.page is not None:
            self.prose.links.append((target, place))
        if target.size and not {"width", "height"} & node.attributes.keys():
            # The place of a picture is kept before it comes: nothing jumps.
            node.attrs["width"], node.attrs["height"] = map(str, target.size)
        fragment = f"#{target.fragment}" if target.fragment else ""
        node.attrs[attribute] = f"{SITE_PLACEHOLDER}{target.address}{fragment}"

    def _check_footnotes(self) -> None:
        """`[^1]` that is still there has no footnote to lead to."""
        if "[^" not in self.prose.text:
            return
        for mark in dict.fromkeys(_FOOTNOTE.findall(self.places.bare)):
            if mark in self.prose.text:
                fix = f"add it at the end of the text, on a line of its own:  {mark}: the footnote"
                self.source.report(Issue(f"there is no footnote {mark}", fix, self.places.text(mark)))
