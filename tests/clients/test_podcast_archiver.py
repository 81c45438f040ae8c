"""podcast-archiver, which keeps whole shows: it follows a feed through all its pages."""

import json
from pathlib import Path

import pytest

from clients.listener import Listener, installed
from clients.published import episodes, recording

pytestmark = pytest.mark.clients


@pytest.fixture
def archiver() -> str:
    return installed("podcast-archiver", "podcast-archiver (PyPI)")


def test_podcast_archiver_keeps_every_episode_as_it_was_published(
    site: Path, base_url: str, listener: Listener, archiver: str
) -> None:
    archive(listener, archiver, f"{base_url}podcast.xml")

    kept = {json.loads(file.read_text("utf-8"))["title"]: file for file in listener.home.rglob("*.info.json")}
    assert {episode.title for episode in episodes(site)} == kept.keys()
    for episode in episodes(site):
        audio = kept[episode.title].with_name(kept[episode.title].name.replace(".info.json", ".mp3"))
        assert recording(site, base_url, episode) == audio.read_bytes(), episode.title


def test_podcast_archiver_follows_a_feed_through_all_its_pages(
    paged_feed: str, listener: Listener, archiver: str
) -> None:
    archive(listener, archiver, paged_feed)

    assert 300 == len(list(listener.home.rglob("*.mp3")))


def archive(listener: Listener, archiver: str, feed: str, *options: str) -> None:
    database = listener.home / "archive.db"
    listener.run(
        archiver,
        "--feed",
        feed,
        "--dir",
        listener.home,
        "--database",
        database,
        "--write-info-json",
        *options,
    )
