"""What the HTML of a post may hold: an allowlist, judged on the HTML itself, whatever way it came.

Raw HTML, attribute lists and links all end here. What is not on the list is reported with its place
and stops the build; and what is published has been through the sanitiser besides (nh3, the parser
of a browser), so that a gap in one of the two is closed by the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple
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
    "frame": ("a frame from elsewhere", "link to the page instead:  [its title](https://…)"),
    "frameset": ("a frame from elsewhere", "link to the page instead:  [its title](https://…)"),
    "math": ("a formula in MathML", "write it in words, or save it as a picture beside the post"),
    "input": ("a field of a form", "delete it, or write it in Markdown"),
    "button": ("a button", "link to it instead:  [its title](https://…)"),
    "form": ("a form", "link to a page that has the form, or give an address to write to"),
    "svg": ("a drawing in SVG", "save it as a file beside the post:  ![what it shows](drawing.svg)"),
    "video": ("a video", "link to it instead:  [its title](https://…)"),
    "audio": ("a player", "name the recording in the front matter of an episode, or link to it"),
    "link": ("a link to a style or a script", "delete it; the look comes from the site"),
    "meta": ("a command to the browser", "delete it"),
    "base": ("a command to the browser", "delete it"),
    "h1": ("a heading of the first level", "the title of the post is that heading; write <h2>"),
}
ADDRESSES = frozenset({"href", "src", "cite"})
"""Attributes that lead somewhere."""
# A browser takes \\ for / and passes over white space.
_OTHER_HOST = re.compile(r"[\x00-\x20]*[\\/][\t\n\r]*[\\/]")
_OPAQUE = frozenset(
    """
    script style svg math form select object video audio picture iframe frameset map template textarea noscript
    noembed noframes title xmp plaintext
    """.split()
)
_SWALLOWED = re.compile(r"<(frameset|frame|html|head|body)(?![\w-])", re.IGNORECASE)
COMMAND = re.compile(r"<[!?][a-zA-Z\[][a-zA-Z]*")
"""A declaration or an instruction: to a browser a comment, though it does not look like one."""
_IN_A_LINE = _TAGS & frozenset(
    """
    a abbr b bdi bdo br cite code del dfn em i ins kbd mark p q rp rt ruby s samp small span strong sub sup
    time u var wbr
    """.split()
)
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes={"*": set(_EVERYWHERE), **{tag: set(names) for tag, names in _ATTRIBUTES.items()}},
    url_schemes=set(_SCHEMES),
    link_rel=None,
    clean_content_tags={"script", "style"},
)


class Finding(NamedTuple):
    """Something that may not stand in a post: `what` says by which `name` it can be found in the text."""

    what: Literal["tag", "attribute", "address", "text"]
    name: str
    message: str
    fix: str


_LINE_CLEANER = nh3.Cleaner(
    tags=set(_IN_A_LINE),
    attributes={"*": set(_EVERYWHERE) - {"id"}, "a": {"href", "hreflang", "rel"}},
    url_schemes=set(_SCHEMES),
    attribute_filter=lambda tag, name, value: (
        value if name != "href" or scheme_of(value) in _SCHEMES else None
    ),
    link_rel=None,
    clean_content_tags={"script", "style"},
)


def parse(html: str) -> LexborHTMLParser:
    """HTML as a browser reads it, inside a body."""
    return LexborHTMLParser(f"<body>{html}</body>")


def sanitised(html: str) -> str:
    """Only what the allowlist holds."""
    return _CLEANER.clean(html)


def sanitised_line(html: str) -> str:
    """Only what can stand within a line: for texts that are not bodies."""
    return _LINE_CLEANER.clean(html)


def judge(node: LexborNode) -> Iterator[Finding]:
    """What this element may not be, or may not have."""
    tag = node.tag or ""
    if not may_stand(tag):
        yield refused_tag(tag)
        return
    for name, value in node.attributes.items():
        yield from _judge_attribute(tag, name.lower(), value or "")


def may_stand(tag: str) -> bool:
    """Whether an element of this name may stand in a post."""
    return tag in _TAGS


def refused_tag(tag: str) -> Finding:
    """The words for an element that cannot stand in a post."""
    what, fix = _WORDS.get(tag, (f"<{tag}>", "delete it, or write it in Markdown"))
    return Finding("tag", tag, f"{what} cannot stand in a post", fix)


def is_opaque(tag: str) -> bool:
    """Whether what stands inside this element goes away with it, so that it needs no word of its own."""
    return tag in _OPAQUE


def swallowed(html: str) -> Iterator[Finding]:
    """Elements that a browser's parser takes away without a trace, of HTML without its comments."""
    for tag in dict.fromkeys(found[1].lower() for found in _SWALLOWED.finditer(html)):
        yield refused_tag(tag)


def _judge_attribute(tag: str, name: str, value: str) -> Iterator[Finding]:
    if name.startswith("on"):
        fix = "delete it; nothing on a page may run"
        yield Finding("attribute", name, f"{name} makes the page run something", fix)
    elif name == "style":
        fix = "delete it; the look comes from the site"
        yield Finding("attribute", name, "a style of its own cannot stand in a post", fix)
    elif name not in _EVERYWHERE and name not in _ATTRIBUTES.get(tag, frozenset()):
        yield Finding("attribute", name, f"{name} cannot stand on <{tag}>", "delete it")
    elif name == "class" and (theirs := re.search(r"(?<!\S)md-\S*", value)):
        fix = "give it a name that does not begin with md-, or delete it"
        yield Finding("text", theirs[0], "a class that begins with md- belongs to the theme", fix)
    elif name in ADDRESSES:
        yield from _judge_address(name, value)


def _judge_address(name: str, value: str) -> Iterator[Finding]:
    scheme = scheme_of(value)
    if scheme and scheme not in _SCHEMES:
        message = f"an address that begins with {scheme}: can run or hide something"
        yield Finding("address", value, message, "write an address that begins with https://")
    elif name == "src" and (scheme or _OTHER_HOST.match(value)):
        fix = "save the picture beside the post and name the file:  ![what it shows](picture.jpg)"
        yield Finding("address", value, "a picture from elsewhere tells that server who reads this page", fix)
    elif _OTHER_HOST.match(value):
        rest = re.sub(r"^[\s\\/]+", "", value)
        yield Finding(
            "address", value, "an address that begins with // has no protocol", f"write https://{rest}"
        )
    elif scheme in {"http", "https"} and not _host(value):
        message = "this address names no place on the web"
        yield Finding("address", value, message, "write it whole, such as https://example.org/page")


def _host(address: str) -> str | None:
    try:
        return urlsplit(address.strip()).hostname
    except ValueError:
        return None


def scheme_of(address: str) -> str:
    """`https` and the like, as a browser reads it; empty for an address within the site."""
    # Browsers drop white space and controls before they look for the scheme.
    bare = "".join(character for character in address if character > " ")
    try:
        return urlsplit(bare).scheme.lower()
    except ValueError:
        return bare.partition(":")[0].lower()
