"""The podcast feed as bytes: one RSS 2.0 document, or a head and its archives."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import escape

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from anthology.media.chapters import to_lines
from anthology.schema import FORMER_DATES, NONE
from anthology.unicode import xml_attribute, xml_text

from .paging import document_url, split_pages
from .podcast import AtomLink, Channel, Item
from .podcast_namespace import EpisodeExtension, ShowExtension

DESCRIPTION_BYTES = 4000
"""Apple: the most bytes that a description may have."""


def rss_pages(channel: Channel, items: Iterable[Item]) -> dict[str, bytes]:
    """The feed by its path: `podcast.xml` has all items, or the newest, and archives the others.

    Most apps and directories read podcast.xml alone, so there are archives, `podcast/1.xml` (the oldest 100)
    …, only where the show has `archive_after`. An archive has nothing about later items: no
    rel="next-archive", and its own last date (RFC 5005, section 4: the set of entries in an archive should
    not change). Clients that only page follow rel="next".
    """
    after = channel.show.archive_after
    ordered = newest_items(map(_without_place, items) if after else items)
    pages = split_pages(ordered, after or len(ordered))
    return {document_url("podcast.xml", page.number): _rss_page(channel, *page) for page in pages}


def rss_document(channel: Channel, items: Iterable[Item]) -> bytes:
    """One feed document of these items, newest first; the same content always gives the same bytes.

    Control characters that XML refuses are left out of texts. Raises ValueError where a required text
    is empty, a date has no time zone, or a guid or a URL has such a character.
    """
    feed, show = FeedGenerator(), channel.show
    feed.title(_non_empty(show.title, "the show's title"))
    feed.description(as_html(_non_empty(show.description, "the show's description")))
    feed.link(href=_verbatim(channel.feed_url, "feed_url"), rel="self", type="application/rss+xml")
    # feedgen takes the last link for the channel's own.
    feed.link(href=_verbatim(channel.link, "the show's link"), rel="alternate")
    feed.language(show.language)
    feed.copyright(xml_text(show.copyright) if show.copyright else None)
    feed.generator(xml_text(channel.generator))
    feed.docs("https://www.rssboard.org/rss-specification")
    given_image = show.feed.get("itunes:image", [NONE])[0]
    if image := channel.image_url or (given_image if given_image != NONE else None):
        feed.image(url=image, title=xml_text(show.title).strip(), link=channel.link)
    # Given, since feedgen would ask the clock.
    feed.lastBuildDate(_utc(channel.last_build, "last_build"))
    feed.register_extension("anthology", ShowExtension, EpisodeExtension, atom=False)
    feed.anthology.channel = channel
    items = newest_items(items)
    feed.anthology.given = tuple(item.given for item in items)
    for item in items:
        _add_entry(feed.add_entry(order="append"), item)
    document: bytes = feed.rss_str(pretty=True)
    return _with_stylesheet(document, channel.stylesheet)


def newest_items(items: Iterable[Item]) -> list[Item]:
    """Items by date, the newest first; those of one moment by their order and id; those without a date last.

    Behind them come those that have a place in the feed of a former host.
    """
    by_id = sorted(items, key=lambda item: (item.fields.order, item.id))
    by_date = sorted(
        by_id,
        key=lambda item: (bool(item.fields.day), _utc(item.published, f"the date of {item.id}")),
        reverse=True,
    )
    return sorted(by_date, key=lambda item: item.fields.place or 0)


def _without_place(item: Item) -> Item:
    """The item for a feed with archives, which are by date."""
    return replace(item, fields=item.fields.model_copy(update={"place": None}))


def description(item: Item) -> str:
    """The item in words: summary, content notes, and chapters as Apple reads them.

    Readers take it for HTML (see `as_html`). Chapters past Apple's 4,000 bytes are left out; the tags for
    chapters have them all.
    """
    texts = (as_html(item.fields.summary).strip(), as_html(item.content_notes).strip())
    paragraphs = [text for text in texts if text]
    lines = as_html(to_lines(item.chapters)).split("\n")[:-1]
    left = DESCRIPTION_BYTES - len("\n\n".join(paragraphs).encode()) - 2 * len("\n\n…")
    kept = _fit_lines(lines, left)
    if len(kept) < len(lines):
        kept.append("…")
    return "\n\n".join([*paragraphs, "\n".join(kept)] if kept else paragraphs)


def as_html(text: str) -> str:
    """Plain text that says the same to readers who take it for HTML: no tag in it is followed, none is dropped.

    Only signs that HTML would read are escaped, so that others see the usual text as it was written.
    """
    return _MARKUP.sub(lambda sign: escape(sign[0]), xml_text(text))


_MARKUP = re.compile(r"<(?=[A-Za-z/!?]|[^<>]*>)|&(?=#|[A-Za-z])")


def _fit_lines(lines: Sequence[str], size: int) -> list[str]:
    kept = []
    for line in lines:
        size -= len(line.encode()) + 1
        if size < 0:
            break
        kept.append(line)
    return kept


def _add_entry(entry: FeedEntry, item: Item) -> None:
    entry.title(_non_empty(item.fields.title, f"the title of {item.id}"))
    entry.link(href=_verbatim(item.link, f"the link of {item.id}"))
    entry.description(description(item))
    if item.content_html:
        # "]]>" would end the section early; in HTML, &gt; means the same in texts and in attributes.
        entry.content(xml_text(item.content_html).replace("]]>", "]]&gt;"), type="CDATA")
    entry.guid(_verbatim(item.guid, f"the guid of {item.id}"), permalink=item.fields.guid_is_permalink)
    if recording := item.enclosure:
        url = _verbatim(recording.url, f"the enclosure of {item.id}")
        entry.enclosure(url=url, length=recording.length, type=recording.type)
    entry.anthology.item = item


def _rss_page(channel: Channel, number: int, older: int, items: Sequence[Item]) -> bytes:
    url = document_url(channel.feed_url, older)
    links = (AtomLink("next", url), AtomLink("prev-archive", url)) if older else ()
    if not number:
        return rss_document(replace(channel, links=(*channel.links, *links)), items)
    # Only the head has what concerns the future of the show.
    tags = {name: texts for name, texts in channel.show.feed.items() if name not in FORMER_DATES}
    changes = {"new_feed_url": None, "complete": False, "update_frequency": None, "feed": tags}
    show = channel.show.model_copy(update=changes)
    archive = replace(
        channel,
        show=show,
        feed_url=document_url(channel.feed_url, number),
        last_build=items[0].published,
        links=(AtomLink("current", channel.feed_url), *links),
        archive=True,
        trailers=(),
    )
    return rss_document(archive, items)


def _with_stylesheet(document: bytes, stylesheet: str | None) -> bytes:
    if stylesheet is None:
        return document
    # feedgen has no method for a processing instruction, which comes between declaration and root.
    declaration, _, rest = document.partition(b"\n")
    instruction = (
        f'<?xml-stylesheet type="text/css" href={xml_attribute(_verbatim(stylesheet, "stylesheet"))}?>'
    )
    return b"\n".join([declaration, instruction.encode(), rest])


def _non_empty(text: str, name: str) -> str:
    if stripped := xml_text(text).strip():
        return stripped
    raise ValueError(f"{name} is empty")


def _verbatim(text: str, name: str) -> str:
    """Return the text itself or raise ValueError: clients identify episodes by the exact string."""
    if not text or xml_text(text) != text or text.strip() != text:
        raise ValueError(f"{name} is empty, or has a space at an end or a control character: {text!r}")
    return text


def _utc(moment: datetime, name: str) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{name} has no time zone: {moment.isoformat()}")
    return moment.astimezone(UTC)
