"""Feeds of texts as Atom (RFC 4287).

Not written by feedgen: it refuses rel="license" and paging links, has no language of an entry, and would
write an entry again for each feed that it is in. Here an entry is written once for the feed of essays and
those of its topics.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape

from anthology.collection import EPOCH
from anthology.schema import utc
from anthology.unicode import xml_attribute, xml_text

from .entry import Entry, FeedHead, NamedLink
from .paging import document_url

_ENTRY, _END = b"\n<entry ", b"\n</feed>\n"
"""where an entry begins, and the last lines: no text has them, since its `<` are escaped"""
_XMLNS = 'xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"'


def write_entry(entry: Entry) -> str:
    """One entry, the same in every feed."""
    audio = entry.enclosure
    return _present_lines(
        f"<entry xml:lang={xml_attribute(entry.language)}>",
        _tag("id", entry.id),
        _text_construct("title", entry.title),
        _link_tag("alternate", entry.url, 'type="text/html"'),
        audio
        and _link_tag("enclosure", audio.url, f'type={xml_attribute(audio.type)} length="{audio.length}"'),
        entry.published and _tag("published", utc(entry.published)),
        _tag("updated", utc(entry.updated)),
        *map(_author, entry.authors),
        *(
            f"<category term={xml_attribute(topic.id)} label={xml_attribute(topic.name)}/>"
            for topic in entry.topics
        ),
        entry.license and _text_construct("rights", entry.license.name),
        entry.license and _link_tag("license", entry.license.url),
        _text_construct("summary", entry.summary),
        f'<content type="html">{_escaped(entry.html)}</content>',
        "</entry>",
    )


def atom_document(
    feed: FeedHead,
    entries: Sequence[Entry],
    number: int = 0,
    older: int = 0,
    write: Callable[[Entry], str] = write_entry,
) -> bytes:
    """One document: the head (number 0) or an archive; `older` is the number of the archive before it."""
    before, type_ = document_url(feed.url, older) if older else "", 'type="application/atom+xml"'
    document = _present_lines(
        '<?xml version="1.0" encoding="UTF-8"?>',
        feed.stylesheet and f'<?xml-stylesheet type="text/css" href={xml_attribute(feed.stylesheet)}?>',
        f"<feed {_XMLNS} xml:lang={xml_attribute(feed.language)}>",
        _tag("id", feed.id),
        _text_construct("title", feed.title),
        feed.subtitle and _text_construct("subtitle", feed.subtitle),
        _tag("updated", utc(max((entry.updated for entry in entries), default=EPOCH))),
        _link_tag("self", document_url(feed.url, number), type_),
        number and _link_tag("current", feed.url, type_),
        _link_tag("next", before, type_),
        _link_tag("prev-archive", before, type_),
        _link_tag("alternate", feed.home, 'type="text/html"'),
        _link_tag("license", feed.license.url),
        _text_construct("rights", feed.license.name),
        _tag("generator", "anthology"),
        number and "<fh:archive/>",
        *map(write, entries),
        "</feed>",
    )
    return f"{document}\n".encode()


def replace_entries(
    _: FeedHead, document: bytes, entries: Mapping[int, Entry], write: Callable[[Entry], str] = write_entry
) -> bytes:
    """A document of `atom_document` with other entries in these places, from 0 on."""
    head, *parts = document.removesuffix(_END).split(_ENTRY)
    for place, entry in entries.items():
        parts[place] = f"\n{write(entry)}".encode().removeprefix(_ENTRY)
    return _ENTRY.join([head, *parts]) + _END


def _present_lines(*lines: object) -> str:
    """The lines that there are: a part that a post or a feed does not have is empty, None or 0."""
    return "\n".join(str(line) for line in lines if line)


def _link_tag(rel: str, url: str, attributes: str = "") -> str:
    """A link with further attributes as they are written; empty without a URL."""
    return f'<link rel="{rel}"{attributes and f" {attributes}"} href={xml_attribute(url)}/>' if url else ""


def _author(person: NamedLink) -> str:
    uri = _tag("uri", person.url) if person.url else ""
    return f"<author>{_tag('name', person.name)}{uri}</author>"


def _tag(name: str, text: str) -> str:
    return f"<{name}>{_escaped(text)}</{name}>"


def _text_construct(name: str, text: str) -> str:
    """A text construct: with signs of HTML as escaped HTML, which readers show right whatever they take it for."""
    if "<" in text or "&" in text:
        return f'<{name} type="html">{_escaped(_escaped(text))}</{name}>'
    return _tag(name, text)


def _escaped(text: str) -> str:
    return escape(xml_text(text), quote=False)
