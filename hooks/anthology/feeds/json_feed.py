"""Essays and episodes as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from anthology.schema import utc

from .entry import Entry, FeedHead
from .paging import document_url

_ITEMS, _BETWEEN, _END = b'"items": [\n', b",\n", b"\n]}\n"
"""around the items: no text has them, since the ends of its lines are escaped"""


def json_document(feed: FeedHead, entries: Sequence[Entry], number: int = 0, older: int = 0) -> bytes:
    """One document: the head (number 0) or an archive; `older`, the archive before it, is linked by next_url."""
    document = _without_empty(
        version="https://jsonfeed.org/version/1.1",
        title=feed.title,
        home_page_url=feed.home,
        feed_url=document_url(feed.url, number),
        description=feed.subtitle,
        language=feed.language,
        next_url=document_url(feed.url, older) if older else None,
    )
    head = ",\n".join(f'"{name}": {_dumps(value)}' for name, value in document.items())
    items = (_line(feed, entry) for entry in entries)
    return b"".join([b"{", head.encode("utf-8", "replace"), b",\n", _ITEMS, _BETWEEN.join(items), _END])


def replace_items(feed: FeedHead, document: bytes, entries: Mapping[int, Entry]) -> bytes:
    """A document of `json_document` with other items in these places, from 0 on."""
    head, begin, items = document.removesuffix(_END).partition(_ITEMS)
    lines = items.split(_BETWEEN)
    for place, entry in entries.items():
        lines[place] = _line(feed, entry)
    return b"".join([head, begin, _BETWEEN.join(lines), _END])


def _line(feed: FeedHead, entry: Entry) -> bytes:
    """One item. A line for each: small, quick to write, and a diff shows which one changed."""
    # A lone surrogate, which an escape in YAML can make, is not UTF-8.
    return _dumps(_json_item(feed, entry)).encode("utf-8", "replace")


def _json_item(feed: FeedHead, entry: Entry) -> dict[str, Any]:
    return _without_empty(
        id=entry.id,
        url=entry.url,
        title=entry.title,
        summary=entry.summary,
        content_html=entry.html,
        date_published=utc(entry.published) if entry.published else None,
        date_modified=utc(entry.updated),
        authors=[_without_empty(name=person.name, url=person.url) for person in entry.authors],
        tags=[topic.name for topic in entry.topics],
        language=entry.language,
        image=entry.image,
        attachments=_attachments(entry),
        _anthology=_extension(feed, entry),
    )


def _attachments(entry: Entry) -> list[dict[str, Any]]:
    if not (audio := entry.enclosure):
        return []
    attachment = {"url": audio.url, "mime_type": audio.type, "size_in_bytes": audio.length}
    return [_without_empty(**attachment, duration_in_seconds=entry.seconds)]


def _extension(feed: FeedHead, entry: Entry) -> dict[str, Any]:
    """Facts for which JSON Feed has no field."""
    license = entry.license
    return _without_empty(
        about=feed.about,
        kind=entry.kind,
        content_notes=entry.content_notes,
        license=license and _without_empty(id=license.id, name=license.name, url=license.url),
        practices=[
            {"title": practice.name, "url": practice.url, "reason": practice.reason}
            for practice in entry.practices
        ],
        **entry.episode,
    )


def _without_empty(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
