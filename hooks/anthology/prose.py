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

from . import safety
from .addresses import HERE
from .front_matter import Place
from .plain_text import PlainTextExtension
from .source import Source

Resolve = Callable[[str, bool], "Target | tuple[str, str]"]
"""From an address as written, and whether it is a picture's, to its target or a message and a fix."""

_EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "sane_lists", "tables", "toc",
]  # fmt: skip
# Ids that the templates use themselves.
_RESERVED = frozenset(
    """
    top main content notes chapters transcript player listen sources practices related responses author cite
    corrections search after-text contents subscribe people links learn download
    """.split()
)
_PART = re.compile(r"^(?:(?P<number>[0-9]{1,3})|aside)/[ \t]+", re.MULTILINE)
_MARK = re.compile(r"<p>\ufdd1(?P<name>[0-9a-z]+)\ufdd1</p>")


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


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a thread: its number, or nothing for an aside."""

    number: str
    html: str


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
    html = _markdown(_marked(source.body) if thread else source.body)
    reader = _Reader(source, address, resolve)
    reader.read(html)
    reader.prose.html = safety.sanitised(reader.html())
    if thread:
        reader.prose.parts = list(_parts(reader.prose.html))
        reader.prose.ids |= {part.number for part in reader.prose.parts if part.number}
        reader.prose.html = _numbered(reader.prose.parts)
    return reader.prose


def inline(text: str) -> str:
    """A line of Markdown as safe HTML without its paragraph: for texts in YAML files."""
    return re.sub(r"^<p>(.*)</p>$", r"\1", safety.sanitised(_markdown(text)).strip(), flags=re.DOTALL)


_converter: Markdown | None = None


def _markdown(text: str) -> str:
    global _converter  # made once: setting up the extensions costs more than most posts
    if _converter is None:
        _converter = Markdown(extensions=[*_EXTENSIONS, PlainTextExtension()], extension_configs=_configs(), output_format="html")
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
    return f"{slug}-text" if slug in _RESERVED or slug.isdigit() else slug


class _Reader:
    """Walks the HTML once: judges it, resolves its addresses, gathers what stands in it."""

    def __init__(self, source: Source, address: str, resolve: Resolve) -> None:
        self.source, self.address, self.resolve = source, address, resolve
        self.prose = Prose()
        self.found: dict[str, int] = {}
        self.tree: LexborHTMLParser = safety.parse("")

    def read(self, html: str) -> None:
        self.tree = safety.parse(html)
        # What a parser puts into the head can only have come from the text.
        for root in (self.tree.head, self.tree.body):
            for node in root.traverse(include_text=False) if root else ():
                if node is not root and node.tag not in {"head", "body"}:
                    self._element(node)
        body = self.tree.body
        self.prose.text = body.text(separator=" ", strip=True) if body else ""

    def html(self) -> str:
        body = self.tree.body
        return (body.inner_html or "") if body else ""

    def _element(self, node: LexborNode) -> None:
        if node.is_comment_node:
            return
        tag = node.tag or ""
        if tag in {"td", "th"} and (align := node.attributes.get("align")):
            del node.attrs["align"]
            node.attrs["class"] = f"align-{align}"
        wrong = False
        for finding in safety.judge(node):
            wrong = True
            self._problem(finding.needle, finding.message, finding.fix)
        self._identity(node, tag)
        if not wrong and tag == "a" and node.attributes.get("href") is not None:
            self._link(node, node.attributes["href"] or "")
        elif not wrong and tag == "img":
            self._picture(node, node.attributes.get("src") or "")

    def _identity(self, node: LexborNode, tag: str) -> None:
        identity = node.attributes.get("id")
        if identity:
            if identity in self.prose.ids:
                self._problem(
                    f'id="{identity}', f"the id {identity} stands twice", "give one of them another name"
                )
            self.prose.ids.add(identity)
        if tag in {"h2", "h3", "h4", "h5", "h6"} and identity:
            text = " ".join(node.text(separator=" ", strip=True).split())
            self.prose.headings.append(Heading(identity, text, int(tag[1])))

    def _link(self, node: LexborNode, href: str) -> None:
        if href.startswith("#"):
            place = self._place(href)
            self.prose.links.append((Target(self.address, None, unquote(href[1:])), place))
            node.attrs["href"] = f"{HERE}{self.address}{href}"
        elif safety.scheme_of(href):
            if href.lower().startswith("http"):
                node.attrs["rel"] = "noopener noreferrer"
        else:
            self._follow(node, "href", href)

    def _picture(self, node: LexborNode, src: str) -> None:
        if not (node.attributes.get("alt") or "").strip():
            fix = "say what it shows, for those who do not see it:  ![what it shows](picture.jpg)"
            self._problem(src or "<img", "a picture has no words for those who do not see it", fix)
        node.attrs["loading"] = "lazy"
        self._follow(node, "src", src)

    def _follow(self, node: LexborNode, attribute: str, written: str) -> None:
        target = self.resolve(written, attribute == "src")
        if isinstance(target, tuple):
            self._problem(written, *target)
            return
        if target.page is not None:
            self.prose.links.append((target, self._place(written)))
        fragment = f"#{target.fragment}" if target.fragment else ""
        node.attrs[attribute] = f"{HERE}{target.address}{fragment}"

    def _problem(self, needle: str, message: str, fix: str) -> None:
        self.source.problems.append(self.source.problem(self._place(needle), message, fix))

    def _place(self, needle: str) -> Place:
        """Where this begins in the body: its first occurrence that has not been pointed at."""
        body = self.source.body.lower()
        start = self.found.get(needle, 0)
        for form in (needle, unquote(needle), needle.replace("&", "&amp;")):
            offset = body.find(form.lower(), start) if form else -1
            if offset >= 0:
                self.found[needle] = offset + 1
                return self.source.body_place(offset)
        stripped = len(self.source.body) - len(self.source.body.lstrip())
        return self.source.body_place(stripped)


def _marked(body: str) -> str:
    """A thread's body with a mark of its own before each part."""
    return _PART.sub(lambda match: f"\n\ufdd1{match['number'] or 'aside'}\ufdd1\n\n", body)


def _parts(html: str) -> Iterator[Part]:
    pieces = _MARK.split(html)
    if pieces[0].strip():
        yield Part("", pieces[0].strip())
    for name, rest in zip(pieces[1::2], pieces[2::2], strict=True):
        yield Part("" if name == "aside" else name, rest.strip())


def _numbered(parts: list[Part]) -> str:
    """A thread as plain HTML, for feeds and readers without our templates."""
    return "\n".join(
        f'<section id="{part.number}">\n{part.html}\n</section>'
        if part.number
        else f'<section class="aside">\n{part.html}\n</section>'
        for part in parts
    )
