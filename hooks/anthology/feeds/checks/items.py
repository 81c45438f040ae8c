"""Rules about episodes: what an item needs, and what its tags may say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from .artwork import check_artwork
from .channel import check_explicit
from .dates import check_date, moment
from .document import Element, all_of, qualified, text
from .findings import APPLE, PODCAST, PSP, RSS, Feed, Finding, is_absolute, suffix

_REQUIRED = {
    "title": RSS,
    "guid": APPLE,
    "enclosure": APPLE,
    "pubDate": PSP,
    "description": PSP,
    "itunes:duration": PSP,
}
_ITUNES = ("title", "duration", "explicit", "episodeType", "season", "episode", "image", "author")
_ONCE = [
    *_REQUIRED,
    *("link", "content:encoded", "podcast:season", "podcast:episode", "podcast:chapters", "psc:chapters"),
    *(f"itunes:{tag}" for tag in _ITUNES if tag != "duration"),
]
AUDIO_TYPES = {
    ".mp3": {"audio/mpeg"},
    ".m4a": {"audio/x-m4a", "audio/mp4", "audio/m4a", "audio/aac"},
    ".m4b": {"audio/x-m4b", "audio/x-m4a", "audio/mp4"},
    ".aac": {"audio/aac"},
    ".mp4": {"audio/mp4", "video/mp4"},
    ".m4v": {"video/x-m4v", "video/mp4", "video/m4v"},
    ".mov": {"video/quicktime"},
    ".ogg": {"audio/ogg"},
    ".oga": {"audio/ogg"},
    ".opus": {"audio/opus", "audio/ogg"},
    ".flac": {"audio/flac"},
    ".wav": {"audio/wav", "audio/x-wav"},
}
_KNOWN_TYPES = frozenset[str]().union(*AUDIO_TYPES.values())
_WHOLE = re.compile(r"[0-9]{1,9}")
_WORDS: dict[str, tuple[Callable[[str], object], str, str]] = {
    "itunes:duration": (_WHOLE.fullmatch, "write the duration in whole seconds, such as 1865", APPLE),
    "itunes:episodeType": ({"full", "trailer", "bonus"}.__contains__, "write full, trailer or bonus", APPLE),
    "itunes:season": (re.compile(r"[1-9][0-9]*").fullmatch, "write a number from 1 on", APPLE),
    "itunes:episode": (re.compile(r"[1-9][0-9]*").fullmatch, "write a number from 1 on", APPLE),
    "podcast:season": (_WHOLE.fullmatch, "write a whole number; its name goes into name=", PODCAST),
    "podcast:episode": (
        re.compile(r"[0-9]+(\.[0-9]+)?").fullmatch,
        "write a number; what is shown instead goes into display=",
        PODCAST,
    ),
}


def items(feed: Feed) -> list[Element]:
    return all_of(feed.channel, "item")


def check_required(feed: Feed) -> Iterator[Finding]:
    """An item has each required tag, none of them empty, and each tag that is not a list once."""
    for item in items(feed):
        there = Counter(child.tag for child in item)
        for tag, source in _REQUIRED.items():
            if not there[qualified(tag)]:
                yield feed.finding(tag, "is missing", f"add <{tag}> to the item", source, item)
            elif tag != "enclosure" and not text(item, tag):
                yield feed.finding(tag, "is empty", f"write what <{tag}> should say", source, item)
        for tag in _ONCE:
            if (number := there[qualified(tag)]) > 1:
                yield feed.finding(tag, f"is there {number} times", "keep one of them", RSS, item)


def check_guids(feed: Feed) -> Iterator[Finding]:
    """A guid is there once in a feed, and isPermaLink="false" unless it is an address."""
    seen: set[str] = set()
    for item in items(feed):
        for element in all_of(item, "guid"):
            guid, permanent = (element.text or "").strip(), element.get("isPermaLink", "true")
            if guid and guid in seen:
                fix = "give each item its own"
                yield feed.finding("guid", f"{guid} is another item's too", fix, RSS, item)
            seen.add(guid)
            if permanent not in {"true", "false"}:
                yield feed.finding("guid", f"has isPermaLink=“{permanent}”", "write true or false", RSS, item)
            elif permanent == "true" and not is_absolute(guid):
                message = f"{guid} is no address, but stands for one"
                yield feed.finding("guid", message, 'add isPermaLink="false"', RSS, item)


def check_enclosures(feed: Feed) -> Iterator[Finding]:
    """An enclosure has an absolute ASCII address that no other has, its size in bytes and its MIME type."""
    seen: set[str] = set()
    for item in items(feed):
        for enclosure in all_of(item, "enclosure"):
            url = enclosure.get("url") or ""
            rules = (_judge_url(feed, url), _judge_length(feed, enclosure, url), _judge_type(enclosure, url))
            for message, fix in (found for rule in rules for found in rule):
                yield feed.finding("enclosure", message, fix, RSS, item)
            if url and url in seen:
                fix = "give each episode its own file: Apple ignores an item whose enclosure repeats"
                yield feed.finding("enclosure", f"{url} is another item's too", fix, APPLE, item)
            seen.add(url)


def _judge_url(feed: Feed, url: str) -> Iterator[tuple[str, str]]:
    if not is_absolute(url):
        yield f"leads to “{url}”", "write the whole address, with https://"
    elif re.search(r"[^!-~]", url):
        yield f"has the address “{url}”", "write it in ASCII, other signs as %C3%A4"
    elif feed.is_local(url) and feed.file(url) is None:
        yield f"leads to {url}, which is not in the site", "put the file there, or correct the address"


def _judge_length(feed: Feed, enclosure: Element, url: str) -> Iterator[tuple[str, str]]:
    length = enclosure.get("length")
    file = feed.file(url)
    if length is None:
        yield "has no length", "add the size of the file in bytes"
    elif not re.fullmatch(r"0*[1-9][0-9]*", length):
        yield f"has the length “{length}”", "write the size of the file in bytes"
    elif file is not None and int(length) != file.stat().st_size:
        yield f"says {length} bytes", f"write {file.stat().st_size}, the size of the file"


def _judge_type(enclosure: Element, url: str) -> Iterator[tuple[str, str]]:
    kind = enclosure.get("type") or ""
    fitting = AUDIO_TYPES.get(suffix(url) if is_absolute(url) else PurePosixPath(url).suffix.lower())
    if kind not in (fitting or _KNOWN_TYPES):
        wanted = " or ".join(sorted(fitting or {"audio/mpeg"}))
        yield f"has the type “{kind}”", f"write {wanted}"


def check_dates(feed: Feed) -> Iterator[Finding]:
    """pubDate is a date of RFC 2822 with the right weekday, and not after the channel's lastBuildDate."""
    built = moment(text(feed.channel, "lastBuildDate") or "")
    for item in items(feed):
        if not (said := text(item, "pubDate")):
            continue
        yield from check_date(feed, "pubDate", said, item)
        date = moment(said)
        if built and date and date > built:
            fix = "let lastBuildDate be the newest date in the feed"
            yield feed.finding("pubDate", f"{said} is after the feed's lastBuildDate", fix, RSS, item)


def check_words(feed: Feed) -> Iterator[Finding]:
    """Durations are seconds, seasons and episodes numbers, and the rest one of the words for it."""
    for item in items(feed):
        for tag, (fits, fix, source) in _WORDS.items():
            if (said := text(item, tag)) and not fits(said):
                yield feed.finding(tag, f"is “{said}”", fix, source, item)
        yield from check_explicit(feed, item, item)


def check_addresses(feed: Feed) -> Iterator[Finding]:
    """The page of an episode has an absolute address, and its artwork follows the rules of the show's."""
    for item in items(feed):
        if (url := text(item, "link")) is not None and not is_absolute(url):
            yield feed.finding("link", f"is “{url}”", "write the whole address, with https://", RSS, item)
        for image in all_of(item, "itunes:image"):
            yield from check_artwork(feed, image.get("href") or "", item)


RULES = (check_required, check_guids, check_enclosures, check_dates, check_words, check_addresses)
