from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import built, collection, episode, house, served
from clients.listener import Listener


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clients") / "site"


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture(scope="session")
def site(folder: Path, address: str) -> Path:
    """The folder of the real collection, built."""
    return house(folder, address)


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
    with served(root / "site") as address:
        built(root, SITE_URL=address)
        yield f"{address}podcast.xml"
