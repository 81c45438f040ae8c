"""Facts that a saved page states of itself: in its head, in structured data (JSON-LD), in the marks of its text."""

import json
import re
from collections.abc import Iterator
from typing import Any

_ARTICLES = re.compile(r"(?i)(article|blogposting|socialmediaposting|report)$")
_DATES = ("article:published_time", "datepublished", "og:published_time", "article:published", "parsely-pub-date",
          "sailthru.date", "dc.date.issued", "dc.date", "dcterms.created", "pubdate", "publishdate", "publish-date",
          "date")  # fmt: skip
_TITLES = ("og:title", "twitter:title", "dc.title", "title")
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator")
_SUMMARIES = ("og:description", "description", "twitter:description")
_DATE_CLASSES = ("dt-published", "published", "entry-date", "post-date", "date-published", "time-published")
_NO_AUTHOR = re.compile(r"https?://|@|^\s*$")


def page_facts(root: Any) -> dict[str, str]:
    """The title, date, url, summary, author and licence of a page; empty where it does not state them."""
    stated = {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): meta.get(
            "content", ""
        )
        for meta in reversed([*root.iter("meta")])
    }
    data = next(_articles(root), {})
    links = {
        rel: link.get("href") or ""
        for link in root.iter("link", "a")
        for rel in (link.get("rel") or "").split()
    }

    def first(names: tuple[str, ...]) -> str:
        return next((stated[name].strip() for name in names if stated.get(name, "").strip()), "")

    site = stated.get("og:site_name") or ""
    title = _text(data.get("headline")) or first(_TITLES)
    return {
        "title": _without_site(title or " ".join((root.findtext(".//title") or "").split()), site),
        "date": _text(data.get("datePublished")) or first(_DATES) or _marked_date(root),
        "url": links.get("canonical") or stated.get("og:url", "") or _saved_from(root),
        "summary": first(_SUMMARIES),
        "author": _author(data.get("author")) or _person(first(_AUTHORS)) or _marked_author(root),
        "license": links.get("license", ""),
    }


def _articles(root: Any) -> Iterator[dict[str, Any]]:
    """The articles that structured data describes."""
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                data = json.loads(script.text_content().strip().rstrip(";"), strict=False)
            except (ValueError, RecursionError):
                continue
            yield from (item for item in _items(data) if _ARTICLES.search(_kind(item)))


def _items(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(data, list) and depth < 4:
        for entry in data:
            yield from _items(entry, depth + 1)
    elif isinstance(data, dict):
        yield data
        yield from _items(data.get("@graph") or [], depth + 1)
        yield from _items(data.get("mainEntity") or [], depth + 1)


def _kind(item: dict[str, Any]) -> str:
    kind = item.get("@type")
    return str(kind[0] if isinstance(kind, list) and kind else kind)


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _author(value: Any) -> str:
    """The first author; what has no name of its own, or a web address for one, is nobody."""
    first = value[0] if isinstance(value, list) and value else value
    return _person(_text(first.get("name")) if isinstance(first, dict) else _text(first))


def _person(name: str) -> str:
    name = re.sub(r"(?i)^\s*by\s+", "", " ".join(name.split()))
    return "" if _NO_AUTHOR.search(name) or len(name) > 80 else name


def _marked_author(root: Any) -> str:
    """The author that a link or a mark within the page names, if it is but one."""
    marked = [*root.xpath('.//*[contains(concat(" ",@rel," ")," author ") or @itemprop="author"]'),
              *root.find_class("p-author"), *root.find_class("author-name")]  # fmt: skip
    names = {name for element in marked if (name := _person(element.text_content()))}
    return names.pop() if len(names) == 1 else ""


def _marked_date(root: Any) -> str:
    """The date that the text of a page marks; of several, the first."""
    marked = [*root.xpath('.//*[@itemprop="datePublished"]'), *root.iter("time")]
    marked += [element for name in _DATE_CLASSES for element in root.find_class(name)]
    dates = (
        element.get("datetime") or element.get("content") or element.get("title") or "" for element in marked
    )
    return next((date.strip() for date in dates if re.search(r"\d{4}", date)), "")


def _saved_from(root: Any) -> str:
    """The address that a browser notes in a page which it saves."""
    before = [node.text or "" for node in root.itersiblings(preceding=True)]
    match = re.search(r"saved from url=\(\d+\)(https?://\S+)", " ".join(before))
    return match[1] if match else ""


def _without_site(title: str, site: str) -> str:
    """The title without the name of the site at its end."""
    if site and (match := re.fullmatch(rf"(.+?)\s*[|·•»:–—-]+\s*{re.escape(site)}", title, re.IGNORECASE)):
        return match[1]
    return title
