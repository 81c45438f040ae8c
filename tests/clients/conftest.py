import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from anthology.serve import server
from building import built, collection, episode
from clients.listener import Listener

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clients") / "site"


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    # Answering before the site is there: a site must know its address when it is built, and this way
    # nobody else can take the port in between.
    with server(folder) as running:
        Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


@pytest.fixture(scope="session")
def site(folder: Path, address: str) -> Path:
    """The folder of the real collection, built."""
    # Not -q: it would hide from --strict the warnings that must stop the build.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(folder)]
    environment = {**os.environ, "SITE_URL": address}
    built = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, encoding="utf-8")
    assert 0 == built.returncode, f"the collection does not build:\n{built.stdout}{built.stderr}"
    return folder


@pytest.fixture(scope="session")
def base_url(site: Path, address: str) -> str:
    """The address at which the built site is being served, with its slash."""
    assert site.is_dir()
    return address


@pytest.fixture
def listener(tmp_path: Path) -> Listener:
    return Listener(tmp_path)


@pytest.fixture(scope="session")
def long_feed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a feed of three pages, 300 episodes long."""
    root = collection(tmp_path_factory.mktemp("long") / "collection")
    for number in range(300):
        episode(root, f"no-{number:03}", date=f"20{10 + number // 28:02}-01-{number % 28 + 1:02}")
    with server(root / "site") as running:
        Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        address, config = f"http://127.0.0.1:{running.server_port}/", root / "mkdocs.yml"
        config.write_text(config.read_text("utf-8").replace("https://example.org/", address), "utf-8")
        built(root)
        yield f"{address}podcast.xml"
        running.shutdown()
