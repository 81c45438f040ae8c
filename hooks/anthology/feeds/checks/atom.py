"""Rules about Atom feeds (RFC 4287)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from .dates import internet_moment
from .document import Element, all_of, first, qualified, text
from .findings import ATOM, PAGING, Feed, Finding, is_absolute
from .media import judge_html

_REQUIRED = ("atom:id", "atom:title", "atom:updated")
_ONCE = (*_REQUIRED, "atom:published", "atom:rights", "atom:summary", "atom:content", "atom:subtitle")
_FIX_DATE = "write it like  2026-11-22T12:00:00Z  (not as Sun, 22 Nov 2026)"


def entries(feed: Feed) -> list[Element]:
    return all_of(feed.channel, "atom:entry")


def check_required(feed: Feed) -> Iterator[Finding]:
    """Feed and entries have one id, title and updated each, and somebody has written them."""
    for owner, item in _owners(feed):
        where, there = "feed" if item is None else "entry", Counter(child.tag for child in owner)
        for tag in _REQUIRED:
            if not there[qualified(tag)]:
                yield feed.finding(tag, "is missing", f"add <{tag}> to the {where}", ATOM, item)
            elif not text(owner, tag):
                yield feed.finding(tag, "is empty", f"write what <{tag}> should say", ATOM, item)
        for tag in _ONCE:
            if (number := there[qualified(tag)]) > 1:
                yield feed.finding(tag, f"is there {number} times", "keep one of them", ATOM, item)
    if first(feed.channel, "atom:author") is None:
        for entry in entries(feed):
            if first(entry, "atom:author") is None:
                fix = "add <author><name>…</name></author> to the entry, or to the feed"
                yield feed.finding("atom:author", "is missing", fix, ATOM, entry)
    for owner, item in _owners(feed):
        for author in all_of(owner, "atom:author"):
            if not text(author, "atom:name"):
                yield feed.finding("atom:author", "has no name", "add <name>", ATOM, item)


def check_ids(feed: Feed) -> Iterator[Finding]:
    """An id is an IRI with a scheme, and no other entry of the feed has it."""
    seen: set[str] = set()
    for owner, item in _owners(feed):
        said = text(owner, "atom:id")
        if said and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+", said):
            fix = "write an address, or urn:uuid: and a UUID"
            yield feed.finding("atom:id", f"is “{said}”, not an IRI", fix, ATOM, item)
        if said and said in seen:
            yield feed.finding("atom:id", f"{said} is another's too", "give each its own", ATOM, item)
        seen.add(said or "")


def check_dates(feed: Feed) -> Iterator[Finding]:
    """updated and published are dates of RFC 3339, and nothing is updated before it is published."""
    for owner, item in _owners(feed):
        for tag in ("atom:updated", "atom:published"):
            if (said := text(owner, tag)) and internet_moment(said) is None:
                message = f"is “{said}”, not a date of RFC 3339"
                yield feed.finding(tag, message, _FIX_DATE, ATOM, item)
        updated, published = (
            internet_moment(text(owner, tag) or "") for tag in ("atom:updated", "atom:published")
        )
        if updated and published and updated < published:
            fix = "let updated be the later of the two"
            yield feed.finding("atom:updated", "is before atom:published", fix, ATOM, item)


def check_links(feed: Feed) -> Iterator[Finding]:
    """Links are absolute and lead to what is there, an entry to its page; the feed says where it is."""
    own = [link.get("href") for link in all_of(feed.channel, "atom:link") if link.get("rel") == "self"]
    if not own:
        fix = 'add <link rel="self" href="…"/> to the feed'
        yield feed.finding("atom:link", 'with rel="self" is missing', fix, ATOM)
    elif feed.own_url() not in (None, own[0]):
        yield feed.finding(
            "atom:link", f"says {own[0]}, and the feed is at {feed.own_url()}", "correct it", ATOM
        )
    for owner, item in _owners(feed):
        alternates = set()
        for link in all_of(owner, "atom:link"):
            rel = link.get("rel") or "alternate"
            key = (link.get("type"), link.get("hreflang"))
            if rel == "alternate" and key in alternates:
                yield feed.finding("atom:link", "is there twice for one form", "keep one", ATOM, item)
            if rel == "alternate":
                alternates.add(key)
            for message, fix in _judge_link(feed, link, rel):
                yield feed.finding("atom:link", message, fix, ATOM, item)
        if item is not None and not alternates and first(item, "atom:content") is None:
            fix = 'add <link rel="alternate" href="…"/> or <content>'
            yield feed.finding("atom:entry", "has neither a page nor a text", fix, ATOM, item)


def _judge_link(feed: Feed, link: Element, rel: str) -> Iterator[tuple[str, str]]:
    url = link.get("href") or ""
    if not is_absolute(url):
        if urlsplit(url).scheme not in {"mailto", "geo"}:
            yield f"leads to “{url}”", "write the whole address, with https://"
    elif feed.is_local(url) and feed.file(url) is None:
        yield f"leads to {url}, which is not in the site", "correct it, or put the file there"
    elif rel == "enclosure":
        file, length = feed.file(url), link.get("length")
        if file is not None and length != str(file.stat().st_size):
            yield f"says {length} bytes", f"write {file.stat().st_size}, the size of the file"
        if not link.get("type"):
            yield "leads to a recording and does not say of what type", "add type="


def check_texts(feed: Feed) -> Iterator[Finding]:
    """A text in HTML has no script, style, form or frame, no h1, and its links are absolute."""
    for item in entries(feed):
        for tag in ("atom:content", "atom:summary"):
            for content in all_of(item, tag):
                if content.get("type") == "html":
                    for message, fix in judge_html(content.text or ""):
                        yield feed.finding(tag, message, fix, ATOM, item)
                elif tag == "atom:content" and content.get("src") and first(item, "atom:summary") is None:
                    fix = "add <summary>: the text lies elsewhere"
                    yield feed.finding("atom:summary", "is missing", fix, ATOM, item)


def check_pages(feed: Feed) -> Iterator[Finding]:
    """The next page of a feed is another page."""
    own = feed.own_url()
    for link in all_of(feed.channel, "atom:link"):
        if own and link.get("rel") in {"next", "prev-archive"} and link.get("href") == own:
            message = f'with rel="{link.get("rel")}" leads back to this page'
            yield feed.finding("atom:link", message, "lead it to the older page", PAGING)


def _owners(feed: Feed) -> Iterator[tuple[Element, Element | None]]:
    yield feed.channel, None
    for entry in entries(feed):
        yield entry, entry


RULES = (check_required, check_ids, check_dates, check_links, check_texts, check_pages)
