"""What the HTML of a post may hold: an allowlist, judged on the HTML itself, whatever way it came.

Raw HTML, attribute lists and links all end here. What is not on the list is reported with its place
and stops the build; and what is published has been through the sanitiser besides (nh3, the parser
of a browser), so that a gap in one of the two is closed by the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

_TAGS = frozenset(
    """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption
    figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong
    sub summary sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()
)
_EVERYWHERE = frozenset({"id", "class", "title", "lang", "dir"})
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "hreflang", "rel"}),
    "img": frozenset({"src", "alt", "width", "height", "loading"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "li": frozenset({"value"}),
    "td": frozenset({"colspan", "rowspan", "headers"}),
    "th": frozenset({"colspan", "rowspan", "headers", "scope", "abbr"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "time": frozenset({"datetime"}),
    "del": frozenset({"cite", "datetime"}),
    "ins": frozenset({"cite", "datetime"}),
    "blockquote": frozenset({"cite"}),
    "q": frozenset({"cite"}),
    "details": frozenset({"open"}),
}
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "geo"})
_WORDS = {
    "script": ("a script", "delete it; nothing on a page may run"),
    "style": ("a style sheet", "delete it; the look comes from the site"),
    "iframe": ("a frame from elsewhere", "link to the page instead:  [its title](https://…)"),
    "embed": ("an embedded object", "link to it instead:  [its title](https://…)"),
    "object": ("an embedded object", "link to it instead:  [its title](https://…)"),
    "form": ("a form", "link to a page that has the form, or give an address to write to"),
    "svg": ("a drawing in SVG", "save it as a file beside the post:  ![what it shows](drawing.svg)"),
    "video": ("a video", "link to it instead:  [its title](https://…)"),
    "audio": ("a player", "name the recording in the front matter of an episode, or link to it"),
    "link": ("a link to a style or a script", "delete it; the look comes from the site"),
    "meta": ("a command to the browser", "delete it"),
    "base": ("a command to the browser", "delete it"),
    "h1": ("a heading of the first level", "the title of the post is that heading; write <h2>"),
}
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes={"*": set(_EVERYWHERE), **{tag: set(names) for tag, names in _ATTRIBUTES.items()}},
    url_schemes=set(_SCHEMES),
    link_rel=None,
    clean_content_tags={"script", "style"},
)


class Finding(NamedTuple):
    """Something that may not stand in a post; `needle` is how it begins in what the author wrote."""

    needle: str
    message: str
    fix: str


def parse(html: str) -> LexborHTMLParser:
    """HTML as a browser reads it, inside a body."""
    return LexborHTMLParser(f"<body>{html}</body>")


def sanitised(html: str) -> str:
    """Only what the allowlist holds."""
    return _CLEANER.clean(html)


def judge(node: LexborNode) -> Iterator[Finding]:
    """What this element may not be, or may not have."""
    tag = node.tag or ""
    if tag not in _TAGS:
        what, fix = _WORDS.get(tag, (f"<{tag}>", "delete it, or write it in Markdown"))
        yield Finding(f"<{tag}", f"{what} cannot stand in a post", fix)
        return
    for name, value in node.attributes.items():
        yield from _judge_attribute(tag, name.lower(), value or "")


def _judge_attribute(tag: str, name: str, value: str) -> Iterator[Finding]:
    if name.startswith("on"):
        yield Finding(name, f"{name} makes the page run something", "delete it; nothing on a page may run")
    elif name == "style":
        yield Finding(
            "style", "a style of its own cannot stand in a post", "delete it; the look comes from the site"
        )
    elif name not in _EVERYWHERE and name not in _ATTRIBUTES.get(tag, frozenset()):
        yield Finding(name, f"{name} cannot stand on <{tag}>", "delete it")
    elif name in {"href", "src", "cite"} and (scheme := scheme_of(value)) and scheme not in _SCHEMES:
        yield Finding(
            value[:20],
            f"an address that begins with {scheme}: can run or hide something",
            "write an address that begins with https://",
        )
    elif name == "src" and scheme_of(value):
        fix = "save the picture beside the post and name the file:  ![what it shows](picture.jpg)"
        yield Finding(value, "a picture from elsewhere tells that server who reads this page", fix)
    elif name in {"href", "src"} and value.startswith(("//", "\\\\", "/\\")):
        yield Finding(value, "an address that begins with // has no protocol", f"write https:{value}")


def scheme_of(address: str) -> str:
    """`https` and the like, as a browser reads it; empty for an address within the site."""
    # Browsers drop white space and controls before they look for the scheme.
    bare = "".join(character for character in address if character > " ")
    try:
        return urlsplit(bare).scheme.lower()
    except ValueError:
        return bare.partition(":")[0].lower()
