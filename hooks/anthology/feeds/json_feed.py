"""Essays and episodes as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anthology.schema import utc

from .entry import Entry
from .paging import PAGE, archive_url, split_pages

VERSION = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True)
class JsonFeed:
    """The fields of the whole feed; `about` is the URL that explains its extension `_anthology`."""

    title: str
    description: str
    url: str
    home: str
    language: str
    about: str


def json_pages(feed: JsonFeed, entries: Sequence[Entry], path: str) -> dict[str, bytes]:
    """The feed by its path; from 200 entries on a head and archives of 100, linked by next_url."""
    newest, archives = split_pages(entries, PAGE)
    documents = {path: _json_document(feed, newest, feed.url, len(archives))}
    for number, archived in enumerate(archives, 1):
        url = archive_url(feed.url, number)
        documents[archive_url(path, number)] = _json_document(feed, archived, url, number - 1)
    return documents


def _json_document(feed: JsonFeed, entries: Sequence[Entry], url: str, older: int) -> bytes:
    document = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": url,
        "description": feed.description,
        "language": feed.language,
        "next_url": archive_url(feed.url, older) if older else None,
    }
    head = [f'"{name}": {_dumps(value)}' for name, value in _without_empty(document).items()]
    items = ",\n".join(_dumps(_item(feed, entry)) for entry in entries)
    # A lone surrogate, which an escape in YAML can make, is not UTF-8.
    # A line for each item: small, quick to write, and a diff shows which one changed.
    return ("{" + ",\n".join([*head, f'"items": [\n{items}\n]']) + "}\n").encode("utf-8", "replace")


def _item(feed: JsonFeed, entry: Entry) -> dict[str, Any]:
    return _without_empty(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "content_html": entry.html,
            "date_published": utc(entry.published) if entry.published else None,
            "date_modified": utc(entry.updated),
            "authors": [_without_empty({"name": person.name, "url": person.url}) for person in entry.authors],
            "tags": [topic.name for topic in entry.topics],
            "language": entry.language,
            "image": entry.image,
            "attachments": _attachments(entry),
            "_anthology": _extension(feed, entry),
        }
    )


def _attachments(entry: Entry) -> list[dict[str, Any]]:
    if not entry.enclosure:
        return []
    audio = {
        "url": entry.enclosure.url,
        "mime_type": entry.enclosure.type,
        "size_in_bytes": entry.enclosure.length,
        "duration_in_seconds": entry.seconds,
    }
    return [_without_empty(audio)]


def _extension(feed: JsonFeed, entry: Entry) -> dict[str, Any]:
    """Facts for which JSON Feed has no field."""
    license = entry.license
    return _without_empty(
        {
            "about": feed.about,
            "kind": entry.kind,
            "content_notes": entry.content_notes,
            "license": _without_empty({"id": license.id, "name": license.name, "url": license.url})
            if license
            else {},
            "practices": [
                {"title": practice.name, "url": practice.url, "reason": practice.reason}
                for practice in entry.practices
            ],
        }
    )


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
