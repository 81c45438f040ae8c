"""Rules about what comes with the audio: show notes, transcripts, chapters, soundbites, other encodings."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from anthology.media.chapters import check_chapters
from anthology.timecode import milliseconds

from .document import Element, all_of, text
from .findings import APPLE, PODCAST, Feed, Finding, is_absolute, suffix
from .items import items

_TRANSCRIPTS = {
    ".vtt": {"text/vtt"},
    ".srt": {"application/x-subrip", "application/srt"},
    ".json": {"application/json"},
    ".txt": {"text/plain"},
    ".html": {"text/html"},
    "": {"text/html", "text/plain"},
}
_TIMED = {"text/vtt", "application/x-subrip", "application/srt", "application/json"}
_PODLOVE = "Podlove Simple Chapters 1.2"


def check_notes(feed: Feed) -> Iterator[Finding]:
    """content:encoded is clean HTML: no h1, script, style, form or frame, no handler, absolute links.

    So is the description, where it is all that there is.
    """
    for item in items(feed):
        tag = "content:encoded" if all_of(item, "content:encoded") else "description"
        for content in all_of(item, tag):
            for message, fix in judge_html(content.text or ""):
                yield feed.finding(tag, message, fix, APPLE, item)


@lru_cache(maxsize=4096)  # a text stands in several feeds
def judge_html(html: str) -> tuple[tuple[str, str], ...]:
    """What may not stand in a text in HTML, and the fixes: the same rules for notes and for essays."""
    tags = _TAG.findall(html)
    if len(tags) == len(_OPENING.findall(html)) and all(map(_is_plain, tags)):
        return ()  # a glance is enough for nearly all; only what is odd is read with care
    reader = _Judge()
    reader.feed(html)
    reader.close()
    return tuple(dict.fromkeys(reader.found))


_OPENING = re.compile(r"<[a-zA-Z]")
_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
# Whatever the reader below refuses matches here; what matches may still be fine.
_SUSPECT = re.compile(
    r"""<(?:h1|script|style|form|iframe|object|embed|input|button)|[\s"'/](?:on[a-z]+|style)\s*="""
    r"""|(?:href|src)(?!="(?:https?://[a-z0-9]|mailto:))""",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def _is_plain(tag: str) -> bool:
    return _SUSPECT.search(tag) is None


class _Judge(HTMLParser):
    """Collects what may not stand in show notes."""

    _REFUSED = frozenset({"h1", "script", "style", "form", "iframe", "object", "embed", "input", "button"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._REFUSED:
            fix = "write h2; the title is the first heading" if tag == "h1" else "take it out"
            self.found.append((f"holds <{tag}>", fix))
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.found.append((f"holds {name}= on <{tag}>", "take it out"))
            elif name in {"href", "src"} and not _leads_out(name, (value or "").strip()):
                self.found.append((f"has {name}=“{value}”", "write the whole address, with https://"))


def _leads_out(name: str, address: str) -> bool:
    return is_absolute(address) or (name == "href" and address.lower().startswith("mailto:"))


def check_transcripts(feed: Feed) -> Iterator[Finding]:
    """A transcript's file is there, is what its type says, and is called captions only where it has times."""
    for item in items(feed):
        for transcript in all_of(item, "podcast:transcript"):
            url, kind = transcript.get("url") or "", transcript.get("type") or ""
            fitting = _TRANSCRIPTS.get(suffix(url))
            for message, fix in _judge_file(feed, url):
                yield feed.finding("podcast:transcript", message, fix, PODCAST, item)
            if kind not in (fitting or set().union(*_TRANSCRIPTS.values())):
                fix = f"write {' or '.join(sorted(fitting or {'text/vtt'}))}"
                yield feed.finding("podcast:transcript", f"has the type “{kind}”", fix, PODCAST, item)
            elif transcript.get("rel") == "captions" and kind not in _TIMED:
                message, fix = "is called captions and has no times", 'take out rel="captions"'
                yield feed.finding("podcast:transcript", message, fix, PODCAST, item)
            elif (file := feed.file(url)) is not None and not _is_what_it_says(file, kind):
                fix = "write the file again"
                yield feed.finding("podcast:transcript", f"{url} is not {kind}", fix, PODCAST, item)


def check_json_chapters(feed: Feed) -> Iterator[Finding]:
    """podcast:chapters leads to JSON chapters in their order, all within the audio."""
    for item in items(feed):
        for chapters in all_of(item, "podcast:chapters"):
            url = chapters.get("url") or ""
            if (kind := chapters.get("type")) != "application/json+chapters":
                fix = "write application/json+chapters"
                yield feed.finding("podcast:chapters", f"has the type “{kind}”", fix, PODCAST, item)
            for message, fix in (*_judge_file(feed, url), *_judge_chapters(feed.file(url), _duration(item))):
                yield feed.finding("podcast:chapters", message, fix, PODCAST, item)


def check_simple_chapters(feed: Feed) -> Iterator[Finding]:
    """psc:chapters have a start and a title each, stand in their order, all within the audio."""
    for item in items(feed):
        for chapters in all_of(item, "psc:chapters"):
            for message, fix in _judge_simple(all_of(chapters, "psc:chapter"), _duration(item)):
                yield feed.finding("psc:chapters", message, fix, _PODLOVE, item)


def check_soundbites(feed: Feed) -> Iterator[Finding]:
    """A soundbite begins and ends within the audio."""
    for item in items(feed):
        for soundbite in all_of(item, "podcast:soundbite"):
            start, duration = soundbite.get("startTime") or "", soundbite.get("duration") or ""
            if not all(re.fullmatch(r"[0-9]+(\.[0-9]+)?", number) for number in (start, duration)):
                message, fix = f"has the times “{start}” and “{duration}”", "write both in seconds"
                yield feed.finding("podcast:soundbite", message, fix, PODCAST, item)
            elif (end := _duration(item)) and (float(start) + float(duration)) * 1000 > end + 1000:
                fix = "let it end within the audio"
                yield feed.finding("podcast:soundbite", "ends after the audio", fix, PODCAST, item)


def check_alternates(feed: Feed) -> Iterator[Finding]:
    """Another encoding has a type and an address, and its file the bytes that length and integrity say."""
    for item in items(feed):
        for alternate in all_of(item, "podcast:alternateEnclosure"):
            for message, fix in _judge_alternate(feed, alternate):
                yield feed.finding("podcast:alternateEnclosure", message, fix, PODCAST, item)


def _judge_alternate(feed: Feed, alternate: Element) -> Iterator[tuple[str, str]]:
    urls = [source.get("uri") or "" for source in all_of(alternate, "podcast:source")]
    if not alternate.get("type"):
        yield "has no type", "add its MIME type"
    if not urls:
        yield "has no podcast:source", "add one with the address of the file"
    for url in urls:
        if urlsplit(url).scheme in {"", "http", "https"}:
            yield from _judge_file(feed, url)
        if (file := feed.file(url)) is None:
            continue
        if (length := alternate.get("length")) and length != str(file.stat().st_size):
            yield f"says {length} bytes", f"write {file.stat().st_size}, the size of the file"
        for integrity in all_of(alternate, "podcast:integrity"):
            if integrity.get("type") == "sri" and not _has_integrity(file, integrity.get("value") or ""):
                yield "has another integrity than its file", "compute it again, from the published file"


def _has_integrity(file: Path, integrity: str) -> bool:
    algorithm, _, wanted = integrity.partition("-")
    if algorithm not in {"sha256", "sha384", "sha512"}:
        return False
    with file.open("rb") as opened:
        return base64.b64encode(hashlib.file_digest(opened, algorithm).digest()).decode() == wanted


def _judge_file(feed: Feed, url: str) -> Iterator[tuple[str, str]]:
    if not is_absolute(url):
        yield f"leads to “{url}”", "write the whole address, with https://"
    elif feed.is_local(url) and feed.file(url) is None:
        yield f"leads to {url}, which is not in the site", "put the file there, or correct the address"


def _judge_chapters(file: Path | None, duration: int | None) -> Iterator[tuple[str, str]]:
    if file is None:
        return
    try:
        document = json.loads(file.read_bytes())
        starts = [round(chapter["startTime"] * 1000) for chapter in document["chapters"]]
    except (ValueError, KeyError, TypeError):
        yield f"{file.name} is not a list of JSON chapters", "write the file again"
        return
    if not isinstance(document.get("version"), str):
        yield f"{file.name} has no version", 'add "version": "1.2.0"'
    for _, message, fix in check_chapters(starts, duration):
        yield message, fix


def _judge_simple(chapters: list[Element], duration: int | None) -> Iterator[tuple[str, str]]:
    starts = []
    for chapter in chapters:
        if not chapter.get("title"):
            yield "has a chapter without title", "add title="
        try:
            starts.append(milliseconds(chapter.get("start") or ""))
        except ValueError:
            yield f"has the start “{chapter.get('start')}”", "write it like 00:01:30.000"
            return
    if not chapters:
        yield "is empty", "add chapters, or leave it out"
    for _, message, fix in check_chapters(starts, duration):
        yield message, fix


def _duration(item: Element) -> int | None:
    """The end of the audio in milliseconds; None where the item does not say it in seconds."""
    said = text(item, "itunes:duration") or ""
    return int(said) * 1000 or None if re.fullmatch(r"[0-9]{1,9}", said) else None


def _is_what_it_says(file: Path, kind: str) -> bool:
    content = file.read_bytes()
    if kind == "text/vtt":
        return content.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT")
    if kind == "application/json":
        try:
            json.loads(content)
        except ValueError:
            return False
    return True


RULES = (
    check_notes,
    check_transcripts,
    check_json_chapters,
    check_simple_chapters,
    check_soundbites,
    check_alternates,
)
