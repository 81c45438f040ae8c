"""The body of a post as safe HTML, with what is in it: headings, ids, links, the parts of a thread."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from anthology.problems import FieldPath, Issue, Position
from anthology.sources import Source
from anthology.unicode import NOT_TEXT
from anthology.urls import SITE_PLACEHOLDER, file_url

from . import sanitizer
from .body_writer import MARK, BodyWriter, TooMuchError
from .heading_ids import reserved
from .html import HtmlWriter
from .positions import Mark, Positions
from .threads import PART, Part, marked, parts_of

Resolve = Callable[[str, bool], "Target | Issue"]
"""From an address as written, and whether it is a picture's, to its target or an issue."""

_PLACEHOLDERS = SITE_PLACEHOLDER + PART
SECOND_HEADER = re.compile(
    r"\A\s*(?:\A|\n)---[ \t]*\n[a-z_]+:.*\n(?:(?:[a-z_]+:|[ \t]|- |#).*\n|\n)*---[ \t]*(?:\n|\Z)"
)
"""fields at the beginning of a body: the file was written by a tool, and then put below other fields"""
_LONGEST_LINE = 5_000
"""characters of a text that stands in a YAML file"""
_PLAIN_LINE = re.compile(r"[\w ,.;'\"’‘“”…()?!%–—-]*")
"""a text that holds words, emphasis and lists alone, unless an address in it begins with www."""
_MOST_ESCAPES = 100_000
"""nh3 takes time with the square of the escapes in one text; for so many, half a second"""
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_MARKED = f"[{MARK}]"


class Target(NamedTuple):
    """The destination of a link: an address within the site (or outside it), the page's id, the heading.

    `size` is a picture's, width and height in pixels, where it is known. `file` is set for a link to a file.
    """

    address: str
    page: str | None = None
    fragment: str = ""
    size: tuple[int, int] | None = None
    file: Path | None = None


class Heading(NamedTuple):
    """A heading of the text."""

    id: str
    text: str
    level: int


@dataclass(slots=True)
class Prose:
    """A body: `html` with addresses that begin with SITE_PLACEHOLDER, `text` without markup.

    `links` are the targets of its links within the site, each with its place; `files` are the pictures and
    downloads to which it refers, by address. `recall`, of a body that is known, returns its HTML or its text, by name.
    """

    html: str = ""
    text: str = ""
    headings: list[Heading] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    links: list[tuple[Target, Callable[[], Position]]] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    words: int = 0
    text_digest: str = ""
    """the sha256 of `text`"""
    fits_on_paper: bool = True
    """False for a text for which no folded sheet has room"""
    recall: Callable[[str], str] | None = None

    def __getattr__(self, name: str) -> str:
        if name not in {"html", "text"} or self.recall is None:
            raise AttributeError(name)
        return self.recall(name)


def render(source: Source, address: str, resolve: Resolve, thread: bool = False) -> Prose:
    """Render the body of a source; what cannot be in it is added to the source's problems."""
    text, inserted = marked(source.body) if thread else (source.body, [])
    positions = Positions(source, text, inserted)
    if SECOND_HEADER.match(text):
        fix = "delete the lines from this --- to the next, both included"
        positions.report(text.index("---"), "the text begins with a second header", fix)
    writer = BodyWriter(text, positions.report)
    try:
        html = writer.html()
    except TooMuchError as error:
        positions.report(error.offset, error.message, error.fix)
        return Prose()
    reader = _Reader(writer.marks, positions, address, resolve)
    html = reader.read(html, writer.tags)
    if html.count("&") > _MOST_ESCAPES:
        message = "this text has more signs such as & and < than a page can show"
        positions.report(len(text) - len(text.lstrip()), message, "split it into several posts")
        return Prose()
    html = sanitizer.sanitized(html)
    prose = reader.prose
    if "&#" in text:  # what is no text can only be written by its number (see sources.source)
        html = NOT_TEXT.sub(lambda match: match[0] if match[0] in _PLACEHOLDERS else "", html)
        prose.text = NOT_TEXT.sub("", prose.text)
    prose.html = html
    if thread:
        prose.parts, prose.html = parts_of(prose.html, source)
        prose.ids |= {part.number for part in prose.parts if part.number}
    return prose


def check_line(source: Source, path: FieldPath, text: str) -> None:
    """Report what `inline` would leave out of a text of a YAML file, and links that it cannot follow."""
    if len(text) <= _LONGEST_LINE and _PLAIN_LINE.fullmatch(text) and "www." not in text.lower():
        return
    place = source.position(path)
    if len(text) > _LONGEST_LINE or any("<" + sign in text for sign in "![?"):
        source.report(Issue("this text holds more than words and links", "write it in plain words", place))
        return
    for node in sanitizer.parse(HtmlWriter(text).html()).css("body *, head *"):
        for finding in [*sanitizer.judge(node), *_line_findings(node)][:1]:
            source.report(Issue(finding.message, finding.fix, place))


def _line_findings(node: LexborNode) -> Iterator[sanitizer.Refusal]:
    href = node.attributes.get("href")
    if node.tag == "img":
        yield sanitizer.Refusal("a picture cannot stand in this text", "put it into the text of a page")
    elif node.tag == "a" and href is not None and not sanitizer.scheme_of(href):
        message = "only whole addresses can stand in this text"
        yield sanitizer.Refusal(message, "write the address from https:// on")


class _Reader:
    """Walks the marked HTML once: judges it, resolves its addresses, gathers what is in it."""

    def __init__(self, marks: list[Mark], positions: Positions, address: str, resolve: Resolve) -> None:
        self.marks, self.positions, self.address, self.resolve = marks, positions, address, resolve
        self.prose = Prose()

    def read(self, html: str, tags: set[str]) -> str:
        """Return the HTML that is left once all is judged and gathered; `tags` are those of the document."""
        tree = sanitizer.parse(html)
        first_tag = next((mark for mark in self.marks if mark.kind == "tag"), None)
        if first_tag:
            nodes = _without_idle(self._elements(tree.css(sanitizer.selector(tags)), first_tag.offset()))
        else:
            nodes = [(node, self._mark(node)) for node in tree.css(_MARKED)]
        self.prose.ids = {mark.label for _, mark in nodes if mark.kind == "heading"}
        if '<div class="footnote">' in html:
            self._footnotes(tree)
        for node, mark in nodes:
            self._element(node, mark)
        for node, _ in nodes:
            if node.tag in sanitizer.OPAQUE:
                node.decompose()
        body = tree.body
        self.prose.text = body.text(separator=" ", strip=True) if body else ""
        self.prose.words = len(self.prose.text.split())
        return (body.inner_html or "") if body else ""

    def _elements(self, nodes: list[LexborNode], first: int) -> Iterator[tuple[LexborNode, Mark]]:
        """Yield what is marked, and what a browser makes of broken tags, which can only come from the document."""
        for node in nodes:
            if MARK in node.attributes:
                yield node, self._mark(node)
            elif node.tag in {"html", "head", "body"} or "footnote" in (node.attributes.get("class") or ""):
                continue
            elif node.tag in {"a", "img"} or any(sanitizer.judge(node)):
                yield node, Mark("tag", first)

    def _footnotes(self, tree: LexborHTMLParser) -> None:
        """Make the links to footnotes and back lead to this page, wherever they are read."""
        self.prose.ids |= {
            str(node.attributes["id"]) for node in tree.css("sup[id]:not([data-at]), li[id]:not([data-at])")
        }
        for node in tree.css("a.footnote-ref, a.footnote-backref"):
            if MARK not in node.attributes:
                node.attrs["href"] = f"{SITE_PLACEHOLDER}{self.address}{node.attributes['href']}"

    def _mark(self, node: LexborNode) -> Mark:
        return self.marks[int(node.attributes[MARK] or 0)]

    def _element(self, node: LexborNode, mark: Mark) -> None:
        tag, refused = node.tag or "", False
        if mark.kind == "tag":
            refused = self._judge(node, mark)
            self._clean(node, tag)
        if refused:  # nothing of it is followed, nor is anything that it names
            for name in sanitizer.ADDRESSES & node.attributes.keys():
                del node.attrs[name]
        elif tag == "a" and node.attributes.get("href") is not None:
            self._link(node, node.attributes["href"] or "", mark)
        elif tag == "img":
            self._picture(node, node.attributes.get("src") or "", mark)
        elif tag in _HEADINGS and (html_id := node.attributes.get("id")):
            text = " ".join(node.text(separator=" ", strip=True).split())
            self.prose.headings.append(Heading(html_id, text, int(tag[1])))

    def _judge(self, node: LexborNode, mark: Mark) -> bool:
        """Report what an element of the document cannot be, or cannot have; return whether there is anything."""
        findings = list(sanitizer.judge(node))
        for finding in findings:
            offset = partial(mark.attribute, finding.attribute, finding.in_value)
            self.positions.report(offset, finding.message, finding.fix)
        return bool(findings)

    def _clean(self, node: LexborNode, tag: str) -> None:
        """Take away what has no meaning here, though it does no harm: classes, sizes, ids that are used already."""
        attributes = node.attributes
        html_id = attributes.get("id") or (attributes.get("name") if tag == "a" else None)
        align = (attributes.get("align") or "").lower()
        for name in {"class", "id", "width", "height", "rel", "loading"} & attributes.keys():
            del node.attrs[name]
        if html_id and html_id not in self.prose.ids and not reserved(html_id):
            node.attrs["id"] = html_id
            self.prose.ids.add(html_id)
        if tag in {"td", "th"} and align in {"left", "center", "right"}:
            node.attrs["class"] = f"align-{align}"

    def _link(self, node: LexborNode, href: str, mark: Mark) -> None:
        findings = [] if mark.kind == "tag" else list(sanitizer.judge_address("href", href))
        for finding in findings:
            self.positions.report(partial(self._address, mark), finding.message, finding.fix)
        if findings:
            del node.attrs["href"]
        elif href.startswith("#"):
            self.prose.links.append((Target(self.address, None, unquote(href[1:])), self._place(mark)))
            node.attrs["href"] = f"{SITE_PLACEHOLDER}{self.address}{href}"
        elif not sanitizer.scheme_of(href):
            self._follow(node, "href", href, mark)
        elif href.lower().startswith("http"):
            node.attrs["rel"] = "noopener noreferrer"

    def _picture(self, node: LexborNode, src: str, mark: Mark) -> None:
        if not src.strip():
            fix = "name the file, and say what it shows:  ![what it shows](picture.jpg)"
            self.positions.report(partial(self._address, mark), "this picture names no file", fix)
            return
        if not (node.attributes.get("alt") or "").strip():
            fix = "say what it shows, for those who do not see it:  ![what it shows](picture.jpg)"
            message = "a picture has no words for those who do not see it"
            self.positions.report(partial(self._address, mark), message, fix)
        node.attrs["loading"] = "lazy"
        findings = [] if mark.kind == "tag" else list(sanitizer.judge_address("src", src))
        for finding in findings:
            self.positions.report(partial(self._address, mark), finding.message, finding.fix)
        if findings:
            del node.attrs["src"]
        else:
            self._follow(node, "src", src, mark)

    def _follow(self, node: LexborNode, attribute: str, written: str, mark: Mark) -> None:
        target = self.resolve(written, attribute == "src")
        if isinstance(target, Issue):
            if attribute in node.attributes:
                del node.attrs[attribute]
            self.positions.report(partial(self._address, mark), target.message, target.fix)
            return
        if target.page is not None:
            self.prose.links.append((target, self._place(mark)))
        if target.file:
            self.prose.files[target.address] = target.file
        if target.size:  # the place of a picture is kept before it comes: nothing jumps
            node.attrs["width"], node.attrs["height"] = map(str, target.size)
        fragment = f"#{target.fragment}" if target.fragment else ""
        node.attrs[attribute] = f"{SITE_PLACEHOLDER}{file_url(target.address)}{fragment}"

    def _place(self, mark: Mark) -> Callable[[], Position]:
        """Return what finds the place of an address: most links are good, and finding them costs time."""
        return lambda: self.positions.place(self._address(mark))

    def _address(self, mark: Mark) -> int:
        """Return the byte at which the address of a link or a picture is written."""
        if mark.kind == "tag":
            return mark.attribute("href", True) if mark.has("href") else mark.attribute("src", True)
        if mark.kind == "link":
            return self.positions.address(mark.text_end)
        if mark.kind == "reference":
            return self.positions.definition(mark.label, mark.start)
        return mark.offset()


def _without_idle(nodes: Iterable[tuple[LexborNode, Mark]]) -> list[tuple[LexborNode, Mark]]:
    """Take away the elements that show nothing."""
    kept = []
    for node, mark in reversed(list(nodes)):  # what is within an element comes behind it
        if mark.kind == "tag" and sanitizer.is_idle(node):
            node.decompose()
        else:
            kept.append((node, mark))
    return kept[::-1]
