"""Rules about JSON feeds (JSON Feed 1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .dates import internet_moment
from .findings import JSON_FEED, Finding, Site, is_absolute
from .media import judge_html

_VERSIONS = {"https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"}
_FEED = set(
    "version title home_page_url feed_url description user_comment next_url icon favicon authors author"
    " language expired hubs items".split()
)
_ITEM = set(
    "id url external_url title content_html content_text summary image banner_image date_published"
    " date_modified authors author tags language attachments".split()
)
_ADDRESSES = (
    *("url", "external_url", "image", "banner_image"),
    *("home_page_url", "feed_url", "next_url", "icon", "favicon"),
)
_WHOLE = "write the whole address, with https://"

Found = tuple[str, str, str]
"""A field, what is wrong with it, and the fix."""


def check_json(document: bytes, path: str, site: Site) -> Iterator[Finding]:
    """Everything that is wrong with one JSON feed."""
    try:
        feed = json.loads(document)
    except ValueError as error:
        yield Finding(path, "", "JSON", f"cannot be read: {error}", "write it with a tool", JSON_FEED)
        return
    if not isinstance(feed, dict):
        yield Finding(path, "", "JSON", "is no object", "begin the feed with {", JSON_FEED)
        return
    for field, message, fix in _judge_feed(feed, path, site):
        yield Finding(path, "", field, message, fix, JSON_FEED)
    items = feed.get("items")
    seen: set[str] = set()
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict):
            yield Finding(path, "", "items", "holds something that is no object", "write {…}", JSON_FEED)
            continue
        name = str(item.get("title") or item.get("id") or "an item without title")
        for field, message, fix in _judge_item(item, seen, site):
            yield Finding(path, name, field, message, fix, JSON_FEED)


def _judge_feed(feed: dict[str, Any], path: str, site: Site) -> Iterator[Found]:
    if feed.get("version") not in _VERSIONS:
        yield "version", f"is “{feed.get('version')}”", "write https://jsonfeed.org/version/1.1"
    if not feed.get("title") or not isinstance(feed["title"], str):
        yield "title", "is missing", "say what the feed is called"
    if not isinstance(feed.get("items"), list):
        yield "items", "is no list", 'write "items": []'
    own = feed.get("feed_url")
    if own and site.url(path) not in (None, own):
        yield "feed_url", f"says {own}, and the feed is at {site.url(path)}", "correct it"
    if own and feed.get("next_url") == own:
        yield "next_url", "leads back to this page", "lead it to the older page"
    yield from _judge_common(feed, _FEED, site)


def _judge_item(item: dict[str, Any], seen: set[str], site: Site) -> Iterator[Found]:
    own = item.get("id")
    if not own or not isinstance(own, str):
        yield "id", "is missing, or no text", "give each item an id for good, in quotes"
    elif own in seen:
        yield "id", f"{own} is another item's too", "give each item its own"
    seen.add(str(own))
    if not (item.get("content_html") or item.get("content_text")):
        yield "content_html", "is missing, and content_text too", "add one of them"
    if isinstance(item.get("content_html"), str):
        for message, fix in judge_html(item["content_html"]):
            yield "content_html", message, fix
    moments = {}
    for field in ("date_published", "date_modified"):
        said = item.get(field)
        moments[field] = internet_moment(said) if isinstance(said, str) else None
        if said is not None and moments[field] is None:
            yield field, f"is “{said}”, not a date of RFC 3339", "write it like  2026-11-22T12:00:00Z"
    published, modified = moments["date_published"], moments["date_modified"]
    if published and modified and modified < published:
        yield "date_modified", "is before date_published", "let it be the later of the two"
    tags = item.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        yield "tags", "is no list of texts", 'write ["one", "two"]'
    yield from _judge_attachments(item.get("attachments", []), site)
    yield from _judge_common(item, _ITEM, site)


def _judge_attachments(attachments: Any, site: Site) -> Iterator[Found]:
    if not isinstance(attachments, list):
        yield "attachments", "is no list", "write [{…}]"
        return
    for attachment in attachments:
        url, kind = (attachment.get(name) for name in ("url", "mime_type"))
        if not url or not kind:
            yield "attachments", "has no url or no mime_type", "add both"
            continue
        yield from _judge_address("attachments", url, site)
        file, size = site.file(str(url)), attachment.get("size_in_bytes")
        if file is not None and size is not None and size != file.stat().st_size:
            yield "attachments", f"says {size} bytes", f"write {file.stat().st_size}, the size of the file"


def _judge_common(values: dict[str, Any], known: set[str], site: Site) -> Iterator[Found]:
    for field in values.keys() - known:
        if not field.startswith("_"):
            yield field, "is not a field of JSON Feed", "take it out, or begin its name with _"
    for field in _ADDRESSES:
        if (url := values.get(field)) is not None:
            yield from _judge_address(field, url, site)
    authors = values.get("authors", [])
    if not isinstance(authors, list) or not all(
        isinstance(author, dict) and {"name", "url", "avatar"} & author.keys() for author in authors
    ):
        yield "authors", "has somebody without name, url and avatar", "give each at least a name"


def _judge_address(field: str, url: Any, site: Site) -> Iterator[Found]:
    if not isinstance(url, str) or not is_absolute(url):
        yield field, f"leads to “{url}”", _WHOLE
    elif site.is_local(url) and site.file(url) is None:
        yield field, f"leads to {url}, which is not in the site", "correct it, or put the file there"
