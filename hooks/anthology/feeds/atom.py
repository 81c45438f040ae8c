"""Feeds of texts as Atom (RFC 4287).

Not written by feedgen: it refuses rel="license" and paging links, has no language of an entry, and would
write an entry again for each feed that it is in. Here an entry is written once for the feed of essays and
those of its topics.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from anthology.collection import EPOCH
from anthology.schema import utc

from .entry import Entry, NamedLink
from .paging import PAGE, archive_url, split_pages
from .xml import xml_text


@dataclass(frozen=True, slots=True)
class AtomFeed:
    """The fields of the whole feed: `id` is permanent, `url` its own URL, `home` that of its page."""

    id: str
    title: str
    subtitle: str
    url: str
    home: str
    language: str
    license: NamedLink
    generator: str = "anthology"
    stylesheet: str = ""


def write_entry(entry: Entry) -> str:
    """One entry, the same in every feed."""
    license = entry.license
    lines = [
        f"<entry xml:lang={_attribute(entry.language)}>",
        _tag("id", entry.id),
        _tag("title", entry.title),
        f'<link rel="alternate" type="text/html" href={_attribute(entry.url)}/>',
        *([_enclosure(entry)] if entry.enclosure else []),
        *([_tag("published", utc(entry.published))] if entry.published else []),
        _tag("updated", utc(entry.updated)),
        *map(_author, entry.authors),
        *map(_category, entry.topics),
        *([_tag("rights", license.name)] if license else []),
        *([f'<link rel="license" href={_attribute(license.url)}/>'] if license and license.url else []),
        _tag("summary", entry.summary),
        f'<content type="html">{_text(entry.html)}</content>',
        "</entry>",
    ]
    return "\n".join(lines)


def atom_pages(
    feed: AtomFeed, entries: Sequence[Entry], path: str, write: Callable[[Entry], str] = write_entry
) -> dict[str, bytes]:
    """The feed by its path; from 200 entries on a head and archives of 100."""
    newest, archives = split_pages(entries, PAGE)
    documents = {path: atom_document(feed, newest, write, older=len(archives))}
    for number, archived in enumerate(archives, 1):
        documents[archive_url(path, number)] = atom_document(feed, archived, write, number, number - 1)
    return documents


def atom_document(
    feed: AtomFeed,
    entries: Sequence[Entry],
    write: Callable[[Entry], str] = write_entry,
    number: int = 0,
    older: int = 0,
) -> bytes:
    """One document: the head (number 0) or an archive; `older` is the number of the archive before it."""
    links = [_feed_link("self", archive_url(feed.url, number) if number else feed.url)]
    if number:
        links.append(_feed_link("current", feed.url))
    if older:
        before = archive_url(feed.url, older)
        links += [_feed_link("next", before), _feed_link("prev-archive", before)]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        *(
            [f'<?xml-stylesheet type="text/css" href={_attribute(feed.stylesheet)}?>']
            if feed.stylesheet
            else []
        ),
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"'
        f" xml:lang={_attribute(feed.language)}>",
        _tag("id", feed.id),
        _tag("title", feed.title),
        *([_tag("subtitle", feed.subtitle)] if feed.subtitle else []),
        _tag("updated", utc(_newest(entries))),
        *links,
        f'<link rel="alternate" type="text/html" href={_attribute(feed.home)}/>',
        *([f'<link rel="license" href={_attribute(feed.license.url)}/>'] if feed.license.url else []),
        _tag("rights", feed.license.name),
        _tag("generator", feed.generator),
        *(["<fh:archive/>"] if number else []),
        *map(write, entries),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _newest(entries: Sequence[Entry]) -> datetime:
    return max((entry.updated for entry in entries), default=EPOCH)


def _feed_link(rel: str, url: str) -> str:
    return f'<link rel="{rel}" type="application/atom+xml" href={_attribute(url)}/>'


def _author(person: NamedLink) -> str:
    uri = _tag("uri", person.url) if person.url else ""
    return f"<author>{_tag('name', person.name)}{uri}</author>"


def _category(topic: NamedLink) -> str:
    return f"<category term={_attribute(topic.id)} label={_attribute(topic.name)}/>"


def _enclosure(entry: Entry) -> str:
    enclosure = entry.enclosure
    assert enclosure
    type_, url = _attribute(enclosure.type), _attribute(enclosure.url)
    return f'<link rel="enclosure" type={type_} length="{enclosure.length}" href={url}/>'


def _tag(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>"


def _text(text: str) -> str:
    return escape(xml_text(text))


def _attribute(text: str) -> str:
    return quoteattr(xml_text(text))
