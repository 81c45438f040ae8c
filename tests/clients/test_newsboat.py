"""newsboat, a feed reader in the terminal, and podboat, which downloads what newsboat has queued."""

import os
import pty
import sqlite3
import subprocess
import time
from pathlib import Path
from select import select
from typing import NamedTuple

import pytest

from clients.listener import Listener, installed
from clients.published import episodes, recording

pytestmark = pytest.mark.clients

PATIENCE = 60
"""Seconds after which podboat is taken to be stuck."""


class Queued(NamedTuple):
    """A line of podboat's queue: what it loads, and where it means to keep it."""

    url: str
    file: Path


def test_newsboat_reads_every_episode(site: Path, base_url: str, listener: Listener) -> None:
    subscribe(listener, base_url)

    with sqlite3.connect(listener.home / ".newsboat" / "cache.db") as cache:
        kept = cache.execute(
            "SELECT title, guid, enclosure_url, enclosure_type, pubDate FROM rss_item"
        ).fetchall()
    assert {(e.title, e.guid, e.url, e.type, e.published) for e in episodes(site)} == set(kept)


def test_newsboat_keeps_every_episode_in_a_file_of_its_own(
    site: Path, base_url: str, listener: Listener
) -> None:
    # It names a download by the last part of the enclosure's URL and nothing else, as other programs do:
    # if each were called audio.mp3, a listener would be left with a single one of them.
    files = [queued.file for queued in subscribe(listener, base_url)]

    assert len(episodes(site)) == len(files)
    assert sorted(set(files)) == sorted(files)


def test_newsboat_which_reads_one_document_alone_has_every_episode_of_a_long_show(
    long_feed: str, listener: Listener
) -> None:
    assert 300 == len(subscribe(listener, long_feed.removesuffix("podcast.xml")))


def test_podboat_downloads_every_episode_as_it_was_published(
    site: Path, base_url: str, listener: Listener
) -> None:
    queue = {queued.url: queued.file for queued in subscribe(listener, base_url)}
    download(listener, list(queue.values()))

    for episode in episodes(site):
        assert recording(site, base_url, episode) == queue[episode.url].read_bytes(), episode.title


def subscribe(listener: Listener, base_url: str) -> list[Queued]:
    """Lets newsboat load the feed and queue its episodes; what stands in the queue then."""
    newsboat, settings = installed("newsboat", "newsboat"), listener.home / ".newsboat"
    settings.mkdir()
    (settings / "urls").write_text(f"{base_url}podcast.xml\n")
    (settings / "config").write_text("podcast-auto-enqueue yes\nmax-downloads 5\n")
    listener.run(newsboat, "-x", "reload")
    lines = (settings / "queue").read_text(encoding="utf-8").splitlines()
    return [Queued(url, Path(file.strip('"'))) for url, file in (line.split(" ", 1) for line in lines)]


def download(listener: Listener, files: list[Path]) -> None:
    """Runs podboat until all the files are there. It has no quiet mode, so it gets a terminal of its own."""
    log = listener.home / "podboat.log"
    command = [installed("podboat", "newsboat"), "--autodownload", "--log-level=5", f"--log-file={log}"]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, env=listener.environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as podboat:
        os.close(theirs)
        try:
            wait_for(files, podboat, ours)
        finally:
            podboat.kill()
            os.close(ours)
    missing = [file.name for file in files if not file.exists()]
    assert not missing, f"podboat did not load {missing}; it noted:\n{log.read_text(errors='replace')}"


def wait_for(files: list[Path], podboat: subprocess.Popen[bytes], terminal: int) -> None:
    deadline = time.monotonic() + PATIENCE
    # podboat loads into another name and renames at the end: a file that is there is whole
    while podboat.poll() is None and time.monotonic() < deadline and not all(file.exists() for file in files):
        if select([terminal], [], [], 0.1)[0]:
            os.read(
                terminal, 65536
            )  # what it draws; unread, it would fill the terminal and podboat would wait
