"""Show notes as podcast apps can show them: clean HTML, and plain text."""

from __future__ import annotations

import re
from functools import lru_cache
from html.parser import HTMLParser

import nh3

_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
_TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
_LISTS = {"ul", "ol", "li", "dl", "dt", "dd"}
_SECTIONS = {"p", "div", "section", "blockquote", "pre", "figure", "figcaption", "hr"}
_BLOCKS = _SECTIONS | _HEADINGS | _TABLE | _LISTS
_MARKS = {"abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "strong"}
_WORDS = _MARKS | {"a", "bdi", "bdo", "br", "img", "rp", "rt", "ruby", "sub", "sup", "u"}
# Gone with all they hold; every other tag goes and leaves its text.
_FRAMES = {"iframe", "object", "svg", "math", "audio", "video", "canvas"}
_FORMS = {"form", "button", "select", "textarea"}
_DROPPED = {"script", "style", "template", "noscript", "title"} | _FRAMES | _FORMS
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}


def clean(html: str) -> str:
    """HTML for content:encoded, by an allowlist: links and pictures absolute, no class, no id, no script.

    The notes stand below the episode's title in every app, so h1 becomes h2. A link with any other
    address than http, https or mailto keeps its text alone, a picture like that goes.
    """
    cleaned = _CLEANER.clean(html)
    demoted = cleaned.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return _PICTURE.sub(_with_source, demoted).strip()


def lightened(sanitised: str) -> str:
    """What `clean` gives for HTML that has been through the sanitiser before, at a fraction of the cost.

    Such HTML is whole and its tags are written in one way, so each kind of tag is judged once: the body of
    a post stands in several feeds, and there are thousands of posts.
    """
    judged = sanitised
    # Of the many tags of a text few are different. What a tag becomes is never changed again.
    for tag in dict.fromkeys(_WRITTEN_TAG.findall(sanitised)):
        if (light := _light(tag)) != tag:
            judged = judged.replace(tag, light)
    return (_PICTURE.sub(_with_source, judged) if "<img" in judged else judged).strip()


@lru_cache(maxsize=16384)
def _light(tag: str) -> str:
    name = tag.strip("</>").partition(" ")[0]
    if name not in _TAGS:
        return ""
    if tag.startswith("</"):
        return tag
    kept = _ATTRIBUTES["*"] | _ATTRIBUTES.get(name, set())
    said = [f' {key}="{value}"' for key, value in _WRITTEN_ATTRIBUTE.findall(tag) if key in kept]
    return f"<{name}{''.join(attribute for attribute in said if _leads_out(attribute))}>"


def _leads_out(attribute: str) -> bool:
    """Whether an attribute as it is written is no address, or one that a feed may hold."""
    if attribute.startswith(' src="'):
        return attribute[6:].lower().startswith(("http://", "https://"))
    return not attribute.startswith(' href="') or attribute[7:].lower().lstrip().startswith(_OUTWARDS)


def plain(html: str) -> str:
    """The notes as text: paragraphs apart, a line for each item of a list, links with their address."""
    reader = _Plain()
    reader.feed(clean(html))
    reader.close()
    return reader.text()


def _address(tag: str, name: str, value: str) -> str | None:
    # nh3 allows mailto for pictures as well.
    if name == "src" and not value.lower().startswith(("http://", "https://")):
        return None
    return value


_TAGS = _BLOCKS | _WORDS
_OUTWARDS = ("http:", "https:", "mailto:")
# As nh3 writes them: quotes around each value, and none within.
_WRITTEN_TAG = re.compile(r'</?[a-z][a-z0-9]*(?: [a-z-]+="[^"]*")*>')
_WRITTEN_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')

# link_rel is None: nothing opens windows here, and no rel is ever written for a person.
_CLEANER = nh3.Cleaner(
    tags=_TAGS | {"h1"},
    clean_content_tags=_DROPPED,
    attributes=_ATTRIBUTES,
    attribute_filter=_address,
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel=None,
)

# As nh3 writes it: quotes around each value, and none within.
_PICTURE = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')


def _with_source(picture: re.Match[str]) -> str:
    return picture[0] if ' src="' in picture[1] else ""


class _Plain(HTMLParser):
    """Collects text; reads only what `clean` lets through."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._said = ""
        self._lists: list[int | None] = []  # the next number, None where there are bullets
        self._link: tuple[str, int] | None = None  # its address, and where its words begin
        self._as_is = 0

    def text(self) -> str:
        lines = (line.rstrip(" ") for line in self._said.split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._break(tag)
        if tag == "a":
            self._link = (values.get("href") or "", len(self._said))
        elif tag == "img":
            self._said += values.get("alt") or ""
        elif tag == "li":
            self._said += self._bullet()
        elif tag in {"ul", "ol"}:
            self._lists.append(_whole(values.get("start"), 1) if tag == "ol" else None)
        self._as_is += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self._as_is -= tag == "pre"
        if tag == "a" and self._link:
            self._close_link(*self._link)
        elif tag in {"ul", "ol"}:
            self._lists.pop()
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._as_is:
            data = re.sub(r"[ \t\n\r\f]+", " ", data)
            if not self._said or self._said.endswith((" ", "\n")):
                data = data.lstrip(" ")
        self._said += data

    def _break(self, tag: str) -> None:
        lines = 1 if tag in _LINES or (tag in {"ul", "ol"} and self._lists) else 2 if tag in _BLOCKS else 0
        if lines and self._said:
            self._said = self._said.rstrip(" ")
            have = len(self._said) - len(self._said.rstrip("\n"))
            self._said += "\n" * (lines - have)

    def _bullet(self) -> str:
        indent = "  " * (len(self._lists) - 1)
        number = self._lists[-1] if self._lists else None
        if number is None:
            return f"{indent}- "
        self._lists[-1] = number + 1
        return f"{indent}{number}. "

    def _close_link(self, href: str, start: int) -> None:
        self._link = None
        address = href.removeprefix("mailto:")
        if address not in self._said[start:]:
            self._said += f" ({address})"


# A new line before and after; what stands in _BLOCKS alone has an empty line there.
_LINES = {"br", "div", "section"} | (_TABLE | _LISTS) - {"table", "ul", "ol", "dl"}


def _whole(number: str | None, default: int) -> int:
    return int(number) if number and re.fullmatch(r"-?[0-9]{1,9}", number) else default
