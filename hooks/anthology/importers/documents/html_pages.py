"""A page that was saved or pasted, as HTML: its text, without what a site has around it."""

import re
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin

from lxml import html as lxml_html  # type: ignore[import-untyped]  # no types are published with it

from anthology.importers.markdown import html_document, html_fragment

from .article import article_of
from .page_facts import page_facts

_REFRESH = re.compile(r"(?i)<meta\b[^<>]*http-equiv\s*=\s*[\"']?refresh")
_HEAD_OR_TAG = re.compile(r"(?is)<(head|script|style)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>")
_FEW_WORDS = 200
"""characters that say where a page has moved"""
_WIDGETS = ("subscription-widget-wrap", "button-wrapper", "subscribe-widget", "kg-signup-card", "kg-cta-card")
"""classes of Substack and Ghost"""
_ASKS = re.compile(r"%%|subscribe|action=share|/comments\b")


class SavedPage(NamedTuple):
    """A page that was saved or pasted: its title, the HTML of its text, and the facts that it states."""

    title: str
    html: str
    facts: dict[str, str]


def read_page(text: str, folder: Path) -> SavedPage:
    """A page from its HTML; pictures may be in a folder. Raises ImportRefusedError."""
    root = html_document(text)
    facts, headings = page_facts(root), [*root.iter("h1")]
    for picture in root.iter("img"):
        _show(picture)
    _make_absolute(root, facts["url"], folder)
    place = article_of(root)
    own = next(place.iter("h1"), None)
    if own is not None:
        title = " ".join(own.text_content().split())
        own.drop_tree()
    else:
        title = " ".join(headings[0].text_content().split()) if len(headings) == 1 else ""
    return SavedPage(_title(title, facts["title"]), lxml_html.tostring(place, encoding="unicode"), facts)


def _title(heading: str, stated: str) -> str:
    """The heading of the page, where it is part of what the page states, or the page states nothing."""
    if not heading or (stated and _letters(heading) not in _letters(stated)):
        return stated or heading
    return heading


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _make_absolute(root: Any, url: str, folder: Path) -> None:
    """Write links and pictures with the address of the page in front, but for what is in the folder."""
    stated = (base.get("href") or "" for base in root.iter("base"))
    base = urljoin(url, next(stated, "")) if url else ""
    if not base.startswith(("http://", "https://")):
        return
    for element, name in [
        *((link, "href") for link in root.iter("a")),
        *((image, "src") for image in root.iter("img")),
    ]:
        address = (element.get(name) or "").strip()
        if address and not address.startswith(("#", "data:")) and not _is_beside(address, folder):
            try:
                element.set(name, urljoin(base, address))
            except ValueError:
                continue  # no address


def _is_beside(address: str, folder: Path) -> bool:
    path = unquote(address.partition("?")[0].partition("#")[0])
    return ":" not in address and len(path) < 1000 and not path.startswith("/") and (folder / path).is_file()


def _show(picture: Any) -> None:
    """Give a picture that a script shows later the address that it then has."""
    address = picture.get("src") or ""
    if not address or address.startswith("data:"):
        later = (
            picture.get(name) for name in ("data-src", "data-original", "data-lazy-src", "data-pin-media")
        )
        sources = (picture.get("srcset") or picture.get("data-srcset") or "").split(",")[-1].split()[:1]
        address = next(filter(None, [*later, *sources]), "")
        if address:
            picture.set("src", address)


def is_redirect(text: str) -> bool:
    """True for a page that only leads to another address."""
    words = _HEAD_OR_TAG.sub("", text)
    return bool(_REFRESH.search(text)) and len(" ".join(words.split())) < _FEW_WORDS


def without_widgets(text: str) -> str:
    """HTML of a body without what asks its readers to subscribe and to share."""
    if not any(name in text for name in _WIDGETS):
        return text
    root = html_fragment(text)
    for name in _WIDGETS:
        for element in root.find_class(name):
            link = element.find(".//a")
            if name != "button-wrapper" or link is None or _ASKS.search(link.get("href") or ""):
                element.drop_tree()
    return str(lxml_html.tostring(root, encoding="unicode"))


def medium_post(text: str) -> dict[str, str]:
    """A post as Medium exports it: title, summary, body (HTML), url, date and author; empty where it has none."""
    root = html_document(text)

    def part(name: str) -> Any:
        return next(iter(root.find_class(name)), None)

    body, link, time = part("e-content"), part("p-canonical"), part("dt-published")
    texts = {
        name: " ".join(element.text_content().split()) if (element := part(css)) is not None else ""
        for name, css in {"title": "p-name", "summary": "p-summary", "author": "p-author"}.items()
    }
    for title in (
        body.find_class("graf--title") + body.find_class("graf--subtitle") if body is not None else []
    ):
        title.drop_tree()
    return texts | {
        "body": lxml_html.tostring(body, encoding="unicode") if body is not None else "",
        "url": (link.get("href") or "") if link is not None else "",
        "date": (time.get("datetime") or "") if time is not None else "",
    }
