"""The two Python parsers most programs build on: feedparser, and gPodder's podcastparser."""

from calendar import timegm
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import feedparser
import podcastparser
import pytest

from clients.published import Episode, episodes

pytestmark = pytest.mark.clients

Facts = tuple[str, str, str, int, str, int, int]


def test_feedparser_reads_every_episode(site: Path, base_url: str) -> None:
    feed = feedparser.parse(f"{base_url}podcast.xml")

    assert not feed.bozo, feed.get("bozo_exception")
    assert list(map(facts, episodes(site))) == [
        (
            entry.title,
            entry.id,
            entry.enclosures[0].href,
            int(entry.enclosures[0].length),
            entry.enclosures[0].type,
            timegm(entry.published_parsed),
            int(entry.itunes_duration),
        )
        for entry in feed.entries
    ]


def test_podcastparser_reads_every_episode(site: Path, base_url: str) -> None:
    # Sorted, as it turns a serial show round: oldest first.
    assert sorted(map(facts, episodes(site))) == sorted(
        (
            episode["title"],
            episode["guid"],
            episode["enclosures"][0]["url"],
            episode["enclosures"][0]["file_size"],
            episode["enclosures"][0]["mime_type"],
            episode["published"],
            episode["total_time"],
        )
        for episode in read_with_podcastparser(base_url)
    )


def test_podcastparser_reads_the_chapters_that_stand_in_the_feed(site: Path, base_url: str) -> None:
    expected = {episode.guid: list(episode.marks) for episode in episodes(site)}

    assert any(expected.values()), "no episode has chapters in the feed: this client would show none"
    assert expected == {
        episode["guid"]: [(mark["start"], mark["title"]) for mark in episode.get("chapters", [])]
        for episode in read_with_podcastparser(base_url)
    }


def read_with_podcastparser(base_url: str) -> list[dict[str, Any]]:
    url = f"{base_url}podcast.xml"
    with urlopen(url) as feed:
        read: list[dict[str, Any]] = podcastparser.parse(url, feed)["episodes"]
    return read


def facts(episode: Episode) -> Facts:
    return (
        episode.title,
        episode.guid,
        episode.url,
        episode.length,
        episode.type,
        episode.published,
        episode.duration,
    )
