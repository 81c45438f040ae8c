"""Feeds of texts as Atom (RFC 4287).

Not written by feedgen: it refuses rel="license" and the links of a feed in pages, has no place for the
language of an entry, and would make each entry anew for each feed that it stands in. Here an entry is
written once and stands, as it is, in the feed of essays and in those of its topics.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from anthology.collection.guids import OLDEST
from anthology.collection.lockfile import utc

from .entry import Entry, Named
from .paging import archive_address, split
from .xml import xml_text


@dataclass(frozen=True, slots=True)
class AtomFeed:
    """A feed as a whole: `id` is for good, `url` is where it is, `home` the page it belongs to."""

    id: str
    title: str
    subtitle: str
    url: str
    home: str
    language: str
    license: Named
    generator: str = "anthology"
    stylesheet: str = ""


def write_entry(entry: Entry) -> str:
    """One entry, as every feed has it."""
    license = entry.license
    lines = [
        f"<entry xml:lang={_quoted(entry.language)}>",
        _tag("id", entry.id),
        _tag("title", entry.title),
        f'<link rel="alternate" type="text/html" href={_quoted(entry.url)}/>',
        *([_enclosure(entry)] if entry.enclosure else []),
        *([_tag("published", utc(entry.published))] if entry.published else []),
        _tag("updated", utc(entry.updated)),
        *map(_author, entry.authors),
        *map(_category, entry.topics),
        *([_tag("rights", license.name)] if license else []),
        *([f'<link rel="license" href={_quoted(license.url)}/>'] if license and license.url else []),
        _tag("summary", entry.summary),
        f'<content type="html">{_text(entry.html)}</content>',
        "</entry>",
    ]
    return "\n".join(lines)


def pages(
    feed: AtomFeed, entries: Sequence[Entry], path: str, written: Callable[[Entry], str] = write_entry
) -> dict[str, bytes]:
    """The feed by its path; past 100 entries a head and archives, as of the podcast."""
    newest, archives = split(entries)
    documents = {path: document(feed, newest, written, older=len(archives))}
    for number, archived in enumerate(archives, 1):
        documents[archive_address(path, number)] = document(feed, archived, written, number, number - 1)
    return documents


def document(
    feed: AtomFeed,
    entries: Sequence[Entry],
    written: Callable[[Entry], str] = write_entry,
    number: int = 0,
    older: int = 0,
) -> bytes:
    """One document: the head, or the archive of this number; `older` is the archive before it, if any."""
    links = [_page("self", archive_address(feed.url, number) if number else feed.url)]
    if number:
        links.append(_page("current", feed.url))
    if older:
        before = archive_address(feed.url, older)
        links += [_page("next", before), _page("prev-archive", before)]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        *([f'<?xml-stylesheet type="text/css" href={_quoted(feed.stylesheet)}?>'] if feed.stylesheet else []),
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"'
        f" xml:lang={_quoted(feed.language)}>",
        _tag("id", feed.id),
        _tag("title", feed.title),
        *([_tag("subtitle", feed.subtitle)] if feed.subtitle else []),
        _tag("updated", utc(_newest(entries))),
        *links,
        f'<link rel="alternate" type="text/html" href={_quoted(feed.home)}/>',
        *([f'<link rel="license" href={_quoted(feed.license.url)}/>'] if feed.license.url else []),
        _tag("rights", feed.license.name),
        _tag("generator", feed.generator),
        *(["<fh:archive/>"] if number else []),
        *map(written, entries),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _newest(entries: Sequence[Entry]) -> datetime:
    return max((entry.updated for entry in entries), default=OLDEST)


def _page(rel: str, url: str) -> str:
    return f'<link rel="{rel}" type="application/atom+xml" href={_quoted(url)}/>'


def _author(person: Named) -> str:
    uri = _tag("uri", person.url) if person.url else ""
    return f"<author>{_tag('name', person.name)}{uri}</author>"


def _category(topic: Named) -> str:
    return f"<category term={_quoted(topic.id)} label={_quoted(topic.name)}/>"


def _enclosure(entry: Entry) -> str:
    enclosure = entry.enclosure
    assert enclosure
    kind, length = _quoted(enclosure.type), enclosure.length
    return f'<link rel="enclosure" type={kind} length="{length}" href={_quoted(enclosure.url)}/>'


def _tag(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>"


def _text(text: str) -> str:
    return escape(xml_text(text))


def _quoted(text: str) -> str:
    return quoteattr(xml_text(text))
