"""The HTML of a post as feeds may have it: the tags and attributes that podcast apps and readers show.

The rendered body is sanitized already; this step only drops what pages have and feeds do not need.
"""

import re
from functools import lru_cache

_FEED_TAGS = frozenset(
    "p div section blockquote pre figure figcaption hr h2 h3 h4 h5 h6"
    " table caption thead tbody tfoot tr th td ul ol li dl dt dd"
    " abbr b cite code del em i ins kbd mark q s small strong"
    " a bdi bdo br img rp rt ruby sub sup u".split()
)
_FEED_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# As the sanitizer writes them: quotes around each value, and none inside.
_TAG_TEXT = re.compile(r'</?[a-z][a-z0-9]*(?: [a-z-]+="[^"]*")*>')
_ATTRIBUTE_TEXT = re.compile(r' ([a-z-]+)="([^"]*)"')
_IMG = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')


def reduce_to_feed_tags(html: str) -> str:
    """Sanitized HTML with the tags and attributes of the allowlist alone, and absolute links.

    A tag that is not allowed keeps its text; a link that is not http, https or mailto keeps its words;
    a picture without an http or https address goes. Such HTML is well-formed and its tags are written
    in one way, so each different tag is looked at once.
    """
    result = html
    for tag in dict.fromkeys(_TAG_TEXT.findall(html)):
        if (allowed := _allowed(tag)) != tag:
            result = result.replace(tag, allowed)
    if "<img" in result:
        result = _IMG.sub(lambda img: img[0] if ' src="' in img[1] else "", result)
    return result.strip()


@lru_cache(maxsize=16384)
def _allowed(tag: str) -> str:
    name = tag.strip("</>").partition(" ")[0]
    if name not in _FEED_TAGS:
        return ""
    if tag.startswith("</"):
        return tag
    names = {"lang", "dir"} | _FEED_ATTRIBUTES.get(name, set())
    attributes = [
        f' {key}="{value}"'
        for key, value in _ATTRIBUTE_TEXT.findall(tag)
        if key in names and _is_external(key, value.lower())
    ]
    return f"<{name}{''.join(attributes)}>"


def _is_external(key: str, value: str) -> bool:
    """False for an address that a feed may not have."""
    if key == "src":
        return value.startswith(("http://", "https://"))
    return key != "href" or value.lstrip().startswith(("http:", "https:", "mailto:"))
