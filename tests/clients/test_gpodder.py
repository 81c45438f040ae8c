"""gPodder, the widespread desktop client, by its command `gpo`: it subscribes, lists and downloads."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from clients.listener import Listener, installed
from clients.published import episodes, recording

pytestmark = pytest.mark.clients


@pytest.fixture
def gpo() -> str:
    return installed("gpo", "gpodder")


def test_gpodder_lists_every_episode(site: Path, base_url: str, listener: Listener, gpo: str) -> None:
    listener.run(gpo, "subscribe", f"{base_url}podcast.xml")
    listed = listener.run(gpo, "episodes", "--guid", f"{base_url}podcast.xml").splitlines()

    for episode in episodes(site):
        assert any(episode.guid in line and episode.title in line for line in listed), listed


def test_gpodder_knows_when_how_long_and_which_chapters(
    site: Path, base_url: str, listener: Listener, gpo: str
) -> None:
    listener.run(gpo, "subscribe", f"{base_url}podcast.xml")
    kept = episodes_kept(listener)

    for episode in episodes(site):
        row = kept[episode.guid]
        marks = [(mark["start"], mark["title"]) for mark in json.loads(row["chapters"] or "[]")]
        assert (episode.published, episode.duration) == (row["published"], row["total_time"])
        assert list(episode.marks) == marks


def test_gpodder_downloads_every_episode_as_it_was_published(
    site: Path, base_url: str, listener: Listener, gpo: str
) -> None:
    listener.run(gpo, "subscribe", f"{base_url}podcast.xml")
    listener.run(gpo, "download")
    kept = episodes_kept(listener)

    for episode in episodes(site):
        row = kept[episode.guid]
        assert row["download_filename"], f"{episode.title} was not downloaded"
        downloaded = home(listener) / "Downloads" / row["download_folder"] / row["download_filename"]
        assert recording(site, base_url, episode) == downloaded.read_bytes()


@pytest.mark.parametrize("feed", ["long_feed", "paged_feed"])
def test_gpodder_knows_every_episode_of_one_document_and_of_three(
    feed: str, request: pytest.FixtureRequest, listener: Listener, gpo: str
) -> None:
    listener.run(gpo, "set", "limit.episodes", "0")  # by default it stops at 200
    listener.run(gpo, "subscribe", request.getfixturevalue(feed))

    assert {f"No-{number:03}" for number in range(300)} == {
        row["title"] for row in episodes_kept(listener).values()
    }


@pytest.mark.parametrize("feed", ["long_feed", "paged_feed"])
def test_gpodder_as_it_is_installed_knows_the_newest_200(
    feed: str, request: pytest.FixtureRequest, listener: Listener, gpo: str
) -> None:
    listener.run(gpo, "subscribe", request.getfixturevalue(feed))

    assert {f"No-{n:03}" for n in range(100, 300)} == {
        row["title"] for row in episodes_kept(listener).values()
    }


def home(listener: Listener) -> Path:
    return listener.home / "gPodder"  # what gPodder takes where GPODDER_HOME is not set


def episodes_kept(listener: Listener) -> dict[str, dict[str, Any]]:
    """gPodder's record of each episode, by guid: the only place that says which file is which."""
    with sqlite3.connect(home(listener) / "Database") as database:
        database.row_factory = sqlite3.Row
        query = "SELECT * FROM episode JOIN podcast ON podcast.id = podcast_id"
        return {row["guid"]: dict(row) for row in database.execute(query)}
