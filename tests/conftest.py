from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import collection, house, served

# What is dated in the tests is published whatever the clock says.
os.environ["ANTHOLOGY_TODAY"] = "2199-12-31"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a small good collection."""
    return collection(tmp_path / "collection")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that is served at `address`."""
    return tmp_path_factory.mktemp("served") / "site"


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture(scope="session")
def site(folder: Path, address: str) -> Path:
    """The folder of the real collection, built."""
    return house(folder, address)
