"""podget, a shell script for a cron job: it reads feeds with grep and sed, and downloads with wget."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from clients.listener import Listener, installed
from clients.published import episodes, recording

pytestmark = pytest.mark.clients


def test_podget_downloads_every_episode_as_it_was_published(
    site: Path, base_url: str, listener: Listener
) -> None:
    podget = installed("podget", "podget")
    (listener.home / ".podget").mkdir()
    listener.run(podget, "--create-config", "podgetrc")
    # Without a list of ours it makes one, with a feed of somebody else's to try.
    (listener.home / ".podget" / "serverlist").write_text(f"{base_url}podcast.xml Shows Groundwork\n")

    listener.run(podget)

    library = listener.home / "POD"
    for episode in episodes(site):
        name = unquote(episode.url.rpartition("/")[2])
        (downloaded,) = library.rglob(name)
        assert recording(site, base_url, episode) == downloaded.read_bytes(), episode.title
