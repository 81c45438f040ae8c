"""Essays and episodes as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anthology.collection.lockfile import utc

from .entry import Entry
from .paging import archive_address, split

VERSION = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True)
class JsonFeed:
    """A feed as a whole; `about` says what its extension `_anthology` means."""

    title: str
    description: str
    url: str
    home: str
    language: str
    about: str


def pages(feed: JsonFeed, entries: Sequence[Entry], path: str) -> dict[str, bytes]:
    """The feed by its path; past 100 entries a head and archives, joined by next_url."""
    newest, archives = split(entries)
    documents = {path: _document(feed, newest, feed.url, len(archives))}
    for number, archived in enumerate(archives, 1):
        own = archive_address(feed.url, number)
        documents[archive_address(path, number)] = _document(feed, archived, own, number - 1)
    return documents


def _document(feed: JsonFeed, entries: Sequence[Entry], own: str, older: int) -> bytes:
    document = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": own,
        "description": feed.description,
        "language": feed.language,
        "next_url": archive_address(feed.url, older) if older else None,
    }
    head = [f'"{name}": {_written(value)}' for name, value in _said(document).items()]
    items = ",\n".join(_written(_item(feed, entry)) for entry in entries)
    # Half a character, which an escape in YAML can make, is no UTF-8.
    # A line for each item: small, quick to write, and a diff shows which one has changed.
    return ("{" + ",\n".join([*head, f'"items": [\n{items}\n]']) + "}\n").encode("utf-8", "replace")


def _item(feed: JsonFeed, entry: Entry) -> dict[str, Any]:
    return _said(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "content_html": entry.html,
            "date_published": utc(entry.published) if entry.published else None,
            "date_modified": utc(entry.updated),
            "authors": [_said({"name": person.name, "url": person.url}) for person in entry.authors],
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
    return [_said(audio)]


def _extension(feed: JsonFeed, entry: Entry) -> dict[str, Any]:
    """What JSON Feed has no word for."""
    license = entry.license
    return _said(
        {
            "about": feed.about,
            "kind": entry.kind,
            "content_notes": entry.content_notes,
            "license": _said({"id": license.id, "name": license.name, "url": license.url}) if license else {},
            "practices": [
                {"title": practice.name, "url": practice.url, "reason": practice.reason}
                for practice in entry.practices
            ],
        }
    )


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is not said."""
    return {name: value for name, value in values.items() if value}


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
