"""A small show and its episodes, as a feed sees them, and the built site around them."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from anthology.feeds.checks import BuiltSite, FeedFinding, check_document
from anthology.feeds.entry import Enclosure
from anthology.feeds.podcast import Category, Channel, Item, PersonTag, TranscriptTag
from anthology.feeds.rss import rss_pages
from anthology.media.chapters import Chapter
from anthology.schema import Episode, Show

SITE = "https://anthology.example/"
EXAMPLE = "https://example.org/"
FIRST_DAY = datetime(2026, 1, 4, 12, tzinfo=UTC)
AUDIO = b"ID3" + bytes(997)
SHOW = Show.model_validate(
    {
        "title": "Leaving",
        "description": "Conversations after leaving.",
        "author": "The Pier Collective",
        "email": "feed@anthology.example",
        "language": "en",
        "category": ["Health & Fitness", "Mental Health"],
        "image": "cover.png",
        "explicit": False,
        "guid": "9b024349-ccf0-5f69-a609-6b82873eab3c",
        "license": "CC-BY-4.0",
        "locked": True,
        "funding": [{"url": "https://anthology.example/support/", "text": "Support the show"}],
    }
)
EPISODE = Episode.model_validate(
    {
        "title": "Pier",
        "date": "2026-01-04",
        "summary": "A walk to the end of the pier.",
        "topics": ["piers"],
        "hosts": ["ada"],
        "audio": "audio.mp3",
        "season": 1,
    }
)


def show(**changes: Any) -> Channel:
    """The channel; `changes` are of its own fields or of the show's."""
    of_channel = {name: changes.pop(name) for name in _names(Channel) & changes.keys()}
    channel = Channel(
        show=SHOW.model_copy(update=changes),
        link=f"{SITE}episodes/",
        feed_url=f"{SITE}podcast.xml",
        image_url=f"{SITE}cover.png",
        last_build=FIRST_DAY + timedelta(days=9999),
        categories=(Category("Health & Fitness", "Mental Health"), Category("Society & Culture")),
    )
    return replace(channel, **of_channel)


def episode(number: int = 1, **changes: Any) -> Item:
    """Episode `number` of a daily show; `changes` are of the item's fields or of the episode's."""
    of_item = {name: changes.pop(name) for name in _names(Item) & changes.keys()}
    slug = f"pier-{number}"
    page = f"{SITE}episodes/{slug}/"
    item = Item(
        id=f"episodes/{slug}",
        fields=EPISODE.model_copy(update={"title": f"Pier {number}", "episode": number, **changes}),
        guid=f"guid-{number}",
        link=page,
        published=FIRST_DAY + timedelta(days=number),
        enclosure=Enclosure(f"{page}audio.mp3", len(AUDIO), "audio/mpeg"),
        duration_seconds=1865,
        content_html=f'<h2>Links</h2>\n<p>The <a href="{SITE}">site</a>.</p>',
        season_name="Leaving",
        persons=(PersonTag("Ada", "host", "cast"),),
        transcripts=(TranscriptTag(f"{page}transcript.vtt", "text/vtt", "en"),),
        chapters_url=f"{page}chapters.json",
        chapters=(Chapter(0, "Opening"), Chapter(90_000, "The pier")),
    )
    return replace(item, **of_item)


def _names(of: type[Channel | Item]) -> set[str]:
    return {field.name for field in fields(of)}


def build(site: Path, channel: Channel, episodes: list[Item]) -> None:
    """Writes the feed and every file that it leads to."""
    for path, document in rss_pages(channel, episodes).items():
        write(site / path, document)
    write(site / "cover.png", picture(1400, 1400))
    for item in episodes:
        folder = site / item.id
        write(folder / "audio.mp3", AUDIO)
        write(folder / "transcript.vtt", b"WEBVTT\n")
        chapters = [{"startTime": chapter.start / 1000, "title": chapter.title} for chapter in item.chapters]
        write(folder / "chapters.json", json.dumps({"version": "1.2.0", "chapters": chapters}).encode())


def podcast_findings(document: bytes, site: Path) -> list[FeedFinding]:
    """The findings on a changed podcast.xml of a site that `build` made."""
    return check_document(document, "podcast.xml", BuiltSite(site, SITE))


def findings_of(site: Path, path: str, document: bytes) -> list[FeedFinding]:
    """The findings on a changed feed of a site whose address is example.org."""
    return check_document(document, path, BuiltSite(site, EXAMPLE))


def assert_found(findings: list[FeedFinding], tag: str, message: str) -> None:
    """One of the findings is this one, and each has a fix and a source."""
    assert any(finding.tag == tag and message in finding.message for finding in findings), findings
    assert all(finding.fix and finding.source for finding in findings)


def write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def spoiled(document: bytes, right: str, wrong: str, encoding: str = "utf-8") -> bytes:
    """A feed in which one thing, which must be there, is written in another way."""
    text = document.decode()
    assert right in text
    return text.replace(right, wrong, 1).encode(encoding)


@cache
def picture(width: int, height: int, mode: str = "RGB", form: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new(mode, (width, height)).save(file, form)
    return file.getvalue()
