"""Rules about the rest of the podcast namespace: what each tag must have, and in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .dates import check_date
from .document import Element, all_of, first, qualified
from .findings import PODCAST, Feed, Finding, is_absolute
from .items import items


@dataclass(frozen=True, slots=True)
class Rule:
    """What a tag needs: attributes, those of them that are addresses, and the longest text ('' may be 0)."""

    needs: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    text: int | None = None


# https://podcastindex.org/namespace/1.0, the documents in docs/tags
_TAGS = {
    "podcast:funding": Rule(("url",), ("url",), 128),
    "podcast:person": Rule((), ("href", "img"), 128),
    "podcast:location": Rule((), (), 128),
    "podcast:trailer": Rule(("url", "pubdate"), ("url",), 128),
    "podcast:license": Rule((), ("url",), 128),
    "podcast:image": Rule(("href",), ("href",)),
    "podcast:images": Rule(("srcset",)),
    "podcast:txt": Rule((), (), 4000),
    "podcast:updateFrequency": Rule((), (), 128),
    "podcast:remoteItem": Rule(("feedGuid",), ("feedUrl",)),
    "podcast:socialInteract": Rule(("protocol",)),
    "podcast:chapters": Rule(("url", "type")),
    "podcast:transcript": Rule(("url", "type")),
    "podcast:soundbite": Rule(("startTime", "duration")),
    "podcast:integrity": Rule(("type", "value")),
    "podcast:source": Rule(("uri",)),
}
_QUALIFIED = {qualified(tag): tag for tag in _TAGS}
_FILES = {("podcast:person", "img"), ("podcast:trailer", "url"), ("podcast:image", "href")}
"""Addresses of files, which are looked for; pages may be made by something else."""
_TEXT_REQUIRED = {"podcast:person", "podcast:location", "podcast:trailer", "podcast:license", "podcast:txt"}


def check_tags(feed: Feed) -> Iterator[Finding]:
    """Each tag has the attributes that it needs, whole addresses, and a text of a fitting length."""
    for owner, item in _owners(feed):
        for element in owner:
            if tag := _QUALIFIED.get(element.tag):
                for message, fix in _judge(feed, element, tag, _TAGS[tag]):
                    yield feed.finding(tag, message, fix, PODCAST, item)


def _judge(feed: Feed, element: Element, tag: str, rule: Rule) -> Iterator[tuple[str, str]]:
    for name in rule.needs:
        if not (element.get(name) or "").strip():
            yield f"has no {name}", f"add {name}="
    for name in rule.addresses:
        url = element.get(name)
        if url and not is_absolute(url):
            yield f"has the {name} “{url}”", "write the whole address, with https://"
        elif url and (tag, name) in _FILES and feed.is_local(url) and feed.file(url) is None:
            yield f"leads to {url}, which is not in the site", "put the file there, or correct the address"
    said = (element.text or "").strip()
    if tag in _TEXT_REQUIRED and not said:
        yield "is empty", "write what it should say"
    if rule.text and len(said) > rule.text:
        yield f"has {len(said)} characters", f"apps show {rule.text} at most"


def check_words(feed: Feed) -> Iterator[Finding]:
    """Blocks say yes or no, trailers have a date, comments an address, rules of repetition a frequency."""
    for block in all_of(feed.channel, "podcast:block"):
        if (word := (block.text or "").strip()) not in {"yes", "no"}:
            yield feed.finding("podcast:block", f"is “{word}”", "write yes or no", PODCAST)
    for trailer in all_of(feed.channel, "podcast:trailer"):
        if said := trailer.get("pubdate"):
            yield from check_date(feed, "podcast:trailer", said)
    for often in all_of(feed.channel, "podcast:updateFrequency"):
        if (rule := often.get("rrule")) and not re.match(r"FREQ=[A-Z]+(;|$)", rule):
            fix = "write it as calendars do: FREQ=WEEKLY"
            yield feed.finding("podcast:updateFrequency", f"has the rrule “{rule}”", fix, PODCAST)
    for owner, item in _owners(feed):
        for place in all_of(owner, "podcast:socialInteract"):
            if place.get("protocol") != "disabled" and not place.get("uri"):
                fix = "add uri= with the address of the first post"
                yield feed.finding("podcast:socialInteract", "has no uri", fix, PODCAST, item)


def check_podroll(feed: Feed) -> Iterator[Finding]:
    """A podroll names other shows, each by its guid."""
    for podroll in all_of(feed.channel, "podcast:podroll"):
        if first(podroll, "podcast:remoteItem") is None:
            yield feed.finding("podcast:podroll", "is empty", "add <podcast:remoteItem>", PODCAST)
        for other in all_of(podroll, "podcast:remoteItem"):
            for message, fix in _judge(feed, other, "podcast:remoteItem", _TAGS["podcast:remoteItem"]):
                yield feed.finding("podcast:remoteItem", message, fix, PODCAST)


def _owners(feed: Feed) -> Iterator[tuple[Element, Element | None]]:
    yield feed.channel, None
    for item in items(feed):
        yield item, item


RULES = (check_tags, check_words, check_podroll)
