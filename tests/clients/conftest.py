from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import built, collection, episode, served
from clients.listener import Listener


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
    """The URL of a feed of 300 episodes, all in one document."""
    yield from _long_show(tmp_path_factory.mktemp("long") / "collection")


@pytest.fixture(scope="session")
def paged_feed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a feed of 300 episodes in three pages."""
    yield from _long_show(tmp_path_factory.mktemp("paged") / "collection", "archive_after: 100\n")


def _long_show(root: Path, setting: str = "") -> Iterator[str]:
    collection(root)
    for number in range(300):
        episode(root, f"no-{number:03}", date=f"20{10 + number // 28:02}-01-{number % 28 + 1:02}")
    show = root / "episodes" / "show.yml"
    show.write_text(show.read_text(encoding="utf-8") + setting, encoding="utf-8")
    with served(root / "site") as address:
        built(root, SITE_URL=address)
        yield f"{address}podcast.xml"
