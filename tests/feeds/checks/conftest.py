"""Good sites, of which each test spoils one thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.collection import load
from anthology.crosslinks import cross_links
from anthology.feeds import build_feeds
from builders import collection, essay
from builders import episode as written
from feed_builders import build, episode, show, write


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("site")
    build(site, show(), [episode(1), episode(2)])
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All feeds of a small collection, and the files that they lead to."""
    root = collection(tmp_path_factory.mktemp("more") / "collection")
    essay(root, "tides", date="2026-02-02", content_notes="[strong-language]")
    written(root, "pier")
    loaded, _ = load(root)
    site = root / "site"
    for path, document in build_feeds(loaded, cross_links(loaded).offers).items():
        write(site / path, document)
    pages = ["", "essays", "subscribe", "episodes", "topics/beginnings", *loaded.posts]
    for page in [*pages, *(f"people/{name}" for name in ("editors",)), *loaded.practices]:
        write(site / page / "index.html", b"")
    for address, file in loaded.files.items():
        write(site / address, file.read_bytes())
    return site
