"""The allowlist of tags, attributes and schemes for the HTML of a post, checked on the HTML itself.

Raw HTML and links all end here. A tag, an address or an attribute that can do harm is reported with its place and
stops the build; attributes without a meaning here are left out in silence. What is published has been through nh3
besides, the parser of a browser, so that a gap in one of the two is closed by the other.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

ALLOWED_TAGS = frozenset(
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
SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "geo"})
REFUSED_TAGS = {
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
    "audio": ("a player", "link to the recording, or name it in the front matter"),
    "link": ("a link to a style or a script", "delete it; the look comes from the site"),
    "meta": ("a command to the browser", "delete it"),
    "base": ("a command to the browser", "delete it"),
    "h1": ("a heading of the first level", "the title of the post is that heading; write <h2>"),
}
ADDRESSES = frozenset({"href", "src", "cite"})
"""Attributes that lead somewhere."""
# A browser takes \\ for / and passes over white space.
_OTHER_HOST = re.compile(r"[\x00-\x20]*[\\/][\t\n\r]*[\\/]")
OPAQUE = frozenset(
    """
    script style svg math form select object video audio picture iframe frameset map template textarea noscript
    noembed noframes title xmp plaintext
    """.split()
)
"""Elements that are refused with all that is in them, so that nothing of it needs a message of its own."""
SWALLOWED = frozenset({"frameset", "frame", "html", "head", "body"})
"""Tags that a browser's parser takes away without a trace."""
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""Elements without content."""
# Elements that are nothing when they are empty.
_EMPTY = ALLOWED_TAGS - VOID - frozenset({"td", "th", "tr", "li", "dt", "dd", "colgroup", "rp", "rt"})
_IN_A_LINE = ALLOWED_TAGS & frozenset(
    """
    a abbr b bdi bdo br cite code del dfn em i ins kbd mark p q rp rt ruby s samp small span strong sub sup
    time u var wbr
    """.split()
)
_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED_TAGS),
    attributes={"*": set(_EVERYWHERE), **{tag: set(names) for tag, names in _ATTRIBUTES.items()}},
    url_schemes=set(SCHEMES),
    link_rel=None,  # `body` drops what the author wrote there, and writes its own
    clean_content_tags={"script", "style"},
)


class Refusal(NamedTuple):
    """Something that cannot be in a post: an element, or one of its `attribute`s (the value of it, if `in_value`)."""

    message: str
    fix: str
    attribute: str = ""
    in_value: bool = False


_LINE_CLEANER = nh3.Cleaner(
    tags=set(_IN_A_LINE),
    attributes={"*": set(_EVERYWHERE) - {"id", "class"}, "a": {"href", "hreflang"}},
    url_schemes=set(SCHEMES),
    attribute_filter=lambda tag, name, value: (
        value if name != "href" or scheme_of(value) in SCHEMES else None
    ),
    link_rel="noopener noreferrer",  # never one that a text brings: rel="me" names the person behind a pen name
    clean_content_tags={"script", "style"},
)


def parse(html: str) -> LexborHTMLParser:
    """HTML as a browser reads it, inside a body."""
    return LexborHTMLParser(f"<body>{html}</body>")


def sanitized(html: str) -> str:
    """Only what the allowlist holds."""
    return _CLEANER.clean(html)


def sanitized_line(html: str) -> str:
    """Only what can stand within a line: for texts that are not bodies."""
    return _LINE_CLEANER.clean(html)


def judge(node: LexborNode) -> Iterator[Refusal]:
    """Find what keeps an element out of a post.

    Attributes that do no harm, such as `target`, are not reported: nh3 leaves them out.
    """
    tag = node.tag or ""
    if tag not in ALLOWED_TAGS:
        yield Refusal(*refused_tag(tag))
        return
    for name, value in node.attributes.items():
        if name.startswith("on"):
            yield Refusal(
                f"{name} makes the page run something", "delete it; nothing on a page may run", name
            )
        elif name == "style":
            yield Refusal("a post has no styles of its own", "delete it; the look comes from the site", name)
        elif name in ADDRESSES and name in _ATTRIBUTES.get(tag, ()):
            yield from judge_address(name, value or "")


def refused_tag(tag: str) -> tuple[str, str]:
    """Return the message and the fix for an element that cannot be in a post."""
    what, fix = REFUSED_TAGS.get(tag, (f"<{tag}>", "delete it, or write it in Markdown"))
    return f"{what} cannot stand in a post", fix


def selector(tags: set[str]) -> str:
    """Return a selector of everything but what goes away with the element around it, for a document of these tags."""
    opaque = sorted(OPAQUE & tags)
    return f"*:not({', '.join(f'{tag} *' for tag in opaque)})" if opaque else "*"


def is_idle(node: LexborNode) -> bool:
    """Return whether an element shows nothing and does nothing, like those that word processors leave behind."""
    tag, child = node.tag or "", node.child
    if child is not None and not (
        child.is_text_node and child.next is None and not (child.text() or "").strip()
    ):
        return False
    unknown = tag not in ALLOWED_TAGS and tag not in REFUSED_TAGS and tag not in OPAQUE
    return (tag in _EMPTY or unknown) and not node.attributes.get("id")


def judge_address(name: str, value: str) -> Iterator[Refusal]:
    """Find what is wrong with the address of a link (`href`), a picture (`src`) or a source (`cite`)."""
    scheme = scheme_of(value)
    message = ""
    if re.match(r"[A-Za-z]:(?:[\\/]|%5C)|file:", value, re.IGNORECASE):
        message = "this is a place on your own computer, which nobody else can open"
        name_alone = re.split(r"[\\/]|%5C", value)[-1]
        fix = f"put the file beside the post, and write its name alone:  {name_alone}"
    elif scheme and scheme not in SCHEMES:
        message = f"an address that begins with {scheme}: can run or hide something"
        fix = "write an address that begins with https://"
    elif name == "src" and (scheme or _OTHER_HOST.match(value)):
        message = "a picture from elsewhere tells that server who reads this page"
        picture = urlsplit(value).path.rpartition("/")[2] if _host(value) else ""
        fix = f"save the picture beside the post, and write its name alone:  {picture or 'picture.jpg'}"
    elif _OTHER_HOST.match(value):
        message = "an address that begins with // has no protocol"
        fix = "write https://" + re.sub(r"^[\s\\/]+", "", value)
    elif value.lower().startswith("www."):
        message, fix = "an address that begins with www. has no protocol", f"write https://{value}"
    elif scheme in {"http", "https"} and not _host(value):
        message = "this address names no place on the web"
        fix = "write it whole, such as https://example.org/page"
    if message:
        yield Refusal(message, fix, name, True)


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
