"""The podcast feed as bytes: one RSS 2.0 document, or a head and its archives."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from anthology.media.chapters import to_lines

from .paging import archive_address, split
from .podcast import Channel, Item, Link
from .podcast_namespace import EpisodeExtension, ShowExtension
from .xml import xml_text

DESCRIPTION_BYTES = 4000
"""Apple: the most bytes that a description may have."""


def render(channel: Channel, items: Iterable[Item]) -> bytes:
    """One feed document of these items, newest first; the same content always gives the same bytes.

    Control characters that XML refuses are left out of texts. Raises ValueError where a required text
    is empty, a date has no time zone, or a guid or an address holds such a character.
    """
    feed = FeedGenerator()
    feed.title(_required(channel.title, "the show's title"))
    feed.description(_required(channel.description, "the show's description"))
    feed.link(href=_exact(channel.feed_url, "feed_url"), rel="self", type="application/rss+xml")
    # feedgen takes the last link for the channel's own.
    feed.link(href=_exact(channel.link, "the show's link"), rel="alternate")
    feed.language(channel.language)
    feed.copyright(xml_text(channel.copyright) if channel.copyright else None)
    feed.generator(xml_text(channel.generator))
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.image(url=channel.image_url, title=xml_text(channel.title).strip(), link=channel.link)
    # Said, since feedgen would ask the clock.
    feed.lastBuildDate(_utc(channel.last_build, "last_build"))
    feed.register_extension("anthology", ShowExtension, EpisodeExtension, atom=False)
    feed.anthology.channel = channel
    for item in newest_first(items):
        _fill(feed.add_entry(order="append"), item)
    document: bytes = feed.rss_str(pretty=True)
    return _styled(document, channel.stylesheet)


def pages(channel: Channel, items: Iterable[Item]) -> dict[str, bytes]:
    """The feed by its path: `podcast.xml` and, past 100 items, `podcast/1.xml` (the oldest 100) ….

    Nothing in an archive tells of what came after: no rel="next-archive", and its own last date (RFC 5005,
    section 4: the set of entries in an archive should not change). Clients that only page follow rel="next".
    """
    newest, archives = split(newest_first(items))
    head = dataclasses.replace(channel, links=(*channel.links, *_older(channel, len(archives))))
    documents = {"podcast.xml": render(head, newest)}
    for number, archived in enumerate(archives, 1):
        documents[f"podcast/{number}.xml"] = _archive(channel, number, archived)
    return documents


def newest_first(items: Iterable[Item]) -> list[Item]:
    """Items by date, the newest first; those of one moment by id."""
    by_id = sorted(items, key=lambda item: item.id)
    return sorted(by_id, key=lambda item: _utc(item.published, f"the date of {item.id}"), reverse=True)


def description(item: Item) -> str:
    """The item in plain text: summary, content notes, and chapters as Apple reads them.

    Chapters that would lead past Apple's 4,000 bytes are left out; the tags for chapters have them all.
    """
    texts = (xml_text(item.summary).strip(), xml_text(item.content_notes).strip())
    paragraphs = [text for text in texts if text]
    lines = xml_text(to_lines(item.chapters)).split("\n")[:-1]
    left = DESCRIPTION_BYTES - len("\n\n".join(paragraphs).encode()) - 2 * len("\n\n…")
    kept = _that_fit(lines, left)
    if len(kept) < len(lines):
        kept.append("…")
    return "\n\n".join([*paragraphs, "\n".join(kept)] if kept else paragraphs)


def _that_fit(lines: Sequence[str], size: int) -> list[str]:
    kept = []
    for line in lines:
        size -= len(line.encode()) + 1
        if size < 0:
            break
        kept.append(line)
    return kept


def _fill(entry: FeedEntry, item: Item) -> None:
    entry.title(_required(item.title, f"the title of {item.id}"))
    entry.link(href=_exact(item.link, f"the link of {item.id}"))
    entry.description(description(item))
    if item.content_html:
        # "]]>" would end the section early; in HTML, &gt; means the same in texts and in attributes.
        entry.content(xml_text(item.content_html).replace("]]>", "]]&gt;"), type="CDATA")
    entry.guid(_exact(item.guid, f"the guid of {item.id}"), permalink=False)
    url = _exact(item.enclosure.url, f"the enclosure of {item.id}")
    entry.enclosure(url=url, length=item.enclosure.length, type=item.enclosure.type)
    entry.anthology.item = item


def _archive(channel: Channel, number: int, items: Sequence[Item]) -> bytes:
    links = (Link("current", channel.feed_url), *_older(channel, number - 1))
    return render(
        dataclasses.replace(
            channel,
            feed_url=archive_address(channel.feed_url, number),
            last_build=items[0].published,
            links=links,
            archive=True,
            # The head alone tells of the show's future.
            new_feed_url=None,
            complete=False,
            trailers=(),
            update_frequency=None,
        ),
        items,
    )


def _older(channel: Channel, number: int) -> tuple[Link, ...]:
    if number < 1:
        return ()
    url = archive_address(channel.feed_url, number)
    return (Link("next", url), Link("prev-archive", url))


def _styled(document: bytes, stylesheet: str | None) -> bytes:
    if stylesheet is None:
        return document
    # feedgen has no place for a processing instruction; it stands between declaration and root.
    declaration, _, rest = document.partition(b"\n")
    instruction = f'<?xml-stylesheet type="text/css" href={quoteattr(_exact(stylesheet, "stylesheet"))}?>'
    return b"\n".join([declaration, instruction.encode(), rest])


def _required(text: str, what: str) -> str:
    said = xml_text(text).strip()
    if not said:
        raise ValueError(f"{what} is empty")
    return said


def _exact(text: str, what: str) -> str:
    """The text itself: a guid or an address is never repaired, since subscribers know it by its letters."""
    if not text or xml_text(text) != text or text.strip() != text:
        raise ValueError(f"{what} is empty, or holds a space at an end or a control character: {text!r}")
    return text


def _utc(moment: datetime, what: str) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{what} has no time zone: {moment.isoformat()}")
    return moment.astimezone(UTC)
