"""Rules for JSON feeds (JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from anthology.problems import Issue

from .built_site import BuiltSite, FeedFinding
from .dates import parse_rfc3339, rfc3339
from .document import JSON_FEED
from .html_content import html_issues
from .rules import built_file_url, matches, size_issues


class Field(NamedTuple):
    """The JSON type of a field; `check` is for its value, `objects` for the fields of those in a list."""

    type: type = str
    required: bool = False
    check: Callable[[BuiltSite, Any], Iterable[Issue]] | None = None
    objects: Mapping[str, Field] | None = None


def _only_texts(_: BuiltSite, values: list[object]) -> Iterator[Issue]:
    if not all(isinstance(value, str) for value in values):
        yield Issue("is not a list of texts", 'write ["one", "two"]')


def _named_authors(_: BuiltSite, values: list[object]) -> Iterator[Issue]:
    if not all(isinstance(value, dict) and {"name", "url", "avatar"} & value.keys() for value in values):
        yield Issue("has somebody without name, url and avatar", "give each at least a name")


_VERSION = matches(r"https://jsonfeed\.org/version/1(\.1)?", "write https://jsonfeed.org/version/1.1")
_JSON_URL = Field(check=built_file_url)
_JSON_DATE = Field(check=rfc3339)
_JSON_COMMON = {"language": Field(), "authors": Field(list, check=_named_authors), "author": Field(dict)}
_JSON_FEED = _JSON_COMMON | {
    "version": Field(required=True, check=_VERSION),
    "title": Field(required=True),
    "items": Field(list, required=True),
    **dict.fromkeys(("home_page_url", "feed_url", "next_url", "icon", "favicon"), _JSON_URL),
    **dict.fromkeys(("description", "user_comment"), Field()),
    "expired": Field(bool),
    "hubs": Field(list),
}
_JSON_ATTACHMENT = {
    "url": Field(required=True, check=built_file_url),
    "mime_type": Field(required=True),
    "title": Field(),
    "size_in_bytes": Field(int),
    "duration_in_seconds": Field(object),
}
_JSON_ITEM = _JSON_COMMON | {
    "id": Field(required=True),
    **dict.fromkeys(("url", "external_url", "image", "banner_image"), _JSON_URL),
    **dict.fromkeys(("title", "content_text", "summary"), Field()),
    "content_html": Field(check=lambda _, html: html_issues(html)),
    **dict.fromkeys(("date_published", "date_modified"), _JSON_DATE),
    "tags": Field(list, check=_only_texts),
    "attachments": Field(list, objects=_JSON_ATTACHMENT),
}
_TYPE_NAMES = {str: "a text", list: "a list", dict: "an object", int: "a whole number", bool: "true or false"}


def check_json(document: bytes, path: str, site: BuiltSite) -> Iterator[FeedFinding]:
    """The findings on a JSON feed."""
    try:
        feed = json.loads(document)
    except ValueError as error:
        yield FeedFinding(path, "", "JSON", f"cannot be read: {error}", "write it with a tool", JSON_FEED)
        return
    for field, issue in _feed_issues(feed, path, site):
        yield FeedFinding(path, "", field, issue.message, issue.fix, JSON_FEED)
    items = feed.get("items")
    seen: set[str] = set()
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict):
            yield FeedFinding(
                path, "", "items", "contains something that is not an object", "write {…}", JSON_FEED
            )
            continue
        name = str(item.get("title") or item.get("id") or "an item without title")
        for field, issue in _item_issues(item, seen, site):
            yield FeedFinding(path, name, field, issue.message, issue.fix, JSON_FEED)


def _feed_issues(feed: dict[str, Any], path: str, site: BuiltSite) -> Iterator[tuple[str, Issue]]:
    yield from _object_issues(feed, _JSON_FEED, site)
    own = feed.get("feed_url")
    if own and site.url(path) not in (None, own):
        yield "feed_url", Issue(f"is {own}, and the feed is at {site.url(path)}", "correct it")
    if own and feed.get("next_url") == own:
        yield "next_url", Issue("is this page itself", "write the URL of the older page")


def _item_issues(item: dict[str, Any], seen: set[str], site: BuiltSite) -> Iterator[tuple[str, Issue]]:
    yield from _object_issues(item, _JSON_ITEM, site)
    if (own := str(item.get("id"))) in seen:
        yield "id", Issue(f"{own} is used twice", "give each item its own")
    seen.add(own)
    if not (item.get("content_html") or item.get("content_text")):
        yield "content_html", Issue("is missing, and content_text too", "add one of them")
    published, modified = (parse_rfc3339(str(item.get(f"date_{name}"))) for name in ("published", "modified"))
    if published and modified and modified < published:
        yield "date_modified", Issue("is before date_published", "set it to the later of the two")
    attachments = item.get("attachments")
    for attachment in attachments if isinstance(attachments, list) else []:
        if isinstance(attachment, dict) and (size := attachment.get("size_in_bytes")) is not None:
            for issue in size_issues(site, str(attachment.get("url")), str(size)):
                yield "attachments", issue


def _object_issues(
    values: dict[str, Any], fields: Mapping[str, Field], site: BuiltSite
) -> Iterator[tuple[str, Issue]]:
    for name in values:
        if name not in fields and not name.startswith("_"):
            yield name, Issue("is not a field of JSON Feed", "take it out, or begin its name with _")
    for name, field in fields.items():
        value = values.get(name)
        if value is None or value == "":
            if field.required:
                yield name, Issue("is missing", f'add "{name}"')
        elif not isinstance(value, field.type):
            yield name, Issue(f"is not {_TYPE_NAMES[field.type]}", f"write {_TYPE_NAMES[field.type]}")
        elif field.check:
            yield from ((name, issue) for issue in field.check(site, value))
        elif field.objects is not None and isinstance(value, list):
            yield from _list_issues(name, value, field.objects, site)


def _list_issues(
    name: str, values: list[Any], fields: Mapping[str, Field], site: BuiltSite
) -> Iterator[tuple[str, Issue]]:
    for value in values:
        if not isinstance(value, dict):
            yield name, Issue("contains something that is not an object", "write {…}")
            continue
        for field, issue in _object_issues(value, fields, site):
            yield name, Issue(f"{field} {issue.message}", issue.fix)
