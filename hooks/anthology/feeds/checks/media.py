"""Rules for the files beside a recording: transcripts, chapters, soundbites, other encodings."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from anthology.media.chapters import check_chapters
from anthology.problems import Issue
from anthology.timecode import milliseconds

from .document import Element, Feed, all_of, suffix, text
from .rules import size_issues

_TRANSCRIPT_TYPES = {
    ".vtt": {"text/vtt"},
    ".srt": {"application/x-subrip", "application/srt"},
    ".json": {"application/json"},
    ".txt": {"text/plain"},
    ".html": {"text/html"},
    "": {"text/html", "text/plain"},
}
_TIMED = {"text/vtt", "application/x-subrip", "application/srt", "application/json"}


def transcript_issues(feed: Feed, transcript: Element) -> Iterator[Issue]:
    """A transcript has the type of its suffix and its content, and is called captions only if it has times."""
    url, type_ = transcript.get("url") or "", transcript.get("type") or ""
    types = _TRANSCRIPT_TYPES.get(suffix(url))
    # The type of a former host's transcript is as that host wrote it, such as text/srt.
    as_written = feed.site.is_remote(url) and re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", type_)
    if not as_written and type_ not in (types or set().union(*_TRANSCRIPT_TYPES.values())):
        yield Issue(f"has the type “{type_}”", f"write {' or '.join(sorted(types or {'text/vtt'}))}")
    elif transcript.get("rel") == "captions" and type_ not in _TIMED:
        yield Issue("is called captions and has no times", 'take out rel="captions"')
    elif (file := feed.site.file(url)) is not None and not _has_type(file, type_):
        yield Issue(f"{url} is not {type_}", "write the file again")


def json_chapter_issues(feed: Feed, chapters: Element) -> Iterator[Issue]:
    """JSON chapters are in their order, all within the audio."""
    file = feed.site.file(chapters.get("url") or "")
    if file is None:
        return
    try:
        document = json.loads(file.read_bytes())
        starts = [round(chapter["startTime"] * 1000) for chapter in document["chapters"]]
    except (ValueError, KeyError, TypeError):
        yield Issue(f"{file.name} is not a list of JSON chapters", "write the file again")
        return
    if not isinstance(document.get("version"), str):
        yield Issue(f"{file.name} has no version", 'add "version": "1.2.0"')
    yield from (issue for _, issue in check_chapters(starts, _end_of_audio(chapters)))


def simple_chapter_issues(feed: Feed, chapters: Element) -> Iterator[Issue]:
    """Simple chapters have a start and a title each, are in their order, all within the audio."""
    starts = []
    for chapter in all_of(chapters, "psc:chapter"):
        if not chapter.get("title"):
            yield Issue("has a chapter without title", "add title=")
        try:
            starts.append(milliseconds(chapter.get("start") or ""))
        except ValueError:
            yield Issue(f"has the start “{chapter.get('start')}”", "write it like 00:01:30.000")
            return
    if not starts:
        yield Issue("is empty", "add chapters, or leave it out")
    yield from (issue for _, issue in check_chapters(starts, _end_of_audio(chapters)))


def soundbite_issues(feed: Feed, soundbite: Element) -> Iterator[Issue]:
    """A soundbite ends within the audio."""
    try:
        last = float(soundbite.get("startTime") or "") + float(soundbite.get("duration") or "")
    except ValueError:
        return
    if (end := _end_of_audio(soundbite)) and last * 1000 > end + 1000:
        yield Issue("ends after the audio", "let it end within the audio")


def alternate_issues(feed: Feed, alternate: Element) -> Iterator[Issue]:
    """The file of another encoding has the size and the integrity that the feed gives."""
    for source in all_of(alternate, "podcast:source"):
        url = source.get("uri") or ""
        yield from size_issues(feed.site, url, alternate.get("length") or None)
        for integrity in all_of(alternate, "podcast:integrity"):
            file, value = feed.site.file(url), integrity.get("value") or ""
            if file and integrity.get("type") == "sri" and not _has_integrity(file, value):
                yield Issue(
                    "has another integrity than its file", "compute it again, from the published file"
                )


def _has_integrity(file: Path, integrity: str) -> bool:
    algorithm, _, digest = integrity.partition("-")
    if algorithm not in {"sha256", "sha384", "sha512"}:
        return False
    with file.open("rb") as opened:
        return base64.b64encode(hashlib.file_digest(opened, algorithm).digest()).decode() == digest


def _end_of_audio(tag: Element) -> int | None:
    """The duration of the item that a tag is in, in milliseconds; None where it does not give it in seconds."""
    value = text(tag.getparent(), "itunes:duration") or ""
    return int(value) * 1000 or None if re.fullmatch(r"[0-9]{1,9}", value) else None


def _has_type(file: Path, type_: str) -> bool:
    content = file.read_bytes()
    if type_ == "text/vtt":
        return content.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT")
    if type_ == "application/json":
        try:
            json.loads(content)
        except ValueError:
            return False
    return True
