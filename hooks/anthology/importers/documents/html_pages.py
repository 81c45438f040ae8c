"""A page that was saved or pasted, as HTML: its text, without what a site has around it."""

import re
from typing import Any

from lxml import html as lxml_html  # type: ignore[import-untyped]  # no types are published with it

from anthology.importers.source_files import ImportRefusedError

_AROUND = frozenset("script style nav header footer form aside noscript template iframe button svg".split())

_REFRESH = re.compile(r"(?i)<meta\b[^<>]*http-equiv\s*=\s*[\"']?refresh")
_HEAD_OR_TAG = re.compile(r"(?is)<(head|script|style)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>")
_FEW_WORDS = 200
"""characters that say where a page has moved"""
_WIDGETS = ("subscription-widget-wrap", "button-wrapper", "subscribe-widget", "kg-signup-card", "kg-cta-card")
"""classes of Substack and Ghost"""
_ASKS = re.compile(r"%%|subscribe|action=share|/comments\b")


def page_html(text: str) -> tuple[str, str]:
    """The title and the HTML of a page's text; raises ImportRefusedError."""
    try:
        root = lxml_html.document_fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (ValueError, lxml_html.etree.ParserError):
        raise ImportRefusedError("the page has no text") from None
    title = " ".join((root.findtext(".//title") or "").split())
    for element in [*root.iter(*_AROUND)]:
        if element.tag != "header" or element.find(".//h1") is None:
            element.drop_tree()
    place = _text_of_page(root)
    if (heading := next(place.iter("h1"), None)) is not None:
        title = " ".join(heading.text_content().split()) or title
        heading.drop_tree()
    return title, lxml_html.tostring(place, encoding="unicode")


def is_redirect(text: str) -> bool:
    """True for a page that only leads to another address."""
    words = _HEAD_OR_TAG.sub("", text)
    return bool(_REFRESH.search(text)) and len(" ".join(words.split())) < _FEW_WORDS


def page_facts(text: str) -> dict[str, str]:
    """Facts that the head of a saved page states: date, url, summary, author; empty where it does not."""
    root = lxml_html.document_fromstring(
        text.encode() or b"<p>", parser=lxml_html.HTMLParser(encoding="utf-8")
    )
    stated = {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): meta.get(
            "content", ""
        )
        for meta in reversed([*root.iter("meta")])
    }
    times = (time.get("datetime") or "" for time in root.iter("time"))
    date = stated.get("article:published_time") or stated.get("datepublished") or next(times, "")
    canonical = next(
        (link.get("href") or "" for link in root.iter("link") if link.get("rel") == "canonical"), ""
    )
    author = stated.get("author") or stated.get("article:author") or ""
    return {
        "date": date,
        "url": canonical or stated.get("og:url", ""),
        "summary": stated.get("og:description") or stated.get("description", ""),
        "author": "" if "://" in author or "@" in author else author,
    }


def without_widgets(text: str) -> str:
    """HTML of a body without what asks its readers to subscribe and to share."""
    if not any(name in text for name in _WIDGETS):
        return text
    root = lxml_html.fragment_fromstring(text, create_parent="div")
    for name in _WIDGETS:
        for element in root.find_class(name):
            link = element.find(".//a")
            if name != "button-wrapper" or link is None or _ASKS.search(link.get("href") or ""):
                element.drop_tree()
    return str(lxml_html.tostring(root, encoding="unicode"))


def medium_post(text: str) -> dict[str, str]:
    """A post as Medium exports it: title, summary, body (HTML), url, date and author; empty where it has none."""
    root = lxml_html.document_fromstring(
        text.encode() or b"<p>", parser=lxml_html.HTMLParser(encoding="utf-8")
    )

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


def _text_of_page(root: Any) -> Any:
    for name in ("article", "main", "body"):
        places = [*root.iter(name)]
        if len(places) == 1:
            return places[0]
    return root
