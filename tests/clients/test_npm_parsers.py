"""Two JavaScript parsers that know the podcast: namespace: the Podcast Index's, and feedsmith."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from clients.listener import Listener, installed
from clients.published import episodes, show_guid

pytestmark = pytest.mark.clients

HERE = Path(__file__).parent


@pytest.mark.parametrize("package", ["podcast-partytime", "feedsmith"])
def test_a_podcast_namespace_parser_reads_every_episode(
    site: Path, base_url: str, listener: Listener, package: str
) -> None:
    feed = read(package, f"{base_url}podcast.xml", listener)

    assert show_guid(site) == feed["guid"]
    assert expected(site) == feed["episodes"]


def test_feedsmith_reads_the_other_feeds_and_their_list(site: Path, listener: Listener) -> None:
    told = json.loads((site / "feed.json").read_bytes())["items"]

    essays = whole(site / "essays.xml", listener)["entries"]
    everything = whole(site / "feed.json", listener)["items"]
    listed = whole(site / "feeds.opml", listener)["body"]["outlines"]

    assert [item["id"] for item in told if item["_anthology"]["kind"] != "episode"] == [
        e["id"] for e in essays
    ]
    assert [item["id"] for item in told] == [item["id"] for item in everything]
    assert all((site / urlsplit(outline["xmlUrl"]).path.lstrip("/")).is_file() for outline in listed)
    assert len(listed) > 3


def whole(file: Path, listener: Listener) -> dict[str, Any]:
    command = installed("node", "nodejs npm"), HERE / "read_whole.mjs", "feedsmith", file
    feed: dict[str, Any] = json.loads(listener.run(*command))
    return feed


def test_the_collection_shows_each_podcast_tag_to_these_parsers(site: Path) -> None:
    # Without one of these in the collection, the test above would compare nothing with nothing.
    for tag in ("season", "episode", "persons", "transcripts", "chapters"):
        assert any(getattr(episode, tag) for episode in episodes(site)), f"no episode has {tag}"


def expected(site: Path) -> list[dict[str, Any]]:
    # Through JSON, as the parsers' answers come: tuples become lists. `marks` is no podcast: tag.
    found: list[dict[str, Any]] = json.loads(json.dumps([asdict(episode) for episode in episodes(site)]))
    return [{name: value for name, value in episode.items() if name != "marks"} for episode in found]


def read(package: str, url: str, listener: Listener) -> dict[str, Any]:
    node = installed("node", "nodejs npm")
    if not (HERE / "node_modules" / package).is_dir():
        pytest.fail(f"{package} is missing. Install it: npm ci --prefix tests/clients", pytrace=False)
    script = HERE / f"read_with_{package.removeprefix('podcast-')}.mjs"
    feed: dict[str, Any] = json.loads(listener.run(node, script, url))
    return feed
