"""The bodies of a foreign feed: where they are written as they came, and what never comes along."""

import re

from lxml import etree  # type: ignore[import-untyped]  # no types are published with it
from lxml import html as lxml_html

from anthology.importers.markdown import is_html, links_of, plain
from anthology.schema import NONE, NOTES, NOTES_TEXT
from anthology.schema.addresses import web_address

_ACTIVE = (
    "script style iframe frame object embed applet form input button textarea select meta link base svg math"
)
_MAY_ACT = re.compile(
    rf"(?i)<(?:{_ACTIVE.replace(' ', '|')})\b|\son[a-z]+\s*=|(?:java|vb)script:|\ssrcdoc\s*="
)
_NOT_IN_NOTES = re.compile(r"(?i)<(?:img|button|form)\b")
"""pictures of other servers, and texts of controls"""
_COUNTER = re.compile(
    r"""(?i)<img\b(?=[^<>]*\b(?:width|height)\s*=\s*["']?[01]\b|[^<>]*feeds\.feedburner\.com/~r/)[^<>]*>"""
)


def as_given(text: str, notes: str, base: str) -> str:
    """The word for the notes where a body has the same words and links as their HTML; else the body itself."""
    if not text:
        return NONE
    words = plain(text)
    if not words or words != plain(notes) or _NOT_IN_NOTES.search(text):
        return without_scripts(text)
    if not is_html(text):
        return NOTES_TEXT if " ".join(text.split()) == words else text
    links = links_of(notes)
    same = links_of(text, base) == links and all(map(_stays_a_link, links))
    return NOTES if same else without_scripts(text)


def counters_in(text: str) -> int:
    """The number of pictures that nobody sees, and that tell a server who reads."""
    return len(_COUNTER.findall(text)) if "<img" in text.lower() else 0


def may_act(text: str) -> bool:
    return _MAY_ACT.search(text) is not None


def _stays_a_link(address: str) -> bool:
    """False for an address that a page has as its words alone."""
    if address.startswith("mailto:"):
        return True
    try:
        return bool(web_address(address))
    except ValueError:
        return False


def without_scripts(text: str) -> str:
    """A body without what acts or loads in an app; the same bytes where it has nothing of the kind."""
    if not may_act(text):
        return text
    root = lxml_html.fragment_fromstring(text, create_parent="div")
    for element in list(root.iter("button", "form")):
        element.drop_tag()
    for element in list(root.iter(*_ACTIVE.split())):
        element.drop_tree()
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if name in {"href", "src"}:
                element.set(name, value.strip())
            address = re.sub(r"[\s\x00-\x20]", "", value).lower()
            if name.startswith("on") or name == "srcdoc" or address.startswith(("javascript:", "vbscript:")):
                del element.attrib[name]
    return str(lxml_html.tostring(root, encoding="unicode")).removeprefix("<div>").removesuffix("</div>")
